import json
from pathlib import Path
from typing import Any

import gspread
import pytest
import requests
from google.oauth2.service_account import Credentials

from playground.sheets import (
    SERVICE_ACCOUNT,
    Google,
    Spreadsheet,
    service_account_info,
    write_service_account,
)


def test_a_token_is_asked_for_with_a_signed_assertion(base_url: str, credentials: Any) -> None:
    assertion = credentials._make_authorization_grant_assertion().decode()
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}

    answer = requests.post(f"{base_url}/token", data=form, timeout=5)

    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "expires_in", "token_type"}


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}, "invalid_grant"),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"},
            "invalid_grant",
        ),
        (
            {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "e30.e30.c"},
            "invalid_grant",
        ),
    ],
)
def test_anything_else_gets_no_token(base_url: str, form: dict[str, str], error: str) -> None:
    answer = requests.post(f"{base_url}/token", data=form, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["error"] == error


@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, 403), ({"Authorization": "Bearer ya29.unknown"}, 401), ({"Authorization": "Basic abc"}, 401)],
)
def test_a_call_needs_a_token_that_was_given_out(base_url: str, headers: dict[str, str], code: int) -> None:
    answer = requests.get(f"{base_url}/v4/spreadsheets/home-books-1", headers=headers, timeout=5)

    assert answer.status_code == answer.json()["error"]["code"] == code


def test_a_client_fetches_a_new_token_when_its_own_is_over(
    google: Google, tab: gspread.Worksheet, clock: Any
) -> None:
    tab.append_row(["before"])
    clock.advance(hours=2)

    tab.append_row(["after"])

    assert [call.status for call in google.calls][-2:] == [401, 200]


def test_a_spreadsheet_that_is_not_shared_is_forbidden(client: gspread.Client, sheet: Spreadsheet) -> None:
    sheet.unshare(SERVICE_ACCOUNT)

    with pytest.raises(PermissionError):
        client.open_by_key(sheet.spreadsheet_id)


def test_a_reader_reads_and_does_not_write(tab: gspread.Worksheet, sheet: Spreadsheet) -> None:
    sheet.share(SERVICE_ACCOUNT, "reader")

    assert tab.get_all_values() == [[]]
    with pytest.raises(gspread.exceptions.APIError, match="The caller does not have permission"):
        tab.append_row(["x"])


def test_a_file_in_the_bin_is_not_found_until_it_is_taken_out(
    client: gspread.Client, sheet: Spreadsheet
) -> None:
    sheet.trash()
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(sheet.spreadsheet_id)

    sheet.restore()
    assert client.open_by_key(sheet.spreadsheet_id).title == "Home books"


def test_a_service_account_may_not_create_spreadsheets(client: gspread.Client) -> None:
    with pytest.raises(gspread.exceptions.APIError) as in_drive:
        client.create("Mine")
    with pytest.raises(gspread.exceptions.APIError) as in_sheets:
        client.http_client.request("post", "https://sheets.googleapis.com/v4/spreadsheets", json={})

    assert in_drive.value.error["errors"][0]["reason"] == "storageQuotaExceeded"
    assert in_sheets.value.error["status"] == "PERMISSION_DENIED"


def test_a_shared_spreadsheet_is_found_by_its_title(client: gspread.Client, google: Google) -> None:
    google.create("Not for us", shared_with=())

    assert client.open("Home books").id == "home-books-1"
    assert [file["name"] for file in client.list_spreadsheet_files()] == ["Home books"]


def test_the_key_file_is_a_service_account_of_its_own_and_private(tmp_path: Path) -> None:
    path = write_service_account(tmp_path / "key.json", "http://127.0.0.1:1/google")

    info = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o600
    assert info["token_uri"] == "http://127.0.0.1:1/google/token"
    from_info: Any = Credentials.from_service_account_info
    assert from_info(info).service_account_email == SERVICE_ACCOUNT
    assert service_account_info("http://x", "other@x.y")["client_email"] == "other@x.y"
