import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from playground.openai import journal
from playground.openai.requests import refused
from playground.openai.steps import Body, Cut, Failure, Hang, Reply, Step
from playground.openai.wire import answered, error, models
from playground.serving import cut, gone

Answer = Mapping[str, Any] | str
Responder = Callable[[journal.Request], Answer]

_QUOTA = "You exceeded your current quota, please check your plan and billing details."
_NO_KEY = Failure(401, "Incorrect API key provided.", code="invalid_api_key")
_NOTHING = Failure(503, "Nothing is scripted for this request.", "server_error")


class OpenAIServer:
    """An OpenAI-compatible server for tests and local runs; `app` is its ASGI application.

    Requests are checked as OpenAI checks them, strict schemas included. Valid ones take the scripted steps in
    order; when there are none left, `respond` answers, and without it the server is overloaded (503).
    """

    def __init__(
        self,
        *,
        key: str | None = None,
        model_names: tuple[str, ...] = ("gpt-5-mini",),
        respond: Responder | None = None,
    ) -> None:
        self.app = FastAPI(openapi_url=None)
        self._key = key
        self._model_names = model_names
        self._respond = respond
        self._steps: deque[Step] = deque()
        self._journal: list[journal.Request] = []
        self.app.get("/v1/models")(self._models)
        self.app.post("/v1/chat/completions")(self._complete)

    @property
    def requests(self) -> tuple[journal.Request, ...]:
        """Every request for a completion, oldest first."""
        return tuple(self._journal)

    @property
    def is_played_out(self) -> bool:
        """Whether every scripted step has been taken."""
        return not self._steps

    def answers(self, *answers: Answer) -> None:
        """Answer the next requests with these contents, one each; a mapping is sent as JSON."""
        self._steps.extend(Reply(_text(answer)) for answer in answers)

    def refuses(self, words: str = "I'm sorry, I cannot assist with that request.") -> None:
        """Decline the next request, as a model does."""
        self._steps.append(Reply(None, refusal=words))

    def filters(self) -> None:
        """Stop the next answer by a content filter."""
        self._steps.append(Reply(None, "content_filter"))

    def truncates(self, answer: Answer) -> None:
        """Cut the next answer off in its middle, for length."""
        text = _text(answer)
        self._steps.append(Reply(text[: len(text) // 2], "length"))

    def next_body(self, content: str) -> None:
        """Answer the next request by status 200 and this body instead of a completion."""
        self._steps.append(Body(content))

    def next_error(self, status: int, *, times: int = 1, retry_after: str | None = None) -> None:
        """Fail the next requests with this status."""
        kind = {429: "rate_limit_error", 401: "authentication_error"}.get(status, "server_error")
        headers = {} if retry_after is None else {"retry-after": retry_after}
        failure = Failure(status, HTTPStatus(status).phrase, kind, headers=headers)
        self._steps.extend([failure] * times)

    def runs_out_of_money(self) -> None:
        """Fail the next request because the account has no credit."""
        self._steps.append(Failure(429, _QUOTA, "insufficient_quota", "insufficient_quota"))

    def delays(self, seconds: float) -> None:
        """Hold the next request so long, or until its client leaves, before its step is taken."""
        self._steps.append(Hang(seconds))

    def cuts(self, *, times: int = 1) -> None:
        """Reset the connection of the next requests."""
        self._steps.extend([Cut()] * times)

    async def _models(self) -> dict[str, Any]:
        return models(self._model_names)

    async def _complete(self, request: Request) -> Response:
        key = request.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            body = await request.json()
        except json.JSONDecodeError:
            return JSONResponse({"error": error(Failure(400, "We could not parse the JSON body."))}, 400)
        entry = len(self._journal)
        self._note(entry, body, key, 0)
        is_known = bool(key) and (self._key is None or key == self._key)
        step: Step | None = refused(body, self._model_names) if is_known else _NO_KEY
        while step is None or isinstance(step, Hang):
            if step is not None and await _left(request, step.seconds):
                return Response()
            step = self._steps.popleft() if self._steps else self._improvised(entry)
        if isinstance(step, Cut):
            await cut(request)
            return Response()
        response = answered(step, body)
        self._note(entry, body, key, response.status_code)
        return response

    def _improvised(self, entry: int) -> Reply | Failure:
        return _NOTHING if self._respond is None else Reply(_text(self._respond(self._journal[entry])))

    def _note(self, entry: int, body: object, key: str, status: int) -> None:
        noted = journal.Request(body if isinstance(body, dict) else {}, key, status)
        self._journal[entry : entry + 1] = [noted]


async def _left(request: Request, seconds: float) -> bool:
    """Whether the client left while it was held."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await gone(request)
        return True
    return False


def _text(answer: Answer) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
