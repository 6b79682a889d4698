"""A few runs of `python -m crashes sheet`, and a bug planted to see that such runs find it."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from crashes.meddling.acts import ACTS, Act
from crashes.meddling.bench import Far, far
from crashes.meddling.campaign import STEPS, Sum, meddle
from sheets import doubt, google_anchors


@pytest.fixture(scope="module")
def google() -> Iterator[Far]:
    with far() as google:
        yield google


@pytest.mark.parametrize("act", ACTS)
async def test_whatever_people_do_while_the_bot_writes_nobody_loses_anything(google: Far, act: Act) -> None:
    for step in range(STEPS):
        told = await meddle(google, act, step, seed=1)

        assert told.findings == (), (step, told)


async def test_people_who_are_kept_out_of_nothing_find_everything_in_the_sheet(google: Far) -> None:
    told = await meddle(google, "rename the tab", 2, seed=1)

    assert told.reasons == {}


async def test_what_runs_come_to_can_be_told_as_json(google: Far) -> None:
    total = Sum("trash")
    total.add(await meddle(google, "trash", 0, seed=1))

    told = json.loads(json.dumps(asdict(total)))

    assert (told["runs"], told["damaged"], told["waiting"]) == (1, 0, {"BLOCKED": 6})


def test_a_bot_that_trusts_rows_and_columns_damages_them(google: Far, monkeypatch) -> None:
    monkeypatch.setattr(doubt, "repairs", lambda _written, _scan: ([], []))
    monkeypatch.setattr(google_anchors, "holding", lambda _sheet_id, _placement: [])

    sorted_, moved = (
        [asyncio.run(meddle(google, act, step=1, seed=seed)).findings for seed in range(4)]
        for act in ("insert a row", "move a column")
    )

    assert any(sorted_)
    assert any(moved)
