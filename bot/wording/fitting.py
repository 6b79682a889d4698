"""Messages that Telegram takes: not too long, and plain where its markup is not understood."""

import html
import re
from dataclasses import replace
from typing import Final

from bot.wording.cards import Rendered

LONGEST: Final = 4096
"""UTF-16 units of a message, its markup not counted."""

CUT: Final = "…"
TAGS: Final = re.compile(r"<[^>]*>")


def fitted(rendered: Rendered) -> Rendered:
    """The message, cut at the end of a line where it is too long; one too long line loses its markup."""
    if length(rendered.text) <= LONGEST:
        return rendered
    kept: list[str] = []
    room = LONGEST - 1
    for line in rendered.text.split("\n"):
        needed = length(line) + 1
        if needed > room:
            kept.append(html.escape(_first_units(plain(line), room - 1), quote=False) if not kept else "")
            break
        kept.append(line)
        room -= needed
    return replace(rendered, text="\n".join(kept) + CUT)


def without_markup(rendered: Rendered) -> Rendered:
    """The message as plain words that nobody can misread as markup."""
    return replace(rendered, text=html.escape(plain(rendered.text), quote=False))


def plain(text: str) -> str:
    """The words of HTML."""
    return html.unescape(TAGS.sub("", text))


def length(text: str) -> int:
    """How long Telegram finds some HTML."""
    return len(plain(text).encode("utf-16-le")) // 2


def _first_units(words: str, count: int) -> str:
    return words.encode("utf-16-le")[: 2 * max(0, count)].decode("utf-16-le", errors="ignore")
