"""The owner at a terminal, with the books open."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from agents.readers import Readers
from agents.rules import RulesReader
from bot.imports.choosing import heading, marked
from bot.imports.offer import ImportPlan, Offer
from bot.imports.offers import Offers
from bot.imports.sentences import refusal
from bot.settings import Settings
from bot.wording.fitting import plain
from bot.wording.texts import texts
from ledger import ThreadbookError
from manager import (
    Clock,
    Context,
    ConversationManager,
    Founding,
    Import,
    ImportedEntry,
    ImportedFile,
    Incoming,
    Person,
    StoreError,
    Turn,
    utc_now,
)
from statements import ROLES, Columns, UnreadableFileError, Upload

TOGETHER: Final = 100
"""Operations between two steps of the progress bar."""


class NotImportedError(ThreadbookError):
    """What was asked for at the terminal cannot be done; the message says why."""


class Desk:
    """The owner at the terminal, with the books open; no bot may use them meanwhile."""

    def __init__(self, settings: Settings, *, now: Clock = utc_now) -> None:
        founding = Founding(settings.owner_id, settings.language, settings.currency, settings.timezone)
        self.manager = ConversationManager(
            settings.database, bot_id=settings.bot_id, founding=founding, now=now
        )
        self.console = Console(soft_wrap=True)
        self._owner_id = settings.owner_id
        self._now = now
        self._context: Context | None = None

    async def __aenter__(self) -> Self:
        await self._open()
        owner = await self.manager.find_member(self._owner_id)
        if owner is None:
            await self.manager.close()
            raise NotImportedError("the owner has no books yet: write to the bot first, then import")
        person = Person(owner.id, owner.name, username=owner.username, language=owner.language)
        self._context = await self.manager.open_turn(Incoming(owner.id, 0, person, "", self._now()))
        return self

    async def _open(self) -> None:
        try:
            await self.manager.open()
        except StoreError as error:
            if error.fault != "busy":
                raise
            raise NotImportedError(
                f"Nothing was changed: {error}. While the bot runs, send the file to it in Telegram instead"
            ) from error

    async def __aexit__(self, *_: object) -> None:
        await self.manager.close()

    @property
    def context(self) -> Context:
        """The owner's own chat, as if they had just written."""
        if self._context is None:
            raise NotImportedError("the owner is not served in these books")
        return self._context

    @property
    def turn(self) -> Turn:
        """Who wants it, and where."""
        return Turn(self.context.incoming, self.context.book.id, self.context.today, ())

    async def offer(self, file: Path, account: str, columns: str) -> Offer:
        """What a file would bring, read as is wished.

        Raises:
            NotImportedError: it cannot be read, or there is no such account or column.
        """
        names = [one.name for one in self.context.book.accounts]
        if account and account not in names:
            raise NotImportedError(f"there is no account {account!r}; there are: {', '.join(names)}")
        try:
            upload = Upload(file.name, await asyncio.to_thread(file.read_bytes))
            with Progress(SpinnerColumn(), TextColumn("{task.description}"), transient=True) as progress:
                progress.add_task(f"Reading {file.name}")
                offers = Offers(self.manager, Readers(RulesReader()), now=self._now)
                offer = await offers.make(upload, ImportPlan(account or None), self.context)
                if columns and offer.columns is not None and offer.table is not None:
                    wished = chosen(offer.columns, columns)
                    wished = marked(wished, offer.table, knows_days=wished.date == offer.columns.date)
                    plan = ImportPlan(offer.account, wished)
                    offer = await offers.make(upload, plan, self.context)
        except OSError as error:
            raise NotImportedError(f"{file} cannot be read: {error.strerror}") from error
        except UnreadableFileError as error:
            raise NotImportedError(plain(refusal(error, file.name, texts("en")))) from error
        if offer.lacks:
            raise NotImportedError(unread(offer))
        return offer

    async def take(self, name: str, offer: Offer) -> Import:
        """Book what is new, with a bar that tells how far it is."""
        file = ImportedFile(name, offer.plan.packed())
        taken = await self.manager.offer_import(self.context.book.id, self.context.incoming, file)
        columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.console, transient=True) as progress:
            bar = progress.add_task("", total=len(offer.new))
            for some in _chunks(offer.new):
                await self.manager.import_entries(taken, self.turn, some)
                progress.advance(bar, len(some))
        await self.manager.close_import(taken.id, is_whole=not offer.problems)
        return await self.manager.find_import(taken.id) or taken


def unread(offer: Offer) -> str:
    """Which columns a table has, for the person to name those of the day and of the amount."""
    table, known = offer.table, offer.columns or Columns()
    places = range(table.width if table else 0)
    names = [f"{place + 1} {heading(table, known, place)}" for place in places if table]
    return (
        f"Nothing was imported: I cannot tell which column of {offer.name} holds what. Name them, as in "
        f"--columns date=1,amount=3 (or debit=3,credit=4); there are: {', '.join(names)}"
    )


def chosen(columns: Columns, wishes: str) -> Columns:
    """The columns as wished, such as `date=1,amount=4`; they count from 1, and 0 is none.

    Raises:
        NotImportedError: that names no column.
    """
    for wish in wishes.split(","):
        role, _, place = (part.strip() for part in wish.partition("="))
        if role not in ROLES or not place.isdecimal():
            raise NotImportedError(f"{wish!r} is no column; write date=1 or any of {', '.join(ROLES)}")
        columns = columns.put(role, int(place) - 1 if int(place) else None)
    return columns


def _chunks(entries: Sequence[ImportedEntry]) -> Iterator[Sequence[ImportedEntry]]:
    return (entries[first : first + TOGETHER] for first in range(0, len(entries), TOGETHER))
