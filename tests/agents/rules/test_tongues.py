"""In which languages a message is read."""

import pytest

from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from agents.rules.vocabulary.segments import segmented


def read_in(text: str, home: str) -> frozenset[str]:
    return Page.of(text, home).codes


@pytest.mark.parametrize("home", ["en", "es", "de", "fr", "pt", "it", "pl", "tr", "ru"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I bought bread and milk yesterday", "en"),
        ("ayer compré pan y leche", "es"),
        ("gestern habe ich Brot und Milch gekauft", "de"),
        ("hier j'ai acheté du pain et du lait", "fr"),
        ("ontem comprei pão e leite", "pt"),
        ("ieri ho comprato il pane e il latte", "it"),
        ("wczoraj kupiłam chleb i mleko", "pl"),
        ("dün ekmek ve süt aldım", "tr"),
    ],
)
def test_a_sentence_is_read_in_its_own_language_whoever_writes_it(text: str, code: str, home: str) -> None:
    assert code in read_in(text, home)


@pytest.mark.parametrize("home", ["es", "de", "fr", "pt", "it", "pl", "tr"])
def test_words_that_no_language_claims_are_read_in_the_persons_own(home: str) -> None:
    assert home in read_in("Migros 20", home)


def test_of_the_languages_of_one_script_only_one_is_read() -> None:
    assert read_in("вчора купила хліб", "uk") >= {"uk"}
    assert "ru" not in read_in("вчора купила хліб", "uk")


def test_each_script_has_its_language() -> None:
    assert read_in("kupiłem кофе", "pl") >= {"pl", "ru", "zh"}


def test_a_language_without_a_file_knows_its_calendar_and_money_from_cldr() -> None:
    page = Page.of("12 maart 20 kroner", "nl")

    assert page.hits.at("month", 1) == Hit("month", 3, 1, 1, "nl")


def test_accents_may_be_left_out() -> None:
    assert Page.of("compre pan", "es").hits.has("spend")
    assert Page.of("wydalem 20", "pl").hits.has("spend")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("昨天买菜花了50块", ["昨天", "买", "菜", "花了", "50", "块"]),
        ("团建三十五元", ["团", "建", "三十五", "元"]),
        ("coffee 5", ["coffee", "5"]),
        ("", []),
    ],
)
def test_chinese_falls_into_known_words_numbers_and_single_characters(text: str, pieces: list[str]) -> None:
    assert [token.text for token in segmented(text)] == pieces


def test_pieces_of_chinese_stand_where_they_stood() -> None:
    text = "昨天花了50块"

    assert all(text[token.start : token.end] == token.text for token in segmented(text))
