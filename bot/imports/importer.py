from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from telegram import Bot

from agents.readers import Readers
from agents.rules import RulesReader
from bot.imports import cards, choosing, transfers
from bot.imports.actions import Action
from bot.imports.asking import TOGETHER, Asking
from bot.imports.fetching import NotFetchedError, fetch
from bot.imports.offer import ImportPlan, Offer
from bot.imports.offers import Offers
from bot.imports.sentences import refusal
from bot.imports.shelf import Shelf
from bot.receiving.files import brings_file
from bot.wording.callbacks import Callback, Verb
from bot.wording.cards import Rendered
from bot.wording.texts import Texts, texts
from manager import (
    Clock,
    Context,
    ConversationManager,
    EditMessage,
    Import,
    ImportedFile,
    Incoming,
    Notice,
    Turn,
)
from statements import ROLES, UnreadableFileError

HOW: Final = (
    "Send me a file, here, in private:\n"
    "• a bank statement as CSV or Excel (.xlsx): one account in each\n"
    "• a chat that Telegram Desktop exported (Export chat history → JSON): I read what you wrote in it\n"
    "I show what it would bring and what the books have already. Nothing is recorded before you tap Import, "
    "and all of it can be undone at once."
)

LONG_BYTES: Final = 500_000
"""A larger file is read for longer than a person waits without a word."""


class Importer:
    """Statements and exported chats that people send: offered with buttons, and taken over on a tap.

    Only the tap books anything. The file stays with Telegram, and is fetched again where we forgot it.
    `wake` is called when something waits to be said while more is being done.
    """

    VERBS: Sequence[Verb] = ("import",)

    def __init__(
        self, manager: ConversationManager, bot: Bot, *, now: Clock, wake: Callable[[], None]
    ) -> None:
        self._manager = manager
        self._bot = bot
        self._wake = wake
        readers = Readers(RulesReader())
        self._offers = Offers(manager, readers, now=now)
        self._asking = Asking(manager, readers)
        self._shelf = Shelf(bot, self._offers)

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Offer the file of a message, or say how one is sent; False when the message is about none."""
        incoming = context.incoming
        if incoming.kind == "text" and incoming.text.partition("@")[0].strip().lower() == "/import":
            await self._manager.say(incoming.chat_id, Notice(t(HOW)), inbox_id=inbox_id)
            return True
        if not brings_file(incoming):
            return False
        name = incoming.file_name
        try:
            upload = await fetch(self._bot, incoming.file_id, name, incoming.file_size)
            if incoming.file_size > LONG_BYTES:
                reading = Notice(t("I am reading <b>{name}</b> …", name=name))
                await self._manager.say(incoming.chat_id, reading)
                self._wake()
            offer = await self._offers.make(upload, ImportPlan(), context)
        except UnreadableFileError as error:
            await self._manager.say(incoming.chat_id, Notice(refusal(error, name, t)), inbox_id=inbox_id)
            return True
        except NotFetchedError:
            await self._manager.say(incoming.chat_id, Notice(_not_fetched(name, t)), inbox_id=inbox_id)
            return True
        file = ImportedFile(name, offer.plan.packed(), incoming.file_id)
        taken = await self._manager.offer_import(context.book.id, incoming, file)
        self._shelf.keep(taken, offer)
        shown = _shown(taken, offer, t, context.today)
        await self._manager.say(incoming.chat_id, Notice(shown.text, shown.buttons), inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """What a tap under an import does; its message is shown anew. Returns the toast."""
        context = await self._manager.open_turn(incoming)
        action = Action.of(callback)
        taken = await self._manager.find_import(action.import_id) if action else None
        if context is None or taken is None or action is None or taken.book_id != context.book.id:
            await self._manager.ignore_update(inbox_id, "not of these books")
            return texts(incoming.person.language).plain("Only people of these books can press this")
        t = texts(context.language)
        try:
            if taken.revision != action.revision:
                shown, toast = (
                    await self._standing(taken, context, t),
                    t.plain("This is settled already"),
                )
            else:
                shown, toast = await self._act(action, taken, context, t)
        except (UnreadableFileError, NotFetchedError) as error:
            await self._manager.ignore_update(inbox_id, "no file")
            return _unread(error, t)
        edit = EditMessage(incoming.message_id, shown.text, shown.buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return toast

    async def _act(self, action: Action, taken: Import, context: Context, t: Texts) -> tuple[Rendered, str]:
        turn = Turn(context.incoming, context.book.id, context.today, ())
        match action.act:
            case "cancel":
                await self._manager.cancel_import(taken.id)
                return cards.cancelled(await self._again(taken), t), t.plain("Nothing was imported")
            case "undo":
                await self._manager.undo_import(taken, turn)
                return cards.undone(await self._again(taken), t), t.plain("Undone. The rows are marked Void")
            case "back":
                return await self._bring_back(taken, turn, t)
            case "accounts":
                return choosing.accounts(taken, context, t), ""
            case "take":
                return await self._take(taken, turn, context, action.number, t)
            case "ask":
                return await self._ask(taken, context, t)
        offer = await self._shelf.take(taken, context)
        return await self._look(action, taken, offer, context, t), ""

    async def _look(
        self, action: Action, taken: Import, offer: Offer, context: Context, t: Texts
    ) -> Rendered:
        """The same file seen from another side, or read another way."""
        match action.act:
            case "list":
                return cards.listed(taken, offer, action.number, t, context.today)
            case "pairs":
                return transfers.chosen(taken, offer, action.number, t, context.today)
            case "columns":
                return choosing.columns(taken, offer, t)
            case "role" if action.words[0] in ROLES:
                return choosing.places(taken, offer, action.words[0], t)
        plan = choosing.changed(action, offer, context)
        if plan is not None and await self._manager.revise_import(taken.id, taken.revision, plan.packed()):
            was_enough, taken = offer.lacks is None, await self._again(taken)
            offer = await self._shelf.take(taken, context)
            if action.words[:1] == ("debit",) and not was_enough:
                return choosing.places(taken, offer, "credit", t)
            if action.act == "pair":
                page = transfers.page_of(action.number)
                return transfers.chosen(taken, offer, page, t, context.today)
            if action.act != "account" and was_enough:
                return choosing.columns(taken, offer, t)
        return _shown(taken, offer, t, context.today)

    async def _take(
        self, taken: Import, turn: Turn, context: Context, pairs: int, t: Texts
    ) -> tuple[Rendered, str]:
        """Book what is new by now: the book may have learned of some of it since the file was offered.

        Where it has learned of ends of transfers beside the `pairs` that were shown, the person looks first.
        """
        shown = await self._shelf.take(taken, context)
        offer = await self._offers.compare(shown, context)
        if len(offer.pairs) > pairs or offer.ends - shown.ends:
            self._shelf.keep(taken, offer)
            look = t.plain(
                "Some of it looks like transfers between your accounts: look first, then tap again"
            )
            return _shown(taken, offer, t, context.today), look
        if not offer.new and not taken.operations:
            return _shown(taken, offer, t, context.today), t.plain("The books have all of it already")
        await self._manager.import_entries(taken, turn, offer.new)
        await self._manager.close_import(taken.id, is_whole=not offer.problems)
        taken = await self._again(taken)
        self._shelf.keep(taken, offer)
        return cards.done(taken, offer, t), t.plain("Recorded")

    async def _ask(self, taken: Import, context: Context, t: Texts) -> tuple[Rendered, str]:
        """Ask about the next of the messages that were not understood for certain."""
        offer = await self._shelf.take(taken, context)
        some = offer.unclear[:TOGETHER]
        await self._asking.ask(taken, some, context, t)
        taken, offer = await self._again(taken), offer.without(some)
        self._shelf.keep(taken, offer)
        shown = _shown(taken, offer, t, context.today)
        return (shown if taken.state == "open" else cards.done(taken, offer, t)), ""

    async def _bring_back(self, taken: Import, turn: Turn, t: Texts) -> tuple[Rendered, str]:
        if not await self._manager.restore_import(taken, turn):
            return cards.undone(taken, t), t.plain("The same lines were imported anew since then")
        return cards.done(await self._again(taken), None, t), t.plain("Back in the books")

    async def _standing(self, taken: Import, context: Context, t: Texts) -> Rendered:
        """The message of an import as it is now, whatever an older one of its buttons said."""
        match taken.state:
            case "done" | "partial":
                return cards.done(taken, None, t)
            case "undone":
                return cards.undone(taken, t)
            case "cancelled":
                return cards.cancelled(taken, t)
            case "open":
                return _shown(taken, await self._shelf.take(taken, context), t, context.today)

    async def _again(self, taken: Import) -> Import:
        found = await self._manager.find_import(taken.id)
        return found or taken


def _shown(taken: Import, offer: Offer, t: Texts, today: date) -> Rendered:
    """An offer, or what must be known before there can be one."""
    return choosing.asked(taken, offer, t) if offer.lacks else cards.offered(taken, offer, t, today)


def _not_fetched(name: str, t: Texts) -> str:
    return t("Nothing was imported: Telegram does not give me <b>{name}</b> now. Send it again", name=name)


def _unread(error: Exception, t: Texts) -> str:
    if isinstance(error, NotFetchedError):
        return t.plain("Nothing was changed: Telegram does not give me the file now. Send it again")
    return t.plain("Nothing was changed: so the file cannot be read. Choose other columns")
