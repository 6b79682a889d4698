"""Places where a test may kill the process: `THREADBOOK_FAILPOINT=name:hit`."""

import os
import signal
from collections import Counter
from typing import Final, Literal, get_args

Point = Literal[
    "intake.fetched",
    "intake.stored",
    "store.committing",
    "store.committed",
    "turn.taken",
    "turn.opened",
    "turn.read",
    "turn.decided",
    "turn.recorded",
    "turn.closing",
    "turn.told",
    "turn.booked",
    "turn.queued",
    "tap.answering",
    "reading.storing",
    "reading.stored",
    "reply.taken",
    "reply.sent",
    "reply.stored",
    "sheet.taken",
    "sheet.sending",
    "sheet.appended",
    "sheet.changing",
    "sheet.updated",
    "sheet.scanned",
    "sheet.linked",
]
"""Every commit boundary, and every step between an effect elsewhere and our knowing of it."""

POINTS: Final[tuple[Point, ...]] = get_args(Point)

_NAME, _, _HIT = os.environ.get("THREADBOOK_FAILPOINT", "").partition(":")
_reached: Counter[str] = Counter()


def failpoint(name: Point) -> None:
    """Die here by SIGKILL if the environment says so, the hit-th time this point is reached; else nothing."""
    if name != _NAME:
        return
    _reached[name] += 1
    if _reached[name] == int(_HIT or 1):
        os.kill(os.getpid(), signal.SIGKILL)
