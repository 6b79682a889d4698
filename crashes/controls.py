"""Where each planted bug can show: the harness must find every one, and nothing where none is planted."""

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from crashes.faults import Forecast
from crashes.planted import NOTHING
from crashes.runs import BAD, Pace, at_point
from crashes.verdict import Breach

NO_PROMISE: Final[frozenset[Breach]] = frozenset({"reply astray"})
"""What people may meet in bad weather without any bug."""

LATE: Final = Forecast(telegram=0.1, google=0.6, google_kinds=("late",))
"""Most of what is written to the sheet arrives after its answer said that it did not."""

ECHOES: Final = Forecast(telegram=0.1, google=0.1, twice=0.5)
"""Half of what people write is delivered under a second update id."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point to die at, and the weather there; each hit makes a run, until one shows the bug."""

    point: str
    hits: tuple[int, ...] = (1, 2, 3, 5)
    forecast: Forecast = BAD


PLACES: Final[Mapping[str, Place]] = {
    "inbox-in-memory": Place("turn.decided", (3, 5, 2, 4)),
    "inbox-closed-first": Place("turn.closing"),
    "cause-not-unique": Place("turn.recorded", forecast=ECHOES),
    "two-transactions": Place("turn.recorded"),
    "answered-before-sent": Place("reply.taken"),
    "answer-not-recovered": Place("reply.taken"),
    "row-done-before-sent": Place("sheet.sending"),
    "row-not-recovered": Place("sheet.sending"),
    "guard-drawn-anew": Place("sheet.linked", forecast=LATE),
}
"""By the name of the bug."""


@dataclass(slots=True)
class Caught:
    """What came of one planted bug: how it was looked for, and the promises it broke."""

    bug: str
    point: str
    runs: int = 0
    deaths: int = 0
    updates: int = 0
    breaches: dict[Breach, int] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether a bug was found, or none where none is."""
        return bool(self.breaches) == (self.bug != NOTHING)

    def json(self) -> dict[str, Any]:
        """It as JSON."""
        return asdict(self)


async def hunt(bug: str, place: Place, pace: Pace) -> Caught:
    """Run the bot with this bug until it breaks a promise, or there is no hit left to die at."""
    command = (sys.executable, "-m", "crashes.planted", bug)
    pace = replace(pace, command=command, forecast=place.forecast)
    caught = Caught(bug, place.point)
    for seed, hit in enumerate(place.hits, start=1):
        report = await at_point(place.point, hit, seed, pace)
        caught.runs += 1
        caught.deaths += report.deaths
        caught.updates += report.updates
        for finding in report.findings:
            if finding.breach not in NO_PROMISE:
                caught.breaches[finding.breach] = caught.breaches.get(finding.breach, 0) + 1
        if caught.breaches:
            break
    return caught


def hunts() -> list[tuple[str, Place]]:
    """Every bug at its place, and at the same places the bot as it is."""
    sound = [(NOTHING, replace(place, hits=place.hits[:1])) for place in dict.fromkeys(PLACES.values())]
    return [*PLACES.items(), *sound]
