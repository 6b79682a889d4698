"""Chinese number words, whose characters are digits and units."""

import re
from decimal import Decimal
from typing import Final

NUMERALS: Final = "零〇一二两兩三四五六七八九十百千万萬亿億壹贰貳叁參肆伍陆陸柒捌玖拾佰仟廿卅半"
"""The characters that Chinese numbers are made of."""
NUMERAL: Final = re.compile(f"[{NUMERALS}]+")
_DIGITS: Final = {
    char: value
    for value, chars in enumerate(
        ("零〇", "一壹", "二两兩贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_UNITS: Final = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
_TENS: Final = {"廿": "二十", "卅": "三十"}
_MYRIAD: Final = 10**4


def han_value(text: str) -> Decimal | None:
    """What a Chinese number says, its shortened end included; None when it says none.

    >>> han_value("三百五十"), han_value("两百五"), han_value("三万五"), han_value("二〇二五")
    (Decimal('350'), Decimal('250'), Decimal('35000'), Decimal('2025'))
    """
    text = "".join(_TENS.get(char, char) for char in text)
    if all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text)) if text else None
    if "半" in text:
        return _with_half(text)
    total, section, digit = 0, 0, 0
    unit = 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            unit = unit if digit else 1
        elif _UNITS[char] < _MYRIAD:
            unit = _UNITS[char]
            section, digit = section + (digit or 1) * unit, 0
        else:
            unit = _UNITS[char]
            total, section, digit = total + (section + digit or 1) * unit, 0, 0
    is_short = digit and unit > 10 and text[-2:-1] in _UNITS  # noqa: PLR2004 — 十五 is fifteen, 百五 a hundred and fifty
    return Decimal(total + section + (digit * unit // 10 if is_short else digit))


def _with_half(text: str) -> Decimal | None:
    """`一百半` is no number; `两万半` is 25000."""
    whole, _, rest = text.partition("半")
    unit = _UNITS.get(whole[-1:] or rest[:1])
    if not unit or (whole and rest):
        return None
    value = han_value(whole) if whole else Decimal(0)
    return None if value is None else value + Decimal(unit) / 2
