"""Plays a case through the shipped dialogue: the same code that answers in Telegram, on a book in memory."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final, get_args

from telegram import Bot

from agents import Reader, Setting, as_draft
from agents.asking import Allowance, Model
from agents.readers import UNLIMITED, Read, Readers
from bot.care.rescue import Rescue
from bot.receiving.intake import raw_update
from bot.turns.access import Access
from bot.turns.commands import Commands
from bot.turns.dialogue import Dialogue
from bot.turns.listening import Listener
from evals import history
from evals.acts import NOT_SAID, operation_of, turn_of, waits_to_be_confirmed
from evals.case import Case, CaseTurn
from evals.prediction import PredictedOperation, PredictedTurn, Prediction
from evals.witness import Witness
from ledger import Account, BookId, Category, CategoryKind, ConversationId
from manager import Booked, Founding, Incoming, Lists, Person

PERSON_ID: Final = 1001
BOT_ID: Final = 7

YES: Final = "yes"
MOST: Final = 10_000


class _Mute(Bot):
    """Reads updates and never speaks: what the bot says waits in the reply outbox."""

    @property
    def id(self) -> int:
        """Known without asking Telegram."""
        return BOT_ID


BOT: Final = _Mute(f"{BOT_ID}:replay")


@dataclass
class _Clock:
    """Time as the case tells it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


class _TimedReaders(Readers):
    """The shipped readers with their gate; `ms` adds up what they took, `trouble` says what failed last."""

    ms = 0.0
    trouble: str | None = None

    async def read(self, text: str, setting: Setting, allowance: Allowance | None = UNLIMITED) -> Read:
        started = perf_counter()
        try:
            read = await super().read(text, setting, allowance)
            self.trouble = read.trouble.kind if read.trouble is not None else self.trouble
            return read
        finally:
            self.ms += (perf_counter() - started) * 1000


async def replay(case: Case, rules: Reader, model: Model | None = None) -> Prediction:
    """What the bot does with a case; what our code raises becomes the prediction's error."""
    stage = _Stage(case, rules, model)
    try:
        await stage.open()
        for turn in case.turns:
            await stage.say(turn)
        await stage.confirm()
        final = await stage.book()
    except Exception as error:  # noqa: BLE001  # one broken case must not end the run of all others
        return stage.prediction((), error=repr(error))
    finally:
        await stage.close()
    return stage.prediction(final)


class _Stage:
    """One case on its way: the dialogue, its book, and what was seen so far."""

    def __init__(self, case: Case, rules: Reader, model: Model | None) -> None:
        self._case = case
        self._clock = _Clock(case.now)
        self._person = Person(PERSON_ID, "Anna", language=case.locale or case.lang)
        self._manager = Witness(":memory:", bot_id=BOT_ID, founding=_founding(case), now=self._clock)
        self._readers = _TimedReaders(rules, model)
        self._dialogue = Dialogue(
            self._manager,
            Listener(self._manager, self._readers),
            Access(self._manager, PERSON_ID, now=self._clock),
            Commands(self._manager, str),
            (Rescue(self._manager, _no_sheet, now=self._clock),),
            now=self._clock,
            wake=lambda: None,
        )
        self._book_id = BookId(0)
        self._message_id = len(case.history)
        self._turns: list[PredictedTurn] = []
        self._ms: list[float] = []

    async def open(self) -> None:
        """Open the book and put the history into it."""
        await self._manager.open()
        first = Incoming(PERSON_ID, 0, self._person, "", self._clock())
        self._book_id = (await self._manager.meet(first)).book_id or self._book_id
        for index in range(len(self._case.history)):
            self._clock.now = history.told_at(self._case, index)
            await history.put(self._manager, self._case, index, self._book_id, (PERSON_ID, self._person))
        self._clock.now = self._case.now
        self._manager.taken_deeds()

    async def close(self) -> None:
        await self._manager.close()

    async def say(self, turn: CaseTurn) -> None:
        """Let the person write, and see what follows."""
        self._readers.ms = 0.0
        await self._hear(turn.user, await self._replied(turn.reply))
        self._turns.append(turn_of(self._manager.taken_deeds()))
        self._ms.append(round(self._readers.ms, 3))

    async def confirm(self) -> None:
        """Say yes to what was shown complete: to show it and to write it is the same act."""
        for thread in await self._manager.get_user_active_conversations(PERSON_ID, PERSON_ID):
            if waits_to_be_confirmed(thread):
                await self._hear(YES, await self._words_of(thread.id))

    async def book(self) -> tuple[PredictedOperation, ...]:
        """The operations of the book, oldest first."""
        booked = await self._manager.last_operations(self._book_id, MOST)
        return tuple([await self._told(one) for one in sorted(booked, key=lambda one: one.number)])

    def prediction(self, final: tuple[PredictedOperation, ...], error: str | None = None) -> Prediction:
        """What is known so far; turns that were never reached count as nothing done."""
        unreached = [PredictedTurn(act="none")] * (len(self._case.turns) - len(self._turns))
        return Prediction(
            id=self._case.id,
            turns=(*self._turns, *unreached),
            final=final,
            ms=tuple(self._ms),
            error=error or "; ".join(self._manager.faults) or None,
            trouble=self._readers.trouble,
        )

    async def _hear(self, text: str, reply_to: int | None) -> None:
        self._clock.now += timedelta(seconds=1)
        self._message_id += 1
        await self._manager.receive([raw_update(self._update(text, reply_to), BOT)])
        while (entry := await self._manager.next_update(PERSON_ID)) is not None:
            await self._dialogue.handle(entry, BOT)

    def _update(self, text: str, reply_to: int | None) -> dict[str, Any]:
        """A message as Telegram sends it."""
        chat = {"id": PERSON_ID, "type": "private", "first_name": self._person.first_name}
        sent = {"date": int(self._clock().timestamp()), "chat": chat}
        who = {
            "id": PERSON_ID,
            "is_bot": False,
            "first_name": self._person.first_name,
            "language_code": self._person.language,
        }
        message: dict[str, Any] = {"message_id": self._message_id, "from": who, "text": text, **sent}
        if reply_to is not None:
            message["reply_to_message"] = {"message_id": reply_to, **sent}
        return {"update_id": self._message_id, "message": message}

    async def _replied(self, reply: str) -> int | None:
        """The message that a reply names."""
        if not reply:
            return None
        if reply == "question":
            waiting = await self._manager.get_user_active_conversations(PERSON_ID, PERSON_ID)
            return await self._words_of(waiting[-1].id) if waiting else None
        booked = await self._manager.last_operations(self._book_id, MOST)
        named = [one for one in booked if reply in ("last", one.operation.description.casefold())]
        named += [one for one in booked if reply.casefold() in one.operation.description.casefold()]
        return await self._words_of(named[0].conversation_id) if named else None

    async def _words_of(self, conversation_id: ConversationId) -> int | None:
        """The person's first words of a conversation."""
        said = await self._manager.get_conversation_history(conversation_id)
        return next((message.message_id for message in said if message.sender == "user"), None)

    async def _told(self, booked: Booked) -> PredictedOperation:
        """A booked operation; of an adjustment, the balance that the person told."""
        thread = await self._manager.get_conversation_context(booked.conversation_id)
        draft = as_draft(booked.operation)
        if booked.operation.type == "adjustment" and thread is not None and thread.draft.balance is not None:
            draft = draft.fill("balance", thread.draft.balance, "book")
        return operation_of(draft)


async def _no_sheet() -> None:
    """A case has no sheet to try."""


def _founding(case: Case) -> Founding:
    """The book of the case's person, with their own lists."""
    user = case.user
    accounts = {one.name: Account(one.name, one.currency) for one in user.accounts}
    default = user.default_account
    if default is None and not (user.account_required and accounts):
        default = NOT_SAID
    if default is not None:
        accounts.setdefault(default, Account(default, user.default_currency))
    kinds = get_args(CategoryKind)
    categories = tuple(Category(name, kind) for kind in kinds for name in user.categories.get(kind, ()))
    lists = Lists(tuple(accounts.values()), categories, default)
    return Founding(PERSON_ID, currency=user.default_currency, timezone=case.timezone, lists=lists)
