import re
import tomllib
from typing import Any

import pytest

from agents.rules.vocabulary.language import CODES, FOLDER, language
from ledger import is_currency


def data(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", CODES)
def test_every_language_fills_the_same_roles(code: str) -> None:
    assert data(code).keys() == data("en").keys()
    assert data(code)["words"].keys() == data("en")["words"].keys()


@pytest.mark.parametrize("code", CODES)
def test_every_pattern_is_words_with_a_star_at_the_end_alone(code: str) -> None:
    table = data(code)
    patterns = [word for words in table["words"].values() for word in words]

    assert [pattern for pattern in patterns if not re.fullmatch(r"[^\s*]+\*?( [^\s*]+\*?)*", pattern)] == []


@pytest.mark.parametrize("code", CODES)
def test_every_currency_of_a_language_exists(code: str) -> None:
    assert all(map(is_currency, data(code)["currencies"]))


def test_months_and_weekdays_come_in_every_form() -> None:
    known = language("ru")

    assert (known.months["ноября"], known.months["ноябрь"], known.weekdays["пт"]) == (11, 11, 4)


@pytest.mark.parametrize(
    ("code", "expected"), [("ru", "ru"), ("en-GB", "en"), ("ru_RU", "ru"), ("xx", "en"), ("", "en")]
)
def test_an_unknown_language_is_read_as_english(code: str, expected: str) -> None:
    assert language(code).code == expected


@pytest.mark.parametrize(
    ("code", "noun", "currency"),
    [
        ("nb", "kroner", "NOK"),
        ("sv", "kronor", "SEK"),
        ("ro", "dolari", "USD"),
        ("ca", "lliures", "GBP"),
        ("ja", "ドル", "USD"),
        ("mn", "төгрөг", "MNT"),
    ],
)
def test_a_language_without_a_file_has_the_nouns_of_its_currencies(
    code: str, noun: str, currency: str
) -> None:
    assert noun in language(code).nouns[currency]


def test_what_qualifies_a_currency_belongs_to_one_alone() -> None:
    assert "danske" in language("nb").qualifiers["DKK"]
    assert "kroner" not in {word for words in language("nb").qualifiers.values() for word in words}
