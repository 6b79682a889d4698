from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from playground.sheets.area import Area, Box
from playground.sheets.errors import Json, RefusedError
from playground.sheets.reshape import Dimension
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab


@dataclass(frozen=True, slots=True)
class Call:
    """On which spreadsheet a request works, and for whom."""

    sheet: Spreadsheet
    actor: str

    def tab(self, holder: Json) -> Tab:
        """The tab that `sheetId` names, 0 when it is left out; it counts as changed.

        Raises:
            RefusedError: there is none.
        """
        tab = self.sheet.tab(int(holder.get("sheetId", 0)))
        self.sheet.touch(tab)
        return tab

    def cells(self, grid_range: Json) -> tuple[Tab, Box]:
        """The cells of a GridRange, which the caller may change.

        Raises:
            RefusedError: they lie outside the grid, or are protected.
        """
        tab, area = self.tab(grid_range), Area.of(grid_range)
        box = area.within(tab.grid.height, tab.grid.columns)
        if not box.height or not box.width or box.bottom > tab.grid.height or box.right > tab.grid.columns:
            raise RefusedError(
                f"Range ({tab.title}) exceeds grid limits. "
                f"Max rows: {tab.grid.height}, max columns: {tab.grid.columns}",
            )
        check_editable(tab, box, self.actor)
        return tab, box

    def dimension(self, span: Json) -> tuple[Tab, Dimension, int, int]:
        """The rows or columns of a DimensionRange.

        Raises:
            RefusedError: it says not which, or they lie outside the grid.
        """
        tab, dimension = self.tab(span), span.get("dimension")
        if dimension not in ("ROWS", "COLUMNS"):
            raise RefusedError("DimensionRange.dimension must be specified.")
        size = tab.grid.height if dimension == "ROWS" else tab.grid.columns
        start, end = span.get("startIndex", 0), span.get("endIndex", size)
        if not 0 <= start < end:
            raise RefusedError(f"endIndex[{end}] must be greater than startIndex[{start}]")
        return tab, cast("Dimension", dimension), start, end


def check_editable(tab: Tab, box: Box, actor: str) -> None:
    """Refuse to change cells that somebody protected from the caller; a warning stops people only.

    Raises:
        RefusedError: they are protected.
    """
    for protection in tab.protections(box):
        editors = protection.get("editors", {}).get("users", ())
        if not protection.get("warningOnly") and actor not in editors:
            raise RefusedError(
                "You are trying to edit a protected cell or object. "
                "Please contact the spreadsheet owner to remove protection if you need to edit.",
            )


@dataclass(frozen=True, slots=True)
class Request:
    """One kind of request: what does it, and the names that its JSON may have."""

    run: Callable[[Call, Json], Json]
    names: frozenset[str]


def request(run: Callable[[Call, Json], Json], *names: str) -> Request:
    """A kind of request."""
    return Request(run, frozenset(names))


def needed(args: Json, name: str) -> Any:  # noqa: ANN401 - a part of somebody's JSON
    """A part that a request cannot do without.

    Raises:
        RefusedError: it is missing.
    """
    if name not in args:
        raise RefusedError(f"Must specify {name}.")
    return args[name]
