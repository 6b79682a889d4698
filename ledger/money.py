from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final, Self

from babel.core import get_global

from ledger.errors import MoneyError

MAX_DIGITS: Final = 15
"""Longest amount in minor units: fifteen digits are exact in SQLite and in a sheet's double."""

# ISO 4217:2015, table A.1, column "minor unit", where it is not 2. (CLDR's own digits describe cash.)
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DIGITS: Final = {
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
}


@cache
def is_currency(code: str) -> bool:
    """Whether `code` is a currency code of ISO 4217 that CLDR knows, such as `EUR`."""
    return code in get_global("all_currencies")


def minor_digits(currency: str) -> int:
    """Digits after the decimal point of a currency, by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount: whole minor units of an ISO 4217 currency. Never a float."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not is_currency(self.currency):
            raise MoneyError(f"{self.currency!r} is no currency of ISO 4217")
        if abs(self.minor) >= 10**MAX_DIGITS:
            raise MoneyError(f"{self.minor!r} minor units are more than {MAX_DIGITS} digits")

    @classmethod
    def of(cls, amount: Decimal | str, currency: str) -> Self:
        """The exact amount in major units, such as `12.50` euro.

        Raises:
            MoneyError: not a finite number, finer than the currency's minor unit, or out of bounds.

        >>> Money.of("12.50", "EUR")
        Money(minor=1250, currency='EUR')
        """
        try:
            value = Decimal(amount)
        except InvalidOperation as error:
            raise MoneyError(f"{amount!r} is not a number") from error
        if not value.is_finite() or value.adjusted() > MAX_DIGITS:
            raise MoneyError(f"{amount!r} is not an amount of money")
        minor = value.scaleb(minor_digits(currency))
        if minor != minor.to_integral_value():
            raise MoneyError(f"{amount!r} is finer than the minor unit of {currency}")
        return cls(int(minor), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with the currency's number of decimals."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __add__(self, other: Self) -> Self:
        self._check(other)
        return type(self)(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        return self + -other

    def __abs__(self) -> Self:
        return type(self)(abs(self.minor), self.currency)

    def _check(self, other: Self) -> None:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} and {other.currency} do not add up")
