"""Which cells of a column meet a criterion such as `>=46000` or `Cash`, as the bits of a number."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

Scalar = float | str | bool | None

_CRITERION: Final = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)


def mask(cells: Sequence[Scalar], criterion: Scalar) -> int:
    """A bit for each cell that meets the criterion, the first cell's lowest."""
    meets = _test(criterion)
    bits = 0
    for place, cell in enumerate(cells):
        if meets(cell):
            bits |= 1 << place
    return bits


def _test(criterion: Scalar) -> Callable[[Scalar], bool]:
    if not isinstance(criterion, str):
        return lambda cell: cell == criterion and cell is not None
    found = _CRITERION.fullmatch(criterion)
    sign, wanted = (found.group(1) or "=", found.group(2)) if found else ("=", criterion)
    number = _number(wanted)
    if sign in ("=", "<>"):
        alike = (lambda cell: cell == number) if number is not None else _alike(wanted)
        return alike if sign == "=" else (lambda cell: not alike(cell))
    if number is None:
        return lambda _cell: False
    compare: dict[str, Callable[[float], bool]] = {
        "<": lambda value: value < number,
        ">": lambda value: value > number,
        "<=": lambda value: value <= number,
        ">=": lambda value: value >= number,
    }
    return lambda cell: isinstance(cell, float) and compare[sign](cell)


@lru_cache(1024)
def _alike(wanted: str) -> Callable[[Scalar], bool]:
    """Texts that say the same, whatever their case; `*` and `?` stand for others, but not after `~`."""
    parts = re.findall(r"~.|[*?]|[^~*?]+|~", wanted, re.DOTALL)
    signs = {"*": ".*", "?": "."}
    pattern = "".join(
        signs.get(part) or re.escape(part[1:] if part[0] == "~" and part[1:] else part) for part in parts
    )
    known = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return lambda cell: known.fullmatch(cell if isinstance(cell, str) else "") is not None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
