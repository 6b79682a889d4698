import asyncio
from collections import Counter
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from agents.rules import RulesReader
from evals.__main__ import own_cases
from evals.case import Case, Gold, GoldOperation
from evals.runs import Run, run_all
from evals.scoring import WRITES, Score, Verdict

CASES = own_cases()
LANGUAGES = ("de", "en", "es", "fr", "it", "pl", "pt", "ru", "tr", "uk", "zh")

# The floor should only rise and the ceilings only fall; docs/reading.md tells their history.
CASES_RIGHT = 0.99
FALSE_WRITES = 0


@pytest.fixture(scope="module")
def runs() -> tuple[Run, ...]:
    return asyncio.run(run_all(CASES, RulesReader()))


@pytest.fixture(scope="module")
def verdicts(runs: tuple[Run, ...]) -> list[Verdict]:
    return [run.verdict for run in runs]


def test_no_case_makes_our_code_raise(runs: tuple[Run, ...]) -> None:
    assert [run.prediction for run in runs if run.prediction.error] == []


def test_false_writes_only_become_fewer(verdicts: list[Verdict]) -> None:
    assert sum(verdict.is_false_write for verdict in verdicts) <= FALSE_WRITES


def test_cases_read_right_only_become_more(verdicts: list[Verdict]) -> None:
    share = Score.of_all(verdicts).share("case")

    assert share is not None
    assert share >= CASES_RIGHT


def test_every_case_has_an_id_of_its_own() -> None:
    assert [name for name, count in Counter(case.id for case in CASES).items() if count > 1] == []


def test_there_are_enough_cases_in_every_language() -> None:
    counts = Counter(case.lang for case in CASES)

    assert sorted(counts) == sorted(LANGUAGES)
    assert sum(counts.values()) >= 400
    assert min(counts.values()) >= 18
    assert min(counts["en"], counts["ru"]) >= 90


def test_a_third_of_the_cases_is_no_operation_or_incomplete() -> None:
    quiet = [case for case in CASES if not any(set(turn.expect.act) & WRITES for turn in case.turns)]

    assert len(quiet) >= len(CASES) / 3


def test_a_fifth_of_the_cases_is_a_dialogue() -> None:
    assert sum(case.mode == "dialogue" for case in CASES) >= len(CASES) / 5


def test_every_case_agrees_with_its_own_lists_and_its_day() -> None:
    assert [case.id for case in CASES if not all(_is_possible(case, op) for op in _operations(case))] == []


def _operations(case: Case) -> list[GoldOperation]:
    said = [op for turn in case.turns for op in turn.expect.ops]
    return [*case.history, *(case.final or ()), *said]


def _is_possible(case: Case, op: GoldOperation) -> bool:
    accounts = {one.name for one in case.user.accounts} | {None}
    categories = {*case.user.categories.get("income" if op.type == "income" else "expense", ()), None}
    today = case.now.astimezone(ZoneInfo(case.timezone)).date()
    is_past = all(date.fromisoformat(day) <= today for day in _any(op.date) if day)
    return (
        is_past
        and {*_any(op.account), *_any(op.to_account)} <= accounts
        and {*_any(op.category)} <= categories
    )


def _any(gold: Gold) -> tuple[str | None, ...]:
    return gold if isinstance(gold, tuple) else (gold,)
