"""The little of the Drive API that gspread comes by; a service account owns no files and makes none."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from playground.sheets.errors import GoogleError, Json, permission_denied
from playground.sheets.google import Google
from playground.sheets.spreadsheet import Spreadsheet

_MIME_TYPE: Final = "application/vnd.google-apps.spreadsheet"
_NO_STORAGE: Final = (
    "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead."
)


def router(google: Google) -> APIRouter:
    """`spreadsheets.create` and `files.create`, both refused, and the files shared with an account."""
    routes = APIRouter(include_in_schema=False)

    def account(request: Request) -> str:
        return google.tokens.account(request.headers.get("authorization"))

    @routes.post("/v4/spreadsheets")
    def create_spreadsheet(request: Request) -> JSONResponse:
        try:
            account(request)
            raise permission_denied()
        except GoogleError as error:
            return JSONResponse(error.body(), error.code)

    @routes.post("/drive/v3/files")
    def create_file(request: Request) -> JSONResponse:
        try:
            account(request)
        except GoogleError as error:
            return JSONResponse(error.body(), error.code)
        reason = {"message": _NO_STORAGE, "domain": "usageLimits", "reason": "storageQuotaExceeded"}
        return JSONResponse({"error": {"code": 403, "message": _NO_STORAGE, "errors": [reason]}}, 403)

    @routes.get("/drive/v3/files")
    def list_files(request: Request) -> JSONResponse:
        try:
            email = account(request)
        except GoogleError as error:
            return JSONResponse(error.body(), error.code)
        files = [_file(sheet) for sheet in google.spreadsheets.values() if email in sheet.roles]
        return JSONResponse({"kind": "drive#fileList", "incompleteSearch": False, "files": files})

    return routes


def _file(sheet: Spreadsheet) -> Json:
    return {
        "kind": "drive#file",
        "id": sheet.spreadsheet_id,
        "name": sheet.title,
        "mimeType": _MIME_TYPE,
        "trashed": sheet.is_trashed,
    }
