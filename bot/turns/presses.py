from dataclasses import replace

from agents import Plan, press
from bot.turns.access import Access
from bot.turns.commands import Commands
from bot.turns.listening import Listener
from bot.turns.recording import Recorder
from bot.wording import reports
from bot.wording.callbacks import Callback
from bot.wording.texts import Texts, texts
from manager import (
    Cancel,
    Context,
    ConversationManager,
    Correct,
    Incoming,
    Prompt,
    Restore,
    Revert,
    Revive,
    Say,
    StaleTurnError,
    Thread,
    Void,
)


class Presses:
    """What the buttons do."""

    def __init__(
        self,
        manager: ConversationManager,
        listener: Listener,
        access: Access,
        commands: Commands,
        recorder: Recorder,
    ) -> None:
        self._manager = manager
        self._listener = listener
        self._access = access
        self._commands = commands
        self._recorder = recorder

    async def press(self, incoming: Incoming, inbox_id: int) -> str:
        """What a tap does; returns the toast."""
        callback = Callback.unpack(incoming.text)
        if callback is not None and callback.verb in ("ask", "admit", "refuse"):
            return await self._access.press(incoming, callback, inbox_id)
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
        steps = await self._recorder.steps(context, (Plan(decision, thread),), t)
        await self._recorder.record(context, steps, inbox_id)
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
        context = await self._listener.with_lessons(context)
        plans = press(context, thread, index, targets)
        if not plans:
            return await self._stale(inbox_id, t)
        await self._recorder.record(context, await self._recorder.steps(context, plans, t, targets), inbox_id)
        return t.plain("Not recorded") if isinstance(plans[0].decision, Cancel) else ""

    async def _stale(self, inbox_id: int, t: Texts) -> str:
        await self._manager.ignore_update(inbox_id, "stale button")
        return t.plain("This question is already closed. Look at the newest message of this thread")


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
