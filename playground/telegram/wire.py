"""What travels: JSON objects, and text measured the way Telegram measures it."""

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]


LAST_OF_ONE_UNIT = 0xFFFF


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units, the unit of every offset and limit of the Bot API.

    >>> utf16_length("a😀")
    3
    """
    return len(text) + sum(ord(character) > LAST_OF_ONE_UNIT for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return the part of `text` that an entity at `offset` of `length` covers."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def has_surrogates(text: str) -> bool:
    """Tell whether `text` holds half of a surrogate pair and so cannot be encoded in UTF-8."""
    return any("\ud800" <= character <= "\udfff" for character in text)
