"""What a model is sent stays within its budget, and what matters most is never what goes."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.errors import ReaderError
from agents.model.prompt import RULES
from agents.model.tokens import budget, estimate
from agents.model.window import contents, tokens
from agents.reading import Setting
from ledger import Account, Category, Draft
from manager import Example, Message
from tests.agents.model_answers import ENGLISH
from tests.agents.story import BOOK, NOW, waiting

ENOUGH = 100_000
OPEN = replace(ENGLISH, thread=waiting())

words = st.text(min_size=1, max_size=300)
messages = st.builds(Message, st.sampled_from(["user", "bot"]), words, st.just(NOW))
settings = st.builds(
    lambda history, templates, names: replace(
        OPEN,
        history=tuple(history),
        examples=tuple(Example(text, Draft(account=text)) for text in templates),
        book=replace(
            BOOK,
            accounts=tuple(Account(name, "RUB", (name,)) for name in names),
            categories=tuple(Category(name, "expense") for name in names),
        ),
    ),
    st.lists(messages, max_size=20),
    st.lists(words, max_size=8),
    st.lists(words, max_size=30),
)


def told(setting: Setting, text: str = "card", most: int = ENOUGH) -> dict[str, Any]:
    """What the bot knows, as the model gets it."""
    known: dict[str, Any] = json.loads(contents(text, setting, most)[1])
    return known


def said(*history: tuple[str, str]) -> tuple[Message, ...]:
    return tuple(Message(sender, text, NOW) for sender, text in history)  # type: ignore[arg-type]  # a sender


def least(setting: Setting, text: str = "card") -> int:
    """The budget in which there is room for what must be said, and for nothing besides."""
    bare = replace(setting, history=(), examples=(), book=replace(BOOK, accounts=(), categories=()))
    kinds = len({"accounts", "expense_categories", "income_categories", "earlier", "examples"})
    return tokens(contents(text, bare, ENOUGH)) + 10 * kinds


@pytest.mark.parametrize(
    ("model", "most", "tokens_sent"),
    [
        ("gpt-4", ENOUGH * 2, 6_000),
        ("gpt-4-32k-0613", ENOUGH * 2, 28_000),
        ("gpt-5-mini", ENOUGH * 2, 120_000),
        ("openai/GPT-4o-mini", ENOUGH * 2, 120_000),
        ("a-model-of-my-own", ENOUGH * 2, 6_000),
        ("gpt-5-mini", 6_000, 6_000),
        ("gpt-4", 2_500, 2_500),
    ],
)
def test_the_budget_is_that_of_the_models_window_under_the_cap(
    model: str, most: int, tokens_sent: int
) -> None:
    assert budget(model, most) == tokens_sent


def test_any_model_is_sent_six_thousand_tokens_unless_more_is_allowed() -> None:
    assert {budget(model) for model in ("gpt-4", "gpt-4-32k", "gpt-5-mini", "unheard-of")} == {6_000}


@pytest.mark.parametrize(
    ("text", "counted"),
    [("", 0), ("coffee with milk", 4), ("кофе", 2), ("350", 2), ("咖啡", 2), ("🍕", 3), ("สวัสดี", 6)],
)
def test_an_estimate_is_on_the_safe_side_in_every_script(text: str, counted: int) -> None:
    assert estimate(text) == counted


@given(settings, words, st.integers(2_200, 6_000))
def test_whatever_was_said_the_request_fits_and_holds_draft_question_and_message(
    setting: Setting, text: str, most: int
) -> None:
    try:
        sent = contents(text, setting, most)
    except ReaderError:
        assert least(setting, text) > most
        return

    known = json.loads(sent[1])
    assert tokens(sent) <= most
    assert (sent[0], sent[2]) == (RULES, text)
    assert known["conversation"] == {
        "is_booked": False,
        "asks": "account",
        "known": {"type": "expense", "amount": "450"},
    }


@given(settings, st.integers(2_700, 6_000))
def test_what_is_kept_of_a_kind_is_the_newest_or_most_used_of_it(setting: Setting, most: int) -> None:
    whole, cut = told(setting), told(setting, most=most)

    names = [one["name"] for one in cut.get("accounts", ())]
    examples = cut.get("examples", [])
    bots = [one for one in cut.get("earlier", ()) if "bot" in one]
    assert names == [one["name"] for one in whole.get("accounts", ())][: len(names)]
    assert examples == whole.get("examples", [])[: len(examples)]
    assert bots == [one for one in whole.get("earlier", ()) if "bot" in one][-len(bots) or ENOUGH :]


@given(settings, st.integers(2_700, 6_000))
def test_nothing_goes_before_what_matters_less(setting: Setting, most: int) -> None:
    whole, cut = told(setting), told(setting, most=most)

    def counted(known: dict[str, Any]) -> list[int]:
        earlier = known.get("earlier", [])
        persons = [one["person"] for one in earlier if "person" in one]
        numbered = sum(any(char.isdigit() for char in one) for one in persons)
        names = len(known.get("accounts", ())) + len(known.get("expense_categories", ()))
        bots = len(earlier) - len(persons)
        return [names, numbered, len(known.get("examples", ())), bots, len(persons) - numbered]

    kept, all_of = counted(cut), counted(whole)
    first_cut = next((at for at, count in enumerate(kept) if count < all_of[at]), len(kept))
    assert sum(kept[first_cut + 1 :]) == 0


def test_small_talk_goes_first_then_the_bots_words_then_the_examples_then_old_amounts() -> None:
    long = "so it goes " * 40
    setting = replace(
        OPEN,
        history=said(("user", f"coffee 300 {long}"), ("bot", f"Recorded {long}"), ("user", f"thanks {long}")),
        examples=(Example(f"usual lunch {long}", Draft(account="Cash")),),
    )
    whole = tokens(contents("card", setting, ENOUGH))
    kinds: list[str] = []

    for most in range(whole + 20, least(setting), -20):
        known = told(setting, most=most)
        earlier = json.dumps(known["earlier"])
        here = [word for word in ("thanks", "Recorded", "coffee 300") if word in earlier]
        left = " ".join([*here, *(["usual lunch"] if known["examples"] else [])])
        kinds += [left] if left not in kinds else []

    assert kinds == [
        "thanks Recorded coffee 300 usual lunch",
        "Recorded coffee 300 usual lunch",
        "coffee 300 usual lunch",
        "coffee 300",
        "",
    ]


def test_earlier_words_keep_their_order_and_lose_their_markup() -> None:
    history = said(("user", "taxi 450"), ("bot", "<b>Which account?</b> R&amp;D"), ("user", "hm"))

    known = told(replace(OPEN, history=history))

    assert known["earlier"] == [{"person": "taxi 450"}, {"bot": "Which account? R&D"}, {"person": "hm"}]


def test_a_book_without_examples_and_a_conversation_without_words_cost_nothing() -> None:
    assert told(OPEN).keys() & {"earlier", "examples"} == set()


def test_a_message_that_alone_is_over_the_budget_is_left_to_the_rules() -> None:
    with pytest.raises(ReaderError) as caught:
        contents("钱" * 4096, OPEN, 6_000)

    assert caught.value.kind == "oversize"
