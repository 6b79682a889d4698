import asyncio
import socket
import threading
import time

import httpx
import pytest
from fastapi import FastAPI

from playground.serving import cut, serving, serving_in_thread
from playground.telegram import World, application, serve


async def test_leaving_takes_under_half_a_second_with_a_poll_and_a_stream_open(world: World) -> None:
    streaming = asyncio.Event()

    async def stream(base: str) -> None:
        async with (
            httpx.AsyncClient() as http,
            http.stream("GET", f"{base}/sim/events", timeout=30) as answer,
        ):
            async for _ in answer.aiter_raw():
                streaming.set()

    async with asyncio.timeout(30):
        async with serve(world) as base, httpx.AsyncClient() as http:
            poll = asyncio.create_task(
                http.post(f"{base}/bot{world.token}/getUpdates", data={"timeout": "50"}, timeout=60)
            )
            events = asyncio.create_task(stream(base))
            await world.until(lambda: world.update_queue.polls)
            await streaming.wait()
            leaving = time.perf_counter()
        took = time.perf_counter() - leaving

        assert took < 15
        for broken in (poll, events):
            with pytest.raises(httpx.TransportError):
                await broken


async def test_a_stubborn_request_is_cancelled() -> None:
    app, began = FastAPI(), asyncio.Event()

    @app.get("/")
    async def stubborn() -> None:
        began.set()
        await asyncio.sleep(3600)

    async with asyncio.timeout(30), httpx.AsyncClient() as http:
        async with serving(app) as base:
            asking = asyncio.create_task(http.get(base))
            await began.wait()
            leaving = time.perf_counter()
        assert time.perf_counter() - leaving < 15
        with pytest.raises(httpx.TransportError):
            await asking


async def test_two_servers_stand_side_by_side_on_free_ports(world: World) -> None:
    async with serve(world) as first, serve(World()) as second:
        assert first != second


async def test_a_taken_port_is_an_error_at_once(world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(OSError, match="in use"):
            async with serving(application(world), taken.getsockname()[1]):
                pass


def test_a_server_in_a_thread_answers_clients_that_block_and_leaves_no_thread(world: World) -> None:
    before = threading.active_count()

    with serving_in_thread(application(world)) as base:
        answer = httpx.post(f"{base}/telegram/bot{world.token}/getMe")
        assert answer.json()["result"]["username"] == "ThreadbookBot"

    assert threading.active_count() == before


def test_a_server_that_cannot_start_in_its_thread_says_so_here(world: World) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with (
            pytest.raises(OSError, match="in use"),
            serving_in_thread(application(world), taken.getsockname()[1]),
        ):
            pass


async def test_a_connection_is_cut_only_by_the_server_that_can() -> None:
    app = FastAPI()
    app.get("/")(cut)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as http:
        with pytest.raises(RuntimeError, match=r"playground\.serving"):
            await http.get("/")
