"""What is true of Google's sheet alone, through the real gspread and google-auth."""

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse

from manager import SheetJob
from playground.serving import serving_in_thread
from playground.sheets import Google, Person, Spreadsheet, application, write_service_account
from sheets import Change, Entry, SheetError, rows_of
from sheets.budget import Budget
from sheets.google_sheet import GoogleSheet
from sheets.plan import plan
from sheets.rows import fingerprint
from sheets.sheet import Mark
from tests.sheets.story import RECORDED, RENDERING, corrected, expense, in_yen, transfer

BASIC = {
    "addSheet",
    "updateCells",
    "appendCells",
    "createDeveloperMetadata",
    "updateSheetProperties",
    "repeatCell",
}


def entry(version, guard: int | None = None) -> Entry:
    return Entry(guard or version.number, rows_of(version, RENDERING))


@pytest.fixture
def person(spreadsheet: Spreadsheet) -> Person:
    return Person(spreadsheet)


@pytest.fixture
def basic_url(google: Google) -> Iterator[str]:
    """A Sheets server that knows the documented basic requests and no others."""
    app = FastAPI()
    app.mount("/google", application(google))

    @app.middleware("http")
    async def refuse_unknown(request: Request, call_next: Callable[[Request], Any]) -> Any:
        if request.url.path.endswith(":batchUpdate"):
            names = {name for one in (await request.json())["requests"] for name in one}
            if names - BASIC:
                error = {"code": 400, "message": f"unknown {names - BASIC}", "status": "INVALID_ARGUMENT"}
                return JSONResponse({"error": error}, 400)
        return await call_next(request)

    with serving_in_thread(app) as url:
        yield f"{url}/google"


def titles(spreadsheet: Spreadsheet) -> list[str]:
    return [tab.title for tab in spreadsheet.tabs]


# ---- finding and making the tab


def test_the_tab_is_made_with_a_frozen_header_and_formats(open_google, spreadsheet) -> None:
    open_google(language="ru").prepare()

    tab = spreadsheet.tab("Книга")
    assert [cell.value for cell in tab.grid.row(0).cells[:4]] == ["№", "Дата", "Тип", "Сумма"]
    assert tab.frozen_rows == 1


def test_a_link_is_as_good_as_an_id(open_google, spreadsheet) -> None:
    link = f"https://docs.google.com/spreadsheets/d/{spreadsheet.spreadsheet_id}/edit?gid=0#gid=0"

    open_google(link).prepare()

    assert titles(spreadsheet) == ["Sheet1", "Ledger"]


def test_preparing_again_adds_nothing(open_google, spreadsheet, google) -> None:
    open_google().prepare()
    writes = sum(call.method == "POST" for call in google.calls)

    open_google().prepare()

    assert titles(spreadsheet) == ["Sheet1", "Ledger"]
    assert sum(call.method == "POST" for call in google.calls) == writes


def test_a_tab_with_other_titles_and_headers_is_known_by_its_named_ranges(
    open_google, spreadsheet, person
) -> None:
    first = open_google()
    first.prepare()
    first.append([entry(expense(1))])
    person.rename_tab("Ledger", "Money")
    for column, title in enumerate("abcdefghijklmnop", start=1):
        person.type("Money", 1, column, title)
    person.move_columns("Money", 13, 2)
    other = open_google()
    other.prepare()

    other.append([entry(expense(2))])

    assert titles(spreadsheet) == ["Sheet1", "Money"]
    for number in (1, 2):
        [found] = other.scan().of(expense(number).key)
        assert fingerprint(found.cells) == rows_of(expense(number), RENDERING)[0].fingerprint


def test_a_tab_of_a_person_with_our_title_is_left_alone(open_google, spreadsheet, person) -> None:
    spreadsheet.tabs[0].title = "Ledger"
    person.type("Ledger", 1, 1, "my own")

    open_google().prepare()

    assert titles(spreadsheet) == ["Ledger", "Threadbook Ledger"]
    assert spreadsheet.tab("Ledger").grid.row(0).cells[0].value == "my own"


def test_an_empty_tab_that_we_made_before_we_died_is_taken_up(open_google, spreadsheet) -> None:
    spreadsheet.tabs[0].title = "Ledger"

    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])

    assert titles(spreadsheet) == ["Ledger"]
    assert sheet.scan().of(expense(1).key)[0].row == 2


def test_into_a_tab_that_was_deleted_and_made_again_the_same_rows_may_be_written_again(
    open_google, person
) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    person.delete_tab("Ledger")
    with pytest.raises(SheetError, match="deleted"):
        sheet.append([entry(expense(2))])

    sheet.prepare()
    sheet.append([entry(expense(1))])

    assert [found.op_id for found in sheet.scan().rows] == ["", "OP0000000001"]


def test_rows_below_the_grid_make_it_grow(open_google, spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    height = spreadsheet.tab("Ledger").grid.height

    sheet.append([entry(expense(number)) for number in range(1, height + 5)])

    assert len(sheet.scan().rows) == height + 5


def test_dates_and_amounts_are_shown_as_such(open_google, spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1, "1300.50"))])

    date, amount = (spreadsheet.tab("Ledger").grid.row(1).cells[index] for index in (1, 3))

    assert (date.value, amount.value) == (46347, -1300.5)
    assert date.format["numberFormat"] == {"type": "DATE", "pattern": "dd.mm.yyyy"}
    assert amount.format["numberFormat"] == {"type": "NUMBER", "pattern": "#,##0.00;[Red]-#,##0.00"}


# ---- columns that move after they were read


def change(version) -> Change:
    return Change(2, rows_of(corrected(version, RECORDED, amount="350"), RENDERING)[0].cells)


def anchors_of(spreadsheet: Spreadsheet) -> list[int]:
    """The ids of the metadata that is on columns."""
    return [one.id for one in spreadsheet.metadata if one.location_type == "COLUMN"]


def test_a_write_after_an_unseen_move_of_columns_goes_where_they_are_now(
    open_google, spreadsheet, person
) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    person.type("Ledger", 2, 12, "my note")
    person.move_columns("Ledger", 12, 3)  # the note stands where the type stood

    sheet.update([change(expense(1))])
    sheet.append([entry(expense(2))])

    scan = sheet.scan()
    assert [scan.of(expense(number).key)[0].cells["amount"] for number in (1, 2)] == [-350, -300]
    assert [row[2] for row in spreadsheet.values("Ledger")] == ["My note", "my note", None]


def test_a_write_after_an_unseen_deletion_of_a_column_is_not_made(open_google, spreadsheet, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    person.delete_columns("Ledger", 11)
    before = spreadsheet.values("Ledger")

    for write in (lambda: sheet.update([change(expense(1))]), lambda: sheet.append([entry(expense(2))])):
        with pytest.raises(SheetError, match="no column Status"):
            write()

    assert spreadsheet.values("Ledger") == before


def test_a_guard_that_was_used_is_told_as_such_where_no_column_moved(open_google, google) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1), guard=77)])
    before = len(list(google.calls))

    with pytest.raises(SheetError) as refusal:
        sheet.append([entry(expense(1), guard=77)])

    assert refusal.value.kind == "used"
    assert len(list(google.calls)) - before <= 4


def test_a_sheet_whose_columns_have_lost_their_anchors_gets_new_ones_with_the_next_write(
    open_google, spreadsheet
) -> None:
    sheet = open_google()
    sheet.prepare()
    anchors = anchors_of(spreadsheet)
    for number in anchors[:4]:
        spreadsheet.metadata.remove(number)

    sheet.append([entry(expense(1))])

    assert len(anchors) == 15
    assert anchors_of(spreadsheet) == anchors
    assert sheet.scan().of(expense(1).key)


# ---- a server that knows only the basic calls


def test_a_plain_server_is_enough(basic_url, open_google, caplog) -> None:
    sheet = open_google(api_url=basic_url)
    sheet.prepare()
    sheet.append([entry(expense(1)), entry(transfer(2))])
    sheet.update([Change(2, rows_of(corrected(expense(1), RECORDED, amount="350"), RENDERING)[0].cells)])
    other = open_google(api_url=basic_url)
    other.prepare()

    scan = other.scan()

    assert scan.of(expense(1).key)[0].cells["amount"] == -350
    assert len(scan.rows) == 4
    assert "stays plain" in caplog.text


# ---- what failures mean


@pytest.mark.parametrize(
    ("fault", "kind", "ambiguous"),
    [
        ("503", "outage", True),
        ("500", "outage", True),
        ("429", "quota", False),
        ("403", "refused", False),
        ("404", "gone", False),
        ("reset", "outage", True),
        ("lost_answer", "outage", True),
    ],
)
def test_each_failure_is_told_as_what_it_means(open_google, google, fault, kind, *, ambiguous: bool) -> None:
    sheet = open_google()
    sheet.prepare()
    google.faults.add(fault)

    with pytest.raises(SheetError) as failure:
        sheet.append([entry(expense(1))])

    assert (failure.value.kind, failure.value.ambiguous) == (kind, ambiguous)
    assert bool(sheet.scan().of(expense(1).key)) == (fault == "lost_answer")


def test_an_answer_that_does_not_come_is_not_waited_for_long(open_google, google, monkeypatch) -> None:
    monkeypatch.setattr("sheets.google.ANSWER_SECONDS", 2)
    sheet = open_google()
    sheet.prepare()
    google.faults.add("timeout")

    with pytest.raises(SheetError) as failure:
        sheet.append([entry(expense(1))])

    assert (failure.value.kind, failure.value.ambiguous) == ("outage", True)


def test_a_late_request_is_refused_after_its_repetition(open_google, google) -> None:
    sheet = open_google()
    sheet.prepare()
    google.faults.add("late", seconds=100)
    with pytest.raises(SheetError):
        sheet.append([entry(expense(1), guard=77)])

    sheet.append([entry(expense(1), guard=77)])
    google.advance(101)

    assert len(sheet.scan().rows) == 2


def test_a_server_that_is_not_there_was_sent_nothing(open_google) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"

    with pytest.raises(SheetError) as failure:
        open_google(api_url=address).prepare()

    assert (failure.value.kind, failure.value.ambiguous) == ("outage", False)


def test_a_token_service_that_is_not_there_was_sent_nothing(
    base_url, spreadsheet, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)  # google-auth tries again, slower each time
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        key_file = write_service_account(tmp_path / "k.json", f"http://127.0.0.1:{free.getsockname()[1]}")
    sheet = GoogleSheet(key_file, spreadsheet.spreadsheet_id, "en", api_url=base_url)

    with pytest.raises(SheetError) as failure:
        sheet.prepare()
    sheet.close()

    assert (failure.value.kind, failure.value.ambiguous) == ("outage", False)


@pytest.mark.parametrize("content", [None, "", "{}", "nonsense", json.dumps({"type": "service_account"})])
def test_a_key_file_that_is_none_is_named(base_url, spreadsheet, tmp_path: Path, content: str | None) -> None:
    key_file = tmp_path / "none.json"
    if content is not None:
        key_file.write_text(content)

    with pytest.raises(SheetError, match=r"none\.json") as failure:
        GoogleSheet(key_file, spreadsheet.spreadsheet_id, "en", api_url=base_url).prepare()

    assert failure.value.kind == "refused"


def test_an_account_that_the_sheet_is_not_shared_with_is_refused(base_url, spreadsheet, tmp_path) -> None:
    key_file = write_service_account(
        tmp_path / "k.json", base_url, "other@home-books.iam.gserviceaccount.com"
    )
    sheet = GoogleSheet(key_file, spreadsheet.spreadsheet_id, "en", api_url=base_url)

    with pytest.raises(SheetError) as failure:
        sheet.prepare()
    sheet.close()

    assert failure.value.kind == "refused"


def test_a_server_that_is_something_else_is_an_outage(open_google) -> None:
    app = FastAPI()

    @app.get("/{path:path}")
    async def hello(path: str) -> PlainTextResponse:
        return PlainTextResponse(f"{path}? This is a web shop")

    with serving_in_thread(app) as url, pytest.raises(SheetError) as failure:
        open_google(api_url=url).prepare()

    assert failure.value.kind == "outage"


# ---- economy, addresses


def test_a_batch_costs_one_write_and_reading_all_one_read(open_google, google) -> None:
    sheet = open_google()
    sheet.prepare()
    before = len(list(google.calls))

    sheet.append([entry(expense(number)) for number in range(1, 51)])
    sheet.scan()

    assert [call.method for call in google.calls][before:] == ["POST", "GET"]


def test_every_call_is_paid_from_the_budget(open_google, google) -> None:
    waits: list[float] = []
    clock = iter(range(10**6))
    budget = Budget(4, clock=lambda: next(clock), sleep=waits.append)
    sheet = open_google(budget=budget)

    sheet.prepare()
    for _ in range(4):
        sheet.scan()

    assert len(waits) > 0
    assert sum(waits) > 60


def test_the_address_of_a_row_at_google(key_file: Path) -> None:
    official = GoogleSheet(key_file, "abc123", "en")

    assert official.url() == "https://docs.google.com/spreadsheets/d/abc123/edit"
    assert official.url(5) == official.url()


def test_the_address_of_a_row_names_the_tab(open_google, spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()

    tab = spreadsheet.tab("Ledger").sheet_id
    assert sheet.url(58).endswith(f"/d/{spreadsheet.spreadsheet_id}/edit#gid={tab}&range=A58")


# ---- whether it has changed


def test_a_long_sheet_tells_in_one_small_call_whether_it_has_changed(open_google, google, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(number)) for number in range(1, 51)])
    stamp = sheet.stamp()
    calls = len(google.calls)

    assert sheet.stamp() == stamp
    person.type("Ledger", 2, 4, "-380")
    assert sheet.stamp() not in ("", stamp)

    assert len(google.calls) == calls  # of the Sheets API; Drive was asked, which has a budget of its own


def test_without_drive_a_sheet_does_not_tell_whether_it_has_changed(open_google, google) -> None:
    google.has_drive = False
    sheet = open_google()
    sheet.prepare()

    assert sheet.stamp() == ""


# ---- what a write displaces


def update(number: int, amount: str, row: int) -> Change:
    return Change(row, rows_of(corrected(expense(number), RECORDED, amount=amount), RENDERING)[0].cells)


def told(sheet: GoogleSheet) -> list[tuple[int, int, str, object]]:
    return [
        (one.write, one.found.row, one.found.op_id, one.found.cells["amount"])
        for one in sheet.scan().displaced
    ]


def test_what_a_write_displaced_is_told_by_the_next_reading(open_google, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1)), entry(expense(2))])
    sheet.scan()
    person.type("Ledger", 2, 4, "-380")

    sheet.update([update(1, "350", 2), update(2, "450", 3)], Mark(7))

    assert {*told(sheet)} == {(7, 2, "OP0000000001", -380), (7, 3, "OP0000000002", -300)}
    other = open_google()
    other.prepare()
    assert {*told(other)} == {*told(sheet)}


def test_what_several_writes_displaced_is_told_oldest_first_until_it_is_needed_no_more(open_google) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])

    sheet.update([update(1, "350", 2)], Mark(7))
    sheet.update([update(1, "400", 2)], Mark(8, is_first=False))
    both = told(sheet)
    sheet.update([update(1, "450", 2)], Mark(9))

    assert [one[::3] for one in both] == [(7, -300), (8, -350)]
    assert [one[::3] for one in told(sheet)] == [(9, -400)]


def test_a_formula_that_is_displaced_is_told_as_what_it_came_to(open_google, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1)), entry(expense(2))])
    person.type("Ledger", 2, 4, "=SUM(D3:D3)")

    sheet.update([update(1, "350", 2)], Mark(7))

    assert told(sheet) == [(7, 2, "OP0000000001", -300)]


def test_columns_that_move_after_a_write_do_not_mix_up_what_it_displaced(open_google, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    sheet.update([update(1, "350", 2)], Mark(7))

    person.move_columns("Ledger", 4, 2)

    assert told(sheet) == [(7, 2, "OP0000000001", -300)]


def test_people_may_delete_the_hidden_tab_or_write_into_it(open_google, person) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    sheet.update([update(1, "350", 2)], Mark(7))
    person.type("_Before", 1, 3, "what is this?")

    assert told(sheet) == []
    person.delete_tab("_Before")
    assert told(sheet) == []
    sheet.update([update(1, "400", 2)], Mark(8))
    assert told(sheet) == [(8, 2, "OP0000000001", -350)]


def test_the_tab_is_hidden_and_costs_no_call_of_its_own(open_google, google, spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([entry(expense(1))])
    calls = len(google.calls)

    sheet.update([update(1, "350", 2)], Mark(7))
    sheet.scan()

    assert spreadsheet.tab("_Before").is_hidden
    assert len(google.calls) == calls + 2


def test_a_server_that_copies_nothing_is_written_to_all_the_same(
    basic_url: str, tmp_path: Path, spreadsheet: Spreadsheet
) -> None:
    key_file = write_service_account(tmp_path / "basic.json", basic_url)
    sheet = GoogleSheet(key_file, spreadsheet.spreadsheet_id, "en", api_url=basic_url)
    sheet.prepare()
    sheet.append([entry(expense(1))])

    sheet.update([update(1, "350", 2)], Mark(7))

    assert (sheet.scan().rows[1].cells["amount"], told(sheet)) == (-350, [])
    sheet.close()


def test_an_amount_that_is_corrected_into_another_currency_gets_its_decimals(
    open_google, spreadsheet: Spreadsheet
) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.append([Entry(1, rows_of(in_yen(expense(1)), RENDERING))])
    cell = spreadsheet.tab("Ledger").grid.row(1).cell(3)
    assert cell.format["numberFormat"]["pattern"] == "#,##0;[Red]-#,##0"
    new = corrected(expense(1), RECORDED, amount="350")
    job = SheetJob(1, new, 1, is_new=False, state="READY", attempts=0, previous=in_yen(expense(1)))

    [intent] = plan(job, sheet.scan(), RENDERING).changes
    sheet.update([intent.change])

    cell = spreadsheet.tab("Ledger").grid.row(1).cell(3)
    assert cell.format["numberFormat"]["pattern"] == "#,##0.00;[Red]-#,##0.00"
