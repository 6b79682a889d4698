from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from ledger import BookId, ConversationId, Draft
from manager import (
    aging,
    books,
    cards,
    conversations,
    inbox,
    messages,
    operations,
    people,
    readings,
    replies,
    search,
    sheet_outbox,
    statistics,
    turns,
    view,
    vitals,
)
from manager.books import Habits
from manager.cards import Card
from manager.clock import Clock, moment, stamp
from manager.context import Agent, Balance, Booked, Context, Message, Status, Thread
from manager.decision import Turn
from manager.inbox import InboxEntry, RawUpdate
from manager.incoming import Incoming
from manager.people import Member, Role
from manager.projection import Link, SheetJob, SheetState
from manager.query import Query
from manager.replies import DueReply, ReplyState, Said
from manager.say import React, Say
from manager.search import Counted
from manager.statistics import StorageStats
from manager.store import Connection, Store
from manager.view import Founding

TRIES: Final = 5
"""How often an update is tried before it is put away as dead and its person told."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operation that is not in the sheet yet, since when, and why."""

    number: int
    since: datetime
    state: SheetState
    reason: str
    tried_at: datetime | None
    retry_at: datetime


class ConversationManager:
    """The only door to the database: conversations, the book, and both outboxes of one bot.

    Every method is one transaction in one hop to the database thread. Chat and message ids are Telegram's;
    the bot's own id completes every key.
    """

    def __init__(self, database: Path | str, *, bot_id: int, founding: Founding, now: Clock) -> None:
        self._store = Store(database)
        self._bot_id = bot_id
        self._founding = founding
        self._now = now

    async def open(self) -> None:
        """Open the database; what was on its way when the last process died is taken up again.

        Raises:
            StoreError: the file cannot be used.
        """
        await self._store.open()
        await self._store.transaction(lambda db: replies.recover(db, self._bot_id))
        await self.recover_sheet_jobs()

    async def close(self) -> None:
        """Finish what was handed in and close the database."""
        await self._store.close()

    # ---- the way of a message

    async def receive(self, updates: Sequence[RawUpdate]) -> int:
        """Put raw updates on disk; returns how many were new. Only then may Telegram be told.

        Raises:
            StoreError: they are not on disk.
        """
        return await self._store.transaction(lambda db: inbox.add(db, self._bot_id, updates, self._stamp()))

    async def waiting_chats(self) -> list[int | None]:
        """The chats with updates that were stored and not handled."""
        return await self._store.transaction(lambda db: inbox.waiting_chats(db, self._bot_id))

    async def next_update(self, chat_id: int | None) -> InboxEntry | None:
        """The oldest unhandled update of a chat."""
        return await self._store.transaction(lambda db: inbox.first_waiting(db, self._bot_id, chat_id))

    async def ignore_update(self, inbox_id: int, reason: str) -> None:
        """Close an update that asks nothing of us."""
        await self._store.transaction(
            lambda db: inbox.close(db, inbox_id, self._stamp(), state="ignored", reason=reason)
        )

    async def give_up_update(self, inbox_id: int, reason: str) -> bool:
        """Count a failure of our own; after five the update is put away, and the answer is True."""

        def count(db: Connection) -> bool:
            if inbox.count_try(db, inbox_id, reason) < TRIES:
                return False
            return inbox.close(db, inbox_id, self._stamp(), state="dead", reason=reason)

        return await self._store.transaction(count)

    async def meet(self, incoming: Incoming) -> Member:
        """Who is writing; a first-time owner gets a book, anybody else new is a stranger."""
        return await self._store.transaction(
            lambda db: view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
        )

    async def open_turn(self, incoming: Incoming, pressed: ConversationId | None = None) -> Context | None:
        """All that may be known about a message; None when its writer is not served here.

        `pressed` is the conversation that a button names.
        """

        def load(db: Connection) -> Context | None:
            member = view.meet(db, self._bot_id, self._founding, incoming, self._stamp())
            if not member.is_served or member.book_id != people.chat_book(db, self._bot_id, incoming.chat_id):
                return None
            return view.load(db, self._bot_id, member, incoming, pressed)

        return await self._store.transaction(load)

    async def record(self, turn: Turn) -> tuple[ConversationId, ...]:
        """Write all that follows from one message in one transaction, its inbox entry included.

        Returns the conversations it went to; nothing when the entry was closed before.

        Raises:
            StaleTurnError: a conversation has moved on; nothing was written.
            StoreError: nothing was written.
        """
        return await self._store.transaction(lambda db: turns.apply(db, self._bot_id, turn, self._stamp()))

    async def stored_reading(self, incoming: Incoming) -> str | None:
        """What a model answered about this message before, as JSON."""
        return await self._store.transaction(lambda db: readings.find(db, self._bot_id, incoming))

    async def store_reading(self, incoming: Incoming, content: str) -> None:
        """Keep what a model answered, before anything follows from it."""
        await self._store.transaction(
            lambda db: readings.add(db, self._bot_id, incoming, content, self._stamp())
        )

    async def say(
        self,
        chat_id: int,
        what: Say,
        conversation_id: ConversationId | None = None,
        inbox_id: int | None = None,
    ) -> None:
        """Queue something to be said, and close the update it answers."""

        def queue(db: Connection) -> None:
            if inbox.close(db, inbox_id, self._stamp()):
                replies.say(db, self._bot_id, chat_id, conversation_id, what, self._stamp())

        await self._store.transaction(queue)

    # ---- people

    async def find_member(self, user_id: int) -> Member | None:
        """Somebody who has written before, by Telegram id."""
        return await self._store.transaction(lambda db: people.find(db, user_id))

    async def greet(self, user_id: int) -> None:
        """Remember that a stranger was answered now."""
        await self._store.transaction(lambda db: people.greet(db, user_id, self._stamp()))

    async def admit(self, user_id: int, role: Role) -> None:
        """Let somebody into the owner's book, or refuse them."""

        def change(db: Connection) -> None:
            served = role not in ("stranger", "refused")
            book_id = books.shared(db, self._founding.owner_id) if served else None
            people.admit(db, user_id, role, book_id, self._stamp())

        await self._store.transaction(change)

    # ---- conversations

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
            if not conversations.move(
                db, conversation_id, now, status=status, agent=agent, revision=revision
            ):
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
            conversations.move(db, conversation_id, self._stamp(), status="completed")
            if google_sheets_row is not None:
                conversations.set_row(db, conversation_id, google_sheets_row, self._stamp())

        await self._store.transaction(complete)

    async def resume_conversation(self, conversation_id: ConversationId) -> Thread | None:
        """Make a conversation active again, out of the archive too, and return it as it stands."""

        def resume(db: Connection) -> Thread | None:
            conversations.move(db, conversation_id, self._stamp(), status="active")
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

    # ---- the book

    async def habits(self) -> Habits | None:
        """How the owner's book is written, for its sheet; None before the owner's first message."""
        return await self._store.transaction(lambda db: books.habits(db, self._founding.owner_id))

    async def balances(self, book_id: BookId) -> tuple[Balance, ...]:
        """What the book says each account holds."""
        return await self._store.transaction(lambda db: tuple(books.balances(db, book_id)))

    async def count(self, book_id: BookId, query: Query) -> Counted:
        """Count a question about a book in SQL."""
        return await self._store.transaction(lambda db: search.count(db, book_id, query))

    async def last_operations(self, book_id: BookId, limit: int = 10) -> tuple[Booked, ...]:
        """The newest operations of a book that are not void, newest first."""
        return await self._store.transaction(lambda db: operations.last(db, book_id, limit))

    async def find_operation(self, book_id: BookId, key: str) -> Booked | None:
        """An operation of a book by its key."""
        return await self._store.transaction(lambda db: operations.by_key(db, book_id, key))

    async def last_conversation(self, chat_id: int, user_id: int) -> ConversationId | None:
        """The conversation of a person's newest operation in a chat: what `/undo` means."""
        return await self._store.transaction(
            lambda db: operations.last_conversation(db, self._bot_id, chat_id, user_id)
        )

    async def add_account(self, book_id: BookId, name: str, currency: str) -> None:
        """One more account in a book; nothing happens when the name is taken."""
        await self._store.transaction(lambda db: books.add_missing_account(db, book_id, name, currency))

    # ---- the sheet

    async def due_sheet_jobs(self, limit: int) -> tuple[SheetJob, ...]:
        """The sheet jobs that may be tried now, oldest first, at most one per operation."""
        return await self._store.transaction(lambda db: sheet_outbox.due(db, limit, self._stamp()))

    async def next_sheet_job_at(self) -> datetime | None:
        """When the next sheet job may be tried; None when none waits."""
        return await self._store.transaction(sheet_outbox.next_at)

    async def sheet_jobs_sending(self, ids: Sequence[int]) -> None:
        """Write down that jobs are being handed to the network; must be on disk before they are."""
        await self._store.transaction(lambda db: sheet_outbox.sending(db, ids, self._stamp()))

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state; their cards tell it. Without `retry_at` the others wait for a person."""

        def move(db: Connection) -> None:
            for conversation_id in sheet_outbox.move(db, ids, state, reason, retry_at):
                replies.rearm_card(db, conversation_id, self._stamp())

        await self._store.transaction(move)

    async def link(self, links: Sequence[Link]) -> None:
        """The sheet was read back and has these versions in these rows; cards say so from now on."""

        def store(db: Connection) -> None:
            for one in links:
                self._link(db, one)

        await self._store.transaction(store)

    async def recover_sheet_jobs(self) -> int:
        """At start: what was being sent may or may not have arrived."""
        return await self._store.transaction(sheet_outbox.recover)

    async def sheet_waiting(self, book_id: BookId) -> tuple[Waiting, ...]:
        """The operations of a book that are not in the sheet, oldest first."""

        def load(db: Connection) -> tuple[Waiting, ...]:
            rows = db.execute(sheet_outbox.WAITING, {"book_id": book_id})
            return tuple(
                Waiting(
                    number=row["number"],
                    since=moment(row["created_at"]),
                    state=row["state"],
                    reason=row["reason"],
                    tried_at=moment(row["sent_at"]) if row["sent_at"] else None,
                    retry_at=moment(row["next_at"]),
                )
                for row in rows
            )

        return await self._store.transaction(load)

    # ---- what the bot says

    async def due_replies(self, limit: int = 50) -> tuple[DueReply, ...]:
        """Take what is to be said now, in order, marked as being sent."""
        return await self._store.transaction(
            lambda db: replies.take_due(db, self._bot_id, limit, self._stamp())
        )

    async def next_reply_at(self) -> datetime | None:
        """When something is to be said next; None when nothing waits."""
        at = await self._store.transaction(lambda db: replies.next_at(db, self._bot_id))
        return moment(at) if at else None

    async def reply_sent(self, reply: DueReply, said: Said) -> None:
        """Telegram has it: keep the address that replies will name, and the words."""
        await self._store.transaction(lambda db: replies.sent(db, reply, said, self._stamp()))

    async def reply_failed(
        self, reply: DueReply, state: ReplyState, reason: str, retry_at: datetime | None = None
    ) -> None:
        """Telegram did not take it: READY again at `retry_at`, or FAILED for good."""
        await self._store.transaction(lambda db: replies.failed(db, reply.id, state, reason, retry_at))

    async def polled(self, at: datetime) -> None:
        """Remember that Telegram answered us at that time."""
        await self._store.transaction(lambda db: vitals.polled(db, self._bot_id, stamp(at)))

    async def last_polled(self) -> datetime | None:
        """When Telegram last answered, this process or one before it; None before the first time."""
        return await self._store.transaction(lambda db: vitals.last_polled(db, self._bot_id))

    async def known_chats(self) -> list[int]:
        """The chats that can be told something."""
        return await self._store.transaction(lambda db: vitals.chats(db, self._bot_id))

    async def reply_gone(self, reply: DueReply) -> None:
        """The message that should be edited was deleted: it will be said anew."""
        await self._store.transaction(lambda db: replies.gone(db, reply.id, self._stamp()))

    async def mark_blocked(self, chat_id: int) -> None:
        """A chat takes nothing from us any more: no reminders there, until somebody writes again."""
        await self._store.transaction(lambda db: people.block_chat(db, self._bot_id, chat_id))

    # ---- time

    async def due_reminders(self) -> tuple[Card, ...]:
        """The questions that have waited a day and were never recalled."""
        return await self._store.transaction(lambda db: aging.due_reminders(db, self._bot_id, self._now()))

    async def remind(self, conversation_id: ConversationId, what: Say) -> bool:
        """Queue the one reminder of a question; False when it is not needed any more."""

        def queue(db: Connection) -> bool:
            reminder = (aging.chat_of(db, conversation_id), what)
            return aging.remind(db, self._bot_id, conversation_id, reminder, self._stamp())

        return await self._store.transaction(queue)

    async def put_aside(self) -> int:
        """Put questions aside that nobody answered for a week; returns how many."""
        return await self._store.transaction(lambda db: aging.put_aside(db, self._bot_id, self._now()))

    async def archive_old_conversations(self, quiet_days: int = 90, abandoned_days: int = 60) -> int:
        """Flag old conversations as archived; returns how many. Replies to them keep working."""
        quiet, dropped = timedelta(days=quiet_days), timedelta(days=abandoned_days)
        return await self._store.transaction(lambda db: aging.archive(db, self._now(), quiet, dropped))

    async def cleanup_old_messages(self, days: int = 365) -> int:
        """Drop the text of old archived messages; addresses and operations stay. Returns how many."""
        return await self._store.transaction(lambda db: aging.clean(db, self._now(), timedelta(days=days)))

    async def get_storage_stats(self) -> StorageStats:
        """How much is stored, and how much waits."""
        return await self._store.transaction(statistics.storage)

    # ----

    def _stamp(self) -> str:
        return stamp(self._now())

    def _create(self, db: Connection, incoming: Incoming) -> ConversationId:
        book_id = people.chat_book(db, self._bot_id, incoming.chat_id)
        if book_id is None:
            raise LookupError(f"chat {incoming.chat_id} has no book")
        today: date = incoming.sent_at.date()
        conversation_id = conversations.add(db, self._bot_id, incoming, book_id, today, self._stamp())
        messages.add_incoming(db, self._bot_id, conversation_id, incoming, self._stamp())
        return conversation_id

    def _link(self, db: Connection, link: Link) -> None:
        operation_id = sheet_outbox.done(db, link, self._stamp())
        if operation_id is None:
            return
        booked = operations.of_version(db, operation_id, link.version)
        conversations.set_row(db, booked.conversation_id, link.rows[0], self._stamp())
        replies.rearm_card(db, booked.conversation_id, self._stamp())
        replies.rearm_changes(db, booked.conversation_id, link.version, self._stamp())
        cause = operations.cause(db, operation_id, link.version)
        if cause is not None:
            chat_id, message_id = cause
            reaction = React(message_id, CONFIRMED)
            replies.say(db, self._bot_id, chat_id, booked.conversation_id, reaction, self._stamp())


CONFIRMED: Final = "✍"
"""The reaction on the person's own words when the sheet has their row."""
