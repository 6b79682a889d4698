"""What OpenAI refuses before a model sees it."""

import re
from typing import Any, Final

from playground.openai.steps import Failure
from playground.openai.strictness import objection

_ROLES: Final = frozenset({"system", "developer", "user", "assistant", "tool"})
_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def refused(body: object, model_names: tuple[str, ...]) -> Failure | None:
    """Why a request is refused, or None when it goes to the model."""
    if not isinstance(body, dict) or not isinstance(body.get("model"), str):
        return Failure(400, "you must provide a model parameter")
    if body["model"] not in model_names:
        message = f"The model `{body['model']}` does not exist or you do not have access to it."
        return Failure(404, message, code="model_not_found")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(map(_is_message, messages)):
        return Failure(400, "Invalid 'messages': a non-empty array of roles with their texts is needed.")
    return _refused_format(body.get("response_format"))


def _is_message(message: object) -> bool:
    return (
        isinstance(message, dict)
        and message.get("role") in _ROLES
        and isinstance(message.get("content"), str)
    )


def _refused_format(wanted: Any) -> Failure | None:  # noqa: ANN401 — a client may send anything
    if wanted is None or wanted == {"type": "text"}:
        return None
    if not isinstance(wanted, dict) or wanted.get("type") not in ("json_object", "json_schema"):
        return Failure(400, "Invalid value: 'response_format.type'.")
    if wanted["type"] == "json_object":
        return None
    inner = wanted.get("json_schema")
    name = inner.get("name") if isinstance(inner, dict) else None
    if not isinstance(inner, dict) or not isinstance(name, str) or not _NAME.fullmatch(name):
        return Failure(400, "Missing or invalid parameter: 'response_format.json_schema.name'.")
    fault = objection(inner.get("schema")) if inner.get("strict") else None
    return Failure(400, f"Invalid schema for response_format {name!r}: {fault}") if fault else None
