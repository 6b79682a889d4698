"""The checks for a live account pass on the stand-in, and fail where the stand-in is made to differ."""

from pathlib import Path
from typing import Any

import pytest

from playground.sheets import Google, Spreadsheet
from sheets.budget import Budget
from sheets.live_check.__main__ import run
from sheets.live_check.checks import CHECKS, name_of, used_guard
from sheets.live_check.ground import Ground, UnprovenError, lay_out

DOCUMENT = Path(__file__).parents[2] / "docs" / "live-checks.md"


@pytest.fixture
def ground(key_file: Path, spreadsheet: Spreadsheet, base_url: str):
    plenty = Budget(per_minute=1000)
    made = lay_out(key_file, spreadsheet.spreadsheet_id, api_url=base_url, pause_seconds=0, budget=plenty)
    yield made
    made.sheet.close()
    made.api.close()


def test_every_assumption_holds_on_the_stand_in(ground: Ground) -> None:
    lines: list[str] = []

    assert run(ground, lines.append) == []
    assert [line[:3] for line in lines].count("yes") == len(CHECKS)


def test_a_run_takes_away_what_it_made(ground: Ground, spreadsheet: Spreadsheet) -> None:
    run(ground, str)

    ground.clear()

    assert [tab.title for tab in spreadsheet.tabs] == ["Sheet1"]
    assert not spreadsheet.named_ranges
    assert list(spreadsheet.metadata) == []


def test_a_server_that_takes_a_guard_twice_is_found_out(ground: Ground, spreadsheet: Spreadsheet) -> None:
    create = spreadsheet.metadata.create

    def forgetful(data: dict[str, Any], has_sheet: Any) -> Any:
        is_guard = data["metadataKey"] == "threadbook"
        return create(
            {name: data[name] for name in data if not (is_guard and name == "metadataId")}, has_sheet
        )

    spreadsheet.metadata.create = forgetful

    with pytest.raises(UnprovenError, match="accepted twice"):
        used_guard(ground)


def test_a_spreadsheet_with_books_in_it_is_refused(
    ground: Ground, key_file: Path, spreadsheet: Spreadsheet, base_url: str
) -> None:
    with pytest.raises(UnprovenError, match="give me an empty one"):
        lay_out(key_file, spreadsheet.spreadsheet_id, api_url=base_url)


def test_every_assumption_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")

    assert [name_of(check) for check in CHECKS if name_of(check) not in text] == []


def test_the_calls_stay_within_a_minutes_quota(ground: Ground, google: Google) -> None:
    run(ground, str)

    kinds = [call.kind for call in google.calls]
    assert kinds.count("write") <= 100
    assert kinds.count("read") <= 100
