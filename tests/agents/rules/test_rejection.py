"""What sounds like money and is no operation of the person."""

from random import Random

import pytest

from agents.rules import read
from evals.fuzz import text_of
from tests.agents.rules.world import setting


@pytest.mark.parametrize(
    "text",
    [
        "your code is 558201",
        "код 5531 для оплаты 1299р, никому не говорите",
        "call me at 612 345 678",
        "мой номер 916 123 45 67",
        "congratulations! you won $5000, click here",
        "get 20% off orders over $50 this weekend only",
        "вам одобрен кредит до 500 000 руб",
        "your card payment of £42.00 was declined",
        "покупка 1500р отклонена, недостаточно средств",
        "my brother earns 60k a year",
        "сосед купил машину за 2 миллиона",
        "на улице +25, жара",
        "Ленина 45, подъезд 2, этаж 6",
        "tomatoes are 7 now",
        "помидоры уже по 400",
        "saw a nice couch for 800",
        "almost spent 200 on shoes",
        "they offered me 95k",
        "Arsenal won 3-1",
        "meeting moved to 15:30, room 12",
    ],
)
def test_it_writes_nothing(text: str) -> None:
    reading = read(text, setting(text))

    assert (reading.draft.amount, reading.rivals) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "taxi 450 " + "and so it went on and on " * 20,
        "bread " + "12 " * 150,
        text_of(Random(1), 4096),  # noqa: S311  # no secret
        text_of(Random(2), 300),  # noqa: S311  # no secret
    ],
)
def test_a_long_text_that_is_no_note_writes_nothing(text: str) -> None:
    assert read(text, setting(text)).act == "none"


def test_a_long_list_is_still_a_list() -> None:
    text = "\n".join(f"bread {price}" for price in range(10, 110))

    assert len(read(text, setting(text)).drafts) == 100


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("bought shoes 40, 20% off", "40"),
        ("заплатила за телефон 500", "500"),
        ("brother paid me back 50", "50"),
        ("What A Burger 9", "9"),
        ("paid the taxi 12, will pay rent tomorrow", "12"),
        ("could you add 8.40 for lunch, cash", "8.40"),
    ],
)
def test_what_only_looks_like_it_is_told(text: str, amount: str) -> None:
    assert str(read(text, setting(text)).draft.amount) == amount
