import json
from collections.abc import Callable
from typing import Any

import gspread
import pytest
import requests

from playground.sheets import Google, Person, Spreadsheet

Post = Callable[..., requests.Response]


@pytest.fixture
def post(base_url: str) -> Post:
    def post(path: str, **body: Any) -> requests.Response:
        return requests.post(f"{base_url}/sim/{path}", json=body, timeout=5)

    return post


def test_a_person_types_inserts_deletes_copies_sorts_and_renames_on_the_page(
    base_url: str,
    post: Post,
    sheet: Spreadsheet,
) -> None:
    for row, text in enumerate(["b", "2", "a"], start=1):
        assert post("cell", sheet_id=0, row=row, col=1, text=text).status_code == 200
    post("rows/copy", **{"sheet_id": 0, "from": 1, "to": 4})
    post("rows/insert", sheet_id=0, at=1, count=2)
    post("rows/delete", sheet_id=0, at=2)
    post("sort", sheet_id=0, col=1, descending=True)
    post("tab/rename", sheet_id=0, title="Книга")

    grid = requests.get(f"{base_url}/sim/grid", timeout=5).json()
    assert grid == {
        "spreadsheet_id": "home-books-1",
        "title": "Home books",
        "tabs": [
            {
                "sheet_id": 0,
                "title": "Книга",
                "rows": [["b"], ["b"], ["a"], ["2"]],
                "frozen_rows": 0,
                "hidden": False,
                "charts": [],
                "formats": {},
            },
        ],
        "faults": [],
    }


def test_what_a_person_cannot_do_is_refused_with_a_reason(post: Post) -> None:
    refused = post("cell", sheet_id=0, row=1, col=0, text="x")

    assert refused.status_code == 400
    assert "1 to 26" in refused.json()["detail"]
    assert post("cell", sheet_id=9, row=1, col=1, text="x").status_code == 400
    assert post("faults", kind="earthquake").status_code == 422


def test_the_looks_of_cells_come_with_the_grid(base_url: str, tab: gspread.Worksheet) -> None:
    tab.update([["No.", "What"]])
    grey = {"red": 0.5, "green": 0.5, "blue": 0.5}
    tab.format("B1", {"textFormat": {"bold": True, "foregroundColor": grey}, "backgroundColor": {"red": 1}})

    formats = requests.get(f"{base_url}/sim/grid", timeout=5).json()["tabs"][0]["formats"]

    assert formats == {"1:2": {"bold": True, "color": "#808080", "background": "#ff0000"}}


def test_a_fault_is_set_and_cleared_on_the_page(
    base_url: str, post: Post, tab: gspread.Worksheet, google: Google
) -> None:
    assert post("faults", kind="503", count=None).json()["faults"] == [
        {"kind": "503", "count": None, "on": None, "seconds": 60.0},
    ]
    with pytest.raises(gspread.exceptions.APIError):
        tab.acell("A1")

    requests.delete(f"{base_url}/sim/faults", timeout=5)

    assert google.faults.pending() == []
    assert tab.acell("A1").value is None


def test_changes_calls_and_faults_are_told_as_they_happen(
    base_url: str, post: Post, tab: gspread.Worksheet
) -> None:
    def events(lines: Any) -> Any:
        return (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))

    with requests.get(f"{base_url}/sim/events", stream=True, timeout=5) as stream:
        lines = stream.iter_lines(chunk_size=1, decode_unicode=True)
        assert next(lines).startswith(":")
        told = events(lines)
        post("cell", sheet_id=0, row=1, col=1, text="x")
        assert next(told) == {"type": "changed", "sheet_id": 0}
        tab.append_row(["y"])
        assert next(told) == {"type": "changed", "sheet_id": 0}
        call = next(told)
        assert (call["type"], call["method"], call["status"]) == ("call", "POST", 200)
        post("faults", kind="429", count=2)
        assert next(told)["faults"][0]["kind"] == "429"


def test_the_charts_of_a_tab_are_told_with_their_numbers(base_url: str, sheet: Spreadsheet) -> None:
    person = Person(sheet)
    for row, texts in enumerate((["", "Jan", "Feb"], ["Spent", "10", "=B2*2"]), start=1):
        person.type_row(0, row, texts)
    person.add_charts(0, [_chart("basicChart", 0, 1), _chart("pieChart", 0, 1)])

    columns, pie = requests.get(f"{base_url}/sim/grid", timeout=5).json()["tabs"][0]["charts"]

    assert (columns["kind"], columns["title"]) == ("columns", "Money")
    assert columns["labels"] == ["Jan", "Feb"]
    assert columns["series"] == [{"name": "Spent", "values": [10, 20]}]
    assert (pie["kind"], pie["series"][0]["values"]) == ("pie", [0, 10, 20])


def _chart(kind: str, domain: int, series: int) -> dict[str, Any]:
    def row(number: int) -> dict[str, Any]:
        return {"sourceRange": {"sources": [{"startRowIndex": number, "endRowIndex": number + 1, **WIDE}]}}

    spec: dict[str, Any] = {"domain": row(domain), "series": row(series)}
    if kind == "basicChart":
        spec = {
            "chartType": "COLUMN",
            "headerCount": 1,
            "domains": [{"domain": row(domain)}],
            "series": [{"series": row(series)}],
        }
    return {"title": "Money", kind: spec}


WIDE = {"startColumnIndex": 0, "endColumnIndex": 3}
