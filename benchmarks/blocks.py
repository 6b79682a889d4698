"""Who writes turns: each contender writes the same block, with one chat, then with many."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal, Protocol

from benchmarks import story
from benchmarks.filling import Past
from benchmarks.raw import RawBook
from benchmarks.samples import Samples, Stopwatch
from benchmarks.story import Exchange
from manager import ConversationManager, utc_now

EXCHANGES = 64
"""Exchanges of a block; each is two turns."""

AT_ONCE = 32
"""Chats of the second half of a block."""

Kind = Literal["ask", "book", "both", "crowd"]
"""Turns of one chat that ask, that book, both of these; and turns of many chats."""


@dataclass(slots=True)
class Took:
    """What a contender took, block by block."""

    ask: Samples = field(default_factory=Samples)
    book: Samples = field(default_factory=Samples)
    both: Samples = field(default_factory=Samples)
    crowd: Samples = field(default_factory=Samples)

    def of(self, kind: Kind) -> Samples:
        """The samples of a kind of turn."""
        samples: Samples = getattr(self, kind)
        return samples

    def alone(self, ask: Stopwatch, book: Stopwatch, elapsed: float) -> None:
        """Keep a block of one chat."""
        self.ask.add(ask.durations, elapsed)
        self.book.add(book.durations, elapsed)
        self.both.add([*ask.durations, *book.durations], elapsed)


class Contender(Protocol):
    """Writes a block of exchanges, with one chat and then with many."""

    async def block(self, into: Took) -> None:
        """Write one block and keep what it took."""


@dataclass(frozen=True, slots=True)
class Ours:
    """`ConversationManager.record`; many chats are served at once, as the bot serves them."""

    manager: ConversationManager
    past: Past

    async def block(self, into: Took) -> None:
        ask, book = Stopwatch(), Stopwatch()
        begun = perf_counter()
        await self._chat([self.past.exchange(0) for _ in range(EXCHANGES)], ask, book)
        into.alone(ask, book, perf_counter() - begun)
        watches = [Stopwatch() for _ in range(AT_ONCE)]
        chats = [
            [self.past.exchange(chat) for _ in range(max(1, EXCHANGES // AT_ONCE))] for chat in range(AT_ONCE)
        ]
        begun = perf_counter()
        pairs = zip(chats, watches, strict=True)
        await asyncio.gather(*(self._chat(exchanges, watch, watch) for exchanges, watch in pairs))
        into.crowd.add([one for watch in watches for one in watch.durations], perf_counter() - begun)

    async def _chat(self, exchanges: Iterable[Exchange], ask: Stopwatch, book: Stopwatch) -> None:
        for exchange in exchanges:
            turn = story.asking(exchange, utc_now)
            with ask:
                (conversation_id,) = await self.manager.record(turn)
            turn = story.booking(exchange, conversation_id, utc_now)
            with book:
                await self.manager.record(turn)


@dataclass(frozen=True, slots=True)
class Raw:
    """The raw loop; whatever the number of chats, it writes one turn after another."""

    book: RawBook
    past: Past

    async def block(self, into: Took) -> None:
        ask, book = Stopwatch(), Stopwatch()
        begun = perf_counter()
        self._write([self.past.exchange(0) for _ in range(EXCHANGES)], ask, book)
        into.alone(ask, book, perf_counter() - begun)
        watch = Stopwatch()
        each = max(1, EXCHANGES // AT_ONCE)
        exchanges = [self.past.exchange(chat) for _ in range(each) for chat in range(AT_ONCE)]
        begun = perf_counter()
        self._write(exchanges, watch, watch)
        into.crowd.add(watch.durations, perf_counter() - begun)

    def _write(self, exchanges: Iterable[Exchange], ask: Stopwatch, book: Stopwatch) -> None:
        for exchange in exchanges:
            with ask:
                conversation_id = self.book.ask(exchange)
            with book:
                self.book.book(exchange, conversation_id)
