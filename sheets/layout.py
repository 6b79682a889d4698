"""The columns of the Ledger tab as data, and where they stand in a sheet that people rearrange."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ledger import ThreadbookError

Language = Literal["en", "ru"]
ColumnKey = Literal[
    "num",
    "date",
    "type",
    "amount",
    "currency",
    "account",
    "category",
    "text",
    "who",
    "tags",
    "status",
    "note",
    "op",
    "rec",
    "chg",
    "link",
]
Kind = Literal["integer", "date", "number", "text", "moment"]


class LayoutError(ThreadbookError):
    """A tab has no header of ours, or columns of ours are gone from it.

    Then these are the `columns`, and `rest` is where the others stand.
    """

    def __init__(
        self, message: str, columns: Sequence[ColumnKey] = (), rest: "Placement | None" = None
    ) -> None:
        super().__init__(message)
        self.columns = tuple(columns)
        self.rest = rest


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header in two languages, what its cells hold, who writes it, how wide it is in pixels.

    `pattern` is the number format; it means the same to Google and to spreadsheet files.
    """

    key: ColumnKey
    en: str
    ru: str
    kind: Kind
    width: int
    owner: Literal["bot", "people"] = "bot"
    pattern: str = ""
    is_protected: bool = False

    @property
    def range_name(self) -> str:
        """The name under which Google keeps track of the column wherever people move it."""
        return f"tb_{self.key}"

    def title(self, language: Language) -> str:
        """The header in that language."""
        return self.ru if language == "ru" else self.en


def money_pattern(digits: int, zero: str = "") -> str:
    """The number format of money of so many decimals; `zero` is what stands for nothing."""
    number = f"#,##0.{'0' * digits}" if digits else "#,##0"
    return f"{number};[Red]-{number}" + (f';"{zero}"' if zero else "")


AS_TEXT: Final = "@"
"""Format of free text: it stays text even when a person opens the cell and presses Enter."""

COLUMNS: Final = (
    Column("num", "No.", "№", "integer", 60, pattern="0"),
    Column("date", "Date", "Дата", "date", 90, pattern="dd.mm.yyyy"),
    Column("type", "Type", "Тип", "text", 90),
    Column("amount", "Amount", "Сумма", "number", 110, pattern=money_pattern(2)),
    Column("currency", "Currency", "Валюта", "text", 70),
    Column("account", "Account", "Счёт", "text", 120, pattern=AS_TEXT),
    Column("category", "Category", "Категория", "text", 130, pattern=AS_TEXT),
    Column("text", "Description", "Описание", "text", 240, pattern=AS_TEXT),
    Column("who", "Who", "Кто", "text", 90, pattern=AS_TEXT),
    Column("tags", "Tags", "Теги", "text", 110, pattern=AS_TEXT),
    Column("status", "Status", "Статус", "text", 90),
    Column("note", "My note", "Моя заметка", "text", 180, owner="people"),
    Column("op", "Operation ID", "ID операции", "text", 130, pattern=AS_TEXT, is_protected=True),
    Column("rec", "Recorded", "Записано", "moment", 130, pattern="dd.mm.yyyy hh:mm", is_protected=True),
    Column("chg", "Changed", "Изменено", "moment", 130, pattern="dd.mm.yyyy hh:mm", is_protected=True),
    Column("link", "Chat", "Чат", "text", 120, is_protected=True),
)
BY_KEY: Final[Mapping[ColumnKey, Column]] = {column.key: column for column in COLUMNS}
BOT_COLUMNS: Final = tuple(column for column in COLUMNS if column.owner == "bot")

TAB_TITLES: Final[Mapping[Language, str]] = {"en": "Ledger", "ru": "Книга"}
SPARE_TAB_TITLES: Final[Mapping[Language, str]] = {"en": "Threadbook Ledger", "ru": "Книга Threadbook"}
"""The title of our tab when a person's own tab already has the usual one."""

HEADER_DEPTH: Final = 10
"""The header is looked for in so many rows from the top: people put titles and notes above it."""


MOST: Final = 10
"""So many of our columns tell our header from anybody else's."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the header and the columns stand in a tab: `header_row` counts from 1, `columns` from 0."""

    header_row: int
    columns: Mapping[ColumnKey, int]

    @property
    def width(self) -> int:
        """How many columns must be read to see all of ours."""
        return max(self.columns.values()) + 1


def header(language: Language) -> tuple[str, ...]:
    """The header row of a new tab."""
    return tuple(column.title(language) for column in COLUMNS)


def has_header(rows: Sequence[Sequence[object]]) -> bool:
    """Whether these first rows of a tab carry our header."""
    return _header_row(rows) is not None


def place(
    rows: Sequence[Sequence[object]],
    named: Mapping[ColumnKey, int] | None = None,
    last: Placement | None = None,
) -> Placement:
    """Find our columns in the first rows of a tab.

    A named range tells best (`named`), then the header's own words; a header that a person reworded stands
    where it stood `last`, when nothing else of ours moved there.

    Raises:
        LayoutError: the header, or a column, is nowhere to be found.
    """
    named = named or {}
    row = _header_row(rows) or _named_header_row(rows, named) or (last.header_row if last else None)
    if row is None or row > len(rows):
        raise LayoutError("the tab has no header with an Operation ID column")
    titles = ["" if cell is None else str(cell).strip().casefold() for cell in rows[row - 1]]
    found: dict[ColumnKey, int] = dict(named)
    for column in BOT_COLUMNS:
        words = {column.en.casefold(), column.ru.casefold()}
        place_ = next((index for index, title in enumerate(titles) if title in words), None)
        if column.key not in found and place_ is not None:
            found[column.key] = place_
    if last:
        found |= _reworded(titles, found, last, is_named=bool(named))
    missing = [column for column in BOT_COLUMNS if column.key not in found]
    if missing:
        names = ", ".join(column.en for column in missing)
        keys = [column.key for column in missing]
        raise LayoutError(f"the sheet has no column {names}", keys, Placement(row, found))
    return Placement(row, {column.key: found[column.key] for column in BOT_COLUMNS})


def seat(key: ColumnKey, columns: Mapping[ColumnKey, int]) -> int:
    """Where a column that is gone belongs: before the next one of the usual order that is there."""
    keys = [column.key for column in BOT_COLUMNS]
    after = keys[keys.index(key) + 1 :]
    return next((columns[one] for one in after if one in columns), max(columns.values()) + 1)


def _reworded(
    titles: Sequence[str], found: Mapping[ColumnKey, int], last: Placement, *, is_named: bool
) -> dict[ColumnKey, int]:
    """Columns whose words nobody knows stand where they stood, unless another one took their place."""
    ours = {title.casefold() for column in COLUMNS for title in (column.en, column.ru)}
    stands = {stood: found.get(key) for key, stood in last.columns.items() if key in found}
    reworded = {}
    for key, stood in last.columns.items():
        right = min((place_ for place_ in stands if place_ > stood), default=None)
        title = "".join(titles[stood : stood + 1])
        is_firm = stands[right] == right if right is not None else title and not is_named
        if key not in found and is_firm and title not in ours:
            reworded[key] = stood
    return reworded


def _header_row(rows: Sequence[Sequence[object]]) -> int | None:
    """The row with an Operation ID column or, where that one is gone, with most of the others."""
    words = {BY_KEY["op"].en, BY_KEY["op"].ru}
    for number, cells in enumerate(rows[:HEADER_DEPTH], start=1):
        if any(isinstance(cell, str) and cell.strip() in words for cell in cells):
            return number
    ours = {title for column in BOT_COLUMNS for title in (column.en, column.ru)}
    for number, cells in enumerate(rows[:HEADER_DEPTH], start=1):
        if len(ours.intersection(str(cell).strip() for cell in cells)) >= MOST:
            return number
    return None


def _named_header_row(rows: Sequence[Sequence[object]], named: Mapping[ColumnKey, int]) -> int | None:
    """The first row with anything in the Operation ID column: its header, in whatever words."""
    column = named.get("op")
    if column is None:
        return None
    for number, cells in enumerate(rows[:HEADER_DEPTH], start=1):
        if column < len(cells) and cells[column] not in (None, ""):
            return number
    return None
