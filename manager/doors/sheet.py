from collections.abc import Sequence
from datetime import datetime
from typing import Final

from ledger import BookId
from manager import sheet_move
from manager.care import waiting
from manager.care.waiting import Absent, Waiting
from manager.doors.base import Door
from manager.file.store import Connection
from manager.sheet_move import Moving
from manager.tables import conversations, linkages, operations, replies, sheet_note, sheet_outbox, unbooked
from manager.tables.unbooked import SheetLine
from manager.values.context import Booked
from manager.values.projection import Link, SheetJob, SheetState
from manager.values.say import React


class SheetDoor(Door):
    """The sheet outbox: what waits for the sheet, and what it has confirmed."""

    async def due_sheet_jobs(self, limit: int) -> tuple[SheetJob, ...]:
        """The sheet jobs that may be tried now, backfills last, oldest first, at most one per operation."""
        return await self._store.transaction(lambda db: sheet_outbox.due(db, limit, self._stamp()))

    async def next_sheet_job_at(self) -> datetime | None:
        """When the next sheet job may be tried; None when none waits."""
        return await self._store.transaction(sheet_outbox.next_at)

    async def sheet_jobs_sending(self, ids: Sequence[int], note: bytes | None = None) -> None:
        """Write down that jobs are being handed to the network; must be on disk before they are.

        `note` is what the next process must know if this one dies; it takes the place of the one before.
        """

        def store(db: Connection) -> None:
            sheet_outbox.sending(db, ids, self._stamp())
            if note is not None:
                sheet_note.write(db, note, self._stamp())

        await self._store.transaction(store)

    async def sheet_note(self) -> bytes | None:
        """What the last process left to know; None when all that it wrote was read back."""
        return await self._store.read(sheet_note.read)

    async def set_sheet_note(self, note: bytes | None) -> None:
        """Leave a note in the place of the one before, or none: all that was written was read back."""
        await self._store.transaction(lambda db: sheet_note.write(db, note, self._stamp()))

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state; their cards tell it. Without `retry_at` the others wait for a person."""

        def move(db: Connection) -> None:
            for conversation_id in sheet_outbox.move(db, ids, state, reason, retry_at):
                replies.rearm_card(db, conversation_id, self._stamp())

        await self._store.transaction(move)

    async def link(self, links: Sequence[Link]) -> None:
        """The sheet was read back and has these versions in these rows; cards say so from now on."""

        def store(db: Connection) -> None:
            for one in links:
                self._link(db, one)

        await self._store.transaction(store)

    async def recover_sheet_jobs(self) -> int:
        """At start: what was being sent may or may not have arrived."""
        return await self._store.transaction(lambda db: sheet_outbox.recover(db, self._stamp()))

    async def move_sheet(self, book_id: BookId, spreadsheet: str) -> int:
        """From now on a book's rows stand in that spreadsheet (empty: the local workbook).

        All its operations are to be written there, each as it is now and under its number; returns how many.
        Nothing may be writing into the old sheet any more.
        """
        return await self._store.transaction(
            lambda db: sheet_move.move(db, book_id, spreadsheet, self._stamp())
        )

    async def write_again(self, book_id: BookId) -> int:
        """The tab in which a book's rows stood is gone: all its operations are to be written again.

        Returns how many there are, 0 when none had stood there. Nothing may be writing into the sheet.
        """
        return await self._store.transaction(lambda db: sheet_move.again(db, book_id, self._stamp()))

    async def confirmed(self, book_id: BookId, after: int = 0) -> tuple[Booked, ...]:
        """Some operations with numbers above `after` as the sheet had each last, and their versions since."""
        return await self._store.read(lambda db: linkages.confirmed(db, book_id, after))

    async def sheet_moving(self, book_id: BookId) -> Moving:
        """What of a move to another sheet is still to be done."""
        return await self._store.read(lambda db: sheet_move.left(db, book_id))

    async def waiting_of(self, book_id: BookId, number: int) -> Waiting | None:
        """Why an operation is not in the sheet as it is booked; None when it is, or was left out."""
        return await self._store.read(lambda db: waiting.one(db, book_id, number))

    async def absent_from_sheet(self, book_id: BookId, limit: int = waiting.PAGE) -> Absent:
        """The operations of a book that are not in the sheet, the oldest named, all counted."""
        return await self._store.read(lambda db: waiting.absent(db, book_id, limit))

    async def compare_sheet(self, book_id: BookId, lines: Sequence[SheetLine]) -> int:
        """Write down which of all the sheet's rows the book does not know; returns how many.

        None of their numbers is given to an operation again.
        """
        return await self._store.transaction(lambda db: unbooked.compare(db, book_id, lines, self._stamp()))

    async def unbooked_rows(self, book_id: BookId) -> tuple[SheetLine, ...]:
        """The rows of the sheet that the book does not know, as of the last start."""
        return await self._store.transaction(lambda db: unbooked.all_of(db, book_id))

    def _link(self, db: Connection, link: Link) -> None:
        was_done = sheet_outbox.was_done(db, link.job_id)
        operation_id = sheet_outbox.done(db, link, self._stamp())
        if operation_id is None:
            return
        booked = operations.of_version(db, operation_id, link.version)
        conversations.set_row(db, booked.conversation_id, link.rows[0], self._stamp())
        if was_done:
            return  # the person was told when the sheet before this one had it
        replies.rearm_card(db, booked.conversation_id, self._stamp())
        replies.rearm_changes(db, booked.conversation_id, link.version, self._stamp())
        cause = operations.cause(db, operation_id, link.version)
        if cause is not None:
            chat_id, message_id = cause
            reaction = React(message_id, CONFIRMED)
            place = replies.Place(self._bot_id, chat_id, booked.conversation_id)
            replies.say(db, place, reaction, self._stamp())


CONFIRMED: Final = "✍"
"""The reaction on the person's own words when the sheet has their row."""
