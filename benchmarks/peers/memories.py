"""Other people's memories, each used as its documentation and its own runner use it.

Read inside a peer's own environment, so nothing of ours is imported here. A peer is imported by its name as
text, so that no tool takes it for ours: the package `agents` of openai-agents is not our `agents`.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, Final

CONVERSATION_TURNS: Final = 10
"""Turns of a conversation; then a new one begins."""

USER: Final = "coffee 300"
ASSISTANT: Final = "Which account?"
STATE: Final = {
    "type": "expense",
    "amount": "300",
    "currency": "RUB",
    "category": "Cafés",
    "status": "active",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a turn goes: the conversation, and the number of the turn in it."""

    conversation: str
    number: int


@dataclass(slots=True)
class Places:
    """The next place in each chat."""

    turns: Counter[int] = field(default_factory=Counter)

    def next(self, chat: int) -> Place:
        """Where the next turn of a chat goes."""
        conversation, number = divmod(self.turns[chat], CONVERSATION_TURNS)
        self.turns[chat] += 1
        return Place(f"chat-{chat}-{conversation}.", number)


@dataclass(frozen=True, slots=True)
class Memory:
    """What is measured: `turn` keeps the next turn of a chat.

    `pragma` reads a setting of the connection that keeps it, None where nobody can see it. `copy` repeats a
    conversation under other names, where that cannot be done with rows of a SQLite file.
    """

    turn: Callable[[int], Awaitable[None]]
    pragma: Callable[[str], Awaitable[object]]
    copy: Callable[[str, Sequence[str]], Awaitable[None]] | None = None


@asynccontextmanager
async def openai_agents(file: str, *, is_kept: bool) -> AsyncIterator[Memory]:
    """SQLiteSession as its runner uses it: the words are added before the run, what came of it after."""
    session_of = import_module("agents").SQLiteSession
    places, sessions = Places(), dict[int, Any]()

    async def turn(chat: int) -> None:
        place = places.next(chat)
        session = sessions.get(chat)
        if session is None or session.session_id != place.conversation:
            if session is not None:
                session.close()
            session = sessions[chat] = session_of(place.conversation, file)
        await session.add_items([{"role": "user", "content": USER}])
        answer = {"role": "assistant", "content": ASSISTANT}
        await session.add_items([answer, {"role": "system", "content": json.dumps(STATE)}])
        if not is_kept:
            sessions.pop(chat).close()

    async def pragma(name: str) -> object:
        session = session_of("pragmas", file)
        try:
            return session._get_connection().execute(f"PRAGMA {name}").fetchone()[0]  # noqa: SLF001  # it shows no other
        finally:
            session.close()

    try:
        yield Memory(turn, pragma)
    finally:
        for session in sessions.values():
            session.close()


@asynccontextmanager
async def langgraph(file: str) -> AsyncIterator[Memory]:
    """AsyncSqliteSaver as a graph of one node uses it: the input, the node's writes, the step."""
    saver_of = import_module("langgraph.checkpoint.sqlite.aio").AsyncSqliteSaver
    empty_checkpoint = import_module("langgraph.checkpoint.base").empty_checkpoint
    places = Places()
    async with saver_of.from_conn_string(file) as saver:

        async def keep(config: Any, messages: list[Any], source: str, number: int) -> Any:  # noqa: ANN401  # its own types
            checkpoint = empty_checkpoint() | {"channel_values": {"messages": messages, "state": STATE}}
            metadata = {"source": source, "step": number, "parents": {}}
            return await saver.aput(config, checkpoint, metadata, {})

        async def turn(chat: int) -> None:
            place = places.next(chat)
            thread = {"configurable": {"thread_id": place.conversation, "checkpoint_ns": ""}}
            found = await saver.aget_tuple(thread)
            messages = [*(found.checkpoint["channel_values"]["messages"] if found else ()), ["user", USER]]
            config = await keep(found.config if found else thread, messages, "input", 2 * place.number)
            answer = ["assistant", ASSISTANT]
            await saver.aput_writes(
                config, [("messages", [answer]), ("state", STATE)], f"task-{place.number}"
            )
            await keep(config, [*messages, answer], "loop", 2 * place.number + 1)

        async def pragma(name: str) -> object:
            async with saver.conn.execute(f"PRAGMA {name}") as cursor:
                return (await cursor.fetchone())[0]

        yield Memory(turn, pragma)


@asynccontextmanager
async def langchain(file: str) -> AsyncIterator[Memory]:
    """SQLChatMessageHistory as RunnableWithMessageHistory uses it: a run's messages are added together."""
    history_of = import_module("langchain_community.chat_message_histories").SQLChatMessageHistory
    messages = import_module("langchain_core.messages")
    places = Places()
    engine = import_module("sqlalchemy").create_engine(f"sqlite:///{file}")

    async def turn(chat: int) -> None:
        place = places.next(chat)
        history = history_of(place.conversation, connection=engine)
        state = messages.SystemMessage(json.dumps(STATE))
        history.add_messages([messages.HumanMessage(USER), messages.AIMessage(ASSISTANT), state])

    try:
        yield Memory(turn, partial(_pragma_of_engine, engine))
    finally:
        engine.dispose()


@asynccontextmanager
async def agno(file: str) -> AsyncIterator[Memory]:
    """SqliteDb as an agent with `cache_session` uses it: the session with its state, then the run."""
    database = import_module("agno.db.sqlite").SqliteDb(db_file=file)
    places = Places()
    session_of = import_module("agno.session").AgentSession
    run_of, done = (
        import_module("agno.run.agent").RunOutput,
        import_module("agno.run.base").RunStatus.completed,
    )
    message_of = import_module("agno.models.message").Message

    async def turn(chat: int) -> None:
        place = places.next(chat)
        data = {"session_state": STATE}
        session = session_of(place.conversation, agent_id="expense", session_data=data)
        database.upsert_session(session)
        said = [message_of(role="user", content=USER), message_of(role="assistant", content=ASSISTANT)]
        number, name = place.number, place.conversation
        run = run_of(run_id=f"{name}{number}", session_id=name, messages=said, status=done)
        database.upsert_run(run, name, run_index=number)

    try:
        yield Memory(turn, partial(_pragma_of_engine, database.db_engine))
    finally:
        database.close()


@asynccontextmanager
async def telegram(file: str) -> AsyncIterator[Memory]:
    """PicklePersistence as its application uses it, written each turn: one file of all chats, no fsync."""
    persistence = import_module("telegram.ext").PicklePersistence(file, on_flush=False)
    places = Places()
    chats: dict[str, dict[str, Any]] = await persistence.get_chat_data()

    async def turn(chat: int) -> None:
        name = places.next(chat).conversation
        data = chats.setdefault(name, {"messages": []})
        data["messages"] += [("user", USER), ("assistant", ASSISTANT)]
        data["state"] = dict(STATE)
        await persistence.update_chat_data(name, deepcopy(data))

    async def copy(source: str, targets: Sequence[str]) -> None:
        for target in targets:
            # Each with words of its own: shared ones would be pickled once.
            persistence.chat_data[target] = json.loads(json.dumps(chats[source]))

    async def pragma(name: str) -> object:
        return None if name == "journal_mode" else 0

    yield Memory(turn, pragma, copy)


async def _pragma_of_engine(engine: Any, name: str) -> object:  # noqa: ANN401  # of SQLAlchemy
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


MEMORIES: Final[Mapping[str, Callable[[str], AbstractAsyncContextManager[Memory]]]] = {
    "openai-agents": partial(openai_agents, is_kept=True),
    "openai-agents, opened each turn": partial(openai_agents, is_kept=False),
    "langgraph-checkpoint-sqlite": langgraph,
    "langchain-community": langchain,
    "agno": agno,
    "python-telegram-bot": telegram,
}
