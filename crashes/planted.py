"""The hasty bot with one planted bug, which the harness must find: `python -m crashes.planted NAME`."""

import sys
from collections.abc import Callable
from dataclasses import replace
from random import SystemRandom
from typing import Any, Final

from bot.__main__ import main
from crashes.haste import hasten
from manager import ConversationManager, failpoint
from manager.file.store import Connection
from manager.tables import deliveries, inbox, sheet_note, sheet_outbox
from manager.values.decision import Turn
from sheets import doubt, passage, repair

NOTHING: Final = "nothing"


def inbox_in_memory() -> None:
    """What waits in the inbox is forgotten when the process ends, as if it lay in its memory."""
    open_ = ConversationManager.open

    async def emptied(self: ConversationManager) -> None:
        await open_(self)
        await self._store.transaction(lambda db: db.execute("DELETE FROM inbox WHERE state = 'new'"))

    setattr(ConversationManager, "open", emptied)  # noqa: B010  # a bug is planted


def inbox_closed_first() -> None:
    """The update is closed before what follows from it is written."""
    record = ConversationManager.record

    async def closed_first(self: ConversationManager, turn: Turn) -> Any:  # noqa: ANN401  # as the original
        if turn.inbox_id is not None:
            await self.ignore_update(turn.inbox_id, "stale button")
        return await record(self, replace(turn, inbox_id=None))

    setattr(ConversationManager, "record", closed_first)  # noqa: B010  # same


def cause_not_unique() -> None:
    """Words that come under two update ids are two things that happened."""
    setattr(inbox, "is_first", lambda *_: True)  # noqa: B010  # same


def two_transactions() -> None:
    """What waits for the sheet is written after the turn, in a transaction of its own."""
    record, add = ConversationManager.record, sheet_outbox.add
    late: list[tuple[int, int, str]] = []
    setattr(sheet_outbox, "add", lambda _db, *row: late.append(row))  # noqa: B010  # same

    async def then_the_outbox(self: ConversationManager, turn: Turn) -> Any:  # noqa: ANN401  # same
        went_to = await record(self, turn)
        failpoint("turn.recorded")  # the turn is on disk

        def write(db: Connection) -> None:
            while late:
                add(db, *late.pop())

        await self._store.transaction(write)
        return went_to

    setattr(ConversationManager, "record", then_the_outbox)  # noqa: B010  # same


def guard_drawn_anew() -> None:
    """Each attempt to append has a guard of its own, so Google cannot refuse the second one."""
    due, random = sheet_outbox.due, SystemRandom()

    def anew(db: Connection, limit: int, now: str) -> Any:  # noqa: ANN401  # same
        return tuple(replace(job, guard=random.randrange(1, 2**31)) for job in due(db, limit, now))

    setattr(sheet_outbox, "due", anew)  # noqa: B010  # same


def answered_before_sent() -> None:
    """An answer counts as sent from the moment it is taken out of the outbox."""
    taken = "UPDATE reply_outbox SET state = 'SENT', attempts = attempts + 1 WHERE id = :id"
    setattr(deliveries, "TAKE", taken)  # noqa: B010  # same


def answer_not_recovered() -> None:
    """What was being said when the process died is not said again."""
    setattr(deliveries, "recover", lambda *_: 0)  # noqa: B010  # same


def row_done_before_sent() -> None:
    """A version counts as written from the moment it is handed to the sheet."""
    setattr(sheet_outbox, "SENDING", sheet_outbox.SENDING.replace("'SENDING'", "'DONE'"))  # noqa: B010  # same
    setattr(sheet_outbox, "DONE", sheet_outbox.DONE.replace("AND state <> 'DONE'", ""))  # noqa: B010  # same


def row_not_recovered() -> None:
    """What was being written when the process died is not looked at again."""
    setattr(sheet_outbox, "recover", lambda _db, _now: 0)  # noqa: B010  # same


def read_back_at_once() -> None:
    """A write without an answer counts as not done when the next reading does not show it."""
    setattr(passage.Passage, "_settled_at", lambda _self, _job: None)  # noqa: B010  # same
    setattr(repair.Written, "doubt", lambda _self, _cells, _until: None)  # noqa: B010  # same


def rows_trusted() -> None:
    """A row still has the number that was read: nobody looks what else a write may have hit."""
    setattr(doubt, "repairs", lambda _written, _scan: ([], []))  # noqa: B010  # same


def note_not_left() -> None:
    """What is written over rows is not noted: after a death nobody knows what it hit."""
    setattr(sheet_note, "write", lambda *_: None)  # noqa: B010  # same


BUGS: Final[dict[str, Callable[[], None]]] = {
    NOTHING: lambda: None,
    "inbox-in-memory": inbox_in_memory,
    "inbox-closed-first": inbox_closed_first,
    "cause-not-unique": cause_not_unique,
    "two-transactions": two_transactions,
    "answered-before-sent": answered_before_sent,
    "answer-not-recovered": answer_not_recovered,
    "row-done-before-sent": row_done_before_sent,
    "row-not-recovered": row_not_recovered,
    "guard-drawn-anew": guard_drawn_anew,
    "read-back-at-once": read_back_at_once,
    "rows-trusted": rows_trusted,
    "note-not-left": note_not_left,
}


if __name__ == "__main__":
    hasten()
    BUGS[sys.argv[1]]()
    sys.exit(main())
