"""Chats as Telegram Desktop exports them to `result.json`, read message by message."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import ijson

# The faster parser that is written in C ends the process where a number has ten thousand digits.
from ijson.backends import python as parser

from statements.entries import Problem, Trouble
from statements.errors import UnreadableFileError

MESSAGES: Final = ("messages.item", "chats.list.item.messages.item")
"""Where the messages stand: in the export of one chat, and of the whole account."""

DEEPEST: Final = 50
STRING_OR_BRACKET: Final = re.compile(rb'"(?:[^"\\]+|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
USER: Final = "user"
FOUNDED: Final = 2013
"""The year of Telegram's first message."""


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


def read_chat(content: bytes) -> ChatExport:
    """The messages of an export, read one by one.

    Raises:
        UnreadableFileError: it is no export of a chat, or is cut off.
    """
    messages: list[ChatMessage] = []
    problems: list[Problem] = []
    wordless = 0
    _refuse_depth(content)
    for item in _items(content):
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


def _refuse_depth(content: bytes) -> None:
    """See that nothing is nested deeper than exports are: the parser would not survive it."""
    depth = 0
    for found in STRING_OR_BRACKET.finditer(content):
        mark = found[0]
        if mark in (b"[", b"{"):
            depth += 1
        elif mark in (b"]", b"}"):
            depth -= 1
        if depth > DEEPEST:
            raise UnreadableFileError("bomb")


def _items(content: bytes) -> Iterator[dict[str, Any]]:
    """The messages as they stand in the file, of one chat or else of all."""
    found = False
    try:
        for prefix in MESSAGES:
            for item in parser.items(io.BytesIO(content), prefix):
                found = True
                if isinstance(item, dict):
                    yield item
            if found:
                return
    except (ijson.JSONError, ValueError) as error:
        raise UnreadableFileError("damaged", str(error)[:100]) from error


def _read(item: dict[str, Any]) -> ChatMessage | Trouble | None:
    words = _words(item.get("text"))
    if item.get("type", "message") != "message" or not words or words.startswith("/"):
        return None
    try:
        sent_at = datetime.fromtimestamp(int(item["date_unixtime"]), UTC)
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        return "no time"
    if sent_at.year < FOUNDED:
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
