"""What people took from the Ledger tab at Google and the bot gives back, as requests."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sheets import google_requests as requests
from sheets.cell import Cell
from sheets.google_requests import Request
from sheets.layout import BOT_COLUMNS, COLUMNS, ColumnKey, Language, Placement
from sheets.rows import STATUS_WORDS
from sheets.tabs.content import TabKey

_OFFERED: Final[Mapping[TabKey, tuple[ColumnKey, str]]] = {
    "accounts": ("account", "$A$2:$A"),
    "categories": ("category", "$A$2:$A"),
    "lists": ("currency", "$F$2:$F"),
}


def repairs(
    metadata: Mapping[str, Any],
    sheet_id: int,
    placement: Placement,
    header: Sequence[Cell],
    language: Language,
) -> list[Request]:
    """Names of columns, headers, warnings and the look of void rows, as far as they are gone.

    What people reworded, moved or coloured stays as they have it; a filter that they took away stays away.
    """
    tab = next(one for one in metadata["sheets"] if int(one["properties"].get("sheetId", 0)) == sheet_id)
    return [
        *_names(metadata, sheet_id, placement),
        *_headers(sheet_id, placement, header, language),
        *_protections(tab, sheet_id, placement),
        *([] if _greys_void(tab) else [requests.grey_void_rows(sheet_id, placement)]),
    ]


def offers(sheet_id: int, placement: Placement, titles: Mapping[TabKey, str]) -> list[Request]:
    """Lists to choose from, out of the tabs with these titles; a word that is on none may be typed too."""
    made = []
    for key, title in titles.items():
        if key in _OFFERED:
            column, cells = _OFFERED[key]
            made.append(requests.choice(sheet_id, placement, column, f"={requests.quoted(title)}!{cells}"))
    return made


def _names(metadata: Mapping[str, Any], sheet_id: int, placement: Placement) -> Iterator[Request]:
    known = {one.get("name"): one for one in metadata.get("namedRanges", [])}
    for column in BOT_COLUMNS:
        named = known.get(column.range_name)
        if named is not None and int(named.get("range", {}).get("sheetId", 0)) == sheet_id:
            continue
        if named is not None:  # it went along with a copy of the tab, or was put elsewhere
            yield {"deleteNamedRange": {"namedRangeId": named["namedRangeId"]}}
        yield requests.named_range(sheet_id, placement, column)


def _headers(
    sheet_id: int, placement: Placement, header: Sequence[Cell], language: Language
) -> Iterator[Request]:
    for column in BOT_COLUMNS:
        index = placement.columns[column.key]
        if index < len(header) and header[index] in (None, ""):
            start = {"sheetId": sheet_id, "rowIndex": placement.header_row - 1, "columnIndex": index}
            rows = [{"values": [requests.value(column.title(language))]}]
            yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}


def _protections(tab: Mapping[str, Any], sheet_id: int, placement: Placement) -> Iterator[Request]:
    kept = {
        int(one.get("range", {}).get("startColumnIndex", 0))
        for one in tab.get("protectedRanges", [])
        if one.get("description") == requests.MARK
    }
    for column in COLUMNS:
        if column.is_protected and placement.columns[column.key] not in kept:
            yield requests.protection(sheet_id, placement, column)


def _greys_void(tab: Mapping[str, Any]) -> bool:
    """Whether a rule still speaks of void rows, in whatever colours."""
    void = STATUS_WORDS["en"][1]
    return any(
        void in str(value.get("userEnteredValue", ""))
        for rule in tab.get("conditionalFormats", [])
        for value in rule.get("booleanRule", {}).get("condition", {}).get("values", [])
    )
