"""The tabs beside the ledger as data: their titles, their columns, and the names of their cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sheets.cell import Cell
from sheets.layout import Language

TabKey = Literal["summary", "accounts", "categories", "lists"]
Look = Literal["plain", "title", "heading", "figures", "money", "total", "day", "words", "note"]
Owner = Literal["book", "bot", "people"]

LAYOUT: Final = 2
"""The number of this layout. It stands in the sheet; one with a lower number is brought up to this one."""

NOTHING: Final = "–"
"""What stands for no money in these tabs."""

CATEGORIES: Final = 40
"""How many categories the summary has room for."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab beside the ledger."""

    key: TabKey
    en: str
    ru: str
    is_hidden: bool = False

    def title(self, language: Language) -> str:
        """What it is called in a new sheet."""
        return self.ru if language == "ru" else self.en

    def titles(self, language: Language) -> tuple[str, ...]:
        """What to call it, best first, when people have tabs of these names already."""
        title = self.title(language)
        return (title, *(f"{title} Threadbook{number}" for number in ("", *(f" {n}" for n in range(2, 100)))))


@dataclass(frozen=True, slots=True)
class Span:
    """Cells of a tab, counted from 0. No `rows`: whole columns."""

    row: int
    column: int
    rows: int | None = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """Cells that have a name in the whole spreadsheet, and where they stand in a new one."""

    name: str
    tab: TabKey
    span: Span


@dataclass(frozen=True, slots=True)
class Put:
    """A cell to fill; counted from 0.

    What the book says (owner `book`) is put right whenever it differs; a formula of it, when it is none any
    more. What the bot wrote is filled in again when it is gone or broken, and written anew with a newer
    layout. What people may change is only filled in when it is gone. `digits` are the decimals of money,
    `note` stands beside the cell for whoever points at it.
    """

    row: int
    column: int
    value: Cell
    look: Look = "plain"
    owner: Owner = "bot"
    digits: int = 2
    note: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table that mirrors the book; its name in the spreadsheet tells where it stands.

    `layout` is the first layout that has it: in an older sheet a column with its header is a person's own.
    """

    key: str
    name: str
    en: str
    ru: str
    width: int
    look: Look = "plain"
    layout: int = 1

    def title(self, language: Language) -> str:
        """The header in that language."""
        return self.ru if language == "ru" else self.en


TABS: Final = (
    Tab("summary", "Summary", "Сводка"),
    Tab("accounts", "Accounts", "Счета"),
    Tab("categories", "Categories", "Категории"),
    Tab("lists", "_Lists", "_Списки", is_hidden=True),
)
TAB: Final[Mapping[TabKey, Tab]] = {tab.key: tab for tab in TABS}

ACCOUNT_FIELDS: Final = (
    Field("name", "tb_accounts", "Account", "Счёт", 160),
    Field("currency", "tb_account_currency", "Currency", "Валюта", 80),
    Field("opening", "tb_opening", "Opening balance", "Начальный остаток", 150, look="money", layout=2),
    Field("since", "tb_since", "Since", "С какого дня", 100, look="day", layout=2),
    Field("balance", "tb_balance", "Balance", "Остаток", 120, look="money"),
    Field("words", "tb_account_words", "Other words", "Другие слова", 280, look="words"),
    Field("active", "tb_account_active", "Active", "В ходу", 70, layout=2),
)
CATEGORY_FIELDS: Final = (
    Field("name", "tb_categories", "Category", "Категория", 160),
    Field("type", "tb_category_type", "Type", "Тип", 90),
    Field("words", "tb_category_words", "Words", "Слова", 600, look="words"),
)
FIELDS: Final[Mapping[TabKey, tuple[Field, ...]]] = {
    "accounts": ACCOUNT_FIELDS,
    "categories": CATEGORY_FIELDS,
}

FIRST_CATEGORY: Final = 26
BLOCKS: Final[Mapping[TabKey, Area]] = {
    "summary": Area("tb_summary", "summary", Span(0, 0, FIRST_CATEGORY + CATEGORIES, 17)),
    "lists": Area("tb_lists", "lists", Span(0, 0, CATEGORIES + 1, 7)),
}
"""What the bot fills in these tabs; beside and below it there is room for people."""

_NAMED: Final = (
    Area("tb_year", "summary", Span(0, 1)),
    Area("tb_spent_by", "summary", Span(FIRST_CATEGORY, 0, CATEGORIES)),
    Area("tb_spent_total", "summary", Span(FIRST_CATEGORY, 13, CATEGORIES)),
    Area("tb_lbl_expense", "lists", Span(1, 0, 2)),
    Area("tb_lbl_income", "lists", Span(1, 1, 2)),
    Area("tb_lbl_ok", "lists", Span(1, 2, 2)),
    Area("tb_lbl_correction", "lists", Span(5, 0, 2)),
    Area("tb_base", "lists", Span(1, 3)),
    Area("tb_schema", "lists", Span(1, 4)),
    Area("tb_currencies", "lists", Span(1, 5, CATEGORIES)),
    Area("tb_rank", "lists", Span(1, 6, CATEGORIES)),
)
AREAS: Final = (
    *BLOCKS.values(),
    *_NAMED,
    *(
        Area(field.name, key, Span(0, column, None))
        for key, fields in FIELDS.items()
        for column, field in enumerate(fields)
    ),
)
"""Every name that the tabs beside the ledger need."""
