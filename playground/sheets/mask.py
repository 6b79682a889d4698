"""Field masks: `sheets.properties(sheetId,title)`, `userEnteredFormat/textFormat`, `*`."""

from typing import Final

from playground.sheets.errors import Json, RefusedError

Mask = dict[str, "Mask"]
"""Names to what is asked below them; an empty mask asks for all of it."""

ALL: Final[Mask] = {}
_SEPARATORS = ".,/()"


def parse(text: str) -> Mask:
    """Read a mask; `*` asks for everything.

    Raises:
        RefusedError: the brackets do not match, or nothing is asked.
    """
    words = _words(text)
    mask = _parse_list(words)
    if words or not mask:
        raise RefusedError(f"Invalid field mask: {text!r}")
    return ALL if "*" in mask else mask


def required(text: object) -> Mask:
    """The mask of a request that changes something.

    Raises:
        RefusedError: there is none.
    """
    if not isinstance(text, str) or not text.strip():
        raise RefusedError(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
        )
    return parse(text)


def select_from(value: Json, mask: Mask) -> Json:
    """What the mask asks of a JSON object; lists are gone through item by item."""
    if not mask:
        return value
    return {name: _select(value[name], below) for name, below in mask.items() if name in value}


def _select(value: object, mask: Mask) -> object:
    if isinstance(value, list):
        return [_select(item, mask) for item in value]
    return select_from(value, mask) if isinstance(value, dict) else value


def merge(target: Json, source: Json, mask: Mask) -> Json:
    """`target` with the fields of the mask taken from `source`; one that `source` lacks is removed."""
    if not mask:
        return source
    merged = dict(target)
    for name, below in mask.items():
        old, new = merged.pop(name, None), source.get(name)
        if below and isinstance(old or new, dict):
            new = merge(old or {}, new or {}, below) or None
        if new is not None:
            merged[name] = new
    return merged


def allow(mask: Mask | Json, names: frozenset[str]) -> None:
    """Refuse a mask, or an object, that names a field that does not exist.

    Raises:
        RefusedError: with the first such name.
    """
    for name in mask:
        if name not in names:
            raise RefusedError(f"Invalid field: {name}")


def _words(text: str) -> list[str]:
    words: list[str] = []
    name = ""
    for letter in text:
        if letter in _SEPARATORS:
            words.extend([name.strip(), letter] if name.strip() else [letter])
            name = ""
        else:
            name += letter
    if name.strip():
        words.append(name.strip())
    words.reverse()
    return words


def _parse_list(words: list[str]) -> Mask:
    """Read names up to a closing bracket; `words` is a stack, its next word is its last."""
    mask: Mask = {}
    while words and words[-1] != ")":
        if words[-1] == ",":
            words.pop()
            continue
        _parse_path(words, mask)
    return mask


def _parse_path(words: list[str], into: Mask) -> None:
    name = words.pop()
    if name in _SEPARATORS:
        raise RefusedError(f"Invalid field mask near {name!r}")
    fresh = name not in into
    below: Mask = into.setdefault(name, {})
    following = words[-1] if words else ","
    if following in (",", ")"):
        into[name] = ALL
        return
    words.pop()
    more: Mask = {}
    if following == "(":
        more = _parse_list(words)
        if not words:
            raise RefusedError("Invalid field mask: a bracket is not closed")
        words.pop()
    elif words:
        _parse_path(words, more)
    if not fresh and not below:
        return  # the whole field was asked before
    into[name] = ALL if "*" in more else _joined(below, more)


def _joined(one: Mask, other: Mask) -> Mask:
    joined = dict(one)
    for name, below in other.items():
        known = joined.get(name)
        joined[name] = ALL if known == ALL or not below else _joined(known or {}, below)
    return joined
