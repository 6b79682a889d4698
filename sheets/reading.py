from collections.abc import Iterator, Mapping, Sequence

from sheets.cell import Cell
from sheets.layout import ColumnKey, Placement
from sheets.sheet import Found, Scan


class RowCells(Mapping[ColumnKey, Cell]):
    """The cells of a row by column, looked up in the row itself: of a long sheet most are never asked for."""

    __slots__ = ("_cells", "_columns")

    def __init__(self, cells: Sequence[Cell], columns: Mapping[ColumnKey, int]) -> None:
        self._cells = cells
        self._columns = columns

    def __getitem__(self, key: ColumnKey) -> Cell:
        index = self._columns.get(key)  # none while a column is gone
        return self._cells[index] if index is not None and index < len(self._cells) else None

    def __iter__(self) -> Iterator[ColumnKey]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return repr(dict(self))


def scan_of(rows: Sequence[Sequence[Cell]], placement: Placement, first: int = 1) -> Scan:
    """What a tab's rows say, given where our columns stand; short rows are rows with empty cells.

    `first` is the number of the first of these rows.
    """
    columns, width = dict(placement.columns), placement.width
    ours = frozenset(columns.values())
    others = tuple(index for index in range(width) if index not in ours)
    found = []
    for number, row in enumerate(rows, start=first):
        # A copy: whoever gave the rows may go on changing them.
        cells = tuple(row[:width])
        if all(cell is None or cell == "" for cell in cells):
            continue
        values = RowCells(cells, columns)
        op_id = values["op"]
        is_ours = isinstance(op_id, str) and number != placement.header_row
        rest = tuple(cells[index] if index < len(cells) else None for index in others)
        found.append(Found(number, str(op_id).strip() if is_ours else "", values, rest))
    return Scan(tuple(found), placement.header_row)
