"""The Bot API over HTTP, as a client of api.telegram.org sees it."""

import asyncio
import contextlib
import re
import time
from collections.abc import Awaitable
from http import HTTPStatus
from typing import TypeVar

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from playground.serving import cut, gone
from playground.telegram.calls import Call, frozen
from playground.telegram.errors import BotApiError
from playground.telegram.faults import Fault
from playground.telegram.methods import METHODS, get_updates
from playground.telegram.parameters import Parameters, read_parameters
from playground.telegram.store import Store

POLL = "getUpdates"

Answer = TypeVar("Answer")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")


class ClientGoneError(Exception):
    """The client has left before its answer was ready."""


def add_bot_api(router: APIRouter, world: Store) -> None:
    """Add the routes `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    @router.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call(request: Request, token: str, method: str) -> Response:
        began = time.perf_counter()
        try:
            _check_token(world, token)
            name = POLL if method.lower() == POLL.lower() else METHODS[method.lower()][0]
        except KeyError:
            return _refusal(BotApiError(HTTPStatus.NOT_FOUND, "Not Found: method not found"))
        except BotApiError as error:
            return _refusal(error)
        return await _Exchange(world, request, name, began).answer()

    @router.get("/file/bot{token}/{path:path}")
    async def download(token: str, path: str) -> Response:
        try:
            _check_token(world, token)
        except BotApiError as error:
            return _refusal(error)
        file = world.files.by_path(path)
        if file is None:
            return _refusal(BotApiError(HTTPStatus.NOT_FOUND, "Not Found"))
        return Response(file.upload.data, media_type=file.upload.mime_type)


class _Exchange:
    """One call and its answer, with the fault it meets, if any."""

    def __init__(self, world: Store, request: Request, method: str, began: float) -> None:
        self._world = world
        self._request = request
        self._method = method
        self._began = began
        self._parameters = Parameters({})

    async def answer(self) -> Response:
        try:
            self._parameters = await read_parameters(self._request)
        except BotApiError as error:
            return self._refused(error)
        with self._world.lock:
            fault = self._world.faults.take(self._method)
        if fault is not None and not fault.lets_it_happen:
            return await self._failed(fault)
        try:
            result = await self._carried_out()
        except BotApiError as error:
            response = self._refused(error)
        except ClientGoneError:
            return Response()
        else:
            response = JSONResponse({"ok": True, "result": result})
            if fault is None:
                self._note(HTTPStatus.OK)
        if fault is None:
            return response
        return await self._withheld(fault, response)

    async def _carried_out(self) -> object:
        if self._method == POLL:
            return await _unless_gone(self._request, get_updates(self._world, self._parameters))
        method = METHODS[self._method.lower()][1]
        with self._world.lock:
            try:
                return method(self._world, self._parameters)
            except ValidationError as error:
                reason = f"wrong field {error.errors()[0]['loc']} in request"
                raise BotApiError.bad_request(reason) from error

    async def _failed(self, fault: Fault) -> Response:
        """Fail without having done anything."""
        refusal = fault.refusal
        if refusal is not None:
            return self._refused(refusal)
        if fault.kind == "garbage":
            self._note(HTTPStatus.OK, fault.kind)
            return Response("<html>not what you expected</html>", media_type="text/html")
        self._note(0, fault.kind)
        await cut(self._request)
        return Response()

    async def _withheld(self, fault: Fault, response: Response) -> Response:
        """Keep back the answer to what has been done."""
        self._note(0, fault.kind)
        if fault.kind == "lost_answer":
            await cut(self._request)
            return Response()
        with contextlib.suppress(ClientGoneError):
            await _unless_gone(self._request, self._faults_cleared())
        return response

    async def _faults_cleared(self) -> None:
        clearings = self._world.faults.clearings
        with self._world.changes.listening() as changed:
            while self._world.faults.clearings == clearings:
                changed.clear()
                await changed.wait()

    def _refused(self, error: BotApiError) -> Response:
        self._note(error.code, error.description)
        return _refusal(error)

    def _note(self, status: int, description: str | None = None) -> None:
        if self._method == POLL:
            return
        milliseconds = (time.perf_counter() - self._began) * 1000
        is_ok = status == HTTPStatus.OK and description is None
        params = frozen(self._parameters.told)
        call = Call(self._method, params, is_ok, int(status), milliseconds, description)
        with self._world.lock:
            self._world.call_log.append(call)
            self._world.feed.publish("call", **call.wire)


async def _unless_gone(request: Request, work: Awaitable[Answer]) -> Answer:
    """Wait for `work`, and give it up as soon as the client has left.

    Raises:
        ClientGoneError: it has.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGoneError
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


def _check_token(world: Store, token: str) -> None:
    if not _TOKEN.fullmatch(token):
        raise BotApiError(HTTPStatus.NOT_FOUND, "Not Found")
    if token != world.token:
        raise BotApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")


def _refusal(error: BotApiError) -> Response:
    return JSONResponse(error.answer, status_code=error.code)
