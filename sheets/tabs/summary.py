"""What stands in the Summary tab and in the hidden lists that it counts with.

Every formula is one that Google Sheets, LibreOffice and Excel compute alike, with `;` between arguments.
Whole columns of the ledger are summed by their names, so that a new row needs no formula to change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from babel.dates import get_month_names

from ledger import minor_digits
from sheets.cell import Formula, text
from sheets.layout import Language
from sheets.rows import STATUS_WORDS, TYPE_WORDS
from sheets.tabs.content import CATEGORIES, FIRST_CATEGORY, LAYOUT, Put
from sheets.tabs.register import Register

MOST: Final = 6
"""So many categories have a slice of their own in the pie; the rest share one."""

HELD: Final = 30
"""How many accounts the summary has room for."""

FIRST_HELD: Final = FIRST_CATEGORY + MOST + 3

_MONTHS: Final = range(1, 13)
_YEAR_COLUMN: Final = 13
_TREND_COLUMN: Final = 14
_MOST_COLUMN: Final = 15
_NOTHING: Final = "0.005"

_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "year": "Year",
        "income": "Income",
        "spent": "Spent",
        "left": "Left",
        "total": "Whole year",
        "balance": "Balance",
        "by": "Spent on",
        "most": "Most spent on",
        "other": "All the rest",
        "foreign": "Operations in other currencies, not in these sums: ",
        "months": "Income and spending by month",
        "pie": "What the money went on",
        "held": "On the accounts",
        "trend": "Trend",
        "empty": "Nothing is booked in this year yet. Tell the bot, for example: coffee 300 cash",
    },
    "ru": {
        "year": "Год",
        "income": "Доход",
        "spent": "Расход",
        "left": "Осталось",
        "total": "За год",
        "balance": "Остаток",
        "by": "Расход по категориям",
        "most": "Больше всего",
        "other": "Остальное",
        "foreign": "Операций в других валютах, не вошедших в суммы: ",
        "months": "Доходы и расходы по месяцам",
        "pie": "На что ушли деньги",
        "held": "На счетах",
        "trend": "Ход",
        "empty": "За этот год записей ещё нет. Напишите боту, например: кофе 300 наличные",
    },
}


def word(key: str, language: Language) -> str:
    """A word of the summary."""
    return _WORDS[language][key]


def summary(register: Register, language: Language, *, has_sparks: bool = False) -> tuple[Put, ...]:
    """The cells of the Summary tab; `has_sparks`: each category has its year as a line in a cell."""
    parts = [
        _top(language),
        _months(language),
        _categories(register, language),
        _most(language),
        _held(language),
    ]
    if has_sparks:
        parts.append(_trends(register, language))
    digits = minor_digits(register.currency)
    return tuple(replace(put, digits=digits) for part in parts for put in part)


def lists(register: Register) -> tuple[Put, ...]:
    """The cells of the hidden lists: the words of both languages, so that rows in either are counted."""
    return (*_labels(register), *_ranks(register))


def letter(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _top(language: Language) -> Iterator[Put]:
    others = 'SUMPRODUCT(COUNTIFS(tb_status;tb_lbl_ok;tb_currency;"<>"&tb_base))'
    yield Put(0, 0, word("year", language), "title")
    yield Put(0, 1, Formula("=YEAR(TODAY())"), "title", "people")
    days = 'tb_date;">="&DATE(tb_year;1;1);tb_date;"<"&DATE(tb_year;13;1)'
    none = f"SUMPRODUCT(COUNTIFS(tb_status;tb_lbl_ok;{days}))=0"
    foreign = f'IF({others}=0;"";"{word("foreign", language)}"&{others})'
    yield Put(1, 0, Formula(f'=IF({none};"{word("empty", language)}";{foreign})'), "note")


def _months(language: Language) -> Iterator[Put]:
    yield from _header(2, Formula("=tb_base"), language)
    for row, key, sign in ((3, "income", ""), (4, "spent", "-")):
        yield Put(row, 0, word(key, language))
        for month in _MONTHS:
            yield Put(row, month, Formula(f"={sign}{_sum_of_month(key, month)}"), "money")
    yield Put(5, 0, word("left", language), "total")
    for column in _MONTHS:
        yield Put(5, column, Formula(f"={letter(column)}4-{letter(column)}5"), "total")
    for row in (3, 4, 5):
        yield Put(row, _YEAR_COLUMN, Formula(f"=SUM(B{row + 1}:M{row + 1})"), "total")


def _categories(register: Register, language: Language) -> Iterator[Put]:
    names = _spending(register)
    yield from _header(FIRST_CATEGORY - 1, word("by", language), language)
    for row, category in enumerate(names, start=FIRST_CATEGORY):
        name = f"$A{row + 1}"
        yield Put(row, 0, category, owner="book")
        for month in _MONTHS:
            summed = _sum_of_month("spent", month, f"tb_category;{name};")
            yield Put(row, month, Formula(f'=IF({name}="";"";-{summed})'), "money")
        total = f'=IF({name}="";"";SUM(B{row + 1}:M{row + 1}))'
        yield Put(row, _YEAR_COLUMN, Formula(total), "total")


def _trends(register: Register, language: Language) -> Iterator[Put]:
    """The months of each category as a line in a cell."""
    yield Put(FIRST_CATEGORY - 1, _TREND_COLUMN, word("trend", language), "heading")
    for row in range(FIRST_CATEGORY, FIRST_CATEGORY + len(_spending(register))):
        line = f"SPARKLINE(B{row + 1}:M{row + 1})"
        yield Put(row, _TREND_COLUMN, Formula(f'=IF($A{row + 1}="";"";{line})'))


def _spending(register: Register) -> list[str]:
    """The categories of spending that the summary has room for."""
    names = (text(category.name) for category in register.categories if category.kind == "expense")
    return list(names)[:CATEGORIES]


def _most(language: Language) -> Iterator[Put]:
    first, last = FIRST_CATEGORY + 1, FIRST_CATEGORY + MOST
    amounts = letter(_MOST_COLUMN + 1)
    yield Put(FIRST_CATEGORY - 1, _MOST_COLUMN, word("most", language), "heading")
    yield Put(FIRST_CATEGORY - 1, _MOST_COLUMN + 1, word("total", language), "figures")
    for place in range(1, MOST + 1):
        row, rank = FIRST_CATEGORY + place - 1, f"LARGE(tb_rank;{place})"
        for column, values, look in ((0, "tb_spent_by", "plain"), (1, "tb_spent_total", "money")):
            found = f"INDEX({values};MATCH({rank};tb_rank;0))"
            formula = f'=IFERROR(IF({rank}<{_NOTHING};"";{found});"")'
            yield Put(row, _MOST_COLUMN + column, Formula(formula), "money" if look == "money" else "plain")
    rest = f"SUM(tb_spent_total)-SUM({amounts}{first}:{amounts}{last})"
    row = FIRST_CATEGORY + MOST
    other = word("other", language)
    yield Put(row, _MOST_COLUMN, Formula(f'=IF({amounts}{row + 1}="";"";"{other}")'))
    yield Put(row, _MOST_COLUMN + 1, Formula(f'=IF({rest}<{_NOTHING};"";{rest})'), "money")


def _held(language: Language) -> Iterator[Put]:
    """What the accounts hold, in the order in which their own tab lists them."""
    yield Put(FIRST_HELD - 1, _MOST_COLUMN, word("held", language), "heading")
    yield Put(FIRST_HELD - 1, _MOST_COLUMN + 1, word("balance", language), "figures")
    for place in range(HELD):
        row, line = FIRST_HELD + place, place + 2  # below the header
        currency, name = f"INDEX(tb_account_currency;{line})", f"INDEX(tb_accounts;{line})"
        shown = Formula(f'=IF({currency}="";"";{name}&", "&{currency})')
        yield Put(row, _MOST_COLUMN, shown)
        held = f'=IF({letter(_MOST_COLUMN)}{row + 1}="";"";INDEX(tb_balance;{line}))'
        yield Put(row, _MOST_COLUMN + 1, Formula(held), "money")


def _header(row: int, first: str, language: Language) -> Iterator[Put]:
    names = get_month_names("abbreviated", context="stand-alone", locale=language)
    yield Put(row, 0, first, "heading")
    for month in _MONTHS:
        yield Put(row, month, names[month].removesuffix(".").capitalize(), "figures")
    yield Put(row, _YEAR_COLUMN, word("total", language), "figures")


def _sum_of_month(key: str, month: int, also: str = "") -> str:
    """What was earned or spent in a month of the year, in the book's own currency."""
    label = "tb_lbl_expense" if key == "spent" else "tb_lbl_income"
    days = f'tb_date;">="&DATE(tb_year;{month};1);tb_date;"<"&DATE(tb_year;{month + 1};1)'
    # The labels are two cells, one for each language; a row has its type and its status in the same one.
    return (
        f"SUMPRODUCT(SUMIFS(tb_amount;tb_type;{label};tb_status;tb_lbl_ok;{also}tb_currency;tb_base;{days}))"
    )


def _labels(register: Register) -> Iterator[Put]:
    for column, name in enumerate(
        ("Expense", "Income", "OK", "Base currency", "Layout", "Currencies", "Rank")
    ):
        yield Put(0, column, name, "heading")
    yield Put(4, 0, "Correction", "heading")
    for row, language in enumerate(("en", "ru"), start=1):
        words = TYPE_WORDS["ru" if language == "ru" else "en"]
        yield Put(row, 0, words["expense"], owner="book")
        yield Put(row, 1, words["income"], owner="book")
        yield Put(row + 4, 0, words["adjustment"], owner="book")
        yield Put(row, 2, STATUS_WORDS["ru" if language == "ru" else "en"][0], owner="book")
    yield Put(1, 3, register.currency, owner="book")
    yield Put(1, 4, LAYOUT, owner="book")
    for row, currency in enumerate(register.currencies[:CATEGORIES], start=1):
        yield Put(row, 5, currency, owner="book")


def _ranks(register: Register) -> Iterator[Put]:
    """The year's sum of each category, a millionth apart, so that no two are equal."""
    for place in range(1, len(_spending(register)) + 1):
        total = f"INDEX(tb_spent_total;{place})+{place}/1000000"
        formula = f'=IF(INDEX(tb_spent_by;{place})="";"";{total})'
        yield Put(place, 6, Formula(formula))
