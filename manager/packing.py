"""Values as JSON text for the database, and back. Amounts are decimal strings, days are ISO dates."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from ledger import Draft, Evidence
from manager.context import Option

SCHEMA: Final = 1


def packed_draft(draft: Draft) -> str:
    """A draft as JSON; only what is known is written."""
    values: dict[str, Any] = {"schema": SCHEMA}
    values |= {name: _plain(getattr(draft, name)) for name in sorted(draft.said)}
    return _dump(values | {"evidence": [_proof(proof) for proof in draft.evidence]})


def unpacked_draft(text: str) -> Draft:
    """The draft that `packed_draft` wrote."""
    values = json.loads(text)
    values.pop("schema")
    evidence = tuple(Evidence(**proof) for proof in values.pop("evidence"))
    for name in ("amount", "to_amount", "balance"):
        if name in values:
            values[name] = Decimal(values[name])
    if "day" in values:
        values["day"] = date.fromisoformat(values["day"])
    if "tags" in values:
        values["tags"] = tuple(values["tags"])
    return Draft(**values, evidence=evidence)


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
    return _dump([_proof(proof) for proof in draft.evidence])


def unpacked_evidence(text: str) -> tuple[Evidence, ...]:
    """The evidence that `packed_evidence` wrote."""
    return tuple(Evidence(**proof) for proof in json.loads(text))


def packed(value: object) -> str:
    """Plain values as compact JSON."""
    return _dump(value)


def _proof(proof: Evidence) -> dict[str, Any]:
    """One piece of evidence; written out, for `asdict` copies deeply and this runs in every turn."""
    return {
        "field": proof.field,
        "origin": proof.origin,
        "text": proof.text,
        "start": proof.start,
        "end": proof.end,
        "confidence": proof.confidence,
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:  # noqa: ANN401  # any field of a draft
    match value:
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value
