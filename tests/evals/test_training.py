from dataclasses import replace

import pytest

from agents.rules import read
from agents.rules.certainty.weighing import weights
from evals.__main__ import own_cases
from evals.remarks import Remark, first_words, remarks
from evals.training import Sample, chance, held_out, samples, trained, weights_page

REMARKS = tuple(remarks(own_cases()))

# Of messages written to be hard. The ceilings should only fall.
ASKED = 0.07
WRITTEN = 0.09


def sample(language: str, *, is_told: bool, **seen: float) -> Sample:
    remark = replace(REMARKS[0], language=language, is_told=is_told)
    return Sample(remark, {"always": 1.0} | seen)


EASY = [
    sample(language, is_told=is_told, **({"note": 1.0} if is_told else {"state": 1.0}))
    for language in ("de", "en", "ru")
    for is_told in (True, False)
    for _ in range(5)
]


def share(found: list[Remark], *, are_written: bool) -> float:
    written = [_is_written(remark) for remark in found]
    return sum(is_it == are_written for is_it in written) / len(found)


def _is_written(remark: Remark) -> bool:
    reading = read(remark.text, remark.setting)
    return reading.act == "tell" and not reading.is_doubtful and not reading.rivals


def test_few_operations_of_the_remarks_are_asked_about() -> None:
    assert share([one for one in REMARKS if one.is_told], are_written=False) <= ASKED


def test_little_talk_of_the_remarks_is_written() -> None:
    assert share([one for one in REMARKS if not one.is_told], are_written=True) <= WRITTEN


def test_no_remark_stands_on_both_sides_or_twice() -> None:
    known = [(one.language, one.text) for one in REMARKS]

    assert len(known) == len(set(known))


def test_what_only_operations_have_speaks_for_them() -> None:
    found = trained(EASY)

    assert found["note"] > 0 > found["state"]
    assert chance(found, {"always": 1.0, "note": 1.0}) > 0.8


def test_training_twice_finds_the_same() -> None:
    assert trained(EASY) == trained(list(EASY))


def test_what_holds_in_some_languages_is_tried_in_the_one_left_out() -> None:
    odd = [sample("xx", is_told=True, state=1.0), sample("xx", is_told=False, note=1.0)]

    assert held_out(EASY, "language") == held_out(EASY, "language").__class__(0.0, 0.0, 30)
    assert held_out([*EASY, *odd], "language").false == pytest.approx(1 / 16)


def test_only_messages_with_money_are_weighed() -> None:
    cases = own_cases()
    found = samples([*first_words(cases)][:60])

    assert 0 < len(found) < 60
    assert all(one.evidence["always"] == 1.0 for one in found)


def test_the_kept_weights_are_of_the_evidence_that_exists() -> None:
    found = samples(REMARKS[:400])

    assert {name for one in found for name in one.evidence} <= weights().keys()


def test_a_page_of_weights_begins_with_what_speaks_for_an_operation() -> None:
    lines = weights_page({"state": -2.0, "note": 1.5}).splitlines()

    assert lines[-2:] == ['"note" = 1.50', '"state" = -2.00']
