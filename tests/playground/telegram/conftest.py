import ssl
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from playground.telegram import Chat, ManualClock, Person, World, serve

# Loading the certificates of the world takes longer than most tests, and loopback needs none.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@pytest.fixture(autouse=True)
def _spans_of_time_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client warns about seconds as plain numbers, and here warnings are errors."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def world(clock: ManualClock) -> World:
    return World.seeded(now=clock)


@pytest.fixture
def anna(world: World) -> Person:
    return world.as_person(1001)


@pytest.fixture
def boris(world: World) -> Person:
    return world.as_person(1002)


@pytest.fixture
def home(world: World) -> Chat:
    return next(chat for chat in world.chats.values() if chat.type == "supergroup")


@pytest.fixture
async def base(world: World) -> AsyncIterator[str]:
    async with serve(world) as base:
        yield base


@pytest.fixture
async def bot(world: World, base: str) -> AsyncIterator[Bot]:
    async with Bot(
        world.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(httpx_kwargs={"verify": NO_CERTIFICATES}),
        get_updates_request=HTTPXRequest(httpx_kwargs={"verify": NO_CERTIFICATES}),
    ) as bot:
        yield bot


@pytest.fixture
async def client(world: World, base: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=f"{base}/bot{world.token}/", timeout=30, verify=NO_CERTIFICATES
    ) as client:
        yield client


@pytest.fixture
async def sim(base: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{base}/sim/", timeout=30, verify=NO_CERTIFICATES) as sim:
        yield sim


@pytest.fixture
def png() -> Callable[[int, int], bytes]:
    def header(width: int, height: int) -> bytes:
        size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00"

    return header
