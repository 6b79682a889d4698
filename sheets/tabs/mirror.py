"""The tables of accounts and categories, brought up to the book without touching what people keep beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger import Account, Category
from sheets.cell import Cell, Formula, text
from sheets.layout import Language
from sheets.rows import TYPE_WORDS
from sheets.tabs.content import FIELDS, Field, Look, Put, TabKey
from sheets.tabs.register import Register
from sheets.tabs.summary import letter

Line = Mapping[str, Cell]
Grid = Sequence[Sequence[Cell]]
"""The cells of a tab by rows, formulas as formulas; short rows end in empty cells."""

_WILD: Final = "~*?"
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
        if header is None:
            titles = [self._title(field, language) for field in self._fields]
            return (*titles, *self._body(grid, max(len(grid), 1)))
        return tuple(self._body(grid, _height(grid), header))

    @property
    def _fields(self) -> tuple[Field, ...]:
        return tuple(field for field in FIELDS[self.tab] if field.key in self.columns)

    def _title(self, field: Field, language: Language) -> Put:
        look: Look = "figures" if field.look == "money" else "heading"
        return Put(0, self.columns[field.key], field.title(language), look)

    def _header_row(self, grid: Grid) -> int | None:
        """The first row with anything in our columns: the header, in whatever words."""
        for number, cells in enumerate(grid):
            if any(_at(cells, column) not in (None, "") for column in self.columns.values()):
                return number
        return None

    def _body(self, grid: Grid, end: int, header: int = 0) -> list[Put]:
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
        if field.key == "balance":
            return Put(row, column, self._balance(row, str(line["name"])), field.look)
        return Put(row, column, value, field.look, "book")

    def _balance(self, row: int, name: str) -> Formula:
        """What the ledger's rows of an account come to, in the account's own currency."""
        account = f"${letter(self.columns['name'])}{row + 1}"
        currency = f"${letter(self.columns['currency'])}{row + 1}"
        criterion = _literally(account) if any(sign in name for sign in _WILD) else account
        return Formula(
            f'=IF({account}="";"";SUMPRODUCT(SUMIFS(tb_amount;tb_account;{criterion};'
            f"tb_currency;{currency};tb_status;tb_lbl_ok)))"
        )


def accounts(register: Register) -> tuple[Line, ...]:
    """The lines of the Accounts tab; the balance is a formula of the table's own."""
    return tuple(_account(account) for account in register.accounts)


def categories(register: Register, language: Language) -> tuple[Line, ...]:
    """The lines of the Categories tab."""
    return tuple(_category(category, language) for category in register.categories)


def _account(account: Account) -> Line:
    words = ", ".join((*account.words, *account.aliases))
    return {
        "name": text(account.name),
        "currency": account.currency,
        "balance": None,
        "words": text(words),
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
