from typing import Final

from agents.reading import Act
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit
from manager import Thread

_MOST_WORDS: Final = 3
_MOST_NAMED: Final = 3
"""So many words may name what is undone: `delete the coffee`."""
_SMALL_TALK: Final = 3
"""Small words that may stand before a command: `oh no just delete it`."""
_TWICE: Final = 2
_COMMANDS: Final = ("restore", "cancel", "stop", "undo")
_FREE: Final = ("filler", "command", "and", "greeting", "no", "oops")
_LONGEST_REASON: Final = 14
"""More words than this before a command are a story, not its reason."""
_BREAKS: Final = frozenset({",", ".", ";", "!", "—", "–", "("})


def command(page: Page, thread: Thread | None) -> Act | None:
    """What a message commands about what is recorded or asked: `undo`, `не надо`; None for nothing."""
    first = first_word(page)
    if first is None:
        return None
    for role, act in (("restore", "restore"), ("cancel", "cancel"), ("stop", "cancel"), ("undo", "delete")):
        hit = next((hit for hit in page.hits.all(role) if hit.first <= first + _SMALL_TALK), None)
        hit = hit or (_last_word(page, role) if role == "undo" else None)
        if hit is None or not _is_whole(page, first, hit):
            continue
        if role == "stop":
            return "cancel" if thread is not None and thread.booked is None else "delete"
        return "restore" if act == "restore" else "delete" if act == "delete" else "cancel"
    return None


def first_clause(page: Page) -> Page | None:
    """A message without the reason behind a command: `forget it, she wrote it down`.

    None where nothing follows, and where what follows has a number: that may be told for its own sake.
    """
    begins = min((hit.last for hit in page.hits.all(*_COMMANDS)), default=len(page.tokens))
    end = next((index for index in _breaks(page) if index > begins), None)
    if end is None or _has_number(page, range(end, len(page.tokens))):
        return None
    return Page.of(page.text[: page.tokens[end].start], page.language.code)


def last_clause(page: Page) -> Page | None:
    """A message without the reason before a command: `that is a duplicate, delete it`; None as above."""
    breaks = [index for index in _breaks(page) if index + 1 < len(page.tokens)]
    if not breaks or len(page.tokens) > _LONGEST_REASON or _has_number(page, range(len(page.tokens))):
        return None
    clause = Page.of(page.text[page.tokens[breaks[-1]].end :], page.language.code)
    return clause if _names_nothing(clause) else None


def _breaks(page: Page) -> list[int]:
    return [index for index, token in enumerate(page.tokens) if token.word in _BREAKS and index]


def _has_number(page: Page, places: range) -> bool:
    """Whether there is a number; `once` and `twice` are none."""
    return any(page.tokens[index].kind == "number" or _is_large(page, index) for index in places)


def _is_large(page: Page, index: int) -> bool:
    value = page.numerals.value(page.word(index)) if page.hits.at("numeral", index) else None
    return value is not None and value > _TWICE


def _names_nothing(page: Page) -> bool:
    """Whether a clause is a command and small words alone, so that it can only mean what is recorded."""
    commands = ("undo", "cancel", "stop")
    places = range(len(page.tokens))
    return all(
        _is_small(page, index) or any(page.hits.over(role, index) for role in commands) for index in places
    )


def _last_word(page: Page, role: str) -> Hit | None:
    """A verb at the end: `kahveyi sil`, `把咖啡删了`, `Pizza streichen`."""
    is_han = page.language.code == "zh" and len(page.tokens) <= 2 * _MOST_WORDS
    is_short = is_han or len(page.tokens) <= _MOST_WORDS
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


def _is_whole(page: Page, first: int, command: Hit) -> bool:
    """Whether a command is all that is said, small words aside; an undo may name what it undoes."""
    is_open, start, end = command.role == "undo", command.first, command.last
    is_late = _last_word(page, "undo") == command or (page.language.code == "zh" or "tr" in page.codes)
    if end == len(page.tokens) - 1 and is_open and start > first and is_late:
        return not any(token.kind == "number" for token in page.tokens)
    if any(not _is_small(page, index) for index in range(first, start)):
        return False
    rest = [index for index in range(end + 1, len(page.tokens)) if not _is_small(page, index)]
    if not is_open:
        return all(_drops(page, index) for index in rest)
    has_number = any(page.tokens[index].kind == "number" for index in rest)
    return len(rest) <= _MOST_NAMED and not (has_number and len(rest) > 1)


def _drops(page: Page, index: int) -> bool:
    """Whether a word says once more that something is not wanted: `never mind, don't write it`."""
    return any(page.hits.over(role, index) for role in ("cancel", "stop"))


def _is_small(page: Page, index: int) -> bool:
    return page.tokens[index].kind == "sign" or any(page.hits.over(role, index) for role in _FREE)
