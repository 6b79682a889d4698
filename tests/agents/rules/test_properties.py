"""What holds for any text at all."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.gate import gate
from agents.reading import Reading, Setting
from agents.rules import RulesReader, read
from agents.rules.vocabulary.han_numbers import NUMERAL
from agents.rules.vocabulary.language import CODES
from agents.rules.vocabulary.numerals import number_words
from agents.rules.writing.tokens import fold
from manager import Thread
from tests.agents.rules.world import TODAY, book, booked, setting, waiting

SPICE = [
    "кофе",
    "coffee",
    "300",
    "1.250",
    "1к",
    "не",
    "not",
    "по",
    "картой",
    "cash",
    "вчера",
    "на",
    "from",
    "to",
    "?",
]
SPICE += [
    "12.11",
    "15:30",
    "+",
    "-",
    "*",
    "#tag",
    "₽",
    "€",
    "двадцать",
    "тысяч",
    "and",
    "\n",
    ",",
    "😀",
    "\x00",
    "\u202e",
    "1e9",
]
any_text = st.text(max_size=4096) | st.lists(st.sampled_from(SPICE), max_size=60).map(" ".join)
any_thread = st.sampled_from([None, booked(), waiting("account"), waiting("amount"), waiting("to_amount")])
any_language = st.sampled_from(CODES)

THINGS = ["coffee", "такси", "lunch with Bob", "хлеб, молоко", "велосипед"]
WRITTEN = [
    "300",
    "1250,50",
    "1 250.50",
    "1к",
    "2*150",
    "четыреста пятьдесят",
    "twenty-five",
    "4 eur",
    "полторы тысячи",
]
TAILS = ["", " cash", " картой", " вчера", " #trip"]
messages = st.builds(
    "{} {}{}".format, st.sampled_from(THINGS), st.sampled_from(WRITTEN), st.sampled_from(TAILS)
)


def amounts(reading: Reading) -> list[Decimal]:
    told = [draft.amount for draft in reading.drafts] + [draft.balance for draft in reading.drafts]
    return [amount for amount in (*told, *reading.rivals) if amount is not None]


@given(any_text, any_language, any_thread)
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read(text: str, language: str, thread: Thread | None) -> None:
    reading = read(text, Setting(book(language), TODAY, language, thread))

    assert all(0 < amount < 10**13 for amount in amounts(reading))


@given(any_text, any_language, any_thread)
@settings(max_examples=300, deadline=None)
def test_an_amount_has_its_digits_or_words_in_the_text(
    text: str, language: str, thread: Thread | None
) -> None:
    reading = read(text, Setting(book(language), TODAY, language, thread))

    for draft in reading.drafts:
        for field in ("amount", "to_amount", "balance"):
            proof = draft.origin(field)
            assert (getattr(draft, field) is None) == (proof is None)
            if proof is not None:
                assert proof.text == text[proof.start : proof.end]
                assert _says_a_number(proof.text)


def _says_a_number(text: str) -> bool:
    slang = ("косар", "полтор", "пятихат", "тысяч", "сот", "пол")
    words = fold(text).replace("-", " ").split()
    return any(char.isdigit() for char in text) or any(
        word in number_words() or word.startswith(slang) or NUMERAL.search(word) for word in words
    )


@given(any_text, any_language, any_thread)
@settings(max_examples=200, deadline=None)
def test_the_same_text_is_always_read_the_same(text: str, language: str, thread: Thread | None) -> None:
    chosen = Setting(book(language), TODAY, language, thread)

    assert read(text, chosen) == read(text, chosen)


@given(messages)
@settings(deadline=None)
def test_capitals_do_not_change_the_amount(text: str) -> None:
    assert amounts(read(text.upper(), setting(text))) == amounts(read(text, setting(text)))


@given(st.sampled_from(["Привет! ", "Hello, ", "hi ", "Добрый день. ", "👋 "]), messages)
@settings(deadline=None)
def test_a_greeting_in_front_does_not_change_the_amount(greeting: str, text: str) -> None:
    assert amounts(read(greeting + text, setting(text))) == amounts(read(text, setting(text)))


@given(messages)
@settings(deadline=None)
def test_spaces_at_the_ends_change_nothing_but_places(text: str) -> None:
    assert amounts(read(f"  {text} \n", setting(text))) == amounts(read(text, setting(text)))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 4096,
        "1." * 2048,
        "1 000 " * 700,
        "a" * 4096,
        "a.b+" * 1024,
        "+7 " * 1300,
        "кофе 300, " * 400,
        "twenty " * 580,
        "не 300 " * 580,
        "2*" * 2000 + "2",
        "(" * 4096,
        "@" * 4096,
    ],
)
def test_no_text_takes_long(text: str) -> None:
    chosen = setting(text)
    read(text, chosen)

    started = time.process_time()
    read(text, chosen)

    assert time.process_time() - started < 2


async def test_the_reader_reads_by_the_rules() -> None:
    text = "coffee 300 cash"

    assert await RulesReader().read(text, setting(text)) == read(text, setting(text))


@given(any_text, any_language, any_thread)
@settings(max_examples=300, deadline=None)
def test_what_the_rules_read_passes_the_gate_in_every_language(
    text: str, language: str, thread: Thread | None
) -> None:
    chosen = Setting(book(language), TODAY, language, thread)
    reading = read(text, chosen)

    gated = gate(text, reading, chosen)

    assert [draft.amount for draft in gated.drafts] == [draft.amount for draft in reading.drafts]
