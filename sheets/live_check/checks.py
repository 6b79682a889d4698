"""The checks: assumptions that only a live account can prove, each said by the first line of its check."""

from collections.abc import Callable
from time import sleep
from typing import Final

from sheets.live_check import anchors
from sheets.live_check.edits import kept_although_hidden, kept_aside, version
from sheets.live_check.expecting import expect, prints
from sheets.live_check.ground import (
    REGISTER,
    RENDERING,
    Ground,
    UnprovenError,
    counted,
    entries,
    told,
    undone,
)
from sheets.rows import fingerprint, rows_of
from sheets.sheet import Change, SheetError

Check = Callable[[Ground], None]

SIGNS: Final = ("=1+1", "+1", "-1", "@SUM(1)", "'quoted", "\tTab", "#N/A", "TRUE", "1/2", "https://a.example")
TRIES: Final = 5


def used_guard(ground: Ground) -> None:
    """A guard that was used refuses the whole batch, and its rows are not written twice."""
    once = entries([told(1, "10")])
    ground.sheet.append(once)
    try:
        ground.sheet.append([*once, *entries([told(2, "20")])])
    except SheetError as error:
        expect("the refusal", error.kind, "used")
    else:
        raise UnprovenError("the same guard was accepted twice")
    expect("rows", [one.op_id for one in ground.sheet.scan().rows[1:]], ["LIVECHECK001"])


def read_after_write(ground: Ground) -> None:
    """A row is read back at once after its write was answered, exactly as it was written."""
    wanted = told(3, "12.34")
    ground.sheet.append(entries([wanted]))
    [row] = rows_of(wanted, RENDERING)
    found = ground.sheet.scan().of(row.op_id)
    expect("rows of it", len(found), 1)
    expect("its fingerprint", fingerprint(found[0].cells), row.fingerprint)


def text_stays_text(ground: Ground) -> None:
    """A text stays text whatever it begins with, and is never computed."""
    rows = [told(10 + place, "1", description=sign) for place, sign in enumerate(SIGNS)]
    ground.sheet.append(entries(rows))
    scan = ground.sheet.scan()
    read = [scan.of(one.key)[0].cells["text"] for one in rows]
    expect("the texts", read, [rows_of(one, RENDERING)[0].cells["text"] for one in rows])


def below_a_note(ground: Ground) -> None:
    """New rows go below everything on the tab, a person's note included, and leave it alone."""
    tab = ground.tab("Ledger")
    last = ground.sheet.scan().rows[-1].row
    start = {"sheetId": tab["sheetId"], "rowIndex": last + 2, "columnIndex": 11}
    note = [{"values": [{"userEnteredValue": {"stringValue": "a note"}}]}]
    ground.api.write([{"updateCells": {"start": start, "rows": note, "fields": "userEnteredValue"}}])
    ground.sheet.append(entries([told(30, "1")]))
    expect("its row", ground.sheet.scan().of("LIVECHECK030")[0].row, last + 4)
    expect("the note", ground.values(f"Ledger!L{last + 3}"), [["a note"]])


def hidden_by_a_filter(ground: Ground) -> None:
    """New rows go below rows that a person's filter hides."""
    tab = ground.tab("Ledger")
    area = {"sheetId": tab["sheetId"], "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 16}
    hide = {"filterSpecs": [{"columnIndex": 6, "filterCriteria": {"hiddenValues": ["Cafés"]}}]}
    ground.api.write([{"setBasicFilter": {"filter": {"range": area, **hide}}}])
    before = ground.sheet.scan().rows[-1].row
    ground.sheet.append(entries([told(31, "1")]))
    ground.api.write([{"setBasicFilter": {"filter": {"range": area}}}])
    expect("its row", ground.sheet.scan().of("LIVECHECK031")[0].row, before + 1)


def in_place(ground: Ground) -> None:
    """A row is changed in place although its columns warn people who edit them."""
    row = ground.sheet.scan().of("LIVECHECK003")[0].row
    cells = rows_of(undone(told(3, "12.34")), RENDERING)[0]
    ground.sheet.update([Change(row, cells.cells)])
    [found] = ground.sheet.scan().of("LIVECHECK003")
    expect("its fingerprint", fingerprint(found.cells), cells.fingerprint)


def sorted_rows(ground: Ground) -> None:
    """A sort moves a row's Operation ID with all its cells."""
    tab, last = ground.tab("Ledger"), ground.sheet.scan().rows[-1].row
    before = prints(ground)
    area = {"sheetId": tab["sheetId"], "startRowIndex": 1, "endRowIndex": last, "endColumnIndex": 16}
    order = [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]
    ground.api.write([{"sortRange": {"range": {**area, "startColumnIndex": 0}, "sortSpecs": order}}])
    expect("the rows, by id", prints(ground), before)


def moved_column(ground: Ground) -> None:
    """A named range follows its column when a person moves it, and rows inserted on top do not shift it."""
    tab = ground.tab("Ledger")
    before = prints(ground)
    source = {"sheetId": tab["sheetId"], "dimension": "COLUMNS", "startIndex": 3, "endIndex": 4}
    top = {"sheetId": tab["sheetId"], "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    ground.api.write(
        [
            {"moveDimension": {"source": source, "destinationIndex": 1}},
            {"insertDimension": {"range": top, "inheritFromBefore": False}},
        ]
    )
    ground.sheet.prepare()
    expect("the rows, by id", prints(ground), before)


def renamed_tab(ground: Ground) -> None:
    """A tab is found by its named ranges when a person renames it, and its formulas go on."""
    tab = ground.tab("Accounts")
    rename = {"properties": {"sheetId": tab["sheetId"], "title": "Wallets"}, "fields": "title"}
    ground.api.write([{"updateSheetProperties": rename}])
    ground.sheet.furnish(REGISTER)
    titles = [one["properties"]["title"] for one in ground.api.metadata()["sheets"]]
    expect("tabs of accounts", [title for title in titles if title in ("Accounts", "Wallets")], ["Wallets"])
    back = {"properties": {"sheetId": tab["sheetId"], "title": "Accounts"}, "fields": "title"}
    ground.api.write([{"updateSheetProperties": back}])


def balances(ground: Ground) -> None:
    """The formulas are computed in the spreadsheet's own language and come to the sums of the ledger."""
    ground.sheet.append(entries([counted(40, "100")]))
    rows = [one.cells for one in ground.sheet.scan().rows if one.op_id and one.cells["status"] == "OK"]
    held = round(sum(float(str(cells["amount"])) for cells in rows), 2)
    start = {"sheetId": ground.tab("Summary")["sheetId"], "rowIndex": 0, "columnIndex": 1}
    year = [{"values": [{"userEnteredValue": {"numberValue": 2026}}]}]
    ground.api.write([{"updateCells": {"start": start, "rows": year, "fields": "userEnteredValue"}}])
    _expect_soon(ground, "Accounts!C2", 100)
    _expect_soon(ground, "Accounts!E2", held)
    _expect_soon(ground, "Summary!D5", 100 - held)


def deleted_tab(ground: Ground) -> None:
    """A tab that a person deleted takes its names along, and is made again."""
    tab = ground.tab("Categories")
    ground.api.write([{"deleteSheet": {"sheetId": tab["sheetId"]}}])
    ground.sheet.furnish(REGISTER)
    expect("categories", len(ground.values("Categories!A2:A")), len(REGISTER.categories))


def known_charts(ground: Ground) -> None:
    """A chart has the number that we gave it, so that one that is there is not made twice."""
    ground.sheet.furnish(REGISTER)
    [summary] = [one for one in ground.api.metadata()["sheets"] if one["properties"]["title"] == "Summary"]
    expect("charts", len(summary.get("charts", [])), 2)


def freed_guard(ground: Ground) -> None:
    """A guard that is taken away may be used again: room for guards is not used up for ever."""
    lookup = {"developerMetadataLookup": {"metadataKey": "threadbook"}}
    ground.api.write([{"deleteDeveloperMetadata": {"dataFilter": lookup}}])
    ground.sheet.append(entries([told(1, "10")]))
    expect("rows of it", len(ground.sheet.scan().of("LIVECHECK001")), 2)


def same_title(ground: Ground) -> None:
    """Writing the title that is there changes nothing: so we learn whether we may write."""
    title = ground.api.metadata()["properties"]["title"]
    properties = {"properties": {"title": title}, "fields": "title"}
    ground.api.write([{"updateSpreadsheetProperties": properties}])
    expect("the title", ground.api.metadata()["properties"]["title"], title)


CHECKS: Final[tuple[Check, ...]] = (
    same_title,
    used_guard,
    read_after_write,
    text_stays_text,
    below_a_note,
    hidden_by_a_filter,
    in_place,
    version,
    kept_aside,
    kept_although_hidden,
    sorted_rows,
    moved_column,
    anchors.held_columns,
    anchors.moved_anchor,
    anchors.shifted_anchors,
    anchors.deleted_anchor,
    anchors.refused_whole,
    anchors.followed_columns,
    renamed_tab,
    balances,
    deleted_tab,
    known_charts,
    freed_guard,
)
"""In this order: later ones look at the rows of earlier ones."""


def name_of(check: Check) -> str:
    """The assumption in one sentence."""
    return (check.__doc__ or "").partition("\n")[0].removesuffix(".")


def _expect_soon(ground: Ground, cell: str, assumed: float) -> None:
    """Google computes a moment after it has answered."""
    seen: object = None
    for _ in range(TRIES):
        seen = next(iter(next(iter(ground.values(cell)), [])), None)
        if isinstance(seen, int | float) and round(seen, 2) == assumed:
            return
        sleep(ground.pause_seconds)
    raise UnprovenError(f"{cell}: {seen!r} instead of {assumed!r}")
