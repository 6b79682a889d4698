from hypothesis import given
from hypothesis import strategies as st

from sheets.budget import Budget


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_calls_within_the_budget_do_not_wait() -> None:
    time = Time()
    budget = Budget(5, clock=time, sleep=time.sleep)

    for _ in range(5):
        budget.take("read")
        budget.take("write")

    assert time.now == 0


def test_a_call_too_many_waits_until_the_oldest_is_a_minute_old() -> None:
    time = Time()
    budget = Budget(2, clock=time, sleep=time.sleep)
    budget.take("write")
    time.now = 20
    budget.take("write")

    budget.take("write")

    assert time.now == 60


def test_reads_and_writes_are_counted_apart() -> None:
    time = Time()
    budget = Budget(1, clock=time, sleep=time.sleep)
    budget.take("write")

    budget.take("read")

    assert time.now == 0


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60), st.integers(1, 6))
def test_no_minute_ever_holds_more_than_the_budget(pauses: list[float], limit: int) -> None:
    time = Time()
    budget = Budget(limit, clock=time, sleep=time.sleep)
    moments = []

    for pause in pauses:
        time.now += pause
        budget.take("read")
        moments.append(time.now)

    assert all(later - first > 59.999 for first, later in zip(moments, moments[limit:], strict=False))
