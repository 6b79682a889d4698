"""`spreadsheets.values.append`: find a table, write below it.

Google: the range is used "to search for a logical table of data"; its last table is taken, and values are
written "starting with the first column of the table". A table is a block of filled cells with empty ones,
or the edge of the grid, all around it, corners included.
"""

from playground.sheets import a1
from playground.sheets.area import Box
from playground.sheets.errors import Json, RefusedError
from playground.sheets.grid import Grid
from playground.sheets.reading import beyond_grid, readable
from playground.sheets.structure import insert
from playground.sheets.writing import Writer


def append(writer: Writer, text: str, values: Json, insert_option: str = "OVERWRITE") -> Json:
    """Write rows below the last table of a range, or at its corner when there is none.

    With `INSERT_ROWS` new rows are made for them, else what stands there is overwritten. The grid grows.

    Raises:
        RefusedError: the range means nothing, the rows are too wide, or somebody protected these cells.
    """
    if insert_option not in ("OVERWRITE", "INSERT_ROWS"):
        raise RefusedError(f"Invalid value at 'insert_data_option', \"{insert_option}\"")
    sheet = writer.sheet
    with sheet.edit():
        tab, area = sheet.locate(text)
        asked = readable(tab, area)
        changes = writer.changes(values)
        table = find_table(tab.grid, asked)
        top, left = (table.bottom, table.left) if table else (asked.top, asked.left)
        if left + max(map(len, changes), default=0) > tab.grid.columns:
            raise beyond_grid(tab, area)
        below = min(top, tab.grid.height)
        if insert_option == "INSERT_ROWS" and table and changes and below < tab.grid.height:
            insert(sheet, tab, "ROWS", below, len(changes), like_before=below > 0)
        sheet.check_room((top + len(changes) - tab.grid.height) * tab.grid.columns)
        tab.grow(top + len(changes))
        return (
            {
                "spreadsheetId": sheet.spreadsheet_id,
                **({"tableRange": a1.write(tab.title, table)} if table else {}),
                "updates": writer.write(tab, top, left, changes),
            }
            if changes
            else {"spreadsheetId": sheet.spreadsheet_id, "updates": {}}
        )


def find_table(grid: Grid, within: Box) -> Box | None:
    """The last table that has a cell in a rectangle."""
    seed = _last_filled(grid, within)
    return None if seed is None else _grown(grid, seed)


def _last_filled(grid: Grid, box: Box) -> Box | None:
    for index in range(min(box.bottom, grid.filled_end) - 1, box.top - 1, -1):
        here = (grid.row(index).filled >> box.left) & ((1 << box.width) - 1)
        if here:
            column = box.left + here.bit_length() - 1
            return Box(index, column, index + 1, column + 1)
    return None


def _grown(grid: Grid, box: Box) -> Box:
    """The smallest rectangle around a cell that has empty cells, or nothing, on all its sides."""
    top, left, bottom, right = box.top, box.left, box.bottom, box.right
    filled = grid.row(top).filled
    while True:
        start = max(left - 1, 0)
        beside = ((1 << (right + 1 - start)) - 1) << start
        while bottom < grid.height and grid.row(bottom).filled & beside:
            filled |= grid.row(bottom).filled
            bottom += 1
        while top and grid.row(top - 1).filled & beside:
            top -= 1
            filled |= grid.row(top).filled
        wider = _widened(filled, left, right)
        if wider == (left, right):
            return Box(top, left, bottom, right)
        left, right = wider


def _widened(filled: int, left: int, right: int) -> tuple[int, int]:
    while left and filled >> (left - 1) & 1:
        left -= 1
    while filled >> right & 1:
        right += 1
    return left, right
