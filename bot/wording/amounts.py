from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import get_currency_symbol

from ledger import Money, minor_digits

NARROW: Final = "\N{NO-BREAK SPACE}"
"""The no-break space between thousands."""

# CLDR shows these as codes outside their own country; here everybody knows their own money by its sign.
SIGNS: Final = {
    "RUB": "₽",
    "UAH": "₴",
    "KZT": "₸",
    "TRY": "₺",
    "GEL": "₾",
    "AMD": "֏",
    "KGS": "с",
    "BYN": "Br",
}


def sign(currency: str, language: str) -> str:
    """The sign of a currency, such as ₽."""
    return SIGNS.get(currency) or get_currency_symbol(currency, language)


def number(amount: Decimal, currency: str, language: str, *, plus: bool = False) -> str:
    """An amount without its currency: `1 250,50` in Russian, `1 250.50` in English; `.00` is dropped."""
    return _shown(amount, minor_digits(currency), language, plus=plus)


def exact(amount: Decimal, language: str) -> str:
    """A number of no known currency with all its digits: `−1 250,5`."""
    exponent = amount.normalize().as_tuple().exponent
    return _shown(amount, max(0, -exponent) if isinstance(exponent, int) else 0, language)


def _shown(amount: Decimal, digits: int, language: str, *, plus: bool = False) -> str:
    text = f"{abs(amount):,.{digits}f}"
    whole, _, part = text.partition(".")
    point = "," if language == "ru" else "."
    shown = whole.replace(",", NARROW) + (f"{point}{part}" if part.strip("0") else "")
    return ("−" if amount < 0 else "+" if plus else "") + shown


def money(value: Money, language: str, *, plus: bool = False) -> str:
    """An amount with its sign: `1 250,50 ₽`. `plus` puts a + before what is positive."""
    return f"{number(value.amount, value.currency, language, plus=plus)} {sign(value.currency, language)}"


def day(value: date, language: str, *, today: date | None = None) -> str:
    """A day as on a card: `21 Nov`, `21 ноя`; with its year when that is not today's."""
    short = format_date(value, "MMM", locale=language)[:3]
    year = f" {value.year}" if today is not None and value.year != today.year else ""
    return f"{value.day} {short}{year}"


def month(text: str, language: str) -> str:
    """A month such as `2026-11` in words: `Nov 2026`, `ноя 2026`."""
    first = date.fromisoformat(f"{text}-01")
    return f"{format_date(first, 'LLL', locale=language)[:3]} {first.year}"


def clock(moment: datetime, timezone: str) -> str:
    """A time of day in the person's zone: `15:21`."""
    return moment.astimezone(ZoneInfo(timezone)).strftime("%H:%M")
