from typing import Final

from agents.reading import Act
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from manager import Thread

_MOST_WORDS: Final = 3
_SMALL_TALK: Final = 3
"""Small words that may stand before a command: `oh no just delete it`."""
_FREE: Final = ("filler", "command", "and", "greeting", "no", "oops")
_BREAKS: Final = frozenset({",", ".", ";", "!", "—", "–", "("})


def command(page: Page, thread: Thread | None) -> Act | None:
    """What a message commands about what is recorded or asked: `undo`, `не надо`; None for nothing."""
    first = first_word(page)
    if first is None:
        return None
    for role, act in (("restore", "restore"), ("cancel", "cancel"), ("stop", "cancel"), ("undo", "delete")):
        hit = next((hit for hit in page.hits.all(role) if first <= hit.first <= first + _SMALL_TALK), None)
        hit = hit or (_last_word(page, role) if role == "undo" else None)
        if hit is None or not _is_whole(page, first, hit.first, hit.last, is_open=role == "undo"):
            continue
        if role == "stop":
            return "cancel" if thread is not None and thread.booked is None else "delete"
        return "restore" if act == "restore" else "delete" if act == "delete" else "cancel"
    return None


def first_clause(page: Page) -> Page | None:
    """A message without the reason behind a command: `forget it, she wrote it down`.

    None where nothing follows, and where what follows has a number: that may be told for its own sake.
    """
    ends = (index for index, token in enumerate(page.tokens) if token.word in _BREAKS and index)
    end = next(ends, len(page.tokens))
    rest = range(end, len(page.tokens))
    if not rest or any(
        page.tokens[index].kind == "number" or page.hits.at("numeral", index) for index in rest
    ):
        return None
    return Page.of(page.text[: page.tokens[end].start], page.language.code)


def _last_word(page: Page, role: str) -> Hit | None:
    """A verb at the end, as in Turkish and Chinese: `kahveyi sil`, `把咖啡删了`."""
    is_han = page.language.code == "zh" and len(page.tokens) <= 2 * _MOST_WORDS
    is_short = is_han or ("tr" in page.codes and len(page.tokens) <= _MOST_WORDS)
    return next((hit for hit in page.hits.all(role) if is_short and hit.last == len(page.tokens) - 1), None)


def first_word(page: Page) -> int | None:
    """Where the words of a message begin, behind signs and a "no"."""
    return next(
        (
            index
            for index, token in enumerate(page.tokens)
            if token.kind != "sign" and not (page.hits.over("no", index) and len(page.tokens) > 1)
        ),
        None,
    )


def _is_whole(page: Page, first: int, start: int, end: int, *, is_open: bool) -> bool:
    """Whether a command is all that is said, small words aside; an undo may name what it undoes."""
    if end == len(page.tokens) - 1 and is_open and ("tr" in page.codes or page.language.code == "zh"):
        return not any(token.kind == "number" for token in page.tokens)
    if any(not _is_small(page, index) for index in range(first, start)):
        return False
    rest = [index for index in range(end + 1, len(page.tokens)) if not _is_small(page, index)]
    if not rest:
        return True
    has_number = any(page.tokens[index].kind == "number" for index in rest)
    return is_open and len(rest) <= 3 and not (has_number and len(rest) > 1)  # noqa: PLR2004 — "delete the coffee"


def _is_small(page: Page, index: int) -> bool:
    return page.tokens[index].kind == "sign" or any(page.hits.over(role, index) for role in _FREE)
