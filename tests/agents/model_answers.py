"""What a model may answer, written short."""

from typing import Any

from agents.model.answer import ToldOperation
from agents.reading import Setting
from tests.agents.story import BOOK, TODAY

FIELDS = [field for field in ToldOperation.model_fields if field != "tags"]

ENGLISH = Setting(BOOK, TODAY, "en")
RUSSIAN = Setting(BOOK, TODAY, "ru")


def operation(**said: Any) -> dict[str, Any]:
    """One told operation: each field as (value, quote), or as a value that is its own quote."""
    told: dict[str, Any] = dict.fromkeys(FIELDS) | {"tags": []}
    for field, value in said.items():
        if field == "tags":
            told["tags"] = [{"value": tag, "quote": tag} for tag in value]
        else:
            pair = value if isinstance(value, tuple) else (value, value)
            told[field] = {"value": pair[0], "quote": pair[1]}
    return told


def answer(*operations: dict[str, Any], act: str = "tell", **more: Any) -> dict[str, Any]:
    """A whole answer."""
    return {"act": act, "operations": list(operations), "query": None, "unknown_account": ""} | more


def query(**asked: Any) -> dict[str, Any]:
    """A question about the book."""
    empty = {"metric": "sum", "type": None, "category": None, "account": None, "words": ""}
    return empty | {"period": None, "than": None, "each": None, "by": None, "limit": 10} | asked


def days(since: str, until: str) -> dict[str, str]:
    """A period of a question."""
    return {"since": since, "until": until}
