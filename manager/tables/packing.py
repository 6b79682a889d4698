"""Values as JSON text for the database, and back. Amounts are decimal strings, days are ISO dates."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter

from ledger import Draft, Evidence
from manager.values.context import Option

SCHEMA: Final = 1


def packed_draft(draft: Draft) -> str:
    """A draft as JSON; only what is known is written."""
    known = _DRAFT.serializer.to_json(draft, exclude_none=True).decode()
    return f'{{"schema":{SCHEMA},{known.removeprefix("{")}'


def unpacked_draft(text: str) -> Draft:
    """The draft that `packed_draft` wrote."""
    return _DRAFT.validate_json(text)


def packed_options(options: Sequence[Option]) -> str:
    """Offered answers as JSON."""
    return _dump([[option.value, option.label] for option in options])


def unpacked_options(text: str) -> tuple[Option, ...]:
    """The offered answers that `packed_options` wrote."""
    return tuple(Option(value, label) for value, label in json.loads(text))


def packed_words(words: Sequence[str]) -> str:
    """A list of words as JSON."""
    return _dump(list(words))


@lru_cache(maxsize=4096)
def unpacked_words(text: str) -> tuple[str, ...]:
    """The words that `packed_words` wrote."""
    return tuple(json.loads(text))


def packed_evidence(draft: Draft) -> str:
    """Why each field of an operation has its value, as JSON."""
    return _EVIDENCE.serializer.to_json(draft.evidence).decode()


def unpacked_evidence(text: str) -> tuple[Evidence, ...]:
    """The evidence that `packed_evidence` wrote."""
    return _EVIDENCE.validate_json(text)


def packed(value: object) -> str:
    """Plain values as compact JSON."""
    return _dump(value)


def _dump(value: object) -> str:
    return _ANYTHING.serializer.to_json(value).decode()


_ANYTHING: Final = TypeAdapter(object)
_DRAFT: Final = TypeAdapter(Draft)
_EVIDENCE: Final = TypeAdapter(tuple[Evidence, ...])
