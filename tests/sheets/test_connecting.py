"""What is at a link that a person sent, told precisely, and nothing changed by looking."""

from pathlib import Path

import pytest

from playground.sheets import SERVICE_ACCOUNT, Google, Spreadsheet, write_service_account
from sheets.connecting import ConnectError, address_of, id_in, link_in, look

ID = "1AbCdEfGhIjKlMnOpQrStUvWxYz_-0123456789ABCDEF"


def at(sheet_id: str) -> str:
    return f"https://docs.google.com/spreadsheets/d/{sheet_id}/edit?gid=0#gid=0"


def obstacle(link: str, key_file: Path, base_url: str) -> str:
    with pytest.raises(ConnectError) as refusal:
        look(link, key_file, api_url=base_url)
    return refusal.value.obstacle


@pytest.mark.parametrize(
    "link",
    [
        f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0",
        f"https://docs.google.com/spreadsheets/u/1/d/{ID}",
        f"http://docs.google.com/spreadsheets/d/{ID}/edit?usp=sharing",
        f"https://drive.google.com/file/d/{ID}/view",
        f"https://drive.google.com/open?id={ID}",
    ],
)
def test_every_kind_of_link_to_a_spreadsheet_is_read(link: str) -> None:
    assert link_in(f"here it is: {link} thanks") == link
    assert id_in(link) == ID


@pytest.mark.parametrize(
    ("link", "why"),
    [
        (f"https://docs.google.com/document/d/{ID}/edit", "other"),
        (f"https://drive.google.com/drive/folders/{ID}", "other"),
        ("https://docs.google.com/spreadsheets/", "link"),
        ("https://docs.google.com/spreadsheets/d/", "link"),
    ],
)
def test_a_link_to_something_else_is_told_without_asking_google(link: str, why: str) -> None:
    with pytest.raises(ConnectError) as refusal:
        id_in(link)

    assert refusal.value.obstacle == why


def test_words_without_a_link_to_google_have_none() -> None:
    assert link_in("coffee 300 cash https://example.com/spreadsheets/d/1") is None


def test_a_shared_spreadsheet_is_told_by_its_name_and_not_changed(
    spreadsheet: Spreadsheet, key_file: Path, base_url: str
) -> None:
    before = [tab.title for tab in spreadsheet.tabs]

    found = look(at(spreadsheet.spreadsheet_id), key_file, api_url=base_url)

    assert (found.spreadsheet_id, found.title) == (spreadsheet.spreadsheet_id, "Home books")
    assert [tab.title for tab in spreadsheet.tabs] == before


def test_what_is_not_there_is_told(key_file: Path, base_url: str) -> None:
    assert obstacle(at("nothing-here"), key_file, base_url) == "absent"


def test_what_is_not_shared_is_told(spreadsheet: Spreadsheet, key_file: Path, base_url: str) -> None:
    spreadsheet.unshare(SERVICE_ACCOUNT)

    assert obstacle(at(spreadsheet.spreadsheet_id), key_file, base_url) == "closed"


def test_what_may_only_be_read_is_told(spreadsheet: Spreadsheet, key_file: Path, base_url: str) -> None:
    spreadsheet.share(SERVICE_ACCOUNT, "reader")

    assert obstacle(at(spreadsheet.spreadsheet_id), key_file, base_url) == "reading"


def test_what_lies_in_the_bin_is_told(spreadsheet: Spreadsheet, key_file: Path, base_url: str) -> None:
    spreadsheet.trash()

    assert obstacle(at(spreadsheet.spreadsheet_id), key_file, base_url) == "trashed"


def test_an_excel_file_at_google_is_told_from_a_spreadsheet(
    google: Google, key_file: Path, base_url: str
) -> None:
    google.upload("excel-1", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

    assert obstacle("https://drive.google.com/file/d/excel-1/view", key_file, base_url) == "other"


def test_an_outage_is_told_as_one(
    google: Google, spreadsheet: Spreadsheet, key_file: Path, base_url: str
) -> None:
    google.faults.add("503")

    assert obstacle(at(spreadsheet.spreadsheet_id), key_file, base_url) == "outage"


def test_a_key_that_is_none_is_told(spreadsheet: Spreadsheet, tmp_path: Path, base_url: str) -> None:
    key_file = tmp_path / "none.json"
    key_file.write_text("{}")

    assert obstacle(at(spreadsheet.spreadsheet_id), key_file, base_url) == "key"
    with pytest.raises(ConnectError, match=r"none\.json"):
        address_of(key_file)


def test_the_address_to_share_with_is_that_of_the_key(tmp_path: Path) -> None:
    key_file = write_service_account(tmp_path / "key.json", "http://127.0.0.1:1")

    assert address_of(key_file) == SERVICE_ACCOUNT
