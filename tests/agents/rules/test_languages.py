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
