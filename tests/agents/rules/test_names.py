import pytest

from agents.rules.names.finding import find_accounts, find_categories, find_unknown_account
from agents.rules.numbers.finding import find_numbers
from agents.rules.numbers.roles import give_roles
from agents.rules.page import Page
from ledger import Account, Category
from tests.agents.rules.world import book

ACCOUNTS = (
    Account("Наличные", "RUB", ("нал", "кэш")),
    Account("Карта", "RUB"),
    Account("Тинькофф Блэк", "RUB", ("тиньк",)),
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("кофе картой", ["Карта"]),
        ("кофе наличными", ["Наличные"]),
        ("кофе нал", ["Наличные"]),
        ("канал 300", []),
        ("налог 300", []),
        ("с карты в наличные", ["Карта", "Наличные"]),
        ("тинькофф блэк 300", ["Тинькофф Блэк"]),
        ("кофе тиньк", ["Тинькофф Блэк"]),
        ("кофе наличые", ["Наличные"]),
        ("марта 300", []),
        ("кофе", []),
    ],
)
def test_an_account_is_found_in_any_form_of_its_name(text: str, names: list[str]) -> None:
    assert [found.name for found in find_accounts(Page.of(text, "ru"), ACCOUNTS)] == names


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("с карты на наличные", ["from", "to"]),
        ("из наличных", ["from"]),
        ("картой", [""]),
        ("на карту", ["to"]),
    ],
)
def test_a_preposition_gives_an_account_its_direction(text: str, directions: list[str]) -> None:
    assert [found.direction for found in find_accounts(Page.of(text, "ru"), ACCOUNTS)] == directions


@pytest.mark.parametrize(
    ("text", "name", "how"),
    [
        ("кофе", "Кафе", "word"),
        ("КОФЕ", "Кафе", "word"),
        ("латте", "Кафе", "word"),
        ("пиццу", "Кафе", "word"),
        ("бизнес-ланч", "Кафе", "word"),
        ("coffee", "Кафе", "word"),
        ("такси", "Транспорт", "word"),
        ("в пятёрочке", "Продукты", "word"),
        ("продукты", "Продукты", "name"),
        ("прадукты", "Продукты", "typo"),
        ("категория дом", "Дом", "marked"),
        ("детский сад", "Дети", "word"),
    ],
)
def test_a_category_is_found_by_its_name_or_words(text: str, name: str, how: str) -> None:
    found = find_categories(Page.of(text, "ru"), book("ru").categories)

    assert [(item.name, item.how) for item in found] == [(name, how)]


@pytest.mark.parametrize("text", ["нечто", "платил", "тест", "стул"])
def test_a_word_of_no_category_finds_none_or_its_own(text: str) -> None:
    found = find_categories(Page.of(text, "ru"), book("ru").categories)

    assert [item.name for item in found] == (["Дом"] if text == "стул" else [])


def test_a_category_without_words_of_its_own_borrows_those_of_a_new_book() -> None:
    categories = (Category("Продукты", "expense"), Category("Рестораны", "expense"))

    found = find_categories(Page.of("кофе и хлеб", "ru"), categories)

    assert [item.name for item in found] == ["Рестораны", "Продукты"]


def test_a_category_with_words_of_its_own_keeps_to_them() -> None:
    categories = (Category("Кафе", "expense", ("чебурек",)),)

    assert find_categories(Page.of("кофе", "ru"), categories) == ()


def test_each_part_of_a_compound_category_is_its_name() -> None:
    categories = (
        Category("Аптека/Здоровье", "expense", ("бинт",)),
        Category("Кафе и рестораны", "expense", ("мидии",)),
    )

    found = find_categories(Page.of("здоровье, ресторан", "ru"), categories)

    assert [item.name for item in found] == ["Аптека/Здоровье", "Кафе и рестораны"]


def test_an_account_of_no_list_is_found_behind_a_preposition() -> None:
    page = Page.of("кофе с копилки", "ru")

    assert find_unknown_account(page, ()) == "копилки"


def test_a_thing_that_is_also_an_account_elsewhere_is_bought() -> None:
    assert find_unknown_account(Page.of("bought a wallet yesterday", "en"), ()) == ""


NAMES = (
    "Bargeld",
    "Girokonto Sparkasse",
    "DKB Visa",
    "Т-Банк",
    "ПриватБанк",
    "Vale-refeição",
    "Yape",
    "建行卡",
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kaffee 3,20 Sparkasse", "Girokonto Sparkasse"),
        ("Kaffee 3,20 Spk", "Girokonto Sparkasse"),
        ("Tanken 60 mit der DKB-Karte", "DKB Visa"),
        ("Hotel 140 Visa", "DKB Visa"),
        ("такси 450 тбанк", "Т-Банк"),
        ("такси 450 с тинькофф", "Т-Банк"),
        ("кава 65 з привату", "ПриватБанк"),
        ("feira 47,80 no VALE REFEIÇÃO", "Vale-refeição"),
        ("yapeé 25 soles", "Yape"),
        ("咖啡30 建设银行", "建行卡"),
    ],
)
def test_an_account_is_known_by_a_part_of_its_name_by_other_spellings_and_by_nicknames(
    text: str, name: str
) -> None:
    accounts = tuple(Account(each, "EUR") for each in NAMES)

    assert [found.name for found in find_accounts(Page.of(text, "de"), accounts)] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mercado 150", ("Dinheiro", "Mercado Pago")),  # a thing to buy stays one
        ("present for mum 20", ("Cash", "Mum's card")),  # and so does a person
        ("lunch 12 chase", ("Chase Checking", "Chase Savings")),  # two have that part
        ("cashew 5", ("Cash", "Bank")),  # not every word that begins alike
        ("chase the bus", ("Cash", "Chase Checking")),  # no place for an account
    ],
)
def test_a_part_of_a_name_that_means_something_else_or_two_accounts_is_none(
    text: str, names: tuple[str, ...]
) -> None:
    accounts = tuple(Account(each, "EUR") for each in names)

    assert find_accounts(Page.of(text, "en"), accounts) == ()


def test_an_only_number_behind_a_tax_is_what_was_paid() -> None:
    numbers = give_roles(page := Page.of("council tax 150", "en"), find_numbers(page), is_reply=False)

    assert [number.role for number in numbers] == ["amount"]
