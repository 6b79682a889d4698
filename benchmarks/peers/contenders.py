import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks.peers.environment import environment

ROOT: Final = Path(__file__).parents[2]
WORKER: Final = Path(__file__).parent / "worker.py"


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody else's memory: what to install, and how a turn is kept with it."""

    requirements: tuple[str, ...]
    how: str


PEERS: Final[Mapping[str, Peer]] = {
    "openai-agents": Peer(
        ("openai-agents==0.24.0",),
        "SQLiteSession kept for a conversation of ten turns; words before the run, answer and state after",
    ),
    "openai-agents, opened each turn": Peer(
        ("openai-agents==0.24.0",), "the same SQLiteSession, made anew for each request"
    ),
    "langgraph-checkpoint-sqlite": Peer(
        ("langgraph-checkpoint-sqlite==3.1.2",),
        "AsyncSqliteSaver: the input, the node's writes, the step: what a graph of one node keeps",
    ),
    "langchain-community": Peer(
        ("langchain-community==0.4.2", "sqlalchemy[asyncio]==2.1.9"),
        "SQLChatMessageHistory over one engine (without asyncio: faster), the turn's messages added together",
    ),
    "agno": Peer(
        ("agno[sqlite]==3.1.10",),
        "SqliteDb (not the async one: no faster): the session with its state, the run",
    ),
    "python-telegram-bot": Peer(
        ("python-telegram-bot==22.8",), "PicklePersistence written out each turn, all chats in one file"
    ),
}

OURS: Final = {
    "Threadbook": "record, then store_bot_message: two transactions",
    "raw sqlite3": "our rows and the bot's message, one transaction",
}


@dataclass(frozen=True, slots=True)
class Contender:
    """Something that keeps turns in a process of its own: how it is started, how a turn is kept with it."""

    name: str
    how: str
    command: tuple[str, ...]
    extra: tuple[str, ...] = ()

    def over(self, file: Path, messages: int) -> tuple[str, ...]:
        """The command that serves it over a fresh file with so many messages."""
        return (*self.command, self.name, str(file), str(messages), *self.extra)


def ours(turns: int) -> list[Contender]:
    """Threadbook and the raw loop, ready for so many turns."""
    command = (sys.executable, "-m", "benchmarks.peers.ours")
    return [Contender(name, how, command, (str(turns),)) for name, how in OURS.items()]


async def installed(name: str, peer: Peer, cache: Path) -> Contender:
    """A peer in an environment of its own, on the event loop that the bot runs on.

    Raises:
        PeerMissingError: it cannot be installed here.
    """
    same_loop = () if sys.platform == "win32" else (f"uvloop=={version('uvloop')}",)
    python = await asyncio.to_thread(environment, (*peer.requirements, *same_loop), cache)
    return Contender(name, peer.how, (str(python), str(WORKER)))
