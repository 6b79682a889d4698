"""The charts of the summary at Google: months as columns, categories as a pie."""

from collections.abc import Sequence
from typing import Any, Final

from sheets.layout import Language
from sheets.tabs.content import FIRST_CATEGORY
from sheets.tabs.summary import MOST, word

CHARTS: Final = (740_101, 740_102)
"""The numbers of our charts in a spreadsheet: one that is there is known by it."""

# Blue and orange: people who are colour-blind tell them apart.
_COLORS: Final = ({"red": 0.0, "green": 0.45, "blue": 0.7}, {"red": 0.9, "green": 0.62, "blue": 0.0})
_PIXELS: Final = {"heightPixels": 330}

Request = dict[str, Any]


def charts(sheet_id: int, language: Language, known: Sequence[int]) -> list[Request]:
    """The charts that are not there, put between the months and the categories."""
    wanted = (_months(sheet_id, language), _pie(sheet_id, language))
    places = ((0, 860), (8, 600))
    return [
        _chart(number, sheet_id, spec, column, width)
        for number, spec, (column, width) in zip(CHARTS, wanted, places, strict=True)
        if number not in known
    ]


def _chart(number: int, sheet_id: int, spec: Request, column: int, width: int) -> Request:
    anchor = {"sheetId": sheet_id, "rowIndex": 7, "columnIndex": column}
    position = {"overlayPosition": {"anchorCell": anchor, "widthPixels": width, **_PIXELS}}
    return {"addChart": {"chart": {"chartId": number, "spec": spec, "position": position}}}


def _months(sheet_id: int, language: Language) -> Request:
    series = [
        {
            "series": _source(sheet_id, (row, row + 1), (0, 13)),
            "targetAxis": "LEFT_AXIS",
            "color": color,
        }
        for row, color in zip((3, 4), _COLORS, strict=True)
    ]
    return {
        "title": word("months", language),
        "basicChart": {
            "chartType": "COLUMN",
            "legendPosition": "BOTTOM_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": _source(sheet_id, (2, 3), (0, 13))}],
            "series": series,
        },
    }


def _pie(sheet_id: int, language: Language) -> Request:
    rows = (FIRST_CATEGORY, FIRST_CATEGORY + MOST + 1)
    return {
        "title": word("pie", language),
        "pieChart": {
            "legendPosition": "LABELED_LEGEND",
            "domain": _source(sheet_id, rows, (15, 16)),
            "series": _source(sheet_id, rows, (16, 17)),
        },
    }


def _source(sheet_id: int, rows: tuple[int, int], columns: tuple[int, int]) -> Request:
    cells = {
        "sheetId": sheet_id,
        "startRowIndex": rows[0],
        "endRowIndex": rows[1],
        "startColumnIndex": columns[0],
        "endColumnIndex": columns[1],
    }
    return {"sourceRange": {"sources": [cells]}}
