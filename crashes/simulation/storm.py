"""A sheet that loses answers and takes requests late, and the people who rearrange it meanwhile."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import Final

from sheets import Register
from sheets.layout import ColumnKey
from sheets.sheet import Change, Entry, Mark, Scan, SheetError, Wanted
from sheets.testing import MemorySheet

LATEST_SECONDS: Final = 180.0
"""How long Google may work on a request that nobody waits for any more."""

UNREACHED: Final = ("unreached", "quota")
LOST: Final = ("unreached", "quota", "lost")
LATE: Final = (*LOST, "late", "late")


class StormySheet:
    """The sheet in memory behind a bad line; it keeps the contract of `Sheet`.

    `share` of the calls fail. A late one arrives up to three minutes later, when rows may stand elsewhere.
    """

    def __init__(
        self, sheet: MemorySheet, random: Random, share: float, note: Callable[[str], None], *, is_late: bool
    ) -> None:
        self._sheet = sheet
        self._random = random
        self._note = note
        self._losses = LATE if is_late else LOST
        self.share = share
        self.late = 0
        self.faults = 0
        self.settle = sheet.settle

    def locate(self) -> None:
        """Find the columns."""
        self._called("locate", self._sheet.locate, UNREACHED)

    def restore(self, columns: Sequence[ColumnKey], wanted: Wanted) -> None:
        """Put columns back; nobody takes any in the play."""
        self._sheet.restore(columns, wanted)

    def prepare(self) -> None:
        """Find the columns, or make them."""
        self._called("prepare", self._sheet.prepare, UNREACHED)

    def append(self, entries: Sequence[Entry]) -> None:
        """Write new rows, perhaps later, perhaps without an answer."""
        words = ", ".join(row.op_id for entry in entries for row in entry.rows)
        self._called(f"append {words}", partial(self._sheet.append, entries), self._losses)

    def update(self, changes: Sequence[Change], mark: Mark | None = None) -> None:
        """Write into rows, perhaps later, perhaps without an answer."""
        words = ", ".join(f"{change.row}: {change.cells['amount']}" for change in changes)
        self._called(f"update {words}", partial(self._sheet.update, changes, mark), self._losses)

    def scan(self) -> Scan:
        """Read all rows."""
        self._called("scan", lambda: None, UNREACHED)
        return self._sheet.scan()

    def tail(self, first: int) -> Scan:
        """Read the last rows."""
        self._called("tail", lambda: None, UNREACHED)
        return self._sheet.tail(first)

    def stamp(self) -> str:
        """Whether anything has changed."""
        self._called("stamp", lambda: None, UNREACHED)
        return self._sheet.stamp()

    def furnish(self, register: Register) -> None:
        """The tabs beside the ledger are no part of the play."""

    def url(self, row: int | None = None) -> str:
        """Where a row is."""
        return self._sheet.url(row)

    def close(self) -> None:
        """Nothing to let go of: the next process opens the same sheet."""

    def _called(self, call: str, apply: Callable[[], None], kinds: Sequence[str]) -> None:
        if self._random.random() >= self.share:
            self._note(call)
            apply()
            return
        self.faults += 1
        fault = self._random.choice(kinds)
        self._note(f"{call}: {fault}")
        match fault:
            case "unreached":
                raise SheetError("connection refused", "outage")
            case "quota":
                raise SheetError("too many requests", "quota")
            case "lost":
                apply()
            case _:
                self.late += 1
                seconds = self._random.uniform(1, LATEST_SECONDS)
                asyncio.get_running_loop().call_later(seconds, self._arrive, call, apply)
        raise SheetError("no answer", "outage", ambiguous=True)

    def _arrive(self, call: str, apply: Callable[[], None]) -> None:
        self.late -= 1
        self._note(f"{call}: arrives")
        try:
            apply()
        except SheetError:
            return  # nobody waits for this answer
