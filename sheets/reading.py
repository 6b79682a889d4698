from collections.abc import Sequence

from sheets.cell import Cell
from sheets.layout import Placement
from sheets.sheet import Found, Scan


def scan_of(rows: Sequence[Sequence[Cell]], placement: Placement, first: int = 1) -> Scan:
    """What a tab's rows say, given where our columns stand; short rows are rows with empty cells.

    `first` is the number of the first of these rows.
    """
    ours = sorted(placement.columns.values())
    others = tuple(index for index in range(placement.width) if index not in ours)
    found = []
    for number, cells in enumerate(rows, start=first):
        if all(cell is None or cell == "" for cell in cells[: placement.width]):
            continue
        padded = [*cells[: placement.width], *([None] * (placement.width - len(cells)))]
        values = {key: padded[index] for key, index in placement.columns.items()}
        op_id = values["op"]
        is_ours = isinstance(op_id, str) and number != placement.header_row
        rest = tuple(padded[index] for index in others)
        found.append(Found(number, str(op_id).strip() if is_ours else "", values, rest))
    return Scan(tuple(found), placement.header_row)
