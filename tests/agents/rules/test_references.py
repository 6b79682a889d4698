"""Whether a message without a reply speaks of an entry of the book."""

import pytest

from agents import ITEM, JUST, LAST
from agents.rules import read
from tests.agents.rules.world import setting


@pytest.mark.parametrize(
    "text",
    [
        "no, it was 6",
        "not 30 but 33",
        "sorry, card",
        "that was yesterday",
        "by card",
        "ой, 270",
        "не 300, а 350",
        "нет, картой",
        "это было вчера",
        "и платила наличными",
        "make it 350",
        "исправь на 350",
        "should be 45",
        "45 actually",
        "350, извини",
        "actually 14 and by card",
        "dollars, not euros",
        "долларов, а не евро",
        "not card but cash",
        "it was income",
        "нет, это продукты",
    ],
)
def test_a_correction_without_a_thing_is_of_the_last_entry(text: str) -> None:
    assert read(text, setting(text)).reference == LAST


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the coffee was 4.60", "coffee"),
        ("change coffee to 350", "coffee"),
        ("кофе было 270", "кофе"),
        ("the coffee was yesterday", "coffee"),
        ("coffee was by card", "coffee"),
        ("coffee should be 4.60", "coffee"),
        ("кофе картой было", "кофе"),
        ("delete the coffee", "coffee"),
        ("удали кофе", "кофе"),
    ],
)
def test_a_named_correction_is_of_the_entry_with_these_words(text: str, words: str) -> None:
    assert read(text, setting(text)).reference == words


def test_a_bare_number_may_correct_what_was_told_just_now() -> None:
    assert read("350", setting("350")).reference == JUST


@pytest.mark.parametrize("text", ["30, it was on sale", "350, это со скидкой"])
def test_a_reason_behind_a_bare_number_is_no_thing(text: str) -> None:
    reading = read(text, setting(text))

    assert (reading.reference, reading.draft.said) == (JUST, {"amount"})


@pytest.mark.parametrize("text", ["2: 180", "2: card", "2: картой", "2) вчера"])
def test_a_number_in_front_names_the_item_of_a_list(text: str) -> None:
    assert read(text, setting(text)).reference == f"{ITEM}2"


@pytest.mark.parametrize(
    "text",
    [
        "1. bread 60",
        "coffee 300 cash",
        "вчера купила хлеб 60",
        "got 2000 salary",
        "card really has 12400",
        "hello",
        "",
    ],
)
def test_something_new_speaks_of_no_entry(text: str) -> None:
    assert read(text, setting(text)).reference is None
