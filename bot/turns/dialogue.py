import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace

from telegram import Bot, Update
from telegram.error import TelegramError

from agents import Plan, Reading, route
from bot.receiving import updates
from bot.receiving.albums import Albums, is_part
from bot.receiving.chats import Chats
from bot.receiving.files import brings_file
from bot.turns.access import Access
from bot.turns.commands import Commands
from bot.turns.learned import Learned
from bot.turns.listening import Listener
from bot.turns.presses import Presses
from bot.turns.recording import Recorder
from bot.turns.rooms import Desk, Room
from bot.wording import explanations
from bot.wording.callbacks import Callback
from bot.wording.texts import texts
from manager import (
    Clock,
    Context,
    ConversationManager,
    Explain,
    InboxEntry,
    Incoming,
    Notice,
    StoreError,
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
        rooms: Sequence[Room],
        *,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._listener = listener
        self._access = access
        self._commands = commands
        self._rooms: tuple[Room, ...] = (*rooms, Learned(manager))
        self._recorder = Recorder(manager)
        self._presses = Presses(manager, listener, access, commands, self._recorder)
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
            elif is_part(entry) and not brings_file(incoming):
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

    async def _press(self, incoming: Incoming, inbox_id: int) -> str:
        callback = Callback.unpack(incoming.text)
        for room in self._rooms:
            if callback is not None and callback.verb in room.VERBS:
                return await room.press(incoming, callback, inbox_id)
        return await self._presses.press(incoming, inbox_id)

    async def _hear(self, incoming: Incoming, inbox_id: int) -> None:
        context = await self._manager.open_turn(incoming)
        if context is None:
            await self._access.knock(incoming, inbox_id)
            return
        t = texts(context.language)
        is_typed = incoming.kind == "text" and not incoming.is_forwarded
        has_file = brings_file(incoming)
        desks: tuple[Desk, ...] = (*self._rooms, self._commands)
        for desk in desks if is_typed or has_file else ():
            if await desk.run(context, inbox_id, t):
                return
        context = _ordered(context)
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
        steps = await self._recorder.steps(heard.context, plans, t)
        if heard.is_model_silent:
            steps = explanations.without_model(steps, t)
        await self._recorder.record(heard.context, steps, inbox_id, asked_model=heard.asked_model)

    def _media(self, context: Context) -> tuple[Plan, ...]:
        """What to say to a photo or a voice that came without words."""
        if context.incoming.text or context.incoming.kind in ("text", "edit"):
            return ()
        codes = {"photo": "E17", "document": "E17", "voice": "VOICE"}
        return (Plan(Explain(codes.get(context.incoming.kind, "E20"))),)

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


def _ordered(context: Context) -> Context:
    """`/add taxi 450` says what `taxi 450` says, and that it is an operation."""
    command, *words = context.incoming.text.split(maxsplit=1)[:2] or [""]
    if command.partition("@")[0].lower() != "/add" or context.incoming.is_forwarded:
        return context
    return replace(context, incoming=replace(context.incoming, text="".join(words)), is_ordered=True)


def _forwarded(context: Context, reading: Reading) -> tuple[Plan, ...]:
    """What to say to somebody else's words that tell no operation: they give no orders here."""
    if context.incoming.is_forwarded and reading.act != "tell":
        return (Plan(Explain("FORWARDED")),)
    return ()


def _concerns_us(context: Context, reading: Reading) -> bool:
    """Whether a group's message is for the bot: a reply to it, or words that are surely an operation."""
    if context.incoming.is_forwarded:
        return False
    if context.thread is not None or context.is_ordered or reading.act == "cancel":
        return True
    draft = reading.draft
    known = draft.account is not None or draft.category is not None
    return reading.act == "tell" and reading.certain and draft.amount is not None and known
