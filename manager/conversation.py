from ledger import ConversationId, Draft
from manager import view
from manager.doors.audit import AuditDoor
from manager.doors.book import BookDoor
from manager.doors.care import CareDoor
from manager.doors.chat import ChatDoor
from manager.doors.exports import ExportDoor
from manager.doors.imports import ImportDoor
from manager.doors.model import ModelDoor
from manager.doors.people import PeopleDoor
from manager.doors.reply import ReplyDoor
from manager.doors.sheet import SheetDoor
from manager.doors.time import TimeDoor
from manager.doors.turn import TurnDoor
from manager.file.store import Connection
from manager.tables import cards, conversations, deliveries, messages, people
from manager.tables.cards import Card
from manager.tables.conversations import Standing
from manager.values.context import Agent, Message, Status, Thread
from manager.values.incoming import Incoming


class ConversationManager(
    TurnDoor,
    ModelDoor,
    PeopleDoor,
    ChatDoor,
    BookDoor,
    ImportDoor,
    ExportDoor,
    SheetDoor,
    AuditDoor,
    ReplyDoor,
    TimeDoor,
    CareDoor,
):
    """The only door to the database: conversations, the book, and both outboxes of one bot.

    Every method is one transaction in one hop to the database thread. Chat and message ids are Telegram's;
    the bot's own id completes every key.
    """

    async def open(self) -> None:
        """Open the database; what was on its way when the last process died is taken up again.

        Raises:
            StoreError: the file cannot be used.
        """
        await self._store.open()
        await self._store.transaction(lambda db: deliveries.recover(db, self._bot_id, self._stamp()))
        await self.recover_sheet_jobs()

    async def close(self) -> None:
        """Finish what was handed in and close the database."""
        await self._store.close()

    async def create_conversation(self, incoming: Incoming) -> ConversationId:
        """Start a conversation with the person's message and return its id."""

        def create(db: Connection) -> ConversationId:
            view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
            return self._create(db, incoming)

        return await self._store.transaction(create)

    async def find_or_create_conversation(self, incoming: Incoming) -> ConversationId:
        """The conversation a message replies to, or a new one with it as its first message."""

        def find(db: Connection) -> ConversationId:
            view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
            known = incoming.reply_to and messages.find(db, self._bot_id, incoming.chat_id, incoming.reply_to)
            if not known:
                return self._create(db, incoming)
            messages.add_incoming(db, self._bot_id, known, incoming, self._stamp())
            return known

        return await self._store.transaction(find)

    async def update_conversation_state(
        self,
        conversation_id: ConversationId,
        *,
        status: Status | None = None,
        agent: Agent | None = None,
        draft: Draft | None = None,
        revision: int | None = None,
    ) -> bool:
        """Change what is given; False, and nothing changes, when `revision` is not the current one."""

        def update(db: Connection) -> bool:
            now = self._stamp()
            if not conversations.move(db, conversation_id, Standing(status, agent), now, revision=revision):
                return False
            if draft is not None:
                conversations.add_draft(db, conversation_id, "partial", draft, now)
            return True

        return await self._store.transaction(update)

    async def store_user_response(self, conversation_id: ConversationId, incoming: Incoming) -> None:
        """Add what a person said to a conversation; a reply to it will find the conversation."""
        await self._store.transaction(
            lambda db: messages.add_incoming(db, self._bot_id, conversation_id, incoming, self._stamp())
        )

    async def store_bot_message(
        self, conversation_id: ConversationId, chat_id: int, message_id: int, content: str
    ) -> None:
        """Add what the bot said to a conversation; a reply to it will find the conversation."""
        said = (chat_id, message_id, content)
        await self._store.transaction(
            lambda db: messages.add_bot(db, self._bot_id, conversation_id, said, self._stamp())
        )

    async def get_conversation_context(self, conversation_id: ConversationId) -> Thread | None:
        """A conversation as it stands: status, agent, draft, open question, operation; None if unknown."""
        return await self._store.transaction(lambda db: conversations.thread(db, conversation_id))

    async def get_conversation_history(
        self, conversation_id: ConversationId, limit: int = view.HISTORY
    ) -> tuple[Message, ...]:
        """The last `limit` things said in a conversation, oldest first."""
        return await self._store.transaction(lambda db: messages.history(db, conversation_id, limit))

    async def find_conversation_by_reply(self, chat_id: int, message_id: int) -> ConversationId | None:
        """The conversation that a message of a chat belongs to, be it the bot's or a person's own."""
        return await self._store.transaction(lambda db: messages.find(db, self._bot_id, chat_id, message_id))

    async def get_user_active_conversations(self, user_id: int, chat_id: int) -> tuple[Thread, ...]:
        """The conversations of a person in a chat that wait for an answer, oldest first."""

        def load(db: Connection) -> tuple[Thread, ...]:
            ids = conversations.open_ids(db, self._bot_id, chat_id, user_id, None)
            found = [conversations.thread(db, one) for one in ids]
            return tuple(one for one in found if one is not None)

        return await self._store.transaction(load)

    async def mark_conversation_complete(
        self, conversation_id: ConversationId, google_sheets_row: int | None = None
    ) -> None:
        """Close a conversation as completed; the row may come later, from the sheet."""

        def complete(db: Connection) -> None:
            conversations.move(db, conversation_id, Standing("completed"), self._stamp())
            if google_sheets_row is not None:
                conversations.set_row(db, conversation_id, google_sheets_row, self._stamp())

        await self._store.transaction(complete)

    async def resume_conversation(self, conversation_id: ConversationId) -> Thread | None:
        """Make a conversation active again, out of the archive too, and return it as it stands."""

        def resume(db: Connection) -> Thread | None:
            conversations.move(db, conversation_id, Standing("active"), self._stamp())
            return conversations.thread(db, conversation_id)

        return await self._store.transaction(resume)

    async def store_final_operation_data(self, conversation_id: ConversationId, draft: Draft) -> None:
        """Append the complete data of an operation to its conversation's history of values."""
        await self._store.transaction(
            lambda db: conversations.add_draft(db, conversation_id, "complete", draft, self._stamp())
        )

    async def card(self, conversation_id: ConversationId) -> Card | None:
        """A conversation as its card must show it."""
        return await self._store.transaction(lambda db: cards.load(db, conversation_id))

    def _create(self, db: Connection, incoming: Incoming) -> ConversationId:
        book_id = people.chat_book(db, self._bot_id, incoming.chat_id)
        if book_id is None:
            raise LookupError(f"chat {incoming.chat_id} has no book")
        where = (book_id, incoming.sent_at.date())
        begun = Standing("active")
        conversation_id = conversations.add(db, self._bot_id, incoming, where, begun, self._stamp())
        messages.add_incoming(db, self._bot_id, conversation_id, incoming, self._stamp())
        return conversation_id
