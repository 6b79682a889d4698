from collections import Counter
from datetime import datetime
from typing import Final

from ledger import BookId, ConversationId
from manager import settling
from manager.doors.base import Door
from manager.file.store import Connection
from manager.tables import conversations, findings, linkages, replies
from manager.values.clock import stamp
from manager.values.finding import FindingKind, SheetCheck, SheetFinding
from manager.values.projection import Linkage
from manager.values.say import Notice

CARDS: Final = 30
"""Cards that are told their new row at once; after the sort of a whole sheet, when they are shown next."""

ALL: Final = -1


class AuditDoor(Door):
    """The book beside its sheet: what a reading found, and what waits for somebody to decide."""

    async def linkages(
        self, book_id: BookId, after: int = 0, limit: int = linkages.PAGE
    ) -> tuple[Linkage, ...]:
        """Some operations of a book beside what the sheet has of them: those with numbers above `after`."""
        return await self._store.read(lambda db: linkages.some(db, book_id, after, limit))

    async def keep_check(self, book_id: BookId, check: SheetCheck) -> tuple[SheetFinding, ...]:
        """Write down what a reading of the sheet found, and where rows have moved; returns what is new."""

        def keep(db: Connection) -> tuple[SheetFinding, ...]:
            now = self._stamp()
            moved = [linkages.move(db, key, rows) for key, rows in check.moved.items()]
            for conversation_id in moved if len(moved) <= CARDS else ():
                if conversation_id is not None:
                    replies.rearm_card(db, conversation_id, now)
            for key in check.healed:
                settling.look_again(db, key, now)
            new = findings.store(db, book_id, check, now)
            return tuple(one for number in new if (one := findings.find(db, book_id, number)) is not None)

        return await self._store.transaction(keep)

    async def check_holds(self, book_id: BookId, at: datetime) -> None:
        """Write down that the sheet was at that time as the last check had found it."""
        await self._store.transaction(lambda db: findings.check_holds(db, book_id, stamp(at)))

    async def last_check(self, book_id: BookId) -> SheetCheck | None:
        """When a book was compared with its sheet last, and what was counted."""
        return await self._store.transaction(lambda db: findings.last_check(db, book_id))

    async def findings(
        self, book_id: BookId, kind: FindingKind | None = None, limit: int = 50
    ) -> tuple[SheetFinding, ...]:
        """What waits for a decision, oldest first."""
        return await self._store.transaction(lambda db: findings.listed(db, book_id, kind, limit))

    async def findings_of(self, book_id: BookId, key: str) -> tuple[SheetFinding, ...]:
        """What waits for a decision about one operation."""
        waiting = await self._store.transaction(lambda db: findings.listed(db, book_id, None, ALL))
        return tuple(one for one in waiting if one.booked is not None and one.booked.key == key)

    async def count_findings(self, book_id: BookId) -> dict[FindingKind, int]:
        """How much of each kind waits for a decision."""
        return await self._store.transaction(lambda db: findings.counts(db, book_id))

    async def find_finding(self, book_id: BookId, finding_id: int) -> SheetFinding | None:
        """A finding of a book, open or closed."""
        return await self._store.transaction(lambda db: findings.find(db, book_id, finding_id))

    async def ignored_rows(self, book_id: BookId) -> Counter[str]:
        """The fingerprints of rows that are nobody's, by how many such rows there are."""
        return await self._store.transaction(lambda db: findings.ignored(db, book_id))

    async def ask_person(self, finding_id: int, conversation_id: ConversationId, notice: Notice) -> bool:
        """Ask about a finding where its operation was told; False, and nothing is said, the second time."""

        def ask(db: Connection) -> bool:
            chat = conversations.row(db, conversation_id)
            if chat is None or not findings.asked(db, finding_id, self._stamp()):
                return False
            place = replies.Place(self._bot_id, chat["chat_id"], conversation_id)
            replies.say(db, place, notice, self._stamp())
            return True

        return await self._store.transaction(ask)

    async def reopen_finding(self, book_id: BookId, finding_id: int) -> bool:
        """Take back that a row is ignored, or that one of several was kept; False when it was not decided."""
        return await self._store.transaction(lambda db: findings.reopen(db, book_id, finding_id))

    async def settled_conversation(self, finding_id: int) -> ConversationId | None:
        """The conversation of the operation that a finding is about, or that was booked of it."""
        return await self._store.transaction(lambda db: findings.conversation(db, finding_id))

    async def row_claimed(self, key: str) -> None:
        """Let the sheet's worker look at once whether a row is the operation's own."""
        await self._store.transaction(lambda db: settling.expect_now(db, key, self._stamp()))

    async def look_again(self, key: str) -> None:
        """Let the sheet's worker look at an operation that a finding held up."""
        await self._store.transaction(lambda db: settling.look_again(db, key, self._stamp()))
