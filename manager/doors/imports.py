from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from ledger import BookId, ConversationId
from manager import turns
from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import events, imports, messages
from manager.values.clock import stamp
from manager.values.decision import Record, Restore, Step, Turn, Void
from manager.values.imported import (
    AccountEntry,
    Import,
    ImportedEntry,
    ImportedFile,
    ImportedWords,
    ImportId,
    ImportState,
    OtherEnd,
)
from manager.values.incoming import Incoming

TOGETHER: Final = 100
"""Operations in one transaction: whoever writes meanwhile waits for so many only."""


class ImportDoor(Door):
    """Files that operations are taken from: offered, taken over, undone and brought back as a whole.

    What is done in many transactions goes on where it was when it is begun again.
    """

    async def offer_import(self, book_id: BookId, incoming: Incoming, file: ImportedFile) -> Import:
        """A file that a person sent waits for their word; nothing is booked."""
        return await self._store.transaction(
            lambda db: imports.add(db, self._bot_id, book_id, incoming, file, self._stamp())
        )

    async def find_import(self, import_id: int) -> Import | None:
        """An import as it stands."""
        return await self._store.read(lambda db: imports.find(db, self._bot_id, import_id))

    async def revise_import(self, import_id: ImportId, revision: int, plan: str) -> bool:
        """Have the file read another way; False when the import has moved on."""
        return await self._store.transaction(lambda db: imports.revise(db, import_id, revision, plan))

    async def cancel_import(self, import_id: ImportId) -> bool:
        """Take nothing from a file; False when something was taken already."""
        return await self._store.transaction(
            lambda db: imports.move(db, import_id, "open", "cancelled", self._stamp())
        )

    async def account_entries(
        self, book_id: BookId, account: str, days: tuple[date, date]
    ) -> tuple[AccountEntry, ...]:
        """What is booked on an account between two days, both included."""
        return await self._store.read(lambda db: imports.of_account(db, book_id, account, days))

    async def other_ends(
        self, book_id: BookId, account: str, days: tuple[date, date]
    ) -> tuple[OtherEnd, ...]:
        """What may be the other end of a transfer from or to an account, between two days, both included."""
        return await self._store.read(lambda db: imports.other_ends(db, book_id, account, days))

    async def imported_before(self, book_id: BookId, fingerprints: Sequence[str]) -> frozenset[str]:
        """Those of these lines that were imported into the book, in imports that stand."""
        return await self._store.read(lambda db: imports.known(db, book_id, fingerprints))

    async def said_at(
        self, book_id: BookId, user_id: int, moments: Collection[datetime]
    ) -> Mapping[datetime, Collection[str]]:
        """What a person told the bot itself at these moments, in conversations of the book."""
        return await self._store.read(lambda db: messages.said_at(db, (book_id, user_id), moments))

    async def import_entries(self, taken: Import, turn: Turn, entries: Sequence[ImportedEntry]) -> int:
        """Book entries, each in a conversation of its own; returns how many were booked now.

        What was imported before is left out, and so is what was to replace an operation that does not stand
        any more. `turn` says who wants it, when and where; its steps are not
        looked at.
        """
        booked = 0
        for first in range(0, len(entries), TOGETHER):
            some = entries[first : first + TOGETHER]

            def book(db: Connection, some: Sequence[ImportedEntry] = some) -> int:
                return self._book(db, taken, turn, some)

            booked += await self._store.transaction(book)
        return booked

    async def ask_about(self, taken: Import, words: Sequence[ImportedWords]) -> bool:
        """Begin a conversation with a question for each message; False when that was done already."""

        def ask(db: Connection) -> bool:
            if not imports.touch(db, taken.id, taken.revision):
                return False
            for one in words:
                for step in one.turn.steps:
                    begun = turns.apply_step(db, self._bot_id, one.turn, step, self._stamp())
                    self._note(db, taken, one, begun or ConversationId(0))
            return True

        return await self._store.transaction(ask)

    async def close_import(self, import_id: ImportId, *, is_whole: bool) -> bool:
        """All that was to be taken is; `is_whole` tells whether every line could be read."""
        state: ImportState = "done" if is_whole else "partial"
        return await self._store.transaction(
            lambda db: imports.move(db, import_id, "open", state, self._stamp())
        )

    async def undo_import(self, taken: Import, turn: Turn) -> int:
        """Void every operation that an import brought and that stands; returns how many."""
        if taken.state not in ("done", "partial"):
            return 0
        await self._store.transaction(lambda db: imports.begin_undo(db, taken.id, self._stamp()))
        fallen = await self._flip(taken.id, turn, imports.STANDING, Void())
        await self._flip(taken.id, turn, imports.GONE, Restore())
        await self._settle(taken, "undone")
        return fallen

    async def restore_import(self, taken: Import, turn: Turn) -> int:
        """Bring back what fell with an import; returns how many, 0 when its lines were imported anew."""

        def restorable(db: Connection) -> bool:
            own = imports.fingerprints(db, taken.id)
            return taken.state == "undone" and not imports.known(db, taken.book_id, own)

        if not await self._store.transaction(restorable):
            return 0
        risen = await self._flip(taken.id, turn, imports.FALLEN, Restore())
        await self._flip(taken.id, turn, imports.BACK, Void())
        await self._settle(taken, "done")
        return risen

    async def _settle(self, taken: Import, state: ImportState) -> None:
        await self._store.transaction(
            lambda db: imports.move(db, taken.id, taken.state, state, self._stamp())
        )

    def _book(self, db: Connection, taken: Import, turn: Turn, entries: Sequence[ImportedEntry]) -> int:
        known = imports.known(db, taken.book_id, [entry.fingerprint for entry in entries])
        new = [entry for entry in entries if entry.fingerprint not in known]
        new = [entry for entry in new if self._gave_way(db, taken, turn, entry)]
        for entry in new:
            decision = Record(entry.agent, entry.draft, entry.operation)
            step = Step(decision, owns_message=False, is_backfill=True)
            conversation_id = turns.apply_step(db, self._bot_id, turn, step, self._stamp())
            self._note(db, taken, entry, conversation_id or ConversationId(0))
            imports.add_line(db, taken.id, entry, conversation_id)
        return len(new)

    def _gave_way(self, db: Connection, taken: Import, turn: Turn, entry: ImportedEntry) -> bool:
        """Void what an entry takes the place of; False when that does not stand any more."""
        if entry.replaces is None:
            return True
        conversation_id = imports.replaced(db, taken.book_id, entry.replaces)
        if conversation_id is None:
            return False
        step = Step(Void(), conversation_id, owns_message=False, is_backfill=True)
        turns.apply_step(db, self._bot_id, turn, step, self._stamp())
        return True

    def _note(
        self,
        db: Connection,
        taken: Import,
        entry: ImportedEntry | ImportedWords,
        conversation_id: ConversationId,
    ) -> None:
        """Where an operation comes from: the words of its line, the file, and the line's number."""
        said = (taken.user_id, stamp(entry.said_at), entry.words)
        messages.add_imported(db, conversation_id, said, self._stamp())
        origin: dict[str, object] = {"file": taken.file.name, "line": entry.line}
        if isinstance(entry, ImportedEntry) and entry.replaces is not None:
            origin["replaces"] = entry.replaces
        events.add(
            db,
            conversation_id,
            "imported",
            self._stamp(),
            user_id=taken.user_id,
            import_id=taken.id,
            **origin,
        )

    async def _flip(self, import_id: ImportId, turn: Turn, query: str, decision: Void | Restore) -> int:
        """Void or restore the operations that a query names, some at a time, until it names none."""

        def flip(db: Connection) -> int:
            some = imports.conversations(db, query, import_id, TOGETHER)
            for conversation_id in some:
                step = Step(decision, conversation_id, owns_message=False, is_backfill=True)
                turns.apply_step(db, self._bot_id, turn, step, self._stamp())
            return len(some)

        flipped = 0
        while some := await self._store.transaction(flip):
            flipped += some
        return flipped
