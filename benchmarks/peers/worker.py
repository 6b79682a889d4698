"""Run inside a peer's own environment: `python worker.py PEER FILE BEFORE TURNS` prints seconds as JSON.

Imports nothing of ours. Imports its peer by name, so that no tool takes it for ours: the package `agents` of
openai-agents is not our `agents`.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from copy import deepcopy
from importlib import import_module
from time import perf_counter
from typing import Any

CONVERSATION_TURNS = 10
"""Turns of a conversation; then a new one begins."""

USER = "coffee 300"
ASSISTANT = "Which account?"
STATE = {"type": "expense", "amount": "300", "currency": "RUB", "category": "Cafés", "status": "active"}

Turn = Callable[[int], Awaitable[None]]


async def openai_agents(file: str, before: int, turns: int) -> list[float]:
    """SQLiteSession as its runner uses it: the words are added before the run, what came of it after."""
    session_of = import_module("agents").SQLiteSession
    sessions: dict[int, Any] = {}

    async def turn(number: int) -> None:
        conversation = number // CONVERSATION_TURNS
        if conversation not in sessions:
            for old in sessions.values():
                old.close()
            sessions.clear()
            sessions[conversation] = session_of(f"conversation-{conversation}", file)
        session = sessions[conversation]
        await session.add_items([{"role": "user", "content": USER}])
        answer = {"role": "assistant", "content": ASSISTANT}
        await session.add_items([answer, {"role": "system", "content": json.dumps(STATE)}])

    try:
        return await _timed(turn, before, turns)
    finally:
        for session in sessions.values():
            session.close()


async def langgraph(file: str, before: int, turns: int) -> list[float]:
    """AsyncSqliteSaver as a graph of one node uses it: the input, the node's writes, the step."""
    saver_of = import_module("langgraph.checkpoint.sqlite.aio").AsyncSqliteSaver
    empty_checkpoint = import_module("langgraph.checkpoint.base").empty_checkpoint
    async with saver_of.from_conn_string(file) as saver:

        async def keep(config: Any, messages: list[Any], source: str, number: int) -> Any:  # noqa: ANN401  # its own types
            checkpoint = empty_checkpoint() | {"channel_values": {"messages": messages, "state": STATE}}
            metadata = {"source": source, "step": number, "parents": {}}
            return await saver.aput(config, checkpoint, metadata, {})

        async def turn(number: int) -> None:
            thread = {"configurable": {"thread_id": f"t{number // CONVERSATION_TURNS}", "checkpoint_ns": ""}}
            found = await saver.aget_tuple(thread)
            messages = [*(found.checkpoint["channel_values"]["messages"] if found else ()), ["user", USER]]
            config = await keep(found.config if found else thread, messages, "input", 2 * number)
            answer = ["assistant", ASSISTANT]
            await saver.aput_writes(config, [("messages", [answer]), ("state", STATE)], f"task-{number}")
            await keep(config, [*messages, answer], "loop", 2 * number + 1)

        return await _timed(turn, before, turns)


async def telegram(file: str, before: int, turns: int) -> list[float]:
    """PicklePersistence as its application uses it, written each turn: one file of all chats, no fsync."""
    persistence = import_module("telegram.ext").PicklePersistence(file, on_flush=False)
    chats: dict[int, dict[str, Any]] = await persistence.get_chat_data()

    async def turn(number: int) -> None:
        chat = chats.setdefault(number // CONVERSATION_TURNS, {"messages": []})
        chat["messages"] += [("user", USER), ("assistant", ASSISTANT)]
        chat["state"] = dict(STATE)
        await persistence.update_chat_data(number // CONVERSATION_TURNS, deepcopy(chat))

    return await _timed(turn, before, turns)


async def _timed(turn: Turn, before: int, turns: int) -> list[float]:
    durations = []
    for number in range(before + turns):
        begun = perf_counter()
        await turn(number)
        durations.append(perf_counter() - begun)
    return durations[before:]


PEERS = {
    "openai-agents": openai_agents,
    "langgraph-checkpoint-sqlite": langgraph,
    "python-telegram-bot": telegram,
}


def main() -> None:
    """Measure one peer."""
    peer, file, before, turns = sys.argv[1:]
    durations = asyncio.run(PEERS[peer](file, int(before), int(turns)))
    sys.stdout.write(json.dumps(durations) + "\n")


if __name__ == "__main__":
    main()
