"""What people do to a sheet, at a random place."""

from random import Random
from typing import Final, Literal, get_args

from playground.sheets import SERVICE_ACCOUNT, Person, Spreadsheet
from sheets.layout import COLUMNS, ColumnKey

Act = Literal[
    "sort",
    "insert a row",
    "delete a row",
    "edit",
    "copy a row",
    "rename the tab",
    "insert a column",
    "move a column",
    "delete a column",
    "delete the tab",
    "protect the tab",
    "revoke access",
    "trash",
]
ACTS: Final[tuple[Act, ...]] = get_args(Act)

SORTED_BY: Final[tuple[ColumnKey, ...]] = ("num", "amount", "text", "op")
EDITED: Final[tuple[ColumnKey, ...]] = ("amount", "category", "text")
OWN_COLUMN: Final = len(COLUMNS) + 2
"""People keep something of their own right of our columns."""


class Meddler:
    """A person who acts once, on rows that have something in the person's own column."""

    def __init__(self, sheet: Spreadsheet, tab_id: int, random: Random) -> None:
        self._sheet = sheet
        self._tab_id = tab_id
        self._random = random
        self._person = Person(sheet)
        self.has_acted = False
        self.columns_deleted = 0
        self.has_deleted_all = False
        self.deleted = ""
        self.copied = ""
        self.edited: tuple[str, ColumnKey, str] | None = None

    def act(self, act: Act) -> None:
        """Do it."""
        self.has_acted = True
        acts = {
            "sort": self._sort,
            "insert a row": lambda: self._person.insert_rows(self._tab_id, self._any_row()),
            "delete a row": self._delete_row,
            "edit": self._edit,
            "copy a row": self._copy_row,
            "rename the tab": lambda: self._person.rename_tab(self._tab_id, "Наши деньги 'дом'"),
            "insert a column": lambda: self._person.insert_columns(self._tab_id, self._any_column()),
            "move a column": self._move_column,
            "delete a column": self._delete_column,
            "delete the tab": self._delete_tab,
            "protect the tab": lambda: self._person.protect_tab(self._tab_id),
            "revoke access": lambda: self._sheet.unshare(SERVICE_ACCOUNT),
            "trash": self._sheet.trash,
        }
        acts[act]()

    def give_back(self) -> None:
        """Take back what kept the bot out, if anything did."""
        self._sheet.restore()
        self._sheet.share(SERVICE_ACCOUNT)
        for tab in self._sheet.tabs:
            tab.set_list("protectedRanges", ())

    def _sort(self) -> None:
        column = self._column(self._random.choice(SORTED_BY))
        self._person.sort(self._tab_id, column, descending=self._random.choice((True, False)))

    def _delete_row(self) -> None:
        row, self.deleted = self._random.choice(self._rows())
        self._person.delete_rows(self._tab_id, row)

    def _edit(self) -> None:
        row, whose = self._random.choice(self._rows())
        key = self._random.choice(EDITED)
        text = str(-self._random.randrange(10**6)) if key == "amount" else f"mine {self._random.random()}"
        self.edited = whose, key, text
        self._person.type(self._tab_id, row, self._column(key), text)

    def _copy_row(self) -> None:
        row, self.copied = self._random.choice(self._rows())
        self._person.copy_row(self._tab_id, row, len(self._sheet.values(self._tab_id)) + 3)

    def _move_column(self) -> None:
        at, before = self._random.sample(range(1, OWN_COLUMN + 2), 2)
        if before != at + 1:
            self._person.move_columns(self._tab_id, at, before)

    def _delete_column(self) -> None:
        """One of ours: what people delete of their own is their own business."""
        key = self._random.choice([column.key for column in COLUMNS if column.owner == "bot"])
        self._person.delete_columns(self._tab_id, self._column(key))
        self.columns_deleted = 1

    def _delete_tab(self) -> None:
        self._person.delete_tab(self._tab_id)
        self.has_deleted_all = True

    # ---- where

    def _rows(self) -> list[tuple[int, str]]:
        """The rows of operations, and what stands in the person's own column there."""
        values = self._sheet.values(self._tab_id)
        cells = [(row, line[OWN_COLUMN - 1]) for row, line in enumerate(values, 1) if len(line) >= OWN_COLUMN]
        return [
            (row, str(cell)) for row, cell in cells if cell and row > 1 and not str(cell).startswith("own")
        ]

    def _any_row(self) -> int:
        return self._random.randrange(1, len(self._sheet.values(self._tab_id)) + 2)

    def _any_column(self) -> int:
        return self._random.randrange(1, OWN_COLUMN + 1)

    def _column(self, key: ColumnKey) -> int:
        return [column.key for column in COLUMNS].index(key) + 1
