"""The files of the page: plain modules, no build step, nothing fetched from elsewhere."""

from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

FOLDER = Path(__file__).parent

# Named here, because the machine's own table of types may say otherwise.
TYPES = MappingProxyType({".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"})

HEADERS = MappingProxyType(
    {
        # The page asks each time whether a file is still the same: no newer file meets an older one.
        "Cache-Control": "no-cache",
        # Nothing from outside can run here or be called from here, whatever a message or a cell contains.
        "Content-Security-Policy": (
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)


def page_router() -> APIRouter:
    """Return the routes of the page itself: `/` and `/static/<file>`."""
    router = APIRouter()
    files = {file.name: file for file in FOLDER.iterdir() if file.suffix in TYPES}

    @router.get("/")
    def index() -> FileResponse:
        return FileResponse(FOLDER / "index.html", media_type="text/html", headers=dict(HEADERS))

    @router.get("/static/{name}")
    def static(name: str) -> FileResponse:
        file = files.get(name)
        if file is None:
            raise HTTPException(HTTPStatus.NOT_FOUND, f"the page has no file {name!r}")
        return FileResponse(file, media_type=TYPES[file.suffix], headers=dict(HEADERS))

    return router
