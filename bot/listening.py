from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.readers import Readers

from agents import NEW, Reading, Setting, starts_operation, waiting_threads
from ledger import ConversationId, Draft
from manager import Context, ConversationManager, Thread


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what was understood, and with the numbers of the book that its agent will need."""

    context: Context
    reading: Reading


class Listener:
    """Reads messages, and fetches from the book what an agent needs beside the words."""

    def __init__(self, manager: ConversationManager, readers: Readers) -> None:
        self._manager = manager
        self._readers = readers

    async def hear(self, context: Context) -> Heard:
        """What a message says: as words of its own, or as the answer to the only open question."""
        if context.incoming.text.startswith("/cancel"):
            return Heard(context, Reading("cancel"))
        reading = await self._read(context, context.thread)
        waiting = waiting_threads(context)
        if context.thread is None and len(waiting) == 1 and _may_answer(reading):
            answer = await self._read(context, waiting[0])
            reading = answer if _says_something(answer) else reading
        return Heard(await self.counted(context, reading.draft), reading)

    async def counted(self, context: Context, draft: Draft) -> Context:
        """The context with balances, where the draft states one."""
        known = context.thread.draft if context.thread else Draft()
        waiting = [thread.draft for thread in context.open_threads]
        if all(one.balance is None for one in (draft, known, *waiting)):
            return context
        return replace(context, balances=await self._manager.balances(context.book.id))

    async def threads(self, ids: Sequence[int]) -> tuple[Thread, ...]:
        """Conversations by id, as they stand."""
        found = [await self._manager.get_conversation_context(ConversationId(one)) for one in ids]
        return tuple(one for one in found if one is not None)

    async def prepare(self, context: Context, value: str) -> None:
        """Add to the person's lists what a chosen answer adds: a new account."""
        if value.startswith(NEW):
            name = value.removeprefix(NEW)
            await self._manager.add_account(context.book.id, name, context.book.currency)

    async def _read(self, context: Context, thread: Thread | None) -> Reading:
        setting = Setting(context.book, context.today, context.language, thread)
        return (await self._readers.read(context.incoming.text, setting)).reading


def _may_answer(reading: Reading) -> bool:
    return reading.act in ("tell", "none") and not starts_operation(reading.draft)


def _says_something(reading: Reading) -> bool:
    return bool(reading.draft.said or reading.unknown_account or reading.rivals) or reading.act != "none"
