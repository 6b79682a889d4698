"""What the checks stand on: an empty spreadsheet, our own sheet in it, and made-up operations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from ledger import Account, Category, ConversationId, Money, Operation, OperationKey, ThreadbookError
from manager import Booked
from sheets.budget import Budget
from sheets.google import GoogleApi
from sheets.google_sheet import GoogleSheet
from sheets.rows import Rendering, rows_of
from sheets.sheet import Entry
from sheets.tabs import Register

DAY: Final = date(2026, 3, 5)
REGISTER: Final = Register(
    "EUR",
    (Account("Cash", "EUR"), Account("Card", "EUR")),
    (Category("Cafés", "expense"), Category("Taxi", "expense"), Category("Salary", "income")),
    {"Cash": DAY},
)
RENDERING: Final = Rendering("en", ZoneInfo("Europe/Berlin"), "ThreadbookBot")
MOMENT: Final = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


class UnprovenError(ThreadbookError):
    """Google does something else than we take for granted; the message says what."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A spreadsheet that holds nothing of ours when a run begins, and nothing when it ends."""

    api: GoogleApi
    sheet: GoogleSheet
    pause_seconds: float = 1.0

    def tab(self, title: str) -> dict[str, Any]:
        """The properties of a tab.

        Raises:
            UnprovenError: there is none of that title.
        """
        for one in self.api.metadata()["sheets"]:
            if one["properties"]["title"] == title:
                return dict(one["properties"])
        raise UnprovenError(f"there is no tab {title!r}")

    def values(self, cells: str) -> list[list[Any]]:
        """The values of one range, as they come to."""
        [values] = self.api.read([cells])
        return values

    def clear(self) -> None:
        """Take away every tab and name that a run has made."""
        ours = [one for one in self.api.metadata()["sheets"] if not _is_persons(one["properties"]["title"])]
        deleted = [{"deleteSheet": {"sheetId": int(one["properties"].get("sheetId", 0))}} for one in ours]
        lookup = {"developerMetadataLookup": {"metadataKey": "threadbook"}}
        if deleted:
            self.api.write([*deleted, {"deleteDeveloperMetadata": {"dataFilter": lookup}}])


def lay_out(
    key_file: Path,
    spreadsheet: str,
    *,
    api_url: str,
    pause_seconds: float = 1.0,
    budget: Budget | None = None,
) -> Ground:
    """Lay out our tabs in an empty spreadsheet; without a `budget`, calls stay inside Google's quota.

    Raises:
        UnprovenError: it is not empty: somebody's books may be in it.
        SheetError: Google refuses, or does not answer.
    """
    budget = budget or Budget()
    api = GoogleApi(key_file, spreadsheet, api_url=api_url, budget=budget)
    if any(not _is_persons(one["properties"]["title"]) for one in api.metadata()["sheets"]):
        raise UnprovenError("the spreadsheet holds tabs of Threadbook already; give me an empty one")
    sheet = GoogleSheet(key_file, spreadsheet, "en", api_url=api_url, budget=budget)
    sheet.prepare()
    sheet.furnish(REGISTER)
    return Ground(api, sheet, pause_seconds)


def told(number: int, amount: str, description: str = "") -> Booked:
    """A made-up expense of 5 March 2026, paid in cash."""
    operation = Operation("expense", Money.of(amount, "EUR"), DAY, "Cash", "Cafés", description=description)
    return _booked(number, operation)


def counted(number: int, amount: str) -> Booked:
    """So much cash was there on that day, as somebody said."""
    return _booked(number, Operation("adjustment", Money.of(amount, "EUR"), DAY, "Cash"))


def _booked(number: int, operation: Operation) -> Booked:
    moment = MOMENT + timedelta(minutes=number)
    key = OperationKey(f"LIVECHECK{number:03d}")
    return Booked(key, number, 1, operation, "booked", ConversationId(number), "Check", moment)


def undone(booked: Booked) -> Booked:
    """The same, undone a day later."""
    return replace(booked, version=2, state="void", changed_at=MOMENT + timedelta(days=1))


def entries(booked: Iterable[Booked]) -> Sequence[Entry]:
    """What is appended for operations, each with a guard of its own."""
    return [Entry(740_000_000 + one.number, rows_of(one, RENDERING)) for one in booked]


OURS: Final = ("Ledger", "Summary", "Accounts", "Categories", "_Lists", "_Before")


def _is_persons(title: str) -> bool:
    return title not in OURS
