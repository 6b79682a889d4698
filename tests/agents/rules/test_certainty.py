"""An operation is written unasked only where enough speaks for it."""

import pytest

from agents.rules import read
from agents.rules.certainty.evidence import evidence
from agents.rules.certainty.weighing import POSSIBLE, SURE, certainty, weights
from agents.rules.reader import find
from tests.agents.rules.world import setting


def seen(text: str) -> set[str]:
    return set(evidence(find(text, setting(text))[0])) - {"always"}


@pytest.mark.parametrize(
    "text",
    [
        "taxi 450",
        "кофе 300",
        "450 такси",
        "шаурма 250",
        "dinner 45.50 cash",
        "got my salary, 3100",
        "Kino 13",
    ],
)
def test_a_short_note_is_written(text: str) -> None:
    reading = read(text, setting(text))

    assert (reading.act, reading.is_doubtful) == ("tell", False)


@pytest.mark.parametrize(
    "text",
    [
        "she turned 40 yesterday",
        "rent here is about 900",
        "the average salary is 2300 there",
        "he borrowed 100 from his brother",
        "look at this https://shop.example.com/sofa only 450",
        "зарплаты там обычно 23000",
        "ей вчера исполнилось 40",
        "он занял у брата 10000",
    ],
)
def test_talk_with_a_number_is_not_written(text: str) -> None:
    reading = read(text, setting(text))

    assert reading.act == "none" or reading.is_doubtful


def test_what_is_neither_sure_nor_impossible_is_doubted_with_all_that_was_understood() -> None:
    reading = read("the invoice from Acme for design, 340", setting("invoice"))

    assert (reading.act, reading.is_doubtful, reading.certain) == ("tell", True, False)
    assert str(reading.draft.amount) == "340"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("taxi 450", {"note", "amount last"}),
        ("I bought a kettle for 40", {"move", "mine", "my move"}),
        ("she says rent is 900", {"others", "opinion", "state"}),
        ("gift for my sister 62", {"family"}),
        ("the dollar went up to 92", {"rate"}),
        ("we met in 1986", {"like a year"}),
        ("Monzo: £12.30 at Pret, card ending 4417. Not you?", {"bank statement"}),
    ],
)
def test_evidence_is_what_stands_in_the_message(text: str, names: set[str]) -> None:
    assert names <= seen(text)


def test_a_bank_statement_is_not_held_for_talk_because_it_speaks_to_its_reader() -> None:
    assert not {"you", "question mark"} & seen("Monzo: £12.30 at Pret, card ending 4417. Not you?")


def test_people_who_receive_are_no_people_who_act() -> None:
    assert ("others" in seen("gift for my sister 62"), "others" in seen("my sister got 62")) == (False, True)


def test_a_correction_is_never_taken_for_talk() -> None:
    reading = read("make it 330, usually it is less", setting("make it"))

    assert (reading.act, reading.is_doubtful) == ("tell", True)


def test_every_piece_of_evidence_has_a_weight() -> None:
    texts = [
        "taxi 450",
        "she says rent here is usually 900?",
        "I paid 12.50 for lunch with mom at 5 pm on Friday",
    ]

    assert {name for text in texts for name in seen(text)} <= weights().keys()


def test_certainty_is_a_probability_and_the_thresholds_lie_inside_it() -> None:
    chances = [certainty(find(text, setting(text))[0]) for text in ("taxi 450", "I guess rent is 900")]

    assert 0 < chances[1] < POSSIBLE < SURE < chances[0] < 1
