"""The tables of accounts and categories, brought up to the book without touching what people keep beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger import Account, Category, minor_digits
from sheets.cell import Cell, Formula, day_serial, text
from sheets.layout import Language
from sheets.rows import TYPE_WORDS
from sheets.tabs.content import FIELDS, Field, Look, Put, TabKey
from sheets.tabs.register import Register
from sheets.tabs.summary import letter

Line = Mapping[str, Cell]
Grid = Sequence[Sequence[Cell]]
"""The cells of a tab by rows, formulas as formulas; short rows end in empty cells."""

_WILD: Final = "~*?"
_ACTIVE: Final[Mapping[Language, tuple[str, str]]] = {"en": ("Yes", "No"), "ru": ("Да", "Нет")}
_HINT: Final[Mapping[Language, str]] = {
    "en": "Tell the bot what is there, for example: on the card there are 5000",
    "ru": "Скажите боту, сколько там денег, например: на карте сейчас 5000",
}
"""How an opening balance is given: what is typed into the table is the book's again soon."""

_MONEY: Final = ("money", "day")
"""Looks of columns whose headers stand at the right."""

_IDENTITY: Final[Mapping[TabKey, tuple[str, ...]]] = {"accounts": ("name",), "categories": ("name", "type")}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it should be, and where its columns stand (from 0) in the tab."""

    tab: TabKey
    lines: tuple[Line, ...]
    columns: Mapping[str, int]

    def puts(self, grid: Grid, language: Language) -> tuple[Put, ...]:
        """What to write so that the table says what the book says.

        A line is known by its name wherever people moved it; new ones go below the last filled row. Lines
        that the book does not know, and columns that are not ours, stay.
        """
        header = self._header_row(grid)
        top, end = (0, max(len(grid), 1)) if header is None else (header, _height(grid))
        above = grid[top] if top < len(grid) else ()
        absent = [field for field in self._fields if _at(above, self.columns[field.key]) in (None, "")]
        titles = [self._title(top, field, language) for field in absent]
        return (*titles, *self._body(grid, end, top), *self._closed(grid, top, language))

    @property
    def _fields(self) -> tuple[Field, ...]:
        return tuple(field for field in FIELDS[self.tab] if field.key in self.columns)

    def _title(self, row: int, field: Field, language: Language) -> Put:
        look: Look = "figures" if field.look in _MONEY else "heading"
        note = _HINT[language] if field.key == "opening" else ""
        return Put(row, self.columns[field.key], field.title(language), look, note=note)

    def _header_row(self, grid: Grid) -> int | None:
        """The first row with anything in our columns: the header, in whatever words."""
        for number, cells in enumerate(grid):
            if any(_at(cells, column) not in (None, "") for column in self.columns.values()):
                return number
        return None

    def _closed(self, grid: Grid, header: int, language: Language) -> list[Put]:
        """Accounts that are still said to be in use though the book does not list them any more."""
        if "active" not in self.columns:
            return []
        name, active = self.columns["name"], self.columns["active"]
        listed = {str(line["name"]) for line in self.lines}
        words = {yes for yes, _ in _ACTIVE.values()}
        return [
            Put(row, active, _ACTIVE[language][1], owner="book")
            for row, cells in enumerate(grid)
            if row > header and _at(cells, active) in words and str(_at(cells, name)) not in listed
        ]

    def _body(self, grid: Grid, end: int, header: int) -> list[Put]:
        keys = _IDENTITY[self.tab]
        known = {
            tuple(str(_at(cells, self.columns[key])) for key in keys): row
            for row, cells in reversed(list(enumerate(grid)))
            if row > header
        }
        puts = []
        for line in self.lines:
            row = known.get(tuple(str(line[key]) for key in keys))
            if row is None:
                row, end = end, end + 1
            puts += [self._put(row, field, line) for field in self._fields]
        return puts

    def _put(self, row: int, field: Field, line: Line) -> Put:
        column, value = self.columns[field.key], line[field.key]
        digits = minor_digits(str(line.get("currency", "")))
        match field.key:
            case "opening":
                value = self._opening(row, str(line["name"]))
            case "balance":
                value = self._balance(row, str(line["name"]))
        return Put(row, column, value, field.look, "book", digits)

    def _opening(self, row: int, name: str) -> Formula:
        """What a person said was there on the first day on which they said so."""
        since = self._cell("since", row)
        return Formula(f'=IF({since}="";0;{self._sum(row, name, counted=True)})')

    def _balance(self, row: int, name: str) -> Formula:
        """What was there at first, and all other rows of the account."""
        account, opening, since = (self._cell(key, row) for key in ("name", "opening", "since"))
        counted = f'IF({since}="";0;{self._sum(row, name, counted=True)})'
        return Formula(f'=IF({account}="";"";{opening}+{self._sum(row, name)}-{counted})')

    def _sum(self, row: int, name: str, *, counted: bool = False) -> str:
        """An account's rows of the ledger in its own currency; `counted`, what was said to be there first."""
        account = self._cell("name", row)
        criterion = _literally(account) if any(sign in name for sign in _WILD) else account
        first = f"tb_type;tb_lbl_correction;tb_date;{self._cell('since', row)};" if counted else ""
        return (
            f"SUMPRODUCT(SUMIFS(tb_amount;tb_account;{criterion};"
            f"tb_currency;{self._cell('currency', row)};{first}tb_status;tb_lbl_ok))"
        )

    def _cell(self, key: str, row: int) -> str:
        return f"${letter(self.columns[key])}{row + 1}"


def accounts(register: Register, language: Language) -> tuple[Line, ...]:
    """The lines of the Accounts tab; opening balance and balance are formulas of the table's own."""
    return tuple(_account(account, register, language) for account in register.accounts)


def categories(register: Register, language: Language) -> tuple[Line, ...]:
    """The lines of the Categories tab."""
    return tuple(_category(category, language) for category in register.categories)


def _account(account: Account, register: Register, language: Language) -> Line:
    words = ", ".join((*account.words, *account.aliases))
    since = register.since.get(account.name)
    return {
        "name": text(account.name),
        "currency": account.currency,
        "opening": None,
        "since": day_serial(since) if since else None,
        "balance": None,
        "words": text(words),
        "active": _ACTIVE[language][0],
    }


def _category(category: Category, language: Language) -> Line:
    return {
        "name": text(category.name),
        "type": TYPE_WORDS[language][category.kind],
        "words": text(", ".join(category.words)),
    }


def _literally(cell: str) -> str:
    """The text of a cell as a criterion in which no sign stands for others."""
    for sign in _WILD:
        cell = f'SUBSTITUTE({cell};"{sign}";"~{sign}")'
    return cell


def _at(cells: Sequence[Cell], column: int) -> Cell:
    return cells[column] if column < len(cells) else None


def _height(grid: Grid) -> int:
    """Up to which row anything stands anywhere."""
    filled = (row for row, cells in enumerate(grid, start=1) if any(cell not in (None, "") for cell in cells))
    return max(filled, default=0)
