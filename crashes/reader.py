"""The model's far end: it reads the one kind of message that the rules leave to a model."""

import re
from typing import Any

from agents.model.answer import ToldOperation
from playground.openai import OpenAIServer, Request


def model_server() -> OpenAIServer:
    """A server that understands `<thing> <amount>, <thing> <amount> <account>`."""
    return OpenAIServer(respond=_read)


def _read(request: Request) -> dict[str, Any]:
    text = request.said("user")[-1]
    things = re.findall(r"([а-яё]+) (\d+)", text)
    account = text.rpartition(" ")[2]
    return {
        "act": "tell",
        "operations": [_operation(thing, amount, account) for thing, amount in things],
        "query": None,
        "unknown_account": "",
    }


def _operation(thing: str, amount: str, account: str) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(ToldOperation.model_fields) | {"tags": []}
    quoted = {
        "type": ("expense", ""),
        "amount": (amount, amount),
        "account": (account.capitalize(), account),
        "description": (thing, thing),
    }
    return told | {name: {"value": value, "quote": quote} for name, (value, quote) in quoted.items()}
