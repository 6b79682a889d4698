from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import gspread
import pytest
from fastapi import FastAPI
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from playground.serving import serving_in_thread
from playground.sheets import Google, Person, Spreadsheet, application, service_account_info

SCOPES = ["https://www.googleapis.com/auth/spreadsheets"]


class LoopbackCredentials(Credentials):
    """The real credentials but for one look-up that google-auth makes at Google's on its own account."""

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


class Api:
    """The Sheets API through gspread's own HTTP client: for all that gspread has no method for."""

    def __init__(self, client: gspread.HTTPClient, sheet: Spreadsheet) -> None:
        self._client = client
        self.sheet = sheet

    def call(self, method: str, path: str, **options: Any) -> Any:
        url = f"https://sheets.googleapis.com/v4/spreadsheets/{self.sheet.spreadsheet_id}{path}"
        return self._client.request(method, url, **options).json()

    def batch(self, *requests: dict[str, Any]) -> list[Any]:
        answer = self.call("post", ":batchUpdate", json={"requests": requests})
        assert answer["spreadsheetId"] == self.sheet.spreadsheet_id
        return list(answer["replies"])


@pytest.fixture
def google(clock: Any) -> Google:
    return Google(now=clock)


@pytest.fixture
def sheet(google: Google) -> Spreadsheet:
    return google.create("Home books", spreadsheet_id="home-books-1")


@pytest.fixture
def person(sheet: Spreadsheet) -> Person:
    return Person(sheet)


@pytest.fixture
def base_url(google: Google, sheet: Spreadsheet) -> Iterator[str]:
    app = FastAPI()
    app.mount("/google", application(google, sheet))
    with serving_in_thread(app) as url:
        yield f"{url}/google"


@pytest.fixture(scope="session")
def account() -> Any:
    """The account, whose key takes long to check and is therefore read once."""
    from_info: Any = LoopbackCredentials.from_service_account_info
    return from_info(service_account_info("http://127.0.0.1:1"), scopes=SCOPES)


@pytest.fixture
def credentials(base_url: str, account: Any) -> Any:
    return account.with_token_uri(f"{base_url}/token")


@pytest.fixture
def client(base_url: str, credentials: Any) -> Iterator[gspread.Client]:
    class LoopbackClient(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **options: Any) -> Any:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, base_url, 1)
            return super().request(method, endpoint, *args, **options)

    with ExitStack() as stack:
        authorized: Any = AuthorizedSession
        session = stack.enter_context(authorized(credentials))
        stack.callback(session._auth_request.session.close)
        known = gspread.Client(auth=credentials, session=session, http_client=LoopbackClient)
        known.set_timeout((2, 5))
        yield known


@pytest.fixture
def book(client: gspread.Client, sheet: Spreadsheet) -> gspread.Spreadsheet:
    return client.open_by_key(sheet.spreadsheet_id)


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1


@pytest.fixture
def api(client: gspread.Client, sheet: Spreadsheet) -> Api:
    return Api(client.http_client, sheet)
