import sys

import pytest

from bot import loop


@pytest.fixture(autouse=True)
def _as_before():
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def test_no_thread_lets_a_turn_wait_for_the_usual_five_milliseconds() -> None:
    async def asked() -> float:
        return sys.getswitchinterval()

    assert loop.run(asked()) == pytest.approx(0.001)
