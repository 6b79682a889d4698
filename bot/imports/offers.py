"""Makes an offer of a file: reads it, drafts its operations, and compares them with the book."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace

from agents.readers import Readers
from bot.imports import pairing
from bot.imports.chat import read_export, read_messages
from bot.imports.offer import ImportPlan, Offer, Row
from bot.imports.statement import read_statement
from manager import Clock, Context, ConversationManager
from statements import APART, NEAR, End, Entry, Known, Upload, kind_of, match


class Offers:
    """Makes offers; what takes long runs in another thread, so that nobody else waits for it."""

    def __init__(self, manager: ConversationManager, readers: Readers, *, now: Clock) -> None:
        self._manager = manager
        self._readers = readers
        self._now = now

    async def make(self, upload: Upload, plan: ImportPlan, context: Context) -> Offer:
        """What a file would bring into the book of this context, read as the plan says.

        Raises:
            UnreadableFileError: it cannot be imported as a whole.
        """
        taught = await self._manager.lessons(context.book.id)
        context = replace(context, lessons=taught)
        if kind_of(upload) == "json":
            offer = await self._of_chat(upload, context)
        else:
            offer = await asyncio.to_thread(read_statement, upload, plan, context, self._now())
        return await self.compare(offer, context)

    async def compare(self, offer: Offer, context: Context) -> Offer:
        """The same offer beside the book as it is now: each row with what is like it on the same account."""
        accounts: dict[str, list[Row]] = {}
        for row in offer.rows:
            accounts.setdefault(row.booking.operation.account, []).append(row)
        compared: dict[str, Row] = {}
        for account, rows in accounts.items():
            imported = await self._manager.imported_before(
                context.book.id, [row.booking.fingerprint for row in rows]
            )
            book = await self._book(context, account, [row.entry for row in rows])
            compared |= await asyncio.to_thread(_compared, rows, book, imported)
        beside = tuple(compared[row.booking.fingerprint] for row in offer.rows)
        return await self._paired(replace(offer, rows=beside), context)

    async def _paired(self, offer: Offer, context: Context) -> Offer:
        """The same offer, with what the book has as the other ends of transfers on other accounts."""
        alone = replace(offer, rows=tuple(replace(row, end=None, is_joined=False) for row in offer.rows))
        if offer.account is None or not alone.new_rows:
            return alone
        days = [row.entry.day for row in alone.new_rows]
        near = (min(days) - APART, max(days) + APART)
        found = await self._manager.other_ends(context.book.id, offer.account, near)
        ends = [End(one.number, one.day, one.account, one.minor, one.words) for one in found]
        return await asyncio.to_thread(pairing.paired, alone, ends, context)

    async def _of_chat(self, upload: Upload, context: Context) -> Offer:
        export = await asyncio.to_thread(read_export, upload)
        said = await self._manager.said_at(
            context.book.id, context.incoming.person.id, [message.sent_at for message in export.messages]
        )
        return await asyncio.to_thread(read_messages, upload, export, said, context, self._readers)

    async def _book(self, context: Context, account: str, entries: Sequence[Entry]) -> list[Known]:
        days = [entry.day for entry in entries]
        near = (min(days) - APART, max(days) + APART)
        found = await self._manager.account_entries(context.book.id, account, near)
        return [Known(one.number, one.day, one.minor, APART if one.is_transfer else NEAR) for one in found]


def _compared(rows: Sequence[Row], book: Sequence[Known], imported: Collection[str]) -> dict[str, Row]:
    """The rows of one account beside its book, by their fingerprints."""
    matched = match([row.entry for row in rows], book)
    return {
        row.booking.fingerprint: replace(
            row, known=one.known, was_imported=row.booking.fingerprint in imported
        )
        for row, one in zip(rows, matched, strict=True)
    }
