"""How people talk: slips of the tongue, prices as they are said, shares, reasons, and what banks write."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agents import LAST
from agents.rules import read
from ledger import Account
from tests.agents.rules.world import at_home, booked, waiting


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [
        ("en", "three fifty for a soda", "3.50"),
        ("en", "lunch eleven ninety nine", "11.99"),
        ("en", "taxi one fifty", "1.50"),
        ("fr", "essence 71€40", "71.40"),
        ("es", "café uno cincuenta", "1.50"),
        ("de", "Kaffee drei fünfzig", "3.50"),
        ("it", "caffè uno e venti", "1.20"),
        ("ru", "пол-тысячи на такси", "500"),
        ("zh", "三块五买了瓶水", "3.5"),
        ("fr", "café2,50", "2.50"),
        ("tr", "market 1500e", "1500"),
        ("tr", "kitap 120'ye", "120"),
        ("fr", "taxi 20, euh non 25", "25"),
        ("es", "compra setenta y ocho euros con treinta", "78.30"),
        ("it", "pane 3 euro e 20", "3.20"),
        ("uk", "таксі сто тридцять ой ні сто п'ятдесят", "150"),
        ("ru", "такси 300, нет, 350", "350"),
        ("en", "taxi 30, sorry, 35", "35"),
        ("en", "paid council tax 168", "168"),
        ("es", "la casa rural eran 420 entre 6, lo mío 70", "70"),
        ("pl", "domek 1200 na 4 osoby, moja działka 300", "300"),
        ("zh", "昨晚火锅4个人一共368，AA下来我付了92", "92"),
        ("it", "gelato in tre, in totale 14,40", "14.40"),
        ("pl", "zeszyty 6 sztuk po 4,99", "29.94"),
        ("de", "am 1.5. Miete 1.180 €", "1180"),
        ("zh", "五花肉 30", "30"),
    ],
)
def test_a_price_is_read_as_it_is_said(code: str, text: str, amount: str) -> None:
    reading = read(text, at_home(code))

    assert ([draft.amount for draft in reading.drafts], reading.rivals) == ([Decimal(amount)], ())


def test_every_amount_may_stick_to_its_thing() -> None:
    reading = read("кофе230 булка95 нал", at_home("ru"))

    assert [(draft.description, draft.amount) for draft in reading.drafts] == [
        ("кофе", Decimal(230)),
        ("булка", Decimal(95)),
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "just counted, I have 43.75 in cash"),
        ("fr", "je viens de compter, il me reste 43,75 en espèces"),
        ("de", "Bargeld sind noch genau 43,75"),
        ("ru", "пересчитала, наличных осталось 43,75"),
        ("uk", "перерахував готівку, маю рівно 43,75"),
    ],
)
def test_what_was_counted_is_a_balance(code: str, text: str) -> None:
    draft = read(text, at_home(code)).draft

    assert (draft.type, draft.balance) == ("adjustment", Decimal("43.75"))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "BARCLAYS: 23.50 GBP spent at LIDL 0412 on 19/05/2026 at 18:40. Info 800303303"),
        ("it", "INTESA: pagamento di 23,50 EUR c/o LIDL 0412 il 19/05/2026 ore 18:40. Info 800303303"),
        ("pl", "mBank: Autoryzacja transakcji 23,50 PLN w ZABKA K.1. Dost. srodki: 1 203,44 PLN"),
        ("uk", "Приват: 23.50UAH Оплата АТБ 4*23 19:47 Бал. 5021.33"),
        ("zh", "【招商银行】您账户0382于05月19日18:26快捷支付23.50元，余额5,310.22元"),
        ("de", "Sparkasse: Kartenzahlung 23,50 EUR bei LIDL am 07.04. Girokonto-Stand 812,15 EUR"),
    ],
)
def test_a_banks_notice_tells_one_amount(code: str, text: str) -> None:
    assert [draft.amount for draft in read(text, at_home(code)).drafts] == [Decimal("23.50")]


def test_a_list_with_a_name_in_front_is_no_notice() -> None:
    drafts = read("Revolut: 12€ taxi, 5€ coffee", at_home("en")).drafts

    assert [draft.amount for draft in drafts] == [12, 5]


@pytest.mark.parametrize(
    ("code", "text", "act"),
    [
        ("en", "eh forget it, my wife already put it in", "cancel"),
        ("de", "ach vergiss es, geht aufs Büro", "cancel"),
        ("fr", "laisse tomber, je me suis trompée", "cancel"),
        ("uk", "не треба, чоловік записав", "cancel"),
        ("tr", "boşver, vazgeçtim", "cancel"),
        ("ru", "убери такси, это Лена платила", "delete"),
        ("en", "delete the taxi, Ann paid for it", "delete"),
        ("en", "oh no just delete it", "delete"),
        ("ru", "ладно, не надо", "cancel"),
        ("zh", "把咖啡删了", "delete"),
        ("uk", "це дубль, видали", "delete"),
        ("de", "storno, war ne Fehlbuchung", "delete"),
        ("en", "scrap the parking one, that was on the firm's card", "delete"),
        ("zh", "電影那筆刪掉，是我妹出的錢", "delete"),
        ("zh", "算了不记了", "cancel"),
        ("ru", "а, забей, не надо", "cancel"),
        ("en", "forget it, bought bread 12", "tell"),
        ("en", "bread 12, delete that", "tell"),
    ],
)
def test_a_command_may_give_its_reason(code: str, text: str, act: str) -> None:
    assert read(text, at_home(code, waiting("account"))).act == act


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Quatsch, 15,50"),
        ("fr", "ah non c'était 15,50"),
        ("zh", "打错了，是15.50"),
        ("en", "typo, 15.50"),
        ("es", "me he equivocado, 15,50"),
        ("it", "scusa, 15,50"),
        ("pl", "pomyłka, 15,50"),
        ("pt", "me enganei, 15,50"),
        ("tr", "pardon, 15,50"),
        ("uk", "помилка, 15,50"),
        ("ru", "опечатка, 15,50"),
    ],
)
def test_a_slip_is_corrected_in_every_language(code: str, text: str) -> None:
    reading = read(text, at_home(code))

    assert (reading.reference, reading.draft.amount) == (LAST, Decimal("15.50"))


def test_one_amount_instead_of_another_names_its_entry() -> None:
    reading = read("сок 140, а не 120", at_home("ru"))

    assert (reading.reference, reading.draft.amount) == ("сок", Decimal(140))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "no, the other way around"),
        ("ru", "ой, это не расход"),
        ("ru", "наоборот"),
        ("de", "andersrum"),
        ("tr", "tam tersi"),
        ("zh", "反了"),
    ],
)
def test_an_expense_turned_around_is_an_income(code: str, text: str) -> None:
    assert read(text, at_home(code, booked())).draft.type == "income"


@pytest.mark.parametrize(("code", "text"), [("en", "hmm let me check"), ("ru", "не помню, сейчас гляну")])
def test_an_answer_that_comes_later_is_no_account(code: str, text: str) -> None:
    assert read(text, at_home(code, waiting("account"))).unknown_account == ""


def test_a_qualified_currency_is_that_currency() -> None:
    reading = read("ah non c'était 25 dollars américains", at_home("fr", booked()))

    assert reading.draft.currency == "USD"


def test_a_balance_told_with_a_preposition_is_no_payment() -> None:
    draft = read("tenho 640 no cartão agora", at_home("pt")).draft

    assert (draft.type, draft.balance) == ("adjustment", Decimal(640))


@pytest.mark.parametrize(
    ("code", "text", "type_"),
    [
        ("ru", "заказчик оплатил счёт, 45000 на карту", "income"),
        ("uk", "брат віддав 1500, що я йому позичав", "income"),
        ("ru", "отдал 1500 за стрижку", "expense"),
        ("zh", "洗发水 45", "expense"),
        ("zh", "给妈妈转了1000", "expense"),
        ("ru", "кинул на телефон 500", "expense"),
        ("tr", "babaannem 500 verdi", "income"),
        ("tr", "460 lira bahşiş aldım", "income"),
        ("uk", "3 кг картоплі 78", "expense"),
    ],
)
def test_who_paid_whom_is_heard(code: str, text: str, type_: str) -> None:
    assert read(text, at_home(code)).draft.type == type_


@pytest.mark.parametrize(
    ("text", "amount"),
    [("口香糖 5毛", "0.5"), ("口香糖 3块5毛", "3.5"), ("菜 50元6角3分", "50.63"), ("糖 8分", "0.08")],
)
def test_jiao_and_mao_are_tenths(text: str, amount: str) -> None:
    assert read(text, at_home("zh")).draft.amount == Decimal(amount)


def test_a_ride_back_is_a_second_operation() -> None:
    drafts = read("такси туда 310, обратно 420", at_home("ru")).drafts

    assert [draft.amount for draft in drafts] == [310, 420]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "че я вчера покупал"),
        ("ru", "что я платил с карты в октябре"),
        ("fr", "c'était quoi ma plus grosse dépense en mars ?"),
        ("zh", "四月份交通花了多少钱"),
        ("en", "what did I buy yesterday"),
    ],
)
def test_a_question_may_begin_with_what(code: str, text: str) -> None:
    assert read(text, at_home(code)).act == "query"


@pytest.mark.parametrize(
    ("code", "text", "type_"),
    [
        ("de", "Oma hat mir 50 Euro geshcenkt", "income"),
        ("ru", "Серёга верунл долг 1500", "income"),
        ("tr", "annem 500 lira verid", "income"),
        ("en", "grandma recieved nothing, I recieved 50", "income"),
        ("es", "le devolví a Max 18", "expense"),
        ("uk", "зробив два ключі за 180", "expense"),
    ],
)
def test_two_letters_changed_places_but_another_form_is_another_word(
    code: str, text: str, type_: str
) -> None:
    assert read(text, at_home(code)).draft.type == type_


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [
        ("ru", "купила кроссовки за4300", "4300"),
        ("ru", "ВОДА60", "60"),
        ("pl", "klient zapłacił mi1450", "1450"),
        ("it", "premio di500 arrivato", "500"),
        ("en", "dad sent me250", "250"),
        ("ru", "сделал два ключа за600", "600"),
    ],
)
def test_an_amount_may_stick_to_a_small_word(code: str, text: str, amount: str) -> None:
    assert read(text, at_home(code)).draft.amount == Decimal(amount)


def test_a_debt_that_was_paid_is_no_plan() -> None:
    draft = read("paid off the 150 I owed Dave, cash", at_home("en")).draft

    assert (draft.amount, draft.account) == (Decimal(150), "Cash")


def test_a_name_is_found_without_its_fleeting_vowel_and_short_for_a_longer_one() -> None:
    names = ("Кошелёк", "招行")
    wallets = replace(at_home("ru").book, accounts=tuple(Account(name, "RUB") for name in names))
    setting = replace(at_home("ru"), book=wallets)

    assert read("хлеб 60 из кошелька", setting).draft.account == "Кошелёк"
    assert read("招商银行 支付 60元", setting).draft.account == "招行"


def test_an_exchange_takes_the_only_account_in_each_currency() -> None:
    money = (Account("Zloty", "PLN"), Account("Euro", "EUR"))
    setting = replace(at_home("pl"), book=replace(at_home("pl").book, accounts=money))

    draft = read("w kantorze zamieniłem 100 euro na 428 zł", setting).draft

    assert (draft.account, draft.to_account) == ("Euro", "Zloty")


def test_a_weekday_with_a_letter_left_out_is_that_day() -> None:
    assert read("в суботу батут 1800", at_home("ru")).draft.day == date(2026, 11, 14)
