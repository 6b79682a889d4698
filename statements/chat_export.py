"""Chats as Telegram Desktop exports them to `result.json`, read message by message."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

import ijson

from statements.entries import Problem, Trouble
from statements.errors import UnreadableFileError

MESSAGES: Final = ("messages.item", "chats.list.item.messages.item")
"""Where the messages stand: in the export of one chat, and of the whole account."""

USER: Final = "user"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message with words; `sender_id` is Telegram's.

    Its own id counts in the exporter's chat, not in the bot's.
    """

    id: int
    sent_at: datetime
    sender_id: int
    text: str


@dataclass(frozen=True, slots=True)
class ChatExport:
    """What an export holds: the messages with words, and those that cannot be used, by their ids.

    Service messages, pictures without words and commands to bots say nothing about money: they are counted.
    """

    messages: tuple[ChatMessage, ...]
    problems: tuple[Problem, ...]
    wordless: int


def read_chat(source: BinaryIO) -> ChatExport:
    """The messages of an export, streamed.

    Raises:
        UnreadableFileError: it is no export of a chat, or is cut off.
    """
    messages: list[ChatMessage] = []
    problems: list[Problem] = []
    wordless = 0
    for item in _items(source):
        match _read(item):
            case ChatMessage() as message:
                messages.append(message)
            case None:
                wordless += 1
            case trouble:
                problems.append(Problem(_id(item), trouble, _words(item.get("text"))))
    if not (messages or problems or wordless):
        raise UnreadableFileError("no chat")
    return ChatExport(tuple(messages), tuple(problems), wordless)


def _items(source: BinaryIO) -> Iterator[dict[str, Any]]:
    """The messages as they stand in the file."""
    try:
        for prefix in MESSAGES:
            source.seek(0)
            yield from (item for item in ijson.items(source, prefix) if isinstance(item, dict))
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise UnreadableFileError("damaged", str(error)) from error


def _read(item: dict[str, Any]) -> ChatMessage | Trouble | None:
    words = _words(item.get("text"))
    if item.get("type", "message") != "message" or not words or words.startswith("/"):
        return None
    try:
        sent_at = datetime.fromtimestamp(int(item["date_unixtime"]), UTC)
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return "no time"
    sender = str(item.get("from_id", "")).removeprefix(USER)
    if not sender.isdecimal():
        return "no sender"
    return ChatMessage(_id(item), sent_at, int(sender), words)


def _words(text: object) -> str:
    """The words of a message: plain, or in pieces where something is bold or a link."""
    pieces = text if isinstance(text, list) else [text]
    said = (piece.get("text", "") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(piece for piece in said if isinstance(piece, str)).replace("\0", "").strip()


def _id(item: dict[str, Any]) -> int:
    number = item.get("id")
    return number if isinstance(number, int) else 0
