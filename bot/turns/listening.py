from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from agents import (
    ITEM,
    JUST,
    LAST,
    NEW,
    Facts,
    Reading,
    Setting,
    akin_words,
    answers_amount,
    packed_reading,
    starts_operation,
    subjects,
    unpacked_reading,
    waiting_threads,
)
from agents.readers import Read, Readers
from bot.turns.allowance import MessageAllowance
from bot.turns.referring import item, referred
from ledger import ConversationId, Draft
from manager import Context, ConversationManager, Thread, TokenLimits, failpoint

TOLD_AGAIN: Final = timedelta(minutes=5)
"""Whoever tells the same thing twice within this time is asked whether they mean two."""

NO_LIMITS: Final = TokenLimits()
FORWARDED_AGAIN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message with what was understood, and with the numbers of the book that its agent will need.

    `is_model_silent` says that a model should have been asked and did not answer: the rules read alone.
    """

    context: Context
    reading: Reading
    is_model_silent: bool = False
    asked_model: bool = False


class Listener:
    """Reads messages, and fetches from the book what an agent needs beside the words."""

    def __init__(
        self, manager: ConversationManager, readers: Readers, limits: TokenLimits = NO_LIMITS
    ) -> None:
        self._manager = manager
        self._readers = readers
        self._limits = limits

    async def hear(self, context: Context) -> Heard:
        """What a message says: as words of its own, or as the answer to the only open question."""
        if context.incoming.text.startswith("/cancel"):
            return Heard(context, Reading("cancel"))
        read = await self._read(context, context.thread)
        waiting = waiting_threads(context)
        is_alone = context.thread is None and len(waiting) == 1 and not read.asked_model
        if is_alone and _may_answer(context, read.reading) and not _names_item(read.reading):
            answer = await self._read(context, waiting[0])
            read = answer if _says_something(answer.reading) else read
        elif _corrects(context, read.reading):
            context, read = await self._as_correction(context, read, waiting)
        elif context.thread is not None and _names_item(read.reading):
            context, read = await self._as_item(context, context.thread, read)
        context = await self.counted(context, read.reading.draft)
        context = await self.with_recent(context, read.reading.draft)
        context = await self.with_lessons(context, read.reading.drafts)
        return Heard(
            context, read.reading, is_model_silent=read.trouble is not None, asked_model=read.asked_model
        )

    async def _as_correction(
        self, context: Context, read: Read, waiting: tuple[Thread, ...]
    ) -> tuple[Context, Read]:
        """The message as a reply to the entry it speaks of, or to the draft that waits; else as it was."""
        reference = read.reading.reference or ""
        if waiting and (reference == JUST or (reference == LAST and len(waiting) > 1)):
            return context, read
        thread = await self._draft_told_last(context, waiting, reference)
        thread = thread or await referred(self._manager, context, reference)
        if thread is None:
            return context, read
        answer = await self._read(context, thread)
        if not _says_something(answer.reading):
            return context, read
        drafts = answer.reading.drafts
        reading = replace(
            answer.reading,
            drafts=drafts if reference in (LAST, JUST) else tuple(_unnamed(one, reference) for one in drafts),
        )
        return replace(context, thread=thread, route="reply"), replace(answer, reading=reading)

    async def _draft_told_last(
        self, context: Context, waiting: tuple[Thread, ...], reference: str
    ) -> Thread | None:
        """The draft that waits, where words speak of what was told last and nothing was told after it."""
        if not waiting or reference != LAST:
            return None
        last = await self._manager.last_conversation(context.incoming.chat_id, context.incoming.person.id)
        return waiting[0] if last is None or waiting[0].id >= last else None

    async def _as_item(self, context: Context, told: Thread, read: Read) -> tuple[Context, Read]:
        """A reply to a list as a reply to the item it names; as it was where there is no such item."""
        thread = await item(self._manager, told.id, read.reading.reference or "")
        if thread is None:
            return context, read
        return replace(context, thread=thread), await self._read(context, thread)

    async def counted(self, context: Context, draft: Draft) -> Context:
        """The context with balances, where the draft states one."""
        known = context.thread.draft if context.thread else Draft()
        waiting = [thread.draft for thread in context.open_threads]
        if all(one.balance is None for one in (draft, known, *waiting)):
            return context
        return replace(context, balances=await self._manager.balances(context.book.id))

    async def with_recent(self, context: Context, draft: Draft) -> Context:
        """The context with what was told here a moment ago, where the same may be told once more."""
        drafts = (draft, *(thread.draft for thread in (context.thread, *context.open_threads) if thread))
        if all(one.amount is None for one in drafts):
            return context
        within = FORWARDED_AGAIN if context.incoming.is_forwarded else TOLD_AGAIN
        recent = await self._manager.recent_operations(context.book.id, context.incoming, within)
        return replace(context, recent=recent)

    async def with_lessons(self, context: Context, drafts: Sequence[Draft] = ()) -> Context:
        """The context with what was learned about the things that are told or waited for."""
        waiting = [thread.draft for thread in (context.thread, *context.open_threads) if thread]
        spoken_of = {subject for draft in (*drafts, *waiting) for subject in subjects(draft)}
        if not spoken_of:
            return context
        return replace(context, lessons=await self._manager.lessons_about(context.book.id, spoken_of))

    async def threads(self, ids: Sequence[int]) -> tuple[Thread, ...]:
        """Conversations by id, as they stand."""
        found = [await self._manager.get_conversation_context(ConversationId(one)) for one in ids]
        return tuple(one for one in found if one is not None)

    async def prepare(self, context: Context, value: str) -> None:
        """Add to the person's lists what a chosen answer adds: a new account."""
        if value.startswith(NEW):
            name = value.removeprefix(NEW)
            await self._manager.add_account(context.book.id, name, context.book.currency)

    async def _read(self, context: Context, thread: Thread | None) -> Read:
        """Read once: what a model answered is kept before it is acted on, and a replay finds it there."""
        stored = await self._manager.stored_reading(context.incoming)
        if stored is not None:
            return Read(unpacked_reading(stored), asked_model=True)
        setting = await self._setting(context, thread)
        read = await self._readers.read(context.incoming.text, setting, self._allowance(context, thread))
        if read.asked_model and read.trouble is None:
            failpoint("reading.storing")
            await self._manager.store_reading(context.incoming, packed_reading(read.reading))
            failpoint("reading.stored")
        return read

    def _allowance(self, context: Context, thread: Thread | None) -> MessageAllowance | None:
        """What may be spent; nothing on what people of a group say to each other and not to the bot."""
        if thread is None and not (context.incoming.is_private or context.is_ordered):
            return None
        return MessageAllowance(self._manager, self._limits, context)

    async def _setting(self, context: Context, thread: Thread | None) -> Setting:
        """What a reader may know; what was said before only where it was said in this very conversation."""
        is_own = thread is not None and thread == context.thread
        history = context.history if is_own else ()
        examples = await self._manager.examples(context.book.id) if self._readers.have_model else ()
        about = (context.book, context.today, _tongue(context), thread, history, examples)
        return Setting(*about, is_ordered=context.is_ordered and thread is None)


def _tongue(context: Context) -> str:
    """The person's language with their country, where Telegram tells it: dates and numbers depend on it."""
    own = context.incoming.person.language
    return own if own.replace("_", "-").split("-")[0] == context.language else context.language


def _unnamed(draft: Draft, reference: str) -> Draft:
    """A correction without the words that only say which entry it is for; a category beside them is told."""
    draft = draft.without(("description", "counterparty"))
    proof = draft.origin("category")
    is_told = proof is not None and proof.origin == "said" and not akin_words(proof.text, reference)
    return draft if is_told else draft.without(("category",))


def _corrects(context: Context, reading: Reading) -> bool:
    """Whether a message without a reply speaks of an entry of the book."""
    return context.thread is None and reading.reference is not None and not context.unknown_reply


def _names_item(reading: Reading) -> bool:
    return reading.reference is not None and reading.reference.startswith(ITEM)


def _may_answer(context: Context, reading: Reading) -> bool:
    if answers_amount(context, Facts.of(reading)):
        return True
    return reading.act in ("tell", "none") and not starts_operation(reading.draft)


def _says_something(reading: Reading) -> bool:
    return bool(reading.draft.said or reading.unknown_account or reading.rivals) or reading.act != "none"
