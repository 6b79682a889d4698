"""What sounds like money and is no operation of the person."""

from random import Random

import pytest

from agents.rules import read
from evals.fuzz import text_of
from tests.agents.rules.world import at_home, setting


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


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("tr", "Galatasaray 3-1 kazandı"),
        ("it", "Inter-Juve 2-0 al 90esimo"),
        ("it", "Il codice OTP per confermare l'accesso è 093 557"),
        ("it", "Il prossimo 1 giugno verrà addebitata la rata del prestito di 310,00 €"),
        ("pl", "nie wziąłem jednak tego kursu za 499"),
        ("it", "alla fine il cappotto da 220 non l'ho preso"),
        ("es", "Correos: su paquete está retenido, abone 1,79€ en correos-envio.top"),
        ("tr", "PTT Kargo: gönderiniz için 24,90 TL ödeyin aksi halde iade: ptt-odeme.xyz"),
        ("pl", "11 452 kroki"),
    ],
)
def test_scores_codes_demands_and_what_is_yet_to_come_are_no_operation(code: str, text: str) -> None:
    assert read(text, at_home(code)).act == "none"


@pytest.mark.parametrize(("code", "text"), [("en", "cat food"), ("pl", "prezent dla Zosi")])
def test_a_thing_with_a_word_beside_it_is_asked_for_its_amount(code: str, text: str) -> None:
    reading = read(text, at_home(code))
    assert (reading.act, reading.drafts[0].amount) == ("tell", None)


@pytest.mark.parametrize(("text", "amount"), [("обед 1998", 1998), ("обед 2034", 2034)])
def test_a_known_thing_beside_what_looks_like_a_year_is_an_amount(text: str, amount: int) -> None:
    reading = read(text, at_home("ru"))
    assert (reading.drafts[0].amount, reading.is_doubtful) == (amount, False)


@pytest.mark.parametrize(
    ("code", "text"), [("ru", "скока у меня налички?"), ("en", "what have I got in savings rn")]
)
def test_what_is_left_may_be_asked_in_slang(code: str, text: str) -> None:
    query = read(text, at_home(code)).query
    assert query is not None
    assert query.metric == "balance"


def test_a_turkish_ending_behind_the_right_amount_is_no_part_of_the_thing() -> None:
    reading = read("dünkü taksi 250 değil 210'du", at_home("tr"))
    assert (reading.reference, reading.drafts[0].amount) == ("taksi", 210)
