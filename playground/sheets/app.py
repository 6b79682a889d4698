from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from playground.sheets import drive, sim, v4
from playground.sheets.google import Google
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.token import TokenError


def application(google: Google, shown: Spreadsheet | None = None) -> FastAPI:
    """Everything that is served under `/google`: the token service, the Sheets API, the grid of the page.

    `shown` is the spreadsheet of the page; without one there is no `/sim`.
    """
    app = FastAPI(openapi_url=None)

    @app.post("/token")
    async def token(request: Request) -> JSONResponse:
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            return JSONResponse(google.tokens.grant(form))
        except TokenError as error:
            return JSONResponse(error.body(), 400)

    app.include_router(v4.router(google))
    app.include_router(drive.router(google))
    if shown is not None:
        app.include_router(sim.router(google, shown))
    return app
