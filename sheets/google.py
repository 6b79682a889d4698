"""The one module that speaks with Google: credentials, calls, time-outs, and what their failures mean."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import gspread
import requests
import urllib3
from google.auth import exceptions as auth_errors
from google.oauth2 import service_account
from gspread.exceptions import APIError, NoValidUrlKeyFound
from gspread.utils import extract_id_from_url

from sheets.budget import Budget
from sheets.sheet import ErrorKind, SheetError

OFFICIAL_URL: Final = "https://sheets.googleapis.com"
DRIVE_URL: Final = "https://www.googleapis.com"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
DRIVE_SCOPE: Final = "https://www.googleapis.com/auth/drive.metadata.readonly"
"""Lets `file` ask; nothing else needs it."""

CONNECT_SECONDS: Final = 5.0
ANSWER_SECONDS: Final = 30.0

# Not the guards: there is one for each operation.
_METADATA: Final = {
    "includeGridData": "false",
    "fields": "spreadsheetId,properties.title,namedRanges,"
    "sheets(properties,basicFilter,protectedRanges,conditionalFormats,charts.chartId)",
}
_READING: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
_FORMULAS: Final = {**_READING, "valueRenderOption": "FORMULA"}
_HTTP_REQUEST_TIMEOUT: Final = 408
_HTTP_CONFLICT: Final = 409
_HTTP_TOO_MANY_REQUESTS: Final = 429
_HTTP_SERVER_ERRORS: Final = 500


class GoogleApi:
    """One spreadsheet as the Sheets API serves it at `api_url`, paid from the budget. Raises only SheetError.

    `spreadsheet` is its id or its link. The key file of the service account is read at the first call.
    """

    def __init__(
        self,
        key_file: Path,
        spreadsheet: str,
        *,
        api_url: str,
        budget: Budget,
        scopes: Sequence[str] = SCOPES,
    ) -> None:
        self.spreadsheet_id = spreadsheet_id_of(spreadsheet)
        self.is_official = api_url.rstrip("/") == OFFICIAL_URL
        self._key_file = key_file
        self._scopes = tuple(scopes)
        self._api_url = api_url.rstrip("/")
        self._budget = budget
        self._client: _Client | None = None

    def metadata(self) -> dict[str, Any]:
        """Tabs with what lies on them, and named ranges, without cells."""
        with _translated():
            return dict(self._http().fetch_sheet_metadata(self.spreadsheet_id, dict(_METADATA)))

    def file(self) -> dict[str, Any]:
        """What Drive says of the file: `trashed`, `mimeType` and `version`, which grows with every change.

        Needs DRIVE_SCOPE, and Drive's own API.
        """
        with _translated():
            parameters = {"fields": "trashed,mimeType,version", "supportsAllDrives": "true"}
            endpoint = f"{DRIVE_URL}/drive/v3/files/{self.spreadsheet_id}"
            return dict(self._http().request("get", endpoint, params=parameters).json())

    def read(self, ranges: Sequence[str]) -> list[list[list[Any]]]:
        """The values of each range, by rows: numbers are numbers, dates are serial numbers."""
        return self._values(ranges, _READING)

    def read_formulas(self, ranges: Sequence[str]) -> list[list[list[Any]]]:
        """Like `read`, with formulas in place of what they come to."""
        return self._values(ranges, _FORMULAS)

    def write(self, batch: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Carry out requests, all or none; returns their replies."""
        with _translated():
            answer = self._http().batch_update(self.spreadsheet_id, {"requests": list(batch)})
            replies: list[dict[str, Any]] = answer.get("replies", [])
            return replies

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        if self._client is not None:
            self._client.session.close()
            self._client = None

    def _values(self, ranges: Sequence[str], how: Mapping[str, str]) -> list[list[list[Any]]]:
        with _translated():
            answer = self._http().values_batch_get(self.spreadsheet_id, list(ranges), params=dict(how))
            return [one.get("values", []) for one in answer["valueRanges"]]

    def _http(self) -> "_Client":
        if self._client is None:
            kind = service_account.Credentials if self.is_official else _LocalCredentials
            try:
                credentials = kind.from_service_account_file(str(self._key_file), scopes=self._scopes)  # type: ignore[no-untyped-call] # google-auth types little
            except OSError as error:
                raise SheetError(f"cannot read the key file {self._key_file}: {error}", "refused") from error
            except (ValueError, auth_errors.GoogleAuthError) as error:
                raise SheetError(f"{self._key_file} is no service-account key: {error}", "refused") from error
            self._client = _Client(credentials, self._api_url, self._budget)
        return self._client


class _Client(gspread.HTTPClient):
    """gspread's client, sent to where the Sheets API is, with a time-out, and counted."""

    def __init__(self, credentials: service_account.Credentials, api_url: str, budget: Budget) -> None:
        super().__init__(credentials)
        self.set_timeout((CONNECT_SECONDS, ANSWER_SECONDS))
        self._api_url = api_url
        self._budget = budget

    # What else gspread gives is passed on as it is, whatever its type.
    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401
        if not endpoint.startswith(DRIVE_URL):  # which counts for itself, thousands a minute
            self._budget.take("read" if method == "get" else "write")
        official = (OFFICIAL_URL, DRIVE_URL) if self._api_url != OFFICIAL_URL else ()
        for address in official:
            endpoint = endpoint.replace(address, self._api_url, 1)
        return super().request(method, endpoint, *args, **kwargs)


class _LocalCredentials(service_account.Credentials):
    """Credentials for a server that is not Google's: they do not ask Google where they may be used."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


def spreadsheet_id_of(text: str) -> str:
    """The id in a link; what is no link is an id."""
    try:
        return extract_id_from_url(text)
    except NoValidUrlKeyFound:
        return text.strip()


@contextmanager
def _translated() -> Iterator[None]:
    """Tell what the libraries raise as what happened to the request."""
    try:
        yield
    except APIError as error:
        raise _answered(error) from error
    except auth_errors.RefreshError as error:
        kind: ErrorKind = "outage" if error.retryable else "refused"
        raise SheetError(f"Google gives no token: {error}", kind) from error
    except auth_errors.GoogleAuthError as error:
        raise SheetError(f"Google's token service does not answer: {error}", "outage") from error
    except requests.RequestException as error:
        message = f"no answer from the Sheets API: {error}"
        raise SheetError(message, "outage", ambiguous=not _was_never_sent(error)) from error
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        message = f"the Sheets API answered something else: {error!r}"
        raise SheetError(message, "outage", ambiguous=True) from error


def _answered(error: APIError) -> SheetError:
    kind, ambiguous = _meaning(error)
    return SheetError(_said(error), kind, ambiguous=ambiguous, status=error.response.status_code)


def _said(error: APIError) -> str:
    return f"the Sheets API answered {error.response.status_code}: {error.error.get('message', '')}"


def _meaning(error: APIError) -> tuple[ErrorKind, bool]:
    """Which kind of failure an answer is, and whether the request may have been carried out."""
    status = error.response.status_code
    match status:
        case 401 | 403:
            return "refused", False
        case 404:
            return "gone", False
        case _ if status == _HTTP_TOO_MANY_REQUESTS:
            return "quota", False
        case _ if status in (_HTTP_REQUEST_TIMEOUT, _HTTP_CONFLICT) or status >= _HTTP_SERVER_ERRORS:
            return "outage", True
        # Nothing but our guards is metadata in what we send.
        case _ if "metadata" in _said(error).casefold():
            return "used", False
        case _:
            return "broken", False


def _was_never_sent(error: requests.RequestException) -> bool:
    """Whether the connection was not even made: refused, or its name is unknown, or it took too long."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
