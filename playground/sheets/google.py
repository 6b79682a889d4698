import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.sheets.errors import (
    GoogleError,
    Json,
    RefusedError,
    not_found,
    permission_denied,
    unsupported,
)
from playground.sheets.faults import Faults
from playground.sheets.journal import ApiCall, Journal
from playground.sheets.quota import Kind, Quota
from playground.sheets.service_account import SERVICE_ACCOUNT
from playground.sheets.spreadsheet import Spreadsheet, utc_now
from playground.sheets.token import Tokens

Listener = Callable[[Json], object]
"""Told of each event, in whatever thread it happens."""


@dataclass(frozen=True, slots=True)
class _LateWrite:
    """A write that was answered with 503 and is done all the same, later."""

    due: datetime
    run: Callable[[], object]


class Google:
    """Google as a program sees it: spreadsheets, who may use them, tokens, quotas and bad days.

    `is_strict` turns the quotas on. `now` may be a clock of a test; `advance` moves this world ahead of it.
    Without `has_drive` the account's project has Drive's API switched off, as new ones have.
    """

    def __init__(self, *, now: Callable[[], datetime] = utc_now, is_strict: bool = False) -> None:
        self._clock = now
        self._ahead = timedelta()
        self._lock = threading.Lock()
        self._late: list[_LateWrite] = []
        self._listeners: list[Listener] = []
        self.spreadsheets: dict[str, Spreadsheet] = {}
        self.others: dict[str, str] = {}
        self.tokens = Tokens(self.now)
        self.quota = Quota(self.now, is_on=is_strict)
        self.faults = Faults()
        self.calls = Journal()
        self.has_drive = True

    def now(self) -> datetime:
        """The time in this world."""
        return self._clock() + self._ahead

    def create(
        self,
        title: str,
        *,
        spreadsheet_id: str = "",
        locale_name: str = "en_US",
        time_zone: str = "Etc/GMT",
        shared_with: Sequence[str] = (SERVICE_ACCOUNT,),
    ) -> Spreadsheet:
        """A new spreadsheet that its owner has shared, for writing, with these accounts."""
        sheet = Spreadsheet(
            title,
            spreadsheet_id=spreadsheet_id,
            locale_name=locale_name,
            time_zone=time_zone,
            now=self.now,
        )
        for email in shared_with:
            sheet.share(email)
        self.spreadsheets[sheet.spreadsheet_id] = sheet
        return sheet

    def upload(self, file_id: str, mime_type: str) -> None:
        """A file of another kind, such as an Excel file, that everybody may see: no Google spreadsheet."""
        self.others[file_id] = mime_type

    def spreadsheet(self, spreadsheet_id: str, email: str, kind: Kind) -> Spreadsheet:
        """The spreadsheet, when this account may read or write it.

        Raises:
            GoogleError: there is none, or it is not shared so.
        """
        if spreadsheet_id in self.others:
            raise unsupported()
        sheet = self.spreadsheets.get(spreadsheet_id)
        if sheet is None or sheet.is_trashed:
            raise not_found()
        role = sheet.roles.get(email)
        if role is None or (kind == "write" and role != "writer"):
            raise permission_denied()
        return sheet

    def do_later(self, seconds: float, run: Callable[[], object]) -> None:
        """Do a write when this world's clock has gone on by so many seconds."""
        with self._lock:
            self._late.append(_LateWrite(self.now() + timedelta(seconds=seconds), run))

    def settle(self) -> int:
        """Do the late writes whose time has come, and say how many there were.

        One that is refused by then is dropped.
        """
        with self._lock:
            now = self.now()
            due = sorted((write for write in self._late if write.due <= now), key=lambda write: write.due)
            self._late = [write for write in self._late if write.due > now]
        for write in due:
            try:
                write.run()
            except (GoogleError, RefusedError):
                continue  # as Google does: nobody waits for this answer
        return len(due)

    def advance(self, seconds: float) -> int:
        """Let time pass in this world; late writes whose time comes are done."""
        self._ahead += timedelta(seconds=seconds)
        return self.settle()

    def record(self, call: ApiCall) -> None:
        """Note a call and tell the listeners."""
        self.calls.add(call)
        self.tell({"type": "call", **call.json()})

    def tell(self, event: Json) -> None:
        """Tell the listeners of an event."""
        for listener in tuple(self._listeners):
            listener(event)

    @contextmanager
    def listening(self, listener: Listener) -> Iterator[None]:
        """Have `listener` told of each event, while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)
