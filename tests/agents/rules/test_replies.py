from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agents.rules import read
from ledger import Draft
from manager import AskedField, Thread
from tests.agents.rules.world import booked, setting, waiting


def told(draft: Draft) -> dict[str, Any]:
    return {field: getattr(draft, field) for field in draft.said}


CORRECTIONS = [
    ("350", {"amount": Decimal(350)}),
    ("не 300, а 350, и картой", {"amount": Decimal(350), "account": "Карта"}),
    ("not 300 but 350, and it was with the card", {"amount": Decimal(350), "account": "Card"}),
    ("350 instead of 300", {"amount": Decimal(350)}),
    ("с 300 на 350", {"amount": Decimal(350)}),
    ("300 -> 350", {"amount": Decimal(350)}),
    ("картой", {"account": "Карта"}),
    ("card", {"account": "Card"}),
    ("наличные", {"account": "Наличные"}),
    ("вчера", {"day": date(2026, 11, 20)}),
    ("yesterday", {"day": date(2026, 11, 20)}),
    ("12.11", {"amount": Decimal("12.11")}),
    ("это было 12.11", {"day": date(2026, 11, 12)}),
    ("кафе", {"category": "Кафе"}),
    ("groceries", {"category": "Groceries"}),
    ("нет, это доход", {"type": "income"}),
    ("нет, это расход", {"type": "expense"}),
    ("No, it's an expense", {"type": "expense"}),
    ("cash, yesterday", {"account": "Cash", "day": date(2026, 11, 20)}),
    ("2: картой", {"account": "Карта"}),
    ("taxi 450", {"amount": Decimal(450), "description": "taxi", "category": "Transport"}),
    ("это был чай", {"description": "чай", "category": "Кафе"}),
    ("not card but cash", {"account": "Cash"}),
    ("не картой, а наличными", {"account": "Наличные"}),
    ("не вчера, а сегодня", {"day": date(2026, 11, 21)}),
    ("dollars, not euros", {"currency": "USD"}),
    ("это были доллары", {"currency": "USD"}),
    ("350, это со скидкой", {"amount": Decimal(350)}),
    ("no", {}),
    ("нет", {}),
    ("спасибо", {}),
    ("thanks a lot", {}),
]


@pytest.mark.parametrize(("text", "expected"), CORRECTIONS)
def test_a_reply_to_an_operation_tells_what_to_change(text: str, expected: dict[str, Any]) -> None:
    reading = read(text, setting(text, thread=booked()))

    assert (reading.act, told(reading.draft), reading.rivals) == ("tell", expected, ())


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("account", "cash", {"account": "Cash"}),
        ("account", "с карты", {"account": "Карта"}),
        ("account", "cash, yesterday", {"account": "Cash", "day": date(2026, 11, 20)}),
        ("to_account", "наличные", {"to_account": "Наличные"}),
        ("amount", "350", {"amount": Decimal(350)}),
        ("amount", "триста пятьдесят", {"amount": Decimal(350)}),
        ("amount", "5", {"amount": Decimal(5)}),
        ("to_amount", "10150", {"to_amount": Decimal(10150)}),
        ("category", "продукты", {"category": "Продукты"}),
        ("refund", "возврат", {"type": "expense", "refund": True}),
        ("refund", "доход", {"type": "income", "refund": False}),
    ],
)
def test_an_answer_fills_what_was_asked(asked: AskedField, text: str, expected: dict[str, Any]) -> None:
    reading = read(text, setting(text, thread=waiting(asked)))

    assert told(reading.draft) == expected


def test_a_number_told_to_an_adjustment_is_the_balance() -> None:
    reading = read("12400", setting("12400", thread=waiting("confirm", type_="adjustment")))

    assert told(reading.draft) == {"balance": Decimal(12400)}


def test_the_other_side_of_a_transfer_is_told_by_its_preposition() -> None:
    reading = read("на карту", setting("на", thread=waiting(type_="transfer")))

    assert told(reading.draft) == {"to_account": "Карта"}


@pytest.mark.parametrize(
    ("text", "name"), [("Сбер", "Сбер"), ("Piggy bank", "Piggy bank"), ("со Сбера", "Сбера")]
)
def test_an_account_that_is_answered_but_on_no_list_is_named(text: str, name: str) -> None:
    reading = read(text, setting(text, thread=waiting("account")))

    assert (reading.unknown_account, reading.draft.description) == (name, None)


@pytest.mark.parametrize("text", ["не помню", "whatever you think is best for such things"])
def test_chatter_is_no_account(text: str) -> None:
    assert read(text, setting(text, thread=waiting("account"))).unknown_account == ""


def test_an_ambiguous_correction_is_asked_back() -> None:
    reading = read("1.250", setting("1.250", thread=booked()))

    assert reading.rivals == (Decimal(1250), Decimal("1.250"))


@pytest.mark.parametrize(
    ("text", "thread", "act"),
    [
        ("undo", booked(), "delete"),
        ("отмени", booked(), "delete"),
        ("удали", booked(), "delete"),
        ("удали это, пожалуйста", booked(), "delete"),
        ("отмена", booked(), "delete"),
        ("отмена", waiting("account"), "cancel"),
        ("cancel", booked(), "delete"),
        ("cancel", waiting("account"), "cancel"),
        ("cancel", None, "delete"),
        ("undo", None, "delete"),
        ("отмени", None, "delete"),
        ("удали последнее", None, "delete"),
        ("delete the last one", None, "delete"),
        ("не надо", None, "cancel"),
        ("нет, не надо", waiting("account"), "cancel"),
        ("не записывай", waiting("account"), "cancel"),
        ("don't record", waiting("account"), "cancel"),
        ("never mind", None, "cancel"),
        ("верни", booked(), "restore"),
        ("верни обратно", None, "restore"),
        ("bring back", booked(), "restore"),
    ],
)
def test_a_command_is_an_act(text: str, thread: Thread | None, act: str) -> None:
    reading = read(text, setting(text, thread=thread))

    assert (reading.act, reading.drafts) == (act, ())


def test_an_undo_may_name_what_it_undoes() -> None:
    reading = read("удали кофе", setting("удали кофе"))

    assert reading.act == "delete"
    assert reading.query is not None
    assert reading.query.words == "кофе"


@pytest.mark.parametrize("text", ["Вася вернул 500", "вернул 500 Васе", "отменил подписку 300"])
def test_a_verb_that_tells_is_no_command(text: str) -> None:
    assert read(text, setting(text)).act == "tell"
