"""The little of the Drive API that gspread comes by; a service account owns no files and makes none."""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from playground.sheets import mask as masks
from playground.sheets.errors import (
    GoogleError,
    Json,
    insufficient_scopes,
    permission_denied,
    service_disabled,
)
from playground.sheets.google import Google
from playground.sheets.spreadsheet import Spreadsheet

_MIME_TYPE: Final = "application/vnd.google-apps.spreadsheet"
_SCOPES: Final = frozenset(
    f"https://www.googleapis.com/auth/{name}"
    for name in ("drive", "drive.file", "drive.readonly", "drive.metadata", "drive.metadata.readonly")
)
_NO_STORAGE: Final = (
    "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead."
)


def router(google: Google) -> APIRouter:
    """`spreadsheets.create` and `files.create`, both refused, and what an account may know of files."""
    routes = APIRouter(include_in_schema=False)

    def answered(request: Request, work: Callable[[str], JSONResponse]) -> JSONResponse:
        try:
            return work(google.tokens.account(request.headers.get("authorization")))
        except GoogleError as error:
            return JSONResponse(error.body(), error.code)

    @routes.post("/v4/spreadsheets")
    def create_spreadsheet(request: Request) -> JSONResponse:
        error = permission_denied()
        return answered(request, lambda _: JSONResponse(error.body(), error.code))

    @routes.post("/drive/v3/files")
    def create_file(request: Request) -> JSONResponse:
        return answered(request, lambda _: _refused(403, "usageLimits", "storageQuotaExceeded", _NO_STORAGE))

    @routes.get("/drive/v3/files")
    def list_files(request: Request) -> JSONResponse:
        return answered(request, lambda email: JSONResponse(_files(google, email)))

    @routes.get("/drive/v3/files/{file_id}")
    def get_file(file_id: str, request: Request) -> JSONResponse:
        fields = request.query_params.get("fields")

        def work(email: str) -> JSONResponse:
            _check_drive(google, request.headers.get("authorization"))
            return _one(google, email, file_id, fields)

        return answered(request, work)

    return routes


def _check_drive(google: Google, authorization: str | None) -> None:
    """Refuse a token that was not asked for with one of Drive's scopes, and a project without Drive's API."""
    if _SCOPES.isdisjoint(google.tokens.scopes(authorization)):
        raise insufficient_scopes()
    if not google.has_drive:
        raise service_disabled("Google Drive API", "drive.googleapis.com")


def _files(google: Google, email: str) -> Json:
    files = [_file(sheet) for sheet in google.spreadsheets.values() if email in sheet.roles]
    return {"kind": "drive#fileList", "incompleteSearch": False, "files": files}


def _one(google: Google, email: str, file_id: str, fields: str | None) -> JSONResponse:
    sheet = google.spreadsheets.get(file_id)
    if file_id in google.others:
        mime_type = google.others[file_id]
        file: Json = {"kind": "drive#file", "id": file_id, "mimeType": mime_type, "trashed": False}
    elif sheet is not None and email in sheet.roles:
        file = _file(sheet)
    else:
        return _refused(404, "global", "notFound", f"File not found: {file_id}.")
    return JSONResponse(masks.select_from(file, masks.parse(fields)) if fields else file)


def _refused(code: int, domain: str, reason: str, message: str) -> JSONResponse:
    errors = [{"message": message, "domain": domain, "reason": reason}]
    return JSONResponse({"error": {"code": code, "message": message, "errors": errors}}, code)


def _file(sheet: Spreadsheet) -> Json:
    return {
        "kind": "drive#file",
        "id": sheet.spreadsheet_id,
        "name": sheet.title,
        "mimeType": _MIME_TYPE,
        "trashed": sheet.is_trashed,
        "version": str(sheet.version),
    }
