from decimal import Decimal

import pytest

from agents.rules.numbers.finding import find_numbers
from agents.rules.page import Page
from agents.rules.vocabulary.numerals import number_words, ordinals_of, read_digits, read_words

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("text", "group_mark", "readings"),
    [
        ("300", ",", ["300"]),
        ("300.50", ",", ["300.50"]),
        ("1250,50", NO_BREAK, ["1250.50"]),
        ("1.250,50", ",", ["1250.50"]),
        ("1,250.50", NO_BREAK, ["1250.50"]),
        ("1.250.000", ",", ["1250000"]),
        ("1'250", ",", ["1250"]),
        ("1’250.50", ",", ["1250.50"]),
        ("1,00,000", ",", ["100000"]),
        (".50", ",", ["0.50"]),
        ("0.250", ",", ["0.250"]),
        ("1250.500", ",", ["1250.500"]),
    ],
)
def test_written_digits_have_one_meaning(text: str, group_mark: str, readings: list[str]) -> None:
    assert read_digits(text, group_mark) == tuple(map(Decimal, readings))


@pytest.mark.parametrize(
    ("text", "group_mark"), [("1.250", ","), ("1.250", NO_BREAK), ("1,250", NO_BREAK), ("45.000", NO_BREAK)]
)
def test_one_separator_before_three_digits_has_two_meanings(text: str, group_mark: str) -> None:
    grouped, fraction = read_digits(text, group_mark)

    assert grouped == fraction * 1000


def test_a_comma_before_three_digits_groups_where_the_language_groups_by_commas() -> None:
    assert read_digits("1,250", ",") == (Decimal(1250),)


@pytest.mark.parametrize("text", ["12.11.2026", "1.2.3", "1,250,5", "1234567890123456", "1.250.00"])
def test_what_is_no_number_of_money_has_no_meaning(text: str) -> None:
    assert read_digits(text, ",") == ()


@pytest.mark.parametrize(
    ("words", "value", "used"),
    [
        ("четыреста пятьдесят", 450, 2),
        ("пятьдесят рублей", 50, 1),
        ("две тысячи триста", 2300, 3),
        ("тысяча двести", 1200, 2),
        ("двухсот пятидесяти", 250, 2),
        ("сорок два миллиона", 42_000_000, 3),
        ("двадцать тридцать", 20, 1),
        ("two hundred and fifty", 250, 4),
        ("twelve hundred", 1200, 2),
        ("one thousand two hundred", 1200, 4),
        ("forty two", 42, 2),
        ("ten five", 10, 1),
        ("coffee", 0, 0),
    ],
)
def test_number_words_are_read_as_far_as_they_make_one_number(words: str, value: int, used: int) -> None:
    assert read_words(words.split()) == (Decimal(value), used)


def test_number_words_come_in_every_case() -> None:
    assert {"сто", "ста", "двумя", "пятьюдесятью", "eleven"} <= number_words().keys()


def test_days_of_a_month_are_known_as_words() -> None:
    assert (
        ordinals_of(frozenset({"en", "ru"}))["двенадцатого"],
        ordinals_of(frozenset({"en", "ru"}))["twenty-first"],
    ) == (12, 21)


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "two hundred dozens", "2400"),
        ("en", "a dozen", "12"),
        ("zh", "五对", "10"),
        ("en", "point 77", "0.77"),
        ("es", "coma cinco", "0.5"),
        ("en", "45 (forty five)", "45"),
        ("en", "two point two million", "2200000"),
        ("en", "three crore twelve lakh", "31200000"),
        ("tr", "beşbuçuk", "5.5"),
        ("de", "siebenhunderteinundzwanzigtausendundzwölf", "721012"),
        ("fr", "soixante onze", "71"),
        ("nl", "5 duizend", "5000"),
        ("uk", "п‘ять", "5"),
    ],
)
def test_a_number_that_is_a_whole_answer_is_read(code: str, text: str, value: str) -> None:
    assert [number.readings for number in find_numbers(Page.of(text, code))] == [(Decimal(value),)]


@pytest.mark.parametrize(
    ("code", "text"), [("en", "a dozen eggs 5"), ("ru", "пара тысяч"), ("ru", "пара носков 300")]
)
def test_a_dozen_beside_other_words_only_counts(code: str, text: str) -> None:
    assert all(number.value not in (12, 24) for number in find_numbers(Page.of(text, code)))
