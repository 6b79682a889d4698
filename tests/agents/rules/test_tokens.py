import pytest

from agents.rules.writing.tokens import LONGEST, fold, tokenize


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("coffee 300", ["word", "number"]),
        ("300р", ["number", "word"]),
        ("eur20", ["word", "number"]),
        ("iphone15", ["mixed"]),
        ("2x150", ["number", "sign", "number"]),
        ("2х150", ["number", "sign", "number"]),
        ("1e44", ["number", "mixed"]),
        ("#trip home", ["tag", "word"]),
        ("https://example.org/300", ["link"]),
        ("anna@example.org", ["link"]),
        ("8 916 123-45-67", ["phone"]),
        ("+7 916 123 45 67", ["phone"]),
        ("89161234567", ["phone"]),
        ("+85000", ["sign", "number"]),
        ("+1250000", ["sign", "number"]),
        ("don't", ["word"]),
        ("ёлка", ["word"]),
    ],
)
def test_a_message_falls_into_tokens(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenize(text)] == kinds


@pytest.mark.parametrize(
    "text", ["  кофе —  300 ₽\n\nнал", "«Пятёрочка» 1 250,50", "e\u0301clair 4", "\x00 7\u200f"]
)
def test_every_token_stands_where_it_was_written(text: str) -> None:
    assert all(text[token.start : token.end] == token.text for token in tokenize(text))


def test_what_is_longer_than_a_message_is_not_read() -> None:
    assert tokenize("a " * LONGEST)[-1].end <= LONGEST


def test_case_and_yo_do_not_matter_when_words_are_compared() -> None:
    assert fold("ПЯТЁРОЧКА") == fold("пятерочка")
