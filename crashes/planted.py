"""The hasty bot with one planted bug, which the harness must find: `python -m crashes.planted NAME`."""

import sys
from collections.abc import Callable
from dataclasses import replace
from random import SystemRandom
from typing import Any, Final

from bot.__main__ import main
from crashes.haste import hasten
from manager import ConversationManager, replies, sheet_outbox
from manager.decision import Turn
from manager.store import Connection


def inbox_closed_first() -> None:
    """The update is closed before what follows from it is written."""
    record = ConversationManager.record

    async def closed_first(self: ConversationManager, turn: Turn) -> Any:  # noqa: ANN401  # as the original
        if turn.inbox_id is not None:
            await self.ignore_update(turn.inbox_id, "stale button")
        return await record(self, replace(turn, inbox_id=None))

    setattr(ConversationManager, "record", closed_first)  # noqa: B010  # a bug is planted


def two_transactions() -> None:
    """What waits for the sheet is written after the turn, in a transaction of its own."""
    record, add = ConversationManager.record, sheet_outbox.add
    late: list[tuple[int, int, str]] = []
    setattr(sheet_outbox, "add", lambda _db, *row: late.append(row))  # noqa: B010  # same

    async def then_the_outbox(self: ConversationManager, turn: Turn) -> Any:  # noqa: ANN401  # same
        went_to = await record(self, turn)

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


def no_recovery() -> None:
    """What was being said when the process died is not said again."""
    setattr(replies, "recover", lambda _db, _bot_id: 0)  # noqa: B010  # same


BUGS: Final[dict[str, Callable[[], None]]] = {
    "inbox-closed-first": inbox_closed_first,
    "two-transactions": two_transactions,
    "guard-drawn-anew": guard_drawn_anew,
    "no-recovery": no_recovery,
}


if __name__ == "__main__":
    hasten()
    BUGS[sys.argv[1]]()
    sys.exit(main())
