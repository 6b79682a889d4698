"""Run an ASGI application on a loopback port inside the current program, and stop it at once.

`uvicorn.Server.serve` waits for open connections to finish, which a long poll or an event stream never does,
and it ticks ten times a second. Here leaving the block cuts every connection, so a test pays milliseconds.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from typing import Any, cast

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

HOST = "127.0.0.1"
KEEP_ALIVE_SECONDS = 600
GRACE_SECONDS = 0.2

_CUT = "threadbook.cut"
_LINGER_OFF = struct.pack("ii", 1, 0)


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve `app` in the running event loop and yield its base URL, such as `http://127.0.0.1:41237`.

    Port 0 takes a free one. On the way out every open connection is cut, and a request that still runs
    a fifth of a second later is cancelled. No signal handler is installed.
    """
    server = uvicorn.Server(_config(app))
    server.config.load()
    server.lifespan = server.config.lifespan_class(server.config)
    listener = _listener(port)
    try:
        await server.startup(sockets=[listener])
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        await _stop(server)
        listener.close()


@contextlib.contextmanager
def serving_in_thread(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve `app` in a loop and a thread of its own, for clients that block, and yield its base URL."""
    started: Future[tuple[str, Callable[[], object]]] = Future()

    async def serve() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        async with serving(app, port) as base_url:
            started.set_result((base_url, lambda: loop.call_soon_threadsafe(stop.set)))
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=run, name="playground-server")
    thread.start()
    try:
        base_url, stop = started.result()
        try:
            yield base_url
        finally:
            stop()
    finally:
        thread.join()


async def cut(request: Request) -> None:
    """Reset the connection of `request`: its client sees no answer, not even a status line.

    Whatever the endpoint returns afterwards goes nowhere.

    Raises:
        RuntimeError: the application is not run by `serving`.
    """
    reset = request.scope.get("extensions", {}).get(_CUT)
    if reset is None:
        raise RuntimeError("only an application run by playground.serving can cut a connection")
    reset()
    await gone(request)


async def gone(request: Request) -> None:
    """Return when the client of `request`, whose body has been read, has left."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _CuttableProtocol(H11Protocol):
    """HTTP/1.1 whose requests carry a way to reset their connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        app = self.app

        def reset() -> None:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
            transport.abort()

        async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_CUT] = reset
            await cast("ASGIApp", app)(scope, receive, send)

        self.app = cast("Any", cuttable)


def _listener(port: int) -> socket.socket:
    # asyncio switches Nagle's delay off only where the protocol is named; it costs 40 ms an answer otherwise.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        cast("Any", app),
        http=_CuttableProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        date_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )


async def _stop(server: uvicorn.Server) -> None:
    if not server.started:
        return
    for listener in server.servers:
        listener.close()
    for connection in tuple(server.server_state.connections):
        connection.transport.abort()
    for insist in (False, True):
        tasks = tuple(server.server_state.tasks)
        for task in tasks:
            if insist:
                task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    await asyncio.sleep(0)
    await server.lifespan.shutdown()
