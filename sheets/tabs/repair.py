"""What the tabs beside the ledger lack, given what stands there: pure decisions, no writing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from sheets.cell import Cell, Formula
from sheets.layout import HEADER_DEPTH, Language
from sheets.tabs.content import AREAS, BLOCKS, FIELDS, LAYOUT, TABS, Area, Field, Put, Span, TabKey
from sheets.tabs.mirror import Grid, Table, accounts, categories
from sheets.tabs.register import Register
from sheets.tabs.summary import lists, summary

BROKEN: Final = "#REF!"

TabId = TypeVar("TabId", str, int)
"""How a kind of spreadsheet tells its tabs apart: by title, or by number."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[TabId]):
    """What stands in a spreadsheet: the names of cells, and the cells and charts of our tabs."""

    names: Mapping[str, tuple[TabId, Span]]
    grids: Mapping[TabKey, Grid]
    has_charts: bool

    @property
    def tabs(self) -> dict[TabKey, TabId]:
        """Which tab is which: where any of its names leads."""
        return tabs_of(self.names)


@dataclass(frozen=True, slots=True)
class Lack:
    """What must be made or written: whole tabs, names of cells, cells, charts."""

    tabs: tuple[TabKey, ...]
    areas: tuple[Area, ...]
    puts: Mapping[TabKey, tuple[Put, ...]]
    charts: bool

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it should be."""
        return not (self.tabs or self.areas or self.charts or any(self.puts.values()))


def tabs_of(names: Mapping[str, tuple[TabId, Span]]) -> dict[TabKey, TabId]:
    """Which tab is which, by where names lead."""
    found: dict[TabKey, TabId] = {}
    for area in AREAS:
        if area.name in names:
            found.setdefault(area.tab, names[area.name][0])
    return found


def lack(
    standing: Standing[TabId], register: Register, language: Language, *, has_sparks: bool = False
) -> Lack:
    """What must be made or written so that the tabs say what the book says.

    A summary that people rearranged is theirs: it is left alone until they delete it. A sheet with a newer
    layout than ours is left alone as a whole. `has_sparks`: formulas may draw lines in cells there.
    """
    number = _layout(standing)
    if number > LAYOUT:
        return Lack((), (), {}, charts=False)
    absent = tuple(tab.key for tab in TABS if tab.key not in standing.tabs)
    anew = bool(absent) or number < LAYOUT
    columns = {key: columns_of(key, standing) for key in FIELDS}
    puts: dict[TabKey, tuple[Put, ...]] = {
        "summary": _block("summary", summary(register, language, has_sparks=has_sparks), standing, anew=anew),
        "lists": _block("lists", lists(register), standing, anew=anew),
        "accounts": _table("accounts", accounts(register, language), columns, standing, language),
        "categories": _table("categories", categories(register, language), columns, standing, language),
    }
    areas = tuple(_placed(area, columns) for area in AREAS if area.name not in standing.names)
    return Lack(absent, areas, puts, charts=not standing.has_charts)


def _layout(standing: Standing[TabId]) -> int:
    """The number of the layout that the sheet was brought up to; 0 where it says none."""
    place = standing.names.get("tb_schema")
    if place is None:
        return 0
    value = _at(standing.grids.get("lists", ()), place[1].row, place[1].column)
    return int(value) if isinstance(value, int | float) else 0


def _block(key: TabKey, puts: Iterable[Put], standing: Standing[TabId], *, anew: bool) -> tuple[Put, ...]:
    place = standing.names.get(BLOCKS[key].name)
    is_rearranged = key in standing.tabs and place is not None and place[1] != BLOCKS[key].span
    return () if is_rearranged else _needed(puts, standing.grids.get(key, ()), anew=anew)


def columns_of(key: TabKey, standing: Standing[TabId]) -> dict[str, int]:
    """Where the columns of a table stand: by name, else by header; a new one, where nothing stands yet."""
    grid, layout = standing.grids.get(key, ()), _layout(standing) or LAYOUT
    found: dict[str, int] = {}
    for field in FIELDS[key]:
        place = standing.names.get(field.name)
        if place is not None and place[0] == standing.tabs.get(key):
            found[field.key] = place[1].column
    for field in FIELDS[key]:
        is_known = field.key not in found and field.layout <= layout
        place_ = _headed(grid, field) if is_known else None
        if place_ is not None and place_ not in found.values():
            found[field.key] = place_
    filled = {column for cells in grid for column, cell in enumerate(cells) if cell not in (None, "")}
    for usual, field in enumerate(FIELDS[key]):
        if field.key not in found:
            taken = filled | {*found.values()}
            found[field.key] = usual if usual not in taken else max(taken) + 1
    return found


def _headed(grid: Grid, field: Field) -> int | None:
    """The column in whose first rows one of a field's titles stands."""
    for cells in grid[:HEADER_DEPTH]:
        for column, cell in enumerate(cells):
            if cell in (field.en, field.ru):
                return column
    return None


def _placed(area: Area, columns: Mapping[TabKey, Mapping[str, int]]) -> Area:
    """A name where its column stands."""
    for field in FIELDS.get(area.tab, ()):
        if field.name == area.name:
            return replace(area, span=Span(0, columns[area.tab][field.key], None))
    return area


def _table(
    key: TabKey,
    lines: tuple[Mapping[str, Cell], ...],
    columns: Mapping[TabKey, Mapping[str, int]],
    standing: Standing[TabId],
    language: Language,
) -> tuple[Put, ...]:
    grid = standing.grids.get(key, ())
    anew = _layout(standing) < LAYOUT
    return _needed(Table(key, lines, columns[key]).puts(grid, language), grid, anew=anew)


def _needed(puts: Iterable[Put], grid: Grid, *, anew: bool) -> tuple[Put, ...]:
    """The cells that differ from what they must hold; `anew`, those that the bot wrote before too."""
    return tuple(put for put in puts if _is_needed(put, _at(grid, put.row, put.column), anew=anew))


def _is_needed(put: Put, stands: Cell, *, anew: bool) -> bool:
    if stands is None or stands == "":
        return put.value not in (None, "")
    if put.owner == "book" and not isinstance(put.value, Formula):
        return stands != (put.value or "")
    if put.owner == "book" and not isinstance(stands, Formula):
        return True
    if put.owner in ("bot", "book") and anew:
        return stands != put.value
    return isinstance(stands, Formula) and BROKEN in stands


def _at(grid: Grid, row: int, column: int) -> Cell:
    cells = grid[row] if row < len(grid) else ()
    return cells[column] if column < len(cells) else None
