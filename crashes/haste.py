"""The bot in a hurry: `python -m crashes.haste`, the shipped process with its long waits made short.

Nothing but waiting is changed: how soon a failed call is tried again, how many calls a minute may be made,
and how long an abandoned write may still arrive (240 s in earnest). The far ends keep to the same scale.
"""

import sys
from datetime import timedelta
from functools import partial
from typing import Any, Final

from telegram.ext import AIORateLimiter

import bot.build
import bot.receiving.workers
import bot.sending.delivery
import bot.sending.pace
import sheets.backoff
import sheets.sync
from bot.__main__ import main
from sheets.budget import Budget
from sheets.google_sheet import GoogleSheet

SETTLE: Final = timedelta(seconds=4)
"""Longer than the latest write of `crashes.faults` needs to arrive."""

WAITS: Final[tuple[tuple[Any, str, Any], ...]] = (
    (bot.build, "PAUSES", (0.1, 0.3)),
    (bot.sending.delivery, "RETRY", (0.1, 0.2, 0.4)),
    (bot.sending.delivery, "REPEATS", (0.1, 0.2, 0.4)),
    (bot.sending.delivery, "PROBE_SECONDS", 0.1),
    (bot.sending.pace, "ROOM", 100_000),
    (bot.receiving.workers, "PAUSE", 0.1),
    (sheets.backoff, "OUTAGE_SECONDS", (0.1, 0.3, 0.6)),
    (sheets.backoff, "PROBE_SECONDS", 1),
    (sheets.sync, "GATHER_SECONDS", 0.05),
    (bot.build, "AIORateLimiter", partial(AIORateLimiter, overall_max_rate=0, group_max_rate=0)),
)


def hasten() -> None:
    """Make the waits of this process short."""
    for module, name, value in WAITS:
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no {name} any more")
        setattr(module, name, value)
    Budget.__init__.__defaults__ = (100_000,)
    (GoogleSheet.__init__.__kwdefaults__ or {})["settle"] = SETTLE


if __name__ == "__main__":
    hasten()
    sys.exit(main())
