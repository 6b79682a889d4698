import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from playground import page
from playground.server import create_app
from playground.sheets import Google, Person
from playground.telegram import World
from tests.playground.page.driver import ANNA, Bot

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATIENCE_SECONDS = 5
FOLDER = Path(page.__file__).parent


async def events(client: httpx.AsyncClient) -> AsyncIterator[dict[str, Any]]:
    """Read the page's stream."""
    async with asyncio.timeout(PATIENCE_SECONDS), client.stream("GET", "/events") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


async def first(client: httpx.AsyncClient, source: str, kind: str) -> dict[str, Any]:
    async for event in events(client):
        if (event["source"], event["type"]) == (source, kind):
            return event
    raise AssertionError("the stream ended")


async def test_the_page_and_every_file_it_names_are_served_under_a_strict_policy(
    client: httpx.AsyncClient,
) -> None:
    index = await client.get("/")
    assert index.headers["content-type"].startswith("text/html")
    named = set(re.findall(r"/static/([\w.-]+)", index.text))
    for script in FOLDER.glob("*.js"):
        named |= set(re.findall(r'from "\./([\w.-]+)"', script.read_text(encoding="utf-8")))

    assert {file.name for file in FOLDER.glob("*.js")} <= named
    for name in sorted(named):
        answer = await client.get(f"/static/{name}")
        assert answer.status_code == 200, name
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["files.py", "..%2fserver.py", "index.html", "nothing.js"])
async def test_nothing_but_the_files_of_the_page_is_served(client: httpx.AsyncClient, name: str) -> None:
    assert (await client.get(f"/static/{name}")).status_code == 404


async def test_the_page_names_no_address_outside() -> None:
    for file in [*FOLDER.glob("*.js"), *FOLDER.glob("*.css"), FOLDER / "index.html"]:
        addresses = re.findall(
            r'(?:src|href|url|fetch|import)\s*[=(:]?\s*["\'(]https?://[^"\')]+',
            file.read_text(encoding="utf-8"),
        )
        assert addresses == [], file.name


async def test_a_name_that_is_made_to_point_here_gets_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/telegram/sim/state", headers={"Host": "evil.example"})

    assert answer.status_code == 400


async def test_every_text_of_the_page_exists_in_both_languages_with_the_same_blanks() -> None:
    source = (FOLDER / "texts.js").read_text(encoding="utf-8")
    catalogues = {}
    for name in ("EN", "RU"):
        body = source[source.index(f"const {name} = {{") :].partition("\n};")[0]
        catalogues[name] = dict(re.findall(r'"([\w.]+)": "(.*)",', body))
    english, russian = catalogues["EN"], catalogues["RU"]
    many = {key for key in russian if key.endswith((".few", ".many"))}

    assert set(english) == set(russian) - many
    for key, text in english.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", russian[key])), key


async def test_every_text_that_the_page_asks_for_exists() -> None:
    source = (FOLDER / "texts.js").read_text(encoding="utf-8")
    known = set(re.findall(r'"([\w.]+)": "', source))
    asked = set(
        re.findall(r'data-t(?:-\w+)?="([\w.]+)"', (FOLDER / "index.html").read_text(encoding="utf-8"))
    )
    for script in FOLDER.glob("*.js"):
        asked |= set(re.findall(r'\bt\("([\w.]+)"', script.read_text(encoding="utf-8")))

    assert {key for key in asked if key not in known and f"{key}.one" not in known} == set()


async def test_the_stream_tells_of_messages_cells_and_calls(
    client: httpx.AsyncClient, world: World, bot: Bot, ledger: Person
) -> None:
    heard: list[tuple[str, str]] = []
    wanted = {("telegram", "message"), ("telegram", "call"), ("google", "changed"), ("google", "call")}
    async for event in events(client):
        if not heard:
            world.say(world.as_person(ANNA), "coffee 300")
            await bot.says("Which account?")
            ledger.type("Ledger", 2, 1, "9")
            await bot.writes("Ledger!A9", ["x"])
        heard.append((event["source"], event["type"]))
        if wanted <= set(heard):
            return


async def test_the_stream_begins_with_what_waits_for_the_bot_its_faults_and_its_commands(
    client: httpx.AsyncClient, world: World, bot: Bot
) -> None:
    world.say(world.as_person(ANNA), "coffee 300")
    await bot("setMyCommands", commands=[{"command": "last", "description": "Last 10"}])
    await client.post("/telegram/sim/faults", json={"method": "sendMessage", "kind": "429"})

    vitals = await first(client, "vitals", "vitals")

    assert vitals["pending"] == 1
    assert [fault["kind"] for fault in vitals["faults"]] == ["429"]
    assert vitals["commands"] == [
        {
            "scope": {"type": "default"},
            "language_code": "",
            "commands": [{"command": "last", "description": "Last 10"}],
        }
    ]


async def test_the_wire_keeps_the_calls_of_both_far_ends_in_their_order(
    client: httpx.AsyncClient, bot: Bot, ledger: Person
) -> None:
    del ledger
    made = 0
    async for event in events(client):
        if event["type"] == "vitals":
            await bot.says("one")
            await bot.writes("Ledger!A9", ["x"])
            await bot("sendMessage", chat_id=ANNA, text="")
        made += event["type"] == "call"
        if made == 3:
            break
    calls = (await client.get("/wire")).json()

    assert [(call["source"], call["status"]) for call in calls] == [
        ("telegram", 200),
        ("google", 200),
        ("telegram", 400),
    ]


async def test_without_a_bot_process_the_status_says_so_and_orders_are_unknown(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.get("/bot/status")).json()["state"] == "absent"
    assert (await client.post("/bot/kill")).status_code == 404


async def test_a_world_without_a_spreadsheet_cannot_be_shown(world: World) -> None:
    with pytest.raises(ValueError, match="no spreadsheet"):
        create_app(world, Google())
