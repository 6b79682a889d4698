"""A handful of the runs of `python -m crashes`, and bugs planted to see that such runs find them."""

import pytest

from crashes.controls import PLACES, hunt
from crashes.runs import Pace, Report, at_point
from crashes.verdict import Finding

pytestmark = pytest.mark.process

SHORT = Pace(updates=24)


def broken(report: Report) -> list[Finding]:
    """What was found; a reply to the first copy of a message that was said twice is asked about, not lost."""
    return [finding for finding in report.findings if finding.breach != "reply astray"]


def told(report: Report) -> str:
    return "\n".join([*map(str, report.findings), *report.log[-60:]])


@pytest.mark.parametrize(("point", "hit"), [("turn.queued", 2), ("reply.sent", 2)])
async def test_killed_twice_at_one_point_nothing_is_lost_doubled_or_left(point: str, hit: int) -> None:
    report = await at_point(point, hit, 1, SHORT)

    assert not broken(report), told(report)
    assert report.deaths == 2


async def test_an_inbox_closed_too_early_is_found() -> None:
    caught = await hunt("inbox-closed-first", PLACES["inbox-closed-first"], Pace(updates=24, drain_seconds=5))

    assert "lost" in caught.breaches
