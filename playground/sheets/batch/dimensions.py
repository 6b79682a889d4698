"""Requests about rows and columns."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from playground.sheets import mask as masks
from playground.sheets import structure
from playground.sheets.area import Box
from playground.sheets.batch.call import Call, Request, check_editable, needed, request
from playground.sheets.errors import Json, RefusedError
from playground.sheets.reshape import Dimension
from playground.sheets.tab import Tab

_PROPERTIES: Final = frozenset({"hiddenByUser", "pixelSize", "hiddenByFilter", "developerMetadata"})


def _strip(tab: Tab, dimension: Dimension, start: int, end: int) -> Box:
    whole = tab.grid.box
    if dimension == "ROWS":
        return replace(whole, top=start, bottom=end)
    return replace(whole, left=start, right=end)


def _size(tab: Tab, dimension: Dimension) -> int:
    return tab.grid.height if dimension == "ROWS" else tab.grid.columns


def _insert(call: Call, args: Json) -> Json:
    tab, dimension, start, end = call.dimension(needed(args, "range"))
    like_before, size = bool(args.get("inheritFromBefore")), _size(tab, dimension)
    if start > size or (start == size and not like_before):
        raise RefusedError(
            f"range.startIndex[{start}] must be less than the grid size ({size}) "
            "if inheritFromBefore is false.",
        )
    structure.insert(call.sheet, tab, dimension, start, end - start, like_before=like_before)
    return {}


def _delete(call: Call, args: Json) -> Json:
    tab, dimension, start, end = call.dimension(needed(args, "range"))
    check_editable(tab, _strip(tab, dimension, start, end), call.actor)
    structure.delete(call.sheet, tab, dimension, start, end)
    return {}


def _move(call: Call, args: Json) -> Json:
    tab, dimension, start, end = call.dimension(needed(args, "source"))
    check_editable(tab, _strip(tab, dimension, start, end), call.actor)
    structure.move(call.sheet, tab, dimension, start, end, needed(args, "destinationIndex"))
    return {}


def _append(call: Call, args: Json) -> Json:
    tab, dimension, _, size = call.dimension(args)
    structure.insert(call.sheet, tab, dimension, size, needed(args, "length"), like_before=True)
    return {}


def _update(call: Call, args: Json) -> Json:
    mask = masks.required(args.get("fields"))
    masks.allow(mask, _PROPERTIES)
    tab, dimension, start, end = call.dimension(needed(args, "range"))
    if end > _size(tab, dimension):
        raise RefusedError(f"Cannot update {dimension} {end} beyond the grid")
    known = tab.dimensions[dimension]
    changed = {
        index: masks.merge(known.get(index, {}), args.get("properties", {}), mask)
        for index in range(start, end)
    }
    tab.set_dimension(dimension, {**known, **changed})
    return {}


def _auto_resize(call: Call, args: Json) -> Json:
    """Check the range only: nothing here has a width."""
    call.dimension(needed(args, "dimensions"))
    return {}


def _sort_range(call: Call, args: Json) -> Json:
    tab, box = call.cells(needed(args, "range"))
    keys = [
        structure.SortKey(spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING")
        for spec in args.get("sortSpecs", [])
    ]
    if not keys:
        raise RefusedError("Must specify at least one sortSpec.")
    if any(not box.left <= key.column < box.right for key in keys):
        raise RefusedError("sortSpecs.dimensionIndex must be within the range.")
    structure.sort(call.sheet, tab, box, keys)
    return {}


REQUESTS: Final[Mapping[str, Request]] = {
    "insertDimension": request(_insert, "range", "inheritFromBefore"),
    "deleteDimension": request(_delete, "range"),
    "moveDimension": request(_move, "source", "destinationIndex"),
    "appendDimension": request(_append, "sheetId", "dimension", "length", "tableId"),
    "updateDimensionProperties": request(_update, "range", "properties", "fields"),
    "autoResizeDimensions": request(_auto_resize, "dimensions"),
    "sortRange": request(_sort_range, "range", "sortSpecs"),
}
