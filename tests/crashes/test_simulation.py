"""A few plays of `python -m crashes simulation`, and bugs planted to see that such plays find them."""

import asyncio
from random import Random

import pytest

from crashes.simulation.campaign import Kind, Sum, campaign
from crashes.simulation.loop import BEGINNING, IS_MORTAL, MadeUpTime
from crashes.simulation.play import Script, play


def total(histories: int) -> Sum:
    found = Sum()
    for told in campaign(histories, 1, at_once=1):
        found.add(told)
    return found


def test_answers_are_lost_people_sort_and_processes_die_and_the_books_stay_right() -> None:
    found = total(150)

    assert found.is_clean, found
    assert found.histories == 150
    assert min(found.deaths, found.faults, found.acts) > 10


@pytest.mark.parametrize(
    ("bug", "kind", "breach"),
    [
        ("read-back-at-once", "stormy", "sheet wrong"),
        ("rows-trusted", "stormy", "sheet wrong"),
        ("guard-drawn-anew", "mortal", "sheet doubled"),
        ("note-not-left", "together", "sheet wrong"),
    ],
)
def test_a_planted_bug_is_found(bug: str, kind: Kind, breach: str) -> None:
    plays = campaign(5000, 1, (kind,), at_once=1, bug=bug)  # until the first that finds it

    found = (finding.breach for told in plays for finding in told.verdict.findings)

    assert breach in found


def test_a_seed_plays_the_same_every_time() -> None:
    script, first, second = Script(stories=6, seconds=1), [], []

    play(5, script, first.append)
    play(5, script, second.append)

    # Operation IDs are drawn by the bot itself, anew each time.
    assert [line.split()[:2] for line in first] == [line.split()[:2] for line in second]
    assert len(first) > 10


def test_hours_pass_in_a_blink_and_calls_to_threads_are_made_at_once() -> None:
    loop = MadeUpTime(Random(1))  # noqa: S311  # chance, no secret

    async def wait() -> str:
        await asyncio.sleep(3600)
        return await asyncio.to_thread(str.upper, "done")

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(wait()) == "DONE"
        assert 3600 <= (loop.now() - BEGINNING).total_seconds() < 3601


def test_whoever_dies_in_a_call_never_learns_what_came_of_it() -> None:
    loop, done = MadeUpTime(Random(1)), []  # noqa: S311  # chance, no secret

    async def life() -> None:
        await asyncio.to_thread(done.append, "written")
        done.append("known")

    async def end() -> None:
        loop.doom = 2  # one before the call, one after it
        IS_MORTAL.set(True)
        task = asyncio.create_task(life())
        IS_MORTAL.set(False)
        await loop.died.wait()
        await loop.end_life()
        assert task.cancelled()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(end())
    assert done == ["written"]
