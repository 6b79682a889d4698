"""Requests that write cells."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from playground.sheets import mask as masks
from playground.sheets.area import Area, Box
from playground.sheets.batch.call import Call, Request, check_editable, needed, request
from playground.sheets.batch.conditions import check_condition
from playground.sheets.cell import FIELDS, NOTHING, Cell
from playground.sheets.errors import Json, RefusedError
from playground.sheets.formulas import Calculator
from playground.sheets.mask import Mask
from playground.sheets.tab import Tab

_SIDES: Final = ("top", "bottom", "left", "right")


def _mask(args: Json) -> Mask:
    mask = masks.required(args.get("fields"))
    masks.allow(mask, FIELDS)
    return mask


def _changes(rows: list[Json], mask: Mask) -> list[list[Callable[[Cell], Cell]]]:
    for row in rows:
        masks.allow(row, frozenset({"values"}))
    return [[partial(Cell.updated, data=data, mask=mask) for data in row.get("values", [])] for row in rows]


def _update_cells(call: Call, args: Json) -> Json:
    mask = _mask(args)
    changes = _changes(args.get("rows", []), mask)
    if ("start" in args) == ("range" in args):
        raise RefusedError("Must specify exactly one of start and range.")
    if "start" in args:
        tab = call.tab(args["start"])
        top, left = args["start"].get("rowIndex", 0), args["start"].get("columnIndex", 0)
        limit = tab.grid.box
    else:
        tab, limit = call.cells(args["range"])
        top, left = limit.top, limit.left
    width = max(map(len, changes), default=0)
    written = Box(top, left, top + len(changes), left + width)
    _check_within(written, limit)
    check_editable(tab, written, call.actor)
    if "range" in args:
        tab.grid.change_cells(limit, partial(Cell.updated, data={}, mask=mask))
    tab.grid.write(top, left, changes)
    return {}


def _check_within(written: Box, limit: Box) -> None:
    if written.bottom > limit.bottom:
        raise RefusedError(
            f"Attempting to write row: {written.bottom - 1}, "
            f"beyond the last requested row of: {limit.bottom - 1}",
        )
    if written.right > limit.right:
        raise RefusedError(
            f"Attempting to write column: {written.right - 1}, "
            f"beyond the last requested column of: {limit.right - 1}",
        )


def _append_cells(call: Call, args: Json) -> Json:
    tab, mask = call.tab(args), _mask(args)
    changes = _changes(args.get("rows", []), mask)
    top, width = tab.grid.filled_end, max(map(len, changes), default=0)
    written = Box(top, 0, top + len(changes), width)
    _check_within(replace(written, bottom=0), tab.grid.box)
    check_editable(tab, written, call.actor)
    call.sheet.check_room((written.bottom - tab.grid.height) * tab.grid.columns)
    tab.grow(written.bottom)
    tab.grid.write(top, 0, changes)
    return {}


def _repeat_cell(call: Call, args: Json) -> Json:
    mask = _mask(args)
    tab, box = call.cells(needed(args, "range"))
    tab.grid.change_cells(box, partial(Cell.updated, data=args.get("cell", {}), mask=mask))
    return {}


def _set_data_validation(call: Call, args: Json) -> Json:
    tab, box = call.cells(needed(args, "range"))
    rule = args.get("rule")
    if rule is not None and "condition" not in rule:
        raise RefusedError("rule.condition must be specified.")
    if rule is not None:
        check_condition(call.sheet, rule["condition"])
    tab.grid.change_cells(box, lambda cell: replace(cell, validation=rule))
    return {}


_PASTES: Final[Mapping[str, Callable[[Cell, Cell], Cell]]] = {
    "PASTE_NORMAL": lambda _target, source: source,
    "PASTE_VALUES": lambda target, source: target.with_value(source.value),
    "PASTE_FORMULA": lambda target, source: target.with_value(source.value),
    "PASTE_FORMAT": lambda target, source: replace(target, format=source.format),
    "PASTE_NO_BORDERS": lambda target, source: replace(
        source,
        format={
            **{name: value for name, value in (source.format or {}).items() if name != "borders"},
            **({"borders": target.format["borders"]} if target.format and "borders" in target.format else {}),
        }
        or None,
    ),
    "PASTE_DATA_VALIDATION": lambda target, source: replace(target, validation=source.validation),
    "PASTE_CONDITIONAL_FORMATTING": lambda target, _source: target,
}


def _paste_type(args: Json) -> Callable[[Cell, Cell], Cell]:
    name = args.get("pasteType", "PASTE_NORMAL")
    if name not in _PASTES:
        raise RefusedError(f"Invalid pasteType: {name}")
    return _PASTES[name]


def _read_block(tab: Tab, box: Box) -> list[list[Cell]]:
    rows = tab.grid.rows(box.top, box.bottom)
    return [[row.cell(column) for column in range(box.left, box.right)] for row in rows]


def _computed(call: Call, tab: Tab, box: Box) -> list[list[Cell]]:
    """The cells with what their formulas come to."""
    calculator = Calculator(call.sheet)
    return [
        [calculator.shown(tab, row, column) for column in range(box.left, box.right)]
        for row in range(box.top, box.bottom)
    ]


def _paste(tab: Tab, box: Box, block: list[list[Cell]], paste: Callable[[Cell, Cell], Cell]) -> None:
    def onto(source: Cell) -> Callable[[Cell], Cell]:
        return lambda target: paste(target, source)

    height, width = len(block), len(block[0])
    tab.grid.write(
        box.top,
        box.left,
        [
            [onto(block[row % height][column % width]) for column in range(box.width)]
            for row in range(box.height)
        ],
    )


def _copy_paste(call: Call, args: Json) -> Json:
    source_tab, source = call.cells(needed(args, "source"))
    block = _read_block(source_tab, source)
    if args.get("pasteType") == "PASTE_VALUES":
        block = _computed(call, source_tab, source)
    if args.get("pasteOrientation") == "TRANSPOSE":
        block = [list(column) for column in zip(*block, strict=True)]
    height, width = len(block), len(block[0])
    tab, wanted = call.cells(needed(args, "destination"))
    tall = wanted.height if wanted.height % height == 0 else height
    wide = wanted.width if wanted.width % width == 0 else width
    box = Box(wanted.top, wanted.left, wanted.top + tall, wanted.left + wide)
    _check_within(box, tab.grid.box)
    check_editable(tab, box, call.actor)
    _paste(tab, box, block, _paste_type(args))
    return {}


def _cut_paste(call: Call, args: Json) -> Json:
    source_tab, source = call.cells(needed(args, "source"))
    destination = needed(args, "destination")
    tab = call.tab(destination)
    top, left = destination.get("rowIndex", 0), destination.get("columnIndex", 0)
    box = Box(top, left, top + source.height, left + source.width)
    _check_within(box, tab.grid.box)
    check_editable(tab, box, call.actor)
    block = _read_block(source_tab, source)
    source_tab.grid.change_cells(source, lambda _cell: NOTHING)
    _paste(tab, box, block, _paste_type(args))
    return {}


def _update_borders(call: Call, args: Json) -> Json:
    tab, box = call.cells(needed(args, "range"))
    inner = {"left": "innerVertical", "right": "innerVertical", "top": "innerHorizontal"}

    def bordered(cell: Cell, row: int, column: int) -> Cell:
        edges = {
            "top": row == box.top,
            "bottom": row == box.bottom - 1,
            "left": column == box.left,
            "right": column == box.right - 1,
        }
        names = {side: side if edges[side] else inner.get(side, "innerHorizontal") for side in _SIDES}
        new = {side: args[name] for side, name in names.items() if name in args}
        if not new:
            return cell
        old = dict(cell.format or {})
        return replace(cell, format={**old, "borders": {**old.get("borders", {}), **new}})

    tab.grid.write(
        box.top,
        box.left,
        [
            [partial(bordered, row=row, column=column) for column in range(box.left, box.right)]
            for row in range(box.top, box.bottom)
        ],
    )
    return {}


def _merge_cells(call: Call, args: Json) -> Json:
    tab, box = call.cells(needed(args, "range"))
    kind = args.get("mergeType", "MERGE_ALL")
    match kind:
        case "MERGE_ALL":
            parts = [box]
        case "MERGE_ROWS":
            parts = [replace(box, top=row, bottom=row + 1) for row in range(box.top, box.bottom)]
        case "MERGE_COLUMNS":
            parts = [replace(box, left=column, right=column + 1) for column in range(box.left, box.right)]
        case _:
            raise RefusedError(f"Invalid mergeType: {kind}")
    for part in parts:
        block = _read_block(tab, part)
        block = [
            [cell if not row + column else cell.with_value(None) for column, cell in enumerate(cells)]
            for row, cells in enumerate(block)
        ]
        _paste(tab, part, block, _PASTES["PASTE_NORMAL"])
        tab.attach("merges", part.grid_range(tab.sheet_id))
    return {}


def _unmerge_cells(call: Call, args: Json) -> Json:
    tab, box = call.cells(needed(args, "range"))
    kept = (
        merge
        for merge in tab.lists.get("merges", ())
        if not Area.of(merge).within(tab.grid.height, tab.grid.columns).meets(box)
    )
    tab.set_list("merges", tuple(kept))
    return {}


REQUESTS: Final[Mapping[str, Request]] = {
    "updateCells": request(_update_cells, "rows", "fields", "start", "range"),
    "appendCells": request(_append_cells, "sheetId", "rows", "fields", "tableId"),
    "repeatCell": request(_repeat_cell, "range", "cell", "fields"),
    "setDataValidation": request(_set_data_validation, "range", "rule", "filteredRowsIncluded"),
    "copyPaste": request(_copy_paste, "source", "destination", "pasteType", "pasteOrientation"),
    "cutPaste": request(_cut_paste, "source", "destination", "pasteType"),
    "updateBorders": request(_update_borders, "range", *_SIDES, "innerHorizontal", "innerVertical"),
    "mergeCells": request(_merge_cells, "range", "mergeType"),
    "unmergeCells": request(_unmerge_cells, "range"),
}
