from datetime import timedelta

import pytest

from sheets import SheetError
from sheets.backoff import Backoff
from tests.conftest import FakeClock

OUTAGE = SheetError("down", "outage")


def test_waits_are_spread_so_that_many_bots_do_not_knock_together(clock: FakeClock) -> None:
    waits = []
    for chance in (0.0, 0.5, 1.0):
        backoff = Backoff(now=clock, random=lambda chance=chance: chance)
        waits.append((backoff.fail(OUTAGE) - clock()).total_seconds())

    assert waits == [0.8, 1.0, 1.2]


def test_a_sheet_that_refuses_is_asked_once_a_minute(clock: FakeClock) -> None:
    backoff = Backoff(now=clock, random=lambda: 0.0)

    waits = [backoff.fail(SheetError("no access", "refused")) - clock() for _ in range(3)]

    assert waits == [timedelta(seconds=60)] * 3


def test_a_new_operation_is_tried_a_minute_after_the_last_failure_at_the_latest(clock: FakeClock) -> None:
    backoff = Backoff(now=clock, random=lambda: 0.5)
    for _ in range(6):
        retry_at = backoff.fail(OUTAGE)

    assert retry_at == clock() + timedelta(hours=1)
    assert backoff.quiet_until == clock() + timedelta(seconds=60)


def test_success_ends_the_trouble(clock: FakeClock) -> None:
    backoff = Backoff(now=clock, random=lambda: 0.5)
    assert not backoff.succeed()
    backoff.fail(OUTAGE)

    assert backoff.succeed()

    assert (backoff.trouble, backoff.quiet_until) == (None, None)
    assert backoff.fail(OUTAGE) == clock() + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "permanent"),
    [
        ("outage", False),
        ("quota", False),
        ("refused", True),
        ("gone", True),
        ("used", True),
        ("broken", True),
    ],
)
def test_an_error_knows_whether_asking_again_can_help(kind, *, permanent: bool) -> None:
    assert SheetError("it failed", kind).permanent is permanent
