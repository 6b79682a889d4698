"""What Drive tells of a spreadsheet: a version that grows with each change, to those who may ask."""

from pathlib import Path

import pytest

from playground.sheets import SERVICE_ACCOUNT, Google, Person, Spreadsheet, write_service_account
from sheets import SheetError
from sheets.budget import Budget
from sheets.google import DRIVE_SCOPE, SCOPES, GoogleApi


@pytest.fixture
def key_file(tmp_path: Path, base_url: str) -> Path:
    return write_service_account(tmp_path / "key.json", base_url)


def api(key_file: Path, base_url: str, sheet: Spreadsheet, *scopes: str) -> GoogleApi:
    return GoogleApi(key_file, sheet.spreadsheet_id, api_url=base_url, budget=Budget(), scopes=scopes)


def test_the_version_of_a_file_grows_with_each_change_and_rests_without_one(
    key_file: Path, base_url: str, sheet: Spreadsheet, person: Person
) -> None:
    drive = api(key_file, base_url, sheet, *SCOPES, DRIVE_SCOPE)
    seen = [drive.file()["version"], drive.file()["version"]]
    person.type("Sheet1", 1, 1, "tea")
    seen.append(drive.file()["version"])
    sheet.share("boris@example.com")
    seen.append(drive.file()["version"])

    first, again, typed, shared = map(int, seen)

    assert first == again < typed < shared


def test_a_token_for_sheets_alone_is_told_nothing(key_file: Path, base_url: str, sheet: Spreadsheet) -> None:
    with pytest.raises(SheetError, match="insufficient authentication scopes") as refusal:
        api(key_file, base_url, sheet, *SCOPES).file()

    assert refusal.value.status == 403


def test_a_project_without_drive_is_told_how_to_switch_it_on(
    key_file: Path, base_url: str, google: Google, sheet: Spreadsheet
) -> None:
    google.has_drive = False

    with pytest.raises(SheetError, match="has not been used in project"):
        api(key_file, base_url, sheet, *SCOPES, DRIVE_SCOPE).file()


def test_a_file_that_is_not_shared_is_not_found(key_file: Path, base_url: str, sheet: Spreadsheet) -> None:
    sheet.unshare(SERVICE_ACCOUNT)

    with pytest.raises(SheetError, match="File not found"):
        api(key_file, base_url, sheet, *SCOPES, DRIVE_SCOPE).file()
