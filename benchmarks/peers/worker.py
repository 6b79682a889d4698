"""Serves blocks of turns in one memory: a line of JSON orders one, a line of JSON tells what it took.

`python worker.py PEER FILE MESSAGES` runs inside the environment of a peer and imports nothing of ours. It
serves our own contenders too.
"""

from __future__ import annotations

import asyncio
import json
import sys
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from benchmarks.peers.memories import Memory


async def serve(memory: Memory, orders: TextIO, answers: TextIO) -> None:
    """Tell how a memory's connection is set, then play block after block until no more are ordered."""
    told = {name: await memory.pragma(name) for name in ("journal_mode", "synchronous")}
    _say(answers, told)
    for line in orders:
        _say(answers, await block(memory, **json.loads(line)))


async def block(memory: Memory, chats: int, each: int, seconds: float) -> dict[str, Any]:
    """Play turns of all chats at once, so many of each; begin none after so many seconds."""
    begun = perf_counter()
    took = await asyncio.gather(*(_chat(memory, chat, each, begun + seconds) for chat in range(chats)))
    elapsed = perf_counter() - begun
    return {"durations": [one for chat in took for one in chat], "elapsed": elapsed}


async def _chat(memory: Memory, chat: int, turns: int, end: float) -> list[float]:
    durations: list[float] = []
    for _ in range(turns):
        begun = perf_counter()
        if durations and begun > end:
            break
        await memory.turn(chat)
        durations.append(perf_counter() - begun)
    return durations


def _say(answers: TextIO, answer: object) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


async def main() -> None:
    """Serve one peer."""
    peer, file, messages = sys.argv[1:]
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a peer prints is no answer
    # A script finds its neighbours by their bare names.
    async with import_module("memories").MEMORIES[peer](file) as memory:
        await import_module("copies").fill(memory, file, int(messages))
        await serve(memory, sys.stdin, answers)


if __name__ == "__main__":
    try:
        run = import_module("uvloop").run
    except ModuleNotFoundError:
        run = asyncio.run
    run(main())
