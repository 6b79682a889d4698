import re
from typing import Final

from ledger import Evidence, Field, Origin

SURE: Final = 1.0
"""Confidence from which a value counts as said."""


class Quotes:
    """Finds the model's quotes in the person's text, each time behind the field's last place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._reached: dict[Field, int] = {}

    def evidence(self, field: Field, quote: str, confidence: float) -> Evidence:
        """Where the quote stands; one that the person did not write gets the place 0:0, which is none."""
        origin: Origin = "said" if confidence >= SURE else "guess"
        if not quote.strip():
            return Evidence(field, "guess", confidence=confidence)
        place = self._find(quote.strip(), self._reached.get(field, 0)) or self._find(quote.strip(), 0)
        if place is None:
            return Evidence(field, origin, quote, 0, 0, confidence)
        start, end = place
        self._reached[field] = end
        return Evidence(field, origin, self._text[start:end], start, end, confidence)

    def _find(self, quote: str, start: int) -> tuple[int, int] | None:
        """The first place from `start` on: as a word of its own if possible, in either case of letters."""
        before, after = _edge(quote[0], is_left=True), _edge(quote[-1], is_left=False)
        for pattern in (f"{before}{re.escape(quote)}{after}", re.escape(quote)):
            for flags in (re.NOFLAG, re.IGNORECASE):
                found = re.compile(pattern, flags).search(self._text, start)
                if found is not None:
                    return found.span()
        return None


def _edge(char: str, *, is_left: bool) -> str:
    """What may not stand beside such an edge: `5` is not found in `15`, nor `tea` in `team`."""
    kind = r"\d" if char.isdigit() else r"\w" if char.isalpha() else ""
    if not kind:
        return ""
    return f"(?<!{kind})" if is_left else f"(?!{kind})"
