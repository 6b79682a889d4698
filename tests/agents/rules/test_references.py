"""Whether a message without a reply speaks of an entry of the book."""

import pytest

from agents import JUST, LAST
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
        ("delete the coffee", "coffee"),
        ("удали кофе", "кофе"),
    ],
)
def test_a_named_correction_is_of_the_entry_with_these_words(text: str, words: str) -> None:
    assert read(text, setting(text)).reference == words


def test_a_bare_number_may_correct_what_was_told_just_now() -> None:
    assert read("350", setting("350")).reference == JUST


@pytest.mark.parametrize(
    "text",
    ["coffee 300 cash", "вчера купила хлеб 60", "got 2000 salary", "card really has 12400", "hello", ""],
)
def test_something_new_speaks_of_no_entry(text: str) -> None:
    assert read(text, setting(text)).reference is None
