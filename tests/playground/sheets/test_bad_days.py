import threading
import time
from datetime import timedelta
from typing import Any

import gspread
import pytest
import requests

from playground.sheets import SERVICE_ACCOUNT, FaultKind, Google, Person, Spreadsheet

CELL = {"userEnteredValue": {"stringValue": "x"}}
APPEND = {"appendCells": {"sheetId": 0, "rows": [{"values": [CELL]}], "fields": "userEnteredValue"}}


def guarded(number: int) -> list[dict[str, Any]]:
    place = {"spreadsheet": True}
    data = {"metadataId": number, "metadataKey": "tb", "location": place, "visibility": "PROJECT"}
    return [{"createDeveloperMetadata": {"developerMetadata": data}}, APPEND]


@pytest.mark.parametrize(
    ("kind", "code", "status", "message"),
    [
        ("500", 500, "INTERNAL", "Internal error encountered."),
        ("503", 503, "UNAVAILABLE", "The service is currently unavailable."),
        ("429", 429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Write requests'"),
        ("403", 403, "PERMISSION_DENIED", "The caller does not have permission"),
        ("404", 404, "NOT_FOUND", "Requested entity was not found."),
    ],
)
def test_an_error_is_answered_once_and_nothing_is_done(
    google: Google,
    sheet: Spreadsheet,
    api: Any,
    kind: FaultKind,
    code: int,
    status: str,
    message: str,
) -> None:
    google.faults.add(kind)

    with pytest.raises(gspread.exceptions.APIError) as failed:
        api.batch(APPEND)

    assert (failed.value.code, failed.value.error["status"]) == (code, status)
    assert message in failed.value.error["message"]
    assert sheet.rows("Sheet1") == []
    api.batch(APPEND)
    assert sheet.rows("Sheet1") == [["x"]]


def test_a_fault_without_a_count_lasts_until_it_is_cleared(google: Google, tab: gspread.Worksheet) -> None:
    google.faults.add("503", None)

    for _ in range(3):
        with pytest.raises(gspread.exceptions.APIError):
            tab.acell("A1")
    google.faults.clear()

    assert tab.acell("A1").value is None


def test_a_fault_may_hit_writes_only(google: Google, tab: gspread.Worksheet) -> None:
    google.faults.add("503", on="write")

    assert tab.acell("A1").value is None
    with pytest.raises(gspread.exceptions.APIError):
        tab.append_row(["x"])


def test_a_reset_connection_did_nothing(google: Google, sheet: Spreadsheet, api: Any) -> None:
    google.faults.add("reset")

    with pytest.raises(requests.ConnectionError):
        api.batch(APPEND)

    assert sheet.rows("Sheet1") == []


def test_an_answer_that_is_lost_was_an_answer_all_the_same(
    google: Google, sheet: Spreadsheet, api: Any
) -> None:
    google.faults.add("lost_answer")

    with pytest.raises(requests.ConnectionError):
        api.batch(*guarded(1))
    with pytest.raises(gspread.exceptions.APIError, match="already exists"):
        api.batch(*guarded(1))

    assert sheet.rows("Sheet1") == [["x"]]


def test_a_timeout_keeps_the_client_waiting_and_does_nothing(
    google: Google,
    sheet: Spreadsheet,
    client: gspread.Client,
    api: Any,
) -> None:
    google.faults.add("timeout", seconds=30)
    client.set_timeout((2, 0.1))

    with pytest.raises(requests.ReadTimeout):
        api.batch(APPEND)

    assert sheet.rows("Sheet1") == []
    client.set_timeout(5)
    api.batch(APPEND)
    assert sheet.rows("Sheet1") == [["x"]]


def test_a_timeout_that_is_over_cuts_the_connection(google: Google, api: Any) -> None:
    google.faults.add("timeout", seconds=0.05)

    with pytest.raises(requests.ConnectionError):
        api.batch(APPEND)


def test_a_late_write_is_answered_with_503_and_lands_when_its_time_comes(
    google: Google,
    sheet: Spreadsheet,
    api: Any,
) -> None:
    google.faults.add("late", seconds=180)

    with pytest.raises(gspread.exceptions.APIError) as failed:
        api.batch(*guarded(1))
    assert failed.value.code == 503
    google.advance(179)
    assert sheet.rows("Sheet1") == []

    google.advance(1)
    assert sheet.rows("Sheet1") == [["x"]]


def test_a_late_write_that_was_repeated_meanwhile_is_refused_by_its_guard(
    google: Google,
    sheet: Spreadsheet,
    api: Any,
) -> None:
    google.faults.add("late", seconds=180)
    with pytest.raises(gspread.exceptions.APIError):
        api.batch(*guarded(1))
    api.batch(*guarded(1))

    google.advance(180)

    assert sheet.rows("Sheet1") == [["x"]]


def test_a_late_write_lands_by_itself_when_time_really_passes(
    google: Google, sheet: Spreadsheet, api: Any
) -> None:
    begin, started = google.now(), time.monotonic()
    google._clock = lambda: begin + timedelta(seconds=time.monotonic() - started)
    google.faults.add("late", seconds=0.05)

    with pytest.raises(gspread.exceptions.APIError):
        api.batch(APPEND)

    sheet.wait(lambda: sheet.rows("Sheet1") == [["x"]], timeout_seconds=3)


def test_late_writes_never_hit_reads(google: Google, tab: gspread.Worksheet) -> None:
    google.faults.add("late")

    assert tab.acell("A1").value is None


def test_sixty_reads_and_sixty_writes_a_minute_are_all_that_one_account_gets(
    google: Google,
    clock: Any,
    api: Any,
) -> None:
    google.quota.is_on = True

    for _ in range(60):
        api.call("get", "", params={"fields": "spreadsheetId"})
    with pytest.raises(gspread.exceptions.APIError) as refused:
        api.call("get", "", params={"fields": "spreadsheetId"})
    api.batch(APPEND)

    assert refused.value.code == 429
    assert "'Read requests per minute per user'" in refused.value.error["message"]
    clock.advance(seconds=60)
    assert api.call("get", "", params={"fields": "spreadsheetId"}) == {"spreadsheetId": "home-books-1"}


def test_the_journal_counts_what_a_client_costs(google: Google, client: gspread.Client) -> None:
    tab = client.open_by_key("home-books-1").sheet1
    tab.append_row(["x"])
    google.faults.add("reset")
    with pytest.raises(requests.ConnectionError):
        tab.acell("A1")

    assert (google.calls.reads, google.calls.writes) == (3, 1)
    assert [(call.method, call.status, call.kind) for call in google.calls] == [
        ("GET", 200, "read"),
        ("GET", 200, "read"),
        ("POST", 200, "write"),
        ("GET", 0, "read"),
    ]
    assert list(google.calls)[2].path == "spreadsheets/home-books-1/values/'Sheet1':append"


def test_whoever_waits_for_a_change_is_told_of_it(sheet: Spreadsheet, tab: gspread.Worksheet) -> None:
    writer = threading.Thread(target=tab.append_row, args=(["x"],))
    writer.start()

    sheet.wait(lambda: sheet.rows("Sheet1") == [["x"]])

    writer.join()
    with pytest.raises(TimeoutError):
        sheet.wait(lambda: sheet.rows("Sheet1") == [], timeout_seconds=0.01)


async def test_a_coroutine_can_wait_for_a_change_too(sheet: Spreadsheet, tab: gspread.Worksheet) -> None:
    writer = threading.Thread(target=tab.append_row, args=(["x"],))
    writer.start()

    await sheet.until(lambda: sheet.rows("Sheet1") == [["x"]])

    writer.join()
    with pytest.raises(TimeoutError):
        await sheet.until(lambda: sheet.rows("Sheet1") == [], timeout_seconds=0.01)


def test_programs_and_people_at_the_same_time_lose_nothing(
    base_url: str,
    google: Google,
    sheet: Spreadsheet,
    person: Person,
) -> None:
    headers = {"Authorization": f"Bearer {google.tokens.issue(SERVICE_ACCOUNT)}"}
    url = f"{base_url}/v4/spreadsheets/{sheet.spreadsheet_id}:batchUpdate"

    def write(first: int) -> None:
        with requests.Session() as session:
            for number in range(first, first + 10):
                rows = [{"values": [{"userEnteredValue": {"numberValue": number}}]}]
                append = {"appendCells": {"sheetId": 0, "rows": rows, "fields": "userEnteredValue"}}
                answer = session.post(url, json={"requests": [append]}, headers=headers, timeout=5)
                assert answer.status_code == 200

    def sort() -> None:
        for turn in range(20):
            person.sort("Sheet1", 1, descending=turn % 2 == 0)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20, 30)]
    threads.append(threading.Thread(target=sort))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(int(row[0]) for row in sheet.rows("Sheet1")) == list(range(40))
