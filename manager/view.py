from dataclasses import dataclass
from zoneinfo import ZoneInfo

from ledger import BookId, ConversationId
from manager.file.store import Connection, Row
from manager.tables import books, conversations, messages, operations, people
from manager.tables.books import Lists, usual_lists
from manager.tables.people import Member
from manager.values.context import Context, Route, Thread
from manager.values.incoming import Incoming, Person

HISTORY = 20
"""Messages of a conversation that an agent is shown."""


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new installation starts with: whose it is, and the defaults of the owner's book.

    `language` empty means: the owner's own, as Telegram tells it; `currency` empty: the language's usual one;
    no `lists`: the language's usual accounts and categories.
    """

    owner_id: int
    language: str = ""
    currency: str = ""
    timezone: str = ""
    lists: Lists | None = None


USUAL_CURRENCY = {"ru": "RUB", "uk": "UAH", "de": "EUR", "fr": "EUR", "es": "EUR", "it": "EUR", "tr": "TRY"}
USUAL_ZONE = {"ru": "Europe/Moscow", "uk": "Europe/Kyiv", "de": "Europe/Berlin", "fr": "Europe/Paris"}
BOOK_NAME = {"ru": "Дом"}


def meet(db: Connection, bot_id: int, founding: Founding, incoming: Incoming, now: str) -> Member:
    """Who is writing. A first-time owner gets a book; anybody else who is new is a stranger."""
    person = incoming.person
    member, is_owner = people.find(db, person.id), person.id == founding.owner_id
    # An owner may have written before the setting named them, to learn their own id.
    if member is None or (is_owner and not member.is_served):
        member = _newcomer(db, founding, person, now) if is_owner else _stranger(founding, person)
        people.save(db, person, member, now)
        people.admit(db, person.id, member.role, member.book_id, now)
    if member.is_served and member.book_id is not None:
        book_id = people.chat_book(db, bot_id, incoming.chat_id)
        if book_id is None:
            people.save_chat(db, bot_id, incoming, member.book_id, now)
    return member


def load(
    db: Connection, bot_id: int, member: Member, incoming: Incoming, pressed: ConversationId | None
) -> Context | None:
    """Everything an agent may know about this message; None when its writer is not served in this chat.

    `pressed` is the conversation a button names.
    """
    chat = people.chat(db, bot_id, incoming.chat_id)
    if not member.is_served or chat is None or chat["book_id"] != member.book_id:
        return None
    book_id = BookId(chat["book_id"])
    zone = ZoneInfo(member.timezone)
    route, found = _route(db, bot_id, incoming, pressed)
    thread = _own_thread(db, chat, found)
    waiting = conversations.open_ids(db, bot_id, incoming.chat_id, member.id, incoming.thread_id)
    open_threads = [conversations.thread(db, one) for one in waiting]
    return Context(
        incoming=incoming,
        route=route if thread else "plain",
        book=books.load(db, book_id),
        language=member.language,
        zone=zone,
        today=incoming.sent_at.astimezone(zone).date(),
        thread=thread,
        open_threads=tuple(one for one in open_threads if one is not None),
        history=messages.history(db, thread.id, HISTORY) if thread else (),
        unknown_reply=route == "reply" and thread is None,
        last_bot_message_id=chat["last_bot_message_id"],
    )


def _route(
    db: Connection, bot_id: int, incoming: Incoming, pressed: ConversationId | None
) -> tuple[Route, ConversationId | None]:
    if incoming.kind == "button":
        return "button", pressed
    if incoming.kind == "edit":
        return "edit", messages.find(db, bot_id, incoming.chat_id, incoming.message_id)
    # In a forum every message "replies" to the root of its topic: that is no reply.
    if incoming.reply_to is not None and incoming.reply_to != incoming.thread_id:
        where = incoming.reply_chat_id or incoming.chat_id
        known = messages.find(db, bot_id, where, incoming.reply_to)
        return "reply", known if known is not None else _told_by_itself(db, bot_id, incoming)
    return "plain", None


def _told_by_itself(db: Connection, bot_id: int, incoming: Incoming) -> ConversationId | None:
    """The conversation that a message of ours names, though its id is none that we know.

    It is a copy of which the answer was lost.
    """
    if incoming.names is not None:
        return ConversationId(incoming.names)
    book_id = people.chat_book(db, bot_id, incoming.chat_id)
    if incoming.number is not None and book_id is not None:
        return operations.conversation_of(db, book_id, incoming.number)
    return messages.find_copy(db, bot_id, incoming) if incoming.told else None


def _own_thread(db: Connection, chat: Row, found: ConversationId | None) -> Thread | None:
    """The conversation, if it is one of this chat and its book; nobody reaches into another's.

    What still comes from a group that has become a supergroup means what has moved there.
    """
    row = conversations.row(db, found) if found is not None else None
    if row is None or (row["bot_id"], row["book_id"]) != (chat["bot_id"], chat["book_id"]):
        return None
    is_here = row["chat_id"] in (chat["chat_id"], chat["heir_id"])
    return conversations.as_it_stands(db, row) if is_here else None


def _newcomer(db: Connection, founding: Founding, person: Person, now: str) -> Member:
    language = founding.language or person.language.split("-")[0] or "en"
    zone = founding.timezone or USUAL_ZONE.get(language, "UTC")
    currency = founding.currency or USUAL_CURRENCY.get(language, "USD")
    book = {
        "name": BOOK_NAME.get(language, "Home"),
        "currency": currency,
        "timezone": zone,
        "language": language,
        "owner_id": person.id,
        "has_sheet": 1,
        "now": now,
    }
    book_id = books.add(db, book, founding.lists or usual_lists(language, currency))
    return Member(person.id, person.full_name, person.username, language, zone, "owner", book_id, None)


def _stranger(founding: Founding, person: Person) -> Member:
    language = person.language.split("-")[0] or founding.language or "en"
    zone = founding.timezone or USUAL_ZONE.get(language, "UTC")
    return Member(person.id, person.full_name, person.username, language, zone, "stranger", None, None)
