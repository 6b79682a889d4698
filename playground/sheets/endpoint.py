import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.datastructures import QueryParams

from playground.serving import cut, gone
from playground.sheets import mask as masks
from playground.sheets.errors import GoogleError, Json, RefusedError, invalid_argument, unavailable
from playground.sheets.google import Google
from playground.sheets.journal import ApiCall
from playground.sheets.quota import Kind
from playground.sheets.spreadsheet import Spreadsheet

_EVERYWHERE: Final = frozenset({"fields", "alt", "prettyPrint", "quotaUser", "key", "access_token"})
_TIMER_SLACK_SECONDS: Final = 0.01
_MEDIA_TYPE: Final = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of an account that may make it."""

    sheet: Spreadsheet
    actor: str
    path: dict[str, str]
    query: QueryParams
    body: Json = field(default_factory=dict)

    @property
    def options(self) -> Json:
        """The query as a plain mapping."""
        return dict(self.query)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What is answered. Status 0: nothing, and after `silence_seconds` the connection is cut."""

    status: int = 0
    content: bytes = b""
    silence_seconds: float | None = None


Work = Callable[[Ask], Json]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers calls of the Sheets API: who asks, what goes wrong, may they, and only then the work."""

    google: Google

    def endpoint(self, kind: Kind, work: Work, *parameters: str) -> Endpoint:
        """The endpoint of a method with the query parameters that it knows."""
        known = _EVERYWHERE | set(parameters)

        async def answer(request: Request) -> Response:
            started = time.perf_counter()
            try:
                outcome = await self._outcome(request, kind, work, known)
            except GoogleError as error:
                outcome = _Outcome(error.code, _bytes(error.body()))
            milliseconds = (time.perf_counter() - started) * 1000
            path = request.url.path.partition("/v4/")[2]
            self.google.record(
                ApiCall(self.google.now(), request.method, path, kind, outcome.status, milliseconds),
            )
            if outcome.silence_seconds is not None:
                await _keep_silent(request, outcome.silence_seconds)
            return Response(outcome.content, outcome.status or 200, media_type=_MEDIA_TYPE)

        return answer

    async def _outcome(
        self,
        request: Request,
        kind: Kind,
        work: Work,
        known: frozenset[str],
    ) -> _Outcome:
        google, body = self.google, await _body(request)
        google.settle()
        actor = google.tokens.account(request.headers.get("authorization"))
        fault = google.faults.take(kind)
        if fault is not None:
            google.tell({"type": "fault", "faults": [pending.json() for pending in google.faults.pending()]})
            if (error := fault.answer(kind)) is not None:
                raise error
            if fault.kind in ("timeout", "reset"):
                return _Outcome(silence_seconds=fault.seconds if fault.kind == "timeout" else 0)
        google.quota.take(actor, kind)
        _check_parameters(request.query_params, known)

        def run() -> bytes:
            sheet = google.spreadsheet(request.path_params["spreadsheet_id"], actor, kind)
            ask = Ask(sheet, actor, request.path_params, request.query_params, body)
            return _bytes(_selected(work(ask), ask.query.get("fields")))

        if fault is not None and fault.kind == "late":
            google.do_later(fault.seconds, run)
            delay = fault.seconds + _TIMER_SLACK_SECONDS
            asyncio.get_running_loop().call_later(delay, google.settle)
            raise unavailable()
        try:
            content = await run_in_threadpool(run)
        except RefusedError as error:
            raise invalid_argument(str(error)) from error
        return _Outcome(200, content) if fault is None else _Outcome(silence_seconds=0)


async def _body(request: Request) -> Json:
    content = await request.body()
    if not content:
        return {}
    try:
        body = json.loads(content, object_hook=_without_nulls)
    except ValueError as error:
        raise invalid_argument(f"Invalid JSON payload received. {error}") from error
    if not isinstance(body, dict):
        raise invalid_argument("Invalid JSON payload received. An object is expected.")
    return body


def _without_nulls(item: Json) -> Json:
    """A null field is no field; a null in a list, such as a value to be skipped, stays."""
    return {name: value for name, value in item.items() if value is not None}


async def _keep_silent(request: Request, seconds: float) -> None:
    """Hold the connection until the client leaves or the time is over; then cut it."""
    try:
        async with asyncio.timeout(seconds):
            await gone(request)
    except TimeoutError:
        await cut(request)


def _check_parameters(query: QueryParams, known: frozenset[str]) -> None:
    for name in query:
        if name not in known:
            raise invalid_argument(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message.",
            )


def _selected(answer: Json, fields: str | None) -> Json:
    return masks.select_from(answer, masks.parse(fields)) if fields else answer


def _bytes(body: Json) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
