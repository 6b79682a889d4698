"""Bodies in OpenAI's form."""

import itertools
import math
from typing import Any, Final

from fastapi.responses import JSONResponse, Response

from playground.openai.steps import Body, Failure, Reply

_CREATED: Final = 1_750_000_000
_CHARS_PER_TOKEN: Final = 4
_numbers = itertools.count(1)


def answered(step: Reply | Failure | Body, request: dict[str, Any]) -> Response:
    """The response that a step stands for."""
    match step:
        case Failure():
            return JSONResponse({"error": error(step)}, step.status, step.headers)
        case Body(content):
            return Response(content, media_type="application/json")
        case Reply():
            return JSONResponse(_completion(step, request))


def error(failure: Failure) -> dict[str, str | None]:
    """The error object of a failure."""
    return {"message": failure.message, "type": failure.type, "param": None, "code": failure.code}


def models(names: tuple[str, ...]) -> dict[str, Any]:
    """The list of models."""
    data = [{"id": name, "object": "model", "created": _CREATED, "owned_by": "playground"} for name in names]
    return {"object": "list", "data": data}


def _completion(reply: Reply, request: dict[str, Any]) -> dict[str, Any]:
    asked = _tokens("".join(str(message["content"]) for message in request["messages"]))
    given = _tokens(reply.content or "")
    message = {"role": "assistant", "content": reply.content, "refusal": reply.refusal}
    return {
        "id": f"chatcmpl-{next(_numbers):06d}",
        "object": "chat.completion",
        "created": _CREATED,
        "model": request["model"],
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reply.finish}],
        "usage": {"prompt_tokens": asked, "completion_tokens": given, "total_tokens": asked + given},
    }


def _tokens(text: str) -> int:
    return math.ceil(len(text) / _CHARS_PER_TOKEN)
