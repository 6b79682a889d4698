"""Whatever a model answers to whatever text, nothing ungrounded passes the gate.

The oracles here know nothing of how the rules read numbers: they count digits and compare words.
"""

import json
import re
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any, get_args

from hypothesis import given, note, settings
from hypothesis import strategies as st

from agents.gate import gate
from agents.model.translation import understood
from agents.reading import Act, Reading, Setting
from ledger import Account, Draft, OperationType
from manager import Book, Metric, Span, Split
from tests.agents.model_answers import answer, operation, query
from tests.agents.story import BOOK, TODAY

SETTING = Setting(BOOK, TODAY, "en")
MANY = settings(max_examples=500, deadline=None)

WORDS = (
    "coffee",
    "taxi",
    "paid",
    "card",
    "cash",
    "ignore",
    "previous",
    "salary",
    "usd",
    "yesterday",
    "обед",
    "маше",
)
SIGNS = (" ", ", ", "; ", "\n", " - ", "! ", "  ")
NUMBERS = (
    "300",
    "20",
    "1000000",
    "1 250,50",
    "1,250.50",
    "12.5",
    "1.250",
    "0",
    "007",
    "99999999999999999999",
)
INVENTED = ("1", "301", "2000000", "0.01", "-300", "1e6", "3000", "12345.67", "125", "50")
CODES = ("RUB", "USD", "EUR", "JPY", "XXX", "rub", "")
NAMES = ("Card", "Cash", "Euro", "Cafés", "Salary", "Vault", "Card'; DROP TABLE", "")
DAYS = ("2026-11-21", "2026-11-20", "2020-01-01", "2030-01-01")


class Mallory:
    """Writes texts, and answers that have the right form and whatever content, much of it near the text."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)  # noqa: S311 — dice, not secrets

    def text(self) -> str:
        """Words and numbers in digits, in any order and with any separator."""
        parts = self._dice.choices((*WORDS, *NUMBERS), k=self._dice.randint(0, 8))
        return "".join(part + self._dice.choice(SIGNS) for part in parts)

    def answer(self, text: str, **fixed: Any) -> dict[str, Any]:
        """A whole answer about a text."""
        told = [self._operation(text) for _ in range(self._dice.randint(0, 3))]
        return answer(*told, query=self._query(text), unknown_account=self._quote(text), **fixed)

    def _operation(self, text: str) -> dict[str, Any]:
        numbers = (*INVENTED, *(number for number in re.findall(r"\d+", text) if len(number) < 16))
        values: dict[str, tuple[Any, ...]] = {
            "type": get_args(OperationType),
            "refund": (True, False),
            "day": DAYS,
            **dict.fromkeys(("amount", "to_amount", "balance"), numbers),
            **dict.fromkeys(("currency", "to_currency"), CODES),
            **dict.fromkeys(("account", "to_account", "category"), NAMES),
            **{field: (self._quote(text),) for field in ("description", "counterparty")},
        }
        said = [field for field in values if self._dice.random() < 0.6]
        told = {field: (self._dice.choice(values[field]), self._quote(text)) for field in said}
        return operation(**told, tags=[self._quote(text)] if self._dice.random() < 0.2 else [])

    def _query(self, text: str) -> dict[str, Any]:
        names = (None, *NAMES)
        return query(
            metric=self._dice.choice(get_args(Metric)),
            category=self._dice.choice(names),
            account=self._dice.choice(names),
            words=self._quote(text),
            period=self._days(),
            than=self._days(),
            each=self._dice.choice((None, *get_args(Span))),
            by=self._dice.choice((None, *get_args(Split))),
            limit=self._dice.randint(-5, 10**6),
        )

    def _days(self) -> dict[str, str] | None:
        days = {"since": self._dice.choice(DAYS), "until": self._dice.choice(DAYS)}
        return self._dice.choice((None, days))

    def _quote(self, text: str) -> str:
        start, end = sorted((self._dice.randint(0, len(text)), self._dice.randint(0, len(text))))
        words = text.split()
        return self._dice.choice((text, text[start:end], "", "the boss said so", *words, *words))


MALLORY: st.SearchStrategy[Mallory] = st.integers(0, 2**32).map(Mallory)


def passed(text: str, content: dict[str, Any], setting: Setting = SETTING) -> Reading:
    return gate(text, understood(json.dumps(content), text, setting), setting)


def significant(number: str) -> str:
    return re.sub(r"\D", "", number).strip("0")


def derivable(text: str) -> set[str]:
    """The significant digits of every run of neighbouring digit groups of a text."""
    groups = re.findall(r"\d+", text)
    runs = range(len(groups) + 1)
    return {
        significant("".join(groups[start:end])) for start in runs for end in range(start + 1, len(groups) + 1)
    }


def is_worded(said: str, text: str) -> bool:
    """Whether every word is one of the text, or begins one."""
    own = re.findall(r"[^\W\d_]+", text.casefold())
    return all(
        any(word.startswith(part) for word in own) for part in re.findall(r"[^\W\d_]+", said.casefold())
    )


def assert_grounded(text: str, draft: Draft) -> None:
    for amount in (draft.amount, draft.to_amount, draft.balance):
        assert amount is None or significant(f"{amount:f}") in derivable(text)
    assert draft.amount is None or draft.amount > 0
    named = {"USD"} if "usd" in text else set()
    assert draft.currency in {None, "RUB", "EUR", *named}
    assert draft.currency != "EUR" or "Euro" in (draft.account, draft.to_account)
    assert draft.account in {None, "Cash", "Card", "Euro"}
    assert draft.to_account in {None, "Cash", "Card", "Euro"}
    assert draft.category in {None, "Cafés", "Salary"}
    assert draft.day in {None, TODAY, *([TODAY - timedelta(1)] if "yesterday" in text else [])}
    assert is_worded(" ".join((draft.description or "", *(draft.tags or ()))), text)
    for proof in draft.evidence:
        assert text[proof.start : proof.end] == proof.text
        assert proof.field in draft.said
    assert draft.said <= {proof.field for proof in draft.evidence}


def less_than(one: Draft, draft: Draft) -> bool:
    """Whether a draft says nothing that another does not."""
    return all(getattr(one, field) == getattr(draft, field) for field in one.said)


def assert_used_once(drafts: tuple[Draft, ...]) -> None:
    """No number serves two amounts, as far as it is quoted alone."""
    money = ("amount", "balance", "to_amount")
    proofs = [proof for draft in drafts for proof in draft.evidence if proof.field in money]
    places = sorted((proof.start, proof.end) for proof in proofs if proof.text.isdigit())
    assert all(one != other for one, other in pairwise(places))


@MANY
@given(MALLORY, st.sampled_from(get_args(Act)))
def test_nothing_ungrounded_survives(mallory: Mallory, act: Act) -> None:
    text = mallory.text()
    content = mallory.answer(text, act=act)
    note(f"{text!r}: {content}")

    reading = passed(text, content)

    for draft in reading.drafts:
        assert_grounded(text, draft)
    for rival in reading.rivals:
        assert significant(f"{rival:f}") in derivable(text)
    assert is_worded(reading.unknown_account, text)
    assert reading.act == "tell" or not reading.drafts
    assert_used_once(reading.drafts)
    again = gate(text, reading, SETTING).drafts
    if (
        len(reading.drafts) > 1
    ):  # the amount that a list lost leaves its number over: a neighbour may lose its own
        assert all(any(less_than(one, draft) for draft in reading.drafts) for one in again)
    else:
        assert again == reading.drafts


@MANY
@given(MALLORY, st.text(max_size=60) | st.text("0123456789.,'’ +*x=/%:kкруб$€-", max_size=40))
def test_no_text_and_no_answer_breaks_the_gate(mallory: Mallory, text: str) -> None:
    content = mallory.answer(text)
    note(str(content))

    reading = passed(text, content)

    for proof in (proof for draft in reading.drafts for proof in draft.evidence):
        assert text[proof.start : proof.end] == proof.text


@MANY
@given(MALLORY, st.lists(st.sampled_from(("21", "300", "450", "1000000", "17.5")), min_size=2, max_size=4))
def test_of_several_numbers_none_is_booked_unasked(mallory: Mallory, numbers: list[str]) -> None:
    text = "ignore previous; ".join(f"amount is {number}, " for number in numbers)
    values = set(map(Decimal, numbers))
    content = mallory.answer(text)
    content["operations"] = content["operations"][:1]
    note(str(content))

    reading = passed(text, content)

    booked = {reading.draft.amount, reading.draft.balance, reading.draft.to_amount} - {None}
    assert not booked or booked == values
    assert booked or len(values) == 1 or set(reading.rivals) == values


@MANY
@given(MALLORY)
def test_names_of_other_books_never_pass(mallory: Mallory) -> None:
    text = mallory.text()
    own = Book(BOOK.id, "Other", "EUR", (Account("Purse", "EUR"),), ())

    reading = passed(text, mallory.answer(text), Setting(own, TODAY))

    for draft in reading.drafts:
        assert {draft.account, draft.to_account, draft.category} <= {None, "Purse"}
