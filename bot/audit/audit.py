import asyncio
from collections.abc import Callable, Sequence
from typing import Final, get_args

from telegram import Bot, InputFile

from bot.audit import differences, findings, table
from bot.audit.verdicts import Verdicts
from bot.sheet.book_and_sheet import BookAndSheet
from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Texts, texts
from manager import (
    Clock,
    Context,
    ConversationManager,
    EditMessage,
    FindingKind,
    Incoming,
    Notice,
    SheetFinding,
)
from sheets import SheetError

ALL: Final = -1
SHOWN: Final = 5
"""Findings that are shown at one tap, each a message of its own."""


class Audit:
    """`/audit`: the sheet compared with the books, and what must be decided, for whoever keeps them."""

    VERBS: Sequence[Verb] = ("audit", "decide", "undecide")

    def __init__(
        self,
        manager: ConversationManager,
        bot: Bot,
        both: Callable[[], BookAndSheet | None],
        *,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._bot = bot
        self._both = both
        self._now = now
        self._verdicts = Verdicts(manager, both, wake=wake)

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Compare and tell; False when the message does not ask for it, or is not from a keeper."""
        incoming = context.incoming
        if incoming.text.partition(" ")[0].partition("@")[0].lower() != "/audit" or not incoming.is_private:
            return False
        if not await self._is_keeper(incoming):
            return False
        await self._manager.say(incoming.chat_id, await self._compared(context, t), inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Show the findings of a kind, compare again, or decide; returns the toast."""
        if callback.verb != "audit":
            return await self._verdicts.press(incoming, callback, inbox_id)
        context = await self._manager.open_turn(incoming)
        t = texts(context.language if context is not None else incoming.person.language)
        if context is None or not await self._is_keeper(incoming):
            await self._manager.ignore_update(inbox_id, "not a keeper")
            return t.plain("Only people of these books can press this")
        if callback.argument in get_args(FindingKind):
            kind: FindingKind = callback.argument  # type: ignore[assignment]  # looked up above
            return await self._list(context, kind, inbox_id, t)
        if callback.argument == findings.REPORT:
            return await self._report(context, inbox_id, t)
        shown = await self._compared(context, t)
        edit = EditMessage(incoming.message_id, shown.text, shown.buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return t.plain("Compared")

    async def _compared(self, context: Context, t: Texts) -> Notice:
        both = self._both()
        if both is None or both.book_id != context.book.id:
            return Notice(t("These books have no sheet to compare with."))
        try:
            report, _ = await both.check()
        except SheetError as error:
            return Notice(
                t("The sheet was not compared: {reason}. The books are whole.", reason=error),
                findings.again(t),
            )
        check = await self._manager.last_check(context.book.id)
        waiting = await self._manager.count_findings(context.book.id)
        if check is None:
            raise LookupError("a check that was just made is not kept")
        return findings.summary(context.book.name, check, waiting, t, str(context.zone), sums=report.sums)

    async def _list(self, context: Context, kind: FindingKind, inbox_id: int, t: Texts) -> str:
        """The first findings of a kind, a message each; those who may be asked can be."""
        both = self._both()
        if both is None:
            await self._manager.ignore_update(inbox_id, "no sheet")
            return t.plain("The sheet is not connected yet. Nothing was changed")
        waiting = await self._manager.findings(context.book.id, kind, SHOWN)
        for finding in waiting:
            may_ask = await self._may_ask(context.incoming, finding)
            notice = findings.problem(finding, both.recalled(finding), t, may_ask=may_ask)
            await self._manager.say(context.incoming.chat_id, notice)
        await self._manager.ignore_update(inbox_id, "shown")
        count = (await self._manager.count_findings(context.book.id)).get(kind, 0)
        if count > len(waiting):
            return t.plain("{shown} of {count}; all are in the full report", shown=len(waiting), count=count)
        return "" if waiting else t.plain("This is settled already")

    async def _report(self, context: Context, inbox_id: int, t: Texts) -> str:
        """All that waits for a decision as a file, sent at once: whoever does not get it taps again."""
        both = self._both()
        waiting = await self._manager.findings(context.book.id, limit=ALL) if both is not None else ()
        await self._manager.ignore_update(inbox_id, "a report was asked for")
        if both is None or not waiting:
            return t.plain("This is settled already")
        lines = [differences.line(both.recalled(one), t) for one in waiting]
        content = await asyncio.to_thread(table.as_file, lines, t)
        name = f"threadbook-audit-{self._now().astimezone(context.zone):%Y-%m-%d}.csv"
        await self._bot.send_document(context.incoming.chat_id, InputFile(content, name))
        return ""

    async def _may_ask(self, incoming: Incoming, finding: SheetFinding) -> bool:
        booked = finding.booked
        if booked is None or finding.kind != "edited" or finding.asked_at is not None:
            return False
        thread = await self._manager.get_conversation_context(booked.conversation_id)
        return thread is not None and thread.user_id != incoming.person.id

    async def _is_keeper(self, incoming: Incoming) -> bool:
        member = await self._manager.find_member(incoming.person.id)
        return member is not None and member.is_keeper
