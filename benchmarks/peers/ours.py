"""Threadbook and the raw loop as contenders: `python -m benchmarks.peers.ours NAME FILE MESSAGES TURNS`."""

import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from typing import TYPE_CHECKING, Final

from benchmarks import story
from benchmarks.filling import Past, fill
from benchmarks.peers.memories import Memory
from benchmarks.peers.worker import serve
from benchmarks.raw import RawBook
from bot import loop
from manager import utc_now

if TYPE_CHECKING:
    from benchmarks.story import Exchange
    from ledger import ConversationId


@asynccontextmanager
async def threadbook(file: str, past: Past) -> AsyncIterator[Memory]:
    """`record`, then `store_bot_message`, as the dialogue and the delivery do it: two transactions."""
    manager = await story.open_manager(file, utc_now)
    asked: dict[int, tuple[Exchange, ConversationId]] = {}

    async def turn(chat: int) -> None:
        if chat in asked:
            exchange, conversation_id = asked.pop(chat)
            await manager.record(story.booking(exchange, conversation_id, utc_now))
            told = exchange.message_ids[1] + 1
        else:
            exchange = past.exchange(chat)
            (conversation_id,) = await manager.record(story.asking(exchange, utc_now))
            asked[chat] = exchange, conversation_id
            told = exchange.message_ids[0] + 1
        await manager.store_bot_message(conversation_id, exchange.chat_id, told, story.ASKED)

    async def pragma(name: str) -> object:
        """Nobody but the manager sees its connection."""

    try:
        yield Memory(turn, pragma)
    finally:
        await manager.close()


@asynccontextmanager
async def raw(file: str, past: Past) -> AsyncIterator[Memory]:
    """The rows that Threadbook writes, in one transaction."""
    asked: dict[int, tuple[Exchange, int]] = {}
    with closing(RawBook(file, utc_now)) as book:

        async def turn(chat: int) -> None:
            if chat in asked:
                exchange, conversation_id = asked.pop(chat)
                book.book(exchange, conversation_id, told=exchange.message_ids[1] + 1)
            else:
                exchange = past.exchange(chat)
                asked[chat] = exchange, book.ask(exchange, told=exchange.message_ids[0] + 1)

        async def pragma(name: str) -> object:
            return book.db.execute(f"PRAGMA {name}").fetchone()[0]

        yield Memory(turn, pragma)


OURS: Final[Mapping[str, Callable[[str, Past], AbstractAsyncContextManager[Memory]]]] = {
    "raw sqlite3": raw,
    "Threadbook": threadbook,
}


async def main() -> None:
    """Serve one of ours over a filled file in which so many inbox entries wait for turns to come."""
    name, file, messages, turns = sys.argv[1:]
    await story.found_book(file, utc_now)
    past = fill(file, int(messages), int(turns), lambda _: None)
    async with OURS[name](file, past) as memory:
        await serve(memory, sys.stdin, sys.stdout)


if __name__ == "__main__":
    loop.run(main())
