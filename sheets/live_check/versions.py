"""Whether Drive tells that a spreadsheet was changed: what a comparison that reads nothing relies on."""

from time import sleep
from typing import Final

from sheets.live_check.ground import Ground, UnprovenError, entries, told

TRIES: Final = 5


def version(ground: Ground) -> None:
    """Drive's version of a spreadsheet rests while nobody changes it, and moves when a cell is changed."""
    rested = _rested(ground)
    ground.sheet.append(entries([told(32, "1")]))
    for _ in range(TRIES):
        if ground.sheet.stamp() != rested:
            return
        sleep(ground.pause_seconds)
    raise UnprovenError(f"the version is {rested!r} before and after a change")


def _rested(ground: Ground) -> str:
    """The version once it stays: what the checks before have changed may still be counted."""
    seen = ""
    for _ in range(TRIES):
        before, seen = seen, ground.sheet.stamp()
        if seen and seen == before:
            return seen
        sleep(ground.pause_seconds)
    if not seen:
        raise UnprovenError("Drive tells no version; its API may be switched off in the account's project")
    raise UnprovenError("the version moves although nobody changes anything")
