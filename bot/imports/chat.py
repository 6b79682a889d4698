"""What the messages of an exported chat would bring, before that is compared with the book."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from agents.readers import Readers
from bot.imports import drafting
from bot.imports.drafting import Told
from bot.imports.offer import Offer, Row
from manager import Context
from statements import ChatExport, ChatMessage, Problem, Upload, read_chat

Said = Mapping[datetime, Collection[str]]
"""What a person told the bot itself, by when they did."""


def read_export(upload: Upload) -> ChatExport:
    """The messages of an export. Takes seconds.

    Raises:
        UnreadableFileError: it is no export.
    """
    return read_chat(upload.content)


def read_messages(
    upload: Upload, export: ChatExport, said: Said, context: Context, readers: Readers
) -> Offer:
    """The offer of an export, not compared with the book yet. Takes a second for two thousand messages.

    Only what the person of this context wrote is read. What the bot was told at the same time by the same
    person is known, and changed where the words are others.
    """
    own = [message for message in export.messages if message.sender_id == context.incoming.person.id]
    now = context.incoming.sent_at
    future = [message for message in own if message.sent_at > now]
    fresh = [message for message in own if message.sent_at not in said and message.sent_at <= now]
    changed = [
        one for one in own if one.sent_at in said and one.sent_at <= now and one.text not in said[one.sent_at]
    ]
    told = asyncio.run(drafting.tell(fresh, context, readers))
    unclear = [one.message for one in told if one.is_unclear]
    problems = (
        *export.problems,
        *(Problem(message.id, "unclear", message.text) for message in unclear),
        *(Problem(message.id, "changed", message.text) for message in changed),
        *(Problem(message.id, "future", message.text) for message in future),
    )
    return Offer(
        upload.name,
        _rows(told),
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        talk=export.wordless + sum(not one.operations and not one.is_unclear for one in told),
        others=len(export.messages) - len(own),
        unclear=tuple(unclear),
        told_before=len(own) - len(fresh) - len(changed) - len(future),
    )


def _rows(told: Collection[Told]) -> tuple[Row, ...]:
    """Every operation that was told; the same words within one second are told apart by their count."""
    seen: Counter[tuple[datetime, str]] = Counter()
    rows = []
    for one in told:
        message: ChatMessage = one.message
        for record in one.operations:
            seen[message.sent_at, message.text] += 1
            entry = drafting.entry_of(message, record.operation, seen[message.sent_at, message.text])
            rows.append(Row(entry, drafting.imported(entry, record, message.text, message.sent_at)))
    return tuple(rows)
