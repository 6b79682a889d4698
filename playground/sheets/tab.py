from collections.abc import Mapping
from typing import Any, Final

from playground.sheets.area import Area, Box
from playground.sheets.errors import Json, RefusedError
from playground.sheets.grid import EMPTY_ROW, Grid
from playground.sheets.reshape import Dimension, Reshape, reshaped
from playground.sheets.undo import Undo

MOST_COLUMNS: Final = 18_278
LISTS: Final = (
    "merges",
    "conditionalFormats",
    "filterViews",
    "protectedRanges",
    "charts",
    "bandedRanges",
    "rowGroups",
    "columnGroups",
)
"""What lies on a tab besides its cells; `basicFilter` is kept beside them, as a list of at most one."""

_OWN_PROPERTIES: Final = frozenset({"sheetId", "title", "index", "sheetType", "gridProperties"})


class Tab:
    """One sheet of a spreadsheet: its properties, its cells and what lies upon them.

    Properties and everything in `lists` are the API's own JSON, replaced and never changed in place.
    """

    def __init__(self, sheet_id: int, title: str, rows: int, columns: int, undo: Undo) -> None:
        self._undo = undo
        self.sheet_id = sheet_id
        self.title = title
        self.extra: Json = {}  # hidden, tabColorStyle, rightToLeft
        self.grid_extra: Json = {}  # frozenRowCount, hideGridlines and the like
        self.lists: Mapping[str, tuple[Json, ...]] = {}
        self.dimensions: Mapping[Dimension, Mapping[int, Json]] = {"ROWS": {}, "COLUMNS": {}}
        self.grid = Grid(rows, columns, undo)

    @property
    def frozen_rows(self) -> int:
        """How many rows at the top stay in sight; a sort by a person leaves them alone."""
        return int(self.grid_extra.get("frozenRowCount", 0))

    @property
    def is_hidden(self) -> bool:
        """Whether people see this tab."""
        return bool(self.extra.get("hidden", False))

    def properties(self, index: int) -> Json:
        """The SheetProperties."""
        return {
            "sheetId": self.sheet_id,
            "title": self.title,
            "index": index,
            "sheetType": "GRID",
            "gridProperties": {
                "rowCount": self.grid.height,
                "columnCount": self.grid.columns,
                **self.grid_extra,
            },
            **self.extra,
        }

    def set_properties(self, properties: Json) -> None:
        """Take over everything of SheetProperties but the id and the index; the grid grows or shrinks.

        Raises:
            RefusedError: the grid would be empty or too wide.
        """
        grid = dict(properties.get("gridProperties", {}))
        rows = grid.pop("rowCount", self.grid.height)
        columns = grid.pop("columnCount", self.grid.columns)
        if rows < 1 or columns < 1 or columns > MOST_COLUMNS:
            raise RefusedError(f"Invalid grid size: {rows} rows, {columns} columns")
        self._undo.change(self, "title", properties["title"])
        self._undo.change(self, "grid_extra", grid)
        self._undo.change(
            self,
            "extra",
            {name: value for name, value in properties.items() if name not in _OWN_PROPERTIES},
        )
        self._resize(rows, columns)

    def grow(self, rows: int) -> None:
        """Add empty rows at the end until there are that many."""
        missing = rows - self.grid.height
        if missing > 0:
            self.grid.insert_rows(self.grid.height, [EMPTY_ROW] * missing)

    def attach(self, name: str, item: Json) -> None:
        """Add an item to one of the lists."""
        self.set_list(name, (*self.lists.get(name, ()), item))

    def set_list(self, name: str, items: tuple[Json, ...]) -> None:
        """Replace one of the lists."""
        self._undo.change(self, "lists", {**self.lists, name: items})

    def set_dimension(self, dimension: Dimension, properties: Mapping[int, Json]) -> None:
        """Replace the properties (hidden, size) of all rows or columns."""
        self._undo.change(self, "dimensions", {**self.dimensions, dimension: properties})

    def reshape(self, sheet_id: int, dimension: Dimension, reshape: Reshape) -> None:
        """Move what lies on the tab when rows or columns of the tab `sheet_id` moved."""
        moved = {
            name: tuple(new for item in items if (new := reshaped(item, sheet_id, dimension, reshape)))
            for name, items in self.lists.items()
        }
        self._undo.change(self, "lists", moved)
        if sheet_id == self.sheet_id:
            places = ((reshape.index(old), one) for old, one in self.dimensions[dimension].items())
            self.set_dimension(dimension, {place: one for place, one in places if place is not None})

    def protections(self, box: Box) -> list[Mapping[str, Any]]:
        """The protected ranges that share a cell with a rectangle."""
        return [
            protection
            for protection in self.lists.get("protectedRanges", ())
            if area_of(protection.get("range", {}), self).meets(box)
        ]

    def _resize(self, rows: int, columns: int) -> None:
        self.grow(rows)
        if rows < self.grid.height:
            self.grid.delete_rows(rows, self.grid.height)
        if columns < self.grid.columns:
            self.grid.change_columns(columns, lambda cells: cells)
        elif columns > self.grid.columns:
            self._undo.change(self.grid, "columns", columns)


def area_of(grid_range: Json, tab: Tab) -> Box:
    """The cells of the tab that a GridRange covers."""
    return Area.of(grid_range).within(tab.grid.height, tab.grid.columns)
