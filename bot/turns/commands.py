from collections.abc import Callable
from datetime import timedelta
from typing import Final

from agents import as_draft
from bot.wording import reports, titles
from bot.wording.callbacks import Callback
from bot.wording.texts import Texts, texts
from manager import Button, Context, ConversationManager, Notice, ShowCard, Step, Thread, Turn, Void

UNDO_WITHIN: Final = timedelta(hours=24)
"""An older operation is not undone by /undo alone: the person is asked."""


class Commands:
    """The commands of a chat: `/start /help /last /open /undo /sheet /accounts`.

    `sheet_place` tells where the sheet is: a link, or the path of the local workbook.
    """

    def __init__(self, manager: ConversationManager, sheet_place: Callable[[], str]) -> None:
        self._manager = manager
        self._sheet_place = sheet_place

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Run the command in a message; False when there is none that is ours."""
        words = context.incoming.text.split()
        if not words or not words[0].startswith("/"):
            return False
        command = words[0].removeprefix("/").partition("@")[0].lower()
        match command:
            case "start" | "help":
                await self._start(context, inbox_id, t, command)
            case "last":
                await self.list_last(context, inbox_id, t)
            case "open":
                await self._open(context, inbox_id, t)
            case "undo":
                await self.undo(context, inbox_id, t)
            case "sheet":
                await self._say(context, inbox_id, t("Your sheet: {place}", place=self._sheet_place()))
            case "accounts":
                balances = await self._manager.balances(context.book.id)
                await self._say(context, inbox_id, reports.balance(balances, context.book, t))
            case _:
                return False
        return True

    async def list_last(self, context: Context, inbox_id: int, t: Texts) -> None:
        """List the newest operations of the book."""
        operations = await self._manager.last_operations(context.book.id)
        await self._say(context, inbox_id, reports.last(operations, t))

    async def undo(self, context: Context, inbox_id: int, t: Texts) -> None:
        """Undo the operation replied to, else the person's last one here if it is a day old at most."""
        incoming = context.incoming
        replied = context.thread.id if context.thread and context.thread.booked else None
        last = replied or await self._manager.last_conversation(incoming.chat_id, incoming.person.id)
        thread = await self._manager.get_conversation_context(last) if last else None
        if thread is None or thread.booked is None or thread.booked.state == "void":
            await self._say(context, inbox_id, t("There is nothing to undo."))
            return
        if replied is None and incoming.sent_at - thread.booked.recorded_at > UNDO_WITHIN:
            await self._manager.say(incoming.chat_id, _ask_undo(thread, t), thread.id, inbox_id)
            return
        title = titles.title(as_draft(thread.booked.operation), t, context.book.currency)
        text = t("Undone <b>#{number}</b>: {title}.", number=thread.booked.number, title=title)
        data = Callback("back", thread.id, thread.revision + 1).pack()
        notice = Notice(text, ((Button(t.plain("Bring back"), data=data),),), incoming.message_id)
        step = Step(Void(), thread.id, thread.revision, says=(ShowCard(), notice))
        await self._manager.record(Turn(incoming, context.book.id, context.today, (step,), inbox_id))

    async def _start(self, context: Context, inbox_id: int, t: Texts, command: str) -> None:
        key = context.incoming.text.partition(" ")[2].strip().removeprefix("op_")
        if command == "start" and key:
            await self._show(context, inbox_id, t, key)
            return
        if command == "start":
            text = t(
                "Ready. Write the first one, for example: <i>coffee 300 cash</i>\n"
                "To correct anything later, reply to its message."
            )
        else:
            text = t(HELP)
        await self._say(context, inbox_id, text)

    async def _show(self, context: Context, inbox_id: int, t: Texts, key: str) -> None:
        """Open the card of one operation, from the link in its row."""
        booked = await self._manager.find_operation(context.book.id, key)
        if booked is None:
            await self._say(context, inbox_id, t("There is no operation {key} in these books.", key=key))
            return
        await self._manager.say(
            context.incoming.chat_id, ShowCard(fresh=True), booked.conversation_id, inbox_id
        )

    async def _open(self, context: Context, inbox_id: int, t: Texts) -> None:
        """Send every open question anew, at the bottom of the chat."""
        waiting = context.open_threads
        if not waiting:
            await self._say(context, inbox_id, t("No question waits for you."))
            return
        many = t.plural("{count} question waits", "{count} questions wait", len(waiting))
        await self._say(context, inbox_id, many)
        for thread in waiting:
            await self._manager.say(context.incoming.chat_id, ShowCard(fresh=True), thread.id)

    async def _say(self, context: Context, inbox_id: int, text: str) -> None:
        notice = Notice(text, (), None if context.incoming.is_private else context.incoming.message_id)
        await self._manager.say(context.incoming.chat_id, notice, inbox_id=inbox_id)


def menu(language: str) -> list[tuple[str, str]]:
    """The commands as Telegram shows them, with a sentence each."""
    t = texts(language)
    return [
        ("last", t.plain("Last 10 operations")),
        ("open", t.plain("Questions waiting for your answer")),
        ("undo", t.plain("Undo the last operation")),
        ("accounts", t.plain("Accounts and balances")),
        ("sheet", t.plain("Open the sheet")),
        ("pending", t.plain("What is not in the sheet yet")),
        ("learned", t.plain("What I learned from your answers")),
        ("import", t.plain("Take over a bank statement or a chat")),
        ("export", t.plain("Download the books as a file")),
        ("help", t.plain("How to write to me, with examples")),
    ]


def _ask_undo(thread: Thread, t: Texts) -> Notice:
    if thread.booked is None:
        raise ValueError("nothing is booked in this conversation")
    text = t("Your last one is {line}. Undo it?", line=reports.line(thread.booked, t))
    undo = Callback("undo", thread.id, thread.revision).pack()
    label = t.plain("Undo #{number}", number=thread.booked.number)
    return Notice(text, ((Button(label, data=undo, style="danger"),),))


HELP: Final = (
    "<b>Write it as you would tell a friend</b>\n"
    "<i>coffee 300 cash</i> · <i>taxi 450 card yesterday</i> · <i>+85000 salary</i> · "
    "<i>moved 5000 from card to cash</i> · <i>card really has 12400</i>\n"
    "<b>To correct, reply</b> to any message about it: <i>350</i>, <i>card</i>, <i>yesterday</i>, "
    "<i>undo</i>. Next year too.\n"
    "<b>Ask</b>: <i>how much on food in October</i>, <i>last 5 taxis</i>, <i>compare October and "
    "November</i>, <i>where does my money go</i>, <i>how much a day</i>, <i>how much cash on 1 November</i>. "
    "Reply to an answer to go on: <i>and in September?</i>\n"
    "Deleting a message here does not delete the operation: use Undo.\n"
    "/last /open /undo /accounts /sheet /pending /learned"
)
