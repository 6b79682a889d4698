import logging
import secrets
from collections.abc import Callable
from dataclasses import replace

from telegram import Bot, Update
from telegram.error import TelegramError

from agents import Plan, Reading, press, route
from bot import explanations, reports, says, updates
from bot.access import Access
from bot.albums import Albums, is_part
from bot.callbacks import Callback
from bot.chats import Chats
from bot.commands import Commands
from bot.listening import Listener
from bot.rescue import Rescue
from bot.texts import Texts, texts
from manager import (
    Answer,
    Cancel,
    Clock,
    Context,
    ConversationManager,
    Correct,
    Explain,
    InboxEntry,
    Incoming,
    Notice,
    Prompt,
    Restore,
    Revert,
    Revive,
    Say,
    StaleTurnError,
    Step,
    StoreError,
    Thread,
    Turn,
    Void,
    failpoint,
)

log = logging.getLogger(__name__)


class Dialogue:
    """Takes one stored update from words to a decision that is written down; the boundary for all errors.

    `wake` is called when something was written that waits to be said or to go to the sheet.
    """

    def __init__(
        self,
        manager: ConversationManager,
        listener: Listener,
        access: Access,
        commands: Commands,
        rescue: Rescue,
        *,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._listener = listener
        self._access = access
        self._commands = commands
        self._rescue = rescue
        self._chats = Chats(manager)
        self._albums = Albums(manager, now=now)
        self._now = now
        self._wake = wake

    async def handle(self, entry: InboxEntry, bot: Bot) -> None:
        """Handle one update of the inbox and close it; what fails is tried again, and told at the end."""
        incoming: Incoming | None = None
        try:
            update = Update.de_json(entry.content, bot)
            incoming = updates.incoming(update, self._now(), bot.id)
            if incoming is None:
                await self._chats.notice(update, entry.id)
            elif is_part(entry):
                incoming = await self._albums.whole(entry, incoming, bot)
                if incoming is not None:
                    await self._hear(incoming, entry.id)
            elif incoming.kind == "button":
                toast = await self._press(incoming, entry.id)
                await self._toast(update, toast)
            else:
                await self._hear(incoming, entry.id)
        except StoreError:
            log.exception("not saved", extra={"inbox_id": entry.id})
            raise
        except Exception as error:  # noqa: BLE001  # the one boundary: a bug is logged, told, and stops nobody
            await self._apologise(entry, incoming, error)
        self._wake()

    async def _hear(self, incoming: Incoming, inbox_id: int) -> None:
        context = await self._manager.open_turn(incoming)
        if context is None:
            await self._access.knock(incoming, inbox_id)
            return
        t = texts(context.language)
        is_typed = incoming.kind == "text" and not incoming.is_forwarded
        for room in (self._commands, self._rescue) if is_typed else ():
            if await room.run(context, inbox_id, t):
                return
        context = _unprefixed(context)
        failpoint("turn.opened")
        heard = await self._listener.hear(context)
        failpoint("turn.read")
        plans = (
            _forwarded(context, heard.reading) or self._media(context) or route(heard.context, heard.reading)
        )
        if not context.incoming.is_private and not _concerns_us(context, heard.reading):
            await self._manager.ignore_update(inbox_id, "talk of a group")
            return
        if plans[0].decision == Explain("UNDO_LAST"):
            await self._commands.undo(context, inbox_id, t)
            return
        steps = await self._steps(heard.context, plans, t)
        if heard.is_model_silent:
            steps = explanations.without_model(steps, t)
        await self._record(heard.context, steps, inbox_id)

    def _media(self, context: Context) -> tuple[Plan, ...]:
        """What to say to a photo or a voice that came without words."""
        if context.incoming.text or context.incoming.kind in ("text", "edit"):
            return ()
        codes = {"photo": "E17", "document": "E17", "voice": "VOICE"}
        return (Plan(Explain(codes.get(context.incoming.kind, "E20"))),)

    async def _record(self, context: Context, steps: tuple[Step, ...], inbox_id: int) -> None:
        turn = Turn(context.incoming, context.book.id, context.today, steps, inbox_id)
        failpoint("turn.decided")
        await self._manager.record(turn)
        failpoint("turn.recorded")

    async def _steps(
        self, context: Context, plans: tuple[Plan, ...], t: Texts, targets: tuple[Thread, ...] = ()
    ) -> tuple[Step, ...]:
        return tuple([await self._step(context, plan, t, targets) for plan in plans])

    async def _step(self, context: Context, plan: Plan, t: Texts, targets: tuple[Thread, ...]) -> Step:
        if isinstance(plan.decision, Answer):
            counted = await self._manager.count(context.book.id, plan.decision.query)
            balances = await self._manager.balances(context.book.id)
            text = reports.answer(plan.decision.query, counted, balances, context.book, t)
            thread = plan.thread
            notice = Notice(text, reply_to=context.incoming.message_id if thread else None)
            return Step(plan.decision, thread.id if thread else None, says=(notice,))
        return says.step(context, plan, t, targets)

    # ---- buttons

    async def _press(self, incoming: Incoming, inbox_id: int) -> str:
        """What a tap does; returns the toast."""
        callback = Callback.unpack(incoming.text)
        if callback is not None and callback.verb in ("ask", "admit", "refuse"):
            return await self._access.press(incoming, callback, inbox_id)
        if callback is not None and callback.verb in ("retry", "discard", "recall"):
            return await self._rescue.press(incoming, callback, inbox_id)
        pressed = callback.conversation_id if callback else None
        context = await self._manager.open_turn(incoming, pressed)
        if context is None:
            await self._manager.ignore_update(inbox_id, "not of these books")
            t = texts(incoming.person.language)
            return t.plain("Only people of these books can press this")
        t, thread = texts(context.language), context.thread
        if callback is None or thread is None or thread.revision != callback.revision:
            return await self._stale(inbox_id, t)
        try:
            return await self._act(context, thread, callback, inbox_id, t)
        except StaleTurnError:
            return await self._stale(inbox_id, t)

    async def _act(
        self, context: Context, thread: Thread, callback: Callback, inbox_id: int, t: Texts
    ) -> str:
        incoming = replace(context.incoming, text=callback.verb)
        context = replace(context, incoming=incoming)
        if callback.verb in ("other", "edit"):
            prompt = _prompt(thread, callback, t)
            await self._manager.say(incoming.chat_id, prompt, thread.id, inbox_id)
            return ""
        if callback.verb == "last":
            await self._commands.list_last(context, inbox_id, t)
            return ""
        if callback.verb == "set":
            return await self._choose(context, thread, int(callback.argument), inbox_id, t)
        decision = _flip(thread, callback)
        if decision is None:
            return await self._stale(inbox_id, t)
        steps = await self._steps(context, (Plan(decision, thread),), t)
        await self._record(context, steps, inbox_id)
        return _toast(decision, t)

    async def _choose(self, context: Context, thread: Thread, index: int, inbox_id: int, t: Texts) -> str:
        question = thread.question
        offered = [option.value for option in question.options] if question else []
        targets: tuple[Thread, ...] = ()
        if question is not None and question.field == "which":
            ids = [int(value) for value in offered if value.isdigit()]
            targets = await self._listener.threads(ids)
        if question is not None and index < len(offered):
            await self._listener.prepare(context, offered[index])
        context = await self._listener.counted(context, thread.draft)
        context = await self._listener.with_recent(context, thread.draft)
        plans = press(context, thread, index, targets)
        if not plans:
            return await self._stale(inbox_id, t)
        await self._record(context, await self._steps(context, plans, t, targets), inbox_id)
        return t.plain("Not recorded") if isinstance(plans[0].decision, Cancel) else ""

    async def _stale(self, inbox_id: int, t: Texts) -> str:
        await self._manager.ignore_update(inbox_id, "stale button")
        return t.plain("This question is already closed. Look at the newest message of this thread")

    async def _toast(self, update: Update, text: str) -> None:
        """Answer a tap; it is shown for a moment, so a failure is nobody's loss."""
        if update.callback_query is None:
            return
        failpoint("tap.answering")
        try:
            await update.callback_query.answer(text or None)
        except TelegramError as error:
            log.info("toast not shown", extra={"reason": str(error)})

    # ---- errors

    async def _apologise(self, entry: InboxEntry, incoming: Incoming | None, error: Exception) -> None:
        """Log a fault of ours with a code; after the last try the person is told that code."""
        ref = secrets.token_hex(3)
        log.error("turn failed", exc_info=error, extra={"ref": ref, "inbox_id": entry.id})
        if await self._manager.give_up_update(entry.id, f"{ref}: {error!r}") and incoming is not None:
            text = explanations.broken(ref, texts(incoming.person.language))
            await self._manager.say(incoming.chat_id, Notice(text))


def _unprefixed(context: Context) -> Context:
    """`/add taxi 450` says what `taxi 450` says."""
    words = context.incoming.text
    if not words.startswith("/add"):
        return context
    return replace(context, incoming=replace(context.incoming, text=words.partition(" ")[2]))


def _forwarded(context: Context, reading: Reading) -> tuple[Plan, ...]:
    """What to say to somebody else's words that tell no operation: they give no orders here."""
    if context.incoming.is_forwarded and reading.act != "tell":
        return (Plan(Explain("FORWARDED")),)
    return ()


def _concerns_us(context: Context, reading: Reading) -> bool:
    """Whether a group's message is for the bot: a reply to it, or words that are surely an operation."""
    if context.incoming.is_forwarded:
        return False
    if context.thread is not None or reading.act == "cancel":
        return True
    draft = reading.draft
    known = draft.account is not None or draft.category is not None
    return reading.act == "tell" and reading.certain and draft.amount is not None and known


def _flip(thread: Thread, callback: Callback) -> Void | Restore | Revert | Cancel | Revive | Correct | None:
    """The decision behind a button that needs no words; None when it has nothing to act on."""
    booked = thread.booked
    match callback.verb:
        case "drop" if booked is None and thread.status == "active":
            return Cancel()
        case "back" if booked is None:
            return Revive()
        case "undo" if booked is not None and booked.state == "booked":
            return Void()
        case "back" if booked is not None and booked.state == "void":
            return Restore()
        case "revert" if booked is not None and str(booked.version) == callback.argument:
            return Revert()
        case "swap" if booked is not None and booked.operation.type == "transfer":
            return reports.swapped(booked, thread)
        case _:
            return None


def _toast(decision: object, t: Texts) -> str:
    match decision:
        case Void():
            return t.plain("Undone. The row is marked Void")
        case Restore() | Revert() | Revive():
            return t.plain("Back in the books")
        case Cancel():
            return t.plain("Not recorded")
        case _:
            return t.plain("Recorded")


def _prompt(thread: Thread, callback: Callback, t: Texts) -> Say:
    """The throw-away question that opens the input field; it is deleted once it is answered."""
    field = callback.argument or (thread.question.field if thread.question else "")
    examples = {
        "account": t.plain("e.g. Savings"),
        "to_account": t.plain("e.g. Savings"),
        "amount": t.plain("e.g. 350"),
        "category": t.plain("e.g. Pharmacy"),
    }
    if callback.verb == "edit":
        number = thread.booked.number if thread.booked else ""
        text = t("What should I change in <b>#{num}</b>?", num=number)
        return Prompt(text, examples.get(field, t.plain("e.g. 350, card, yesterday")))
    words = t("Which category?") if field == "category" else t("Which account?")
    return Prompt(words, examples.get(field, t.plain("Your answer")))
