from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from agents import as_draft
from bot.audit import findings, standing
from bot.sheet.book_and_sheet import BookAndSheet
from bot.wording import amounts, titles
from bot.wording.callbacks import Callback, Verb
from bot.wording.cards import SheetUrl
from bot.wording.texts import Html, Texts, texts
from manager import (
    Booked,
    Button,
    Buttons,
    Card,
    Clock,
    Context,
    ConversationManager,
    Incoming,
    Notice,
    SheetFinding,
    ShowCard,
    Version,
    Waiting,
)
from sheets.rows import message_url

SHOWN: Final = 12
"""Versions that are listed; of more, the first and the newest."""

LONGEST_NUMBER: Final = 10


class Inspection:
    """`/op 147`: an operation with versions, row, last check and conversation, for whoever keeps the books.

    `sheet_url` gives the address of a row, empty where it cannot be opened; `both` is where book and sheet
    are compared, once there is a sheet.
    """

    VERBS: Sequence[Verb] = ("card",)

    def __init__(
        self,
        manager: ConversationManager,
        sheet_url: SheetUrl,
        both: Callable[[], BookAndSheet | None],
        *,
        now: Clock,
    ) -> None:
        self._manager = manager
        self._sheet_url = sheet_url
        self._both = both
        self._now = now

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Tell all about the operation that a message names; False when it does not ask, or may not."""
        incoming = context.incoming
        command, _, rest = incoming.text.partition(" ")
        if command.partition("@")[0].lower() != "/op" or not incoming.is_private:
            return False
        if not await self._is_keeper(incoming):
            return False
        for notice in await self._told(context, rest, t):
            await self._manager.say(incoming.chat_id, notice)
        await self._manager.ignore_update(inbox_id, "shown")
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Show the card of the operation anew; returns the toast."""
        context = await self._manager.open_turn(incoming)
        t = texts(context.language if context is not None else incoming.person.language)
        found = await self._manager.versions(context.book.id, callback.conversation) if context else ()
        if not found or not await self._is_keeper(incoming):
            await self._manager.ignore_update(inbox_id, "not a keeper")
            return t.plain("Only people of these books can press this")
        conversation_id = found[-1].booked.conversation_id
        await self._manager.say(incoming.chat_id, ShowCard(fresh=True), conversation_id, inbox_id)
        return ""

    async def _told(self, context: Context, words: str, t: Texts) -> tuple[Notice, ...]:
        """The operation, and a message for each thing that is to be decided about it."""
        number = words.strip().lstrip("#№").strip()
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            return (Notice(t("Write the number too, for example: <code>/op 147</code>")),)
        versions = await self._manager.versions(context.book.id, int(number))
        if not versions:
            return (Notice(t("There is no operation #{number} in these books.", number=number)),)
        newest = versions[-1].booked
        card = await self._manager.card(newest.conversation_id)
        found = await self._manager.findings_of(context.book.id, newest.key)
        check = await self._manager.last_check(context.book.id)
        waiting = await self._manager.waiting_of(context.book.id, newest.number)
        lines = [
            _head(newest, t),
            standing.stands(card, found, check, t, context.zone),
            *standing.advice(card, found, waiting, self._now(), t),
            t("key <code>{key}</code>, conversation {id}", key=newest.key, id=newest.conversation_id),
            *_history(versions, t, context.zone),
        ]
        shown = Notice("\n".join(lines), (*self._buttons(newest, _rows(card, found), t), *_tries(waiting, t)))
        return (shown, *self._problems(found, t))

    def _problems(self, found: Sequence[SheetFinding], t: Texts) -> list[Notice]:
        both = self._both()
        return [findings.problem(one, both.recalled(one), t) for one in found] if both is not None else []

    def _buttons(self, booked: Booked, rows: Sequence[int], t: Texts) -> Buttons:
        show = Callback("card", booked.number).pack()
        row_url = self._sheet_url(rows[0]) if rows else ""
        places = ((t.plain("Open row"), row_url), (t.plain("Open message"), message_url(booked)))
        opens = tuple(Button(label, url=url) for label, url in places if url)
        first = (Button(t.plain("Show card"), data=show), Button(t.plain("Copy key"), copy=booked.key))
        return (first, opens) if opens else (first,)

    async def _is_keeper(self, incoming: Incoming) -> bool:
        member = await self._manager.find_member(incoming.person.id)
        return member is not None and member.is_keeper


def _rows(card: Card | None, found: Sequence[SheetFinding]) -> Sequence[int]:
    """Where the operation can be looked at: nowhere, when its row is gone."""
    if card is None or card.sheet == "missing" or any(one.kind == "missing" for one in found):
        return ()
    return card.rows


def _tries(waiting: Waiting | None, t: Texts) -> Buttons:
    """The button that tries the sheet at once, where something waits for it."""
    if waiting is None or not waiting.reason:
        return ()
    return ((Button(t.plain("Try now"), data=Callback("hurry", argument="sheet").pack()),),)


def _head(booked: Booked, t: Texts) -> Html:
    operation = booked.operation
    ends = (operation.account, operation.to_account, operation.category)
    words = {
        "number": booked.number,
        "title": titles.title(as_draft(operation), t, operation.amount.currency),
        "account": ", ".join(end for end in ends if end),
        "day": amounts.day(operation.day, t.language),
        "who": booked.who,
    }
    if booked.state == "void":
        return t("<b>#{number}</b> <s>{title}</s>, {account}, {day}, {who}", **words)
    return t("<b>#{number}</b> {title}, {account}, {day}, {who}", **words)


def _history(versions: Sequence[Version], t: Texts, zone: ZoneInfo) -> list[Html]:
    """A line for each version; of very many, the first and the newest."""
    lines = [
        t(
            "v{version} {day} {time} {who}: {what}",
            version=one.booked.version,
            day=amounts.day(_local(one, zone).date(), t.language),
            time=f"{_local(one, zone):%H:%M}",
            who=one.who,
            what=_what(one, before, t),
        )
        for before, one in zip((None, *versions), versions, strict=False)
    ]
    if len(lines) <= SHOWN:
        return lines
    return [lines[0], t("… {count} more …", count=len(lines) - SHOWN), *lines[-(SHOWN - 1) :]]


def _local(version: Version, zone: ZoneInfo) -> datetime:
    return version.made_at.astimezone(zone)


def _what(version: Version, before: Version | None, t: Texts) -> str:
    """What a version says: its amount and account, or only what became of the operation."""
    if version.reason == "void":
        return t.plain("undone")
    if version.reason == "restore":
        return t.plain("brought back")
    operation = version.booked.operation
    if before is not None and before.booked.operation == operation:
        return t.plain("the same values, written again")
    parts = (amounts.money(operation.amount, t.language), operation.account, operation.category)
    return ", ".join(part for part in parts if part)
