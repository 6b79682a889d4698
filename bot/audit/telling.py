from contextlib import suppress
from dataclasses import dataclass, replace

from bot.audit import differences, findings
from bot.sheet.book_and_sheet import BookAndSheet
from bot.wording.texts import Html, Texts
from manager import Context, ConversationManager, EditMessage, Incoming, Notice, SheetFinding
from sheets import SheetError
from sheets.audit import Discrepancy
from sheets.audit.taking import TakingError


@dataclass(frozen=True, slots=True)
class Case:
    """A tap on a button of a finding: who tapped, in which book, and what was found."""

    context: Context
    finding: SheetFinding
    found: Discrepancy
    both: BookAndSheet
    inbox_id: int
    t: Texts

    @property
    def incoming(self) -> Incoming:
        """The tap itself."""
        return self.context.incoming


def shown(case: Case) -> Notice:
    """The finding as it was shown."""
    return findings.problem(case.finding, case.found, case.t)


class Teller:
    """What is said to a tap that decided nothing; each method returns the toast."""

    def __init__(self, manager: ConversationManager) -> None:
        self._manager = manager

    async def look_anew(self, case: Case) -> str:
        """The row, or the operation, is not what was decided about: what is found now is shown."""
        with suppress(SheetError):  # then what was found before is still what is known
            await case.both.check()
        book_id, booked = case.context.book.id, case.found.booked
        same = await self._manager.find_finding(book_id, case.finding.id)
        newer = await self._manager.findings_of(book_id, booked.key) if booked is not None else ()
        waiting = [one for one in (*newer, same) if one is not None and one.is_open]
        if not waiting:
            text = Html(f"{shown(case).text}\n{case.t('This is not so any more; nothing is to decide.')}")
            await self.show(case, Notice(text))
        else:
            notice = findings.problem(waiting[0], case.both.recalled(waiting[0]), case.t)
            await self.show(case, notice)
        return case.t.plain("It has changed since. Nothing was decided; look again")

    async def untakable(self, case: Case, error: TakingError) -> str:
        """Say why the book cannot take what the sheet says; nothing was decided."""
        reason = differences.untakable(error, case.t)
        before = shown(case)
        await self.show(case, replace(before, text=Html(f"{before.text}\n⚠️ {reason}")))
        return case.t.plain("Nothing was changed")

    async def settled(self, case: Case) -> str:
        """Say what was decided before, and by whom."""
        verdict, who = case.finding.verdict, case.finding.decided_by
        before = shown(case)
        if verdict is not None:
            await self.show(case, findings.decided(case.finding, verdict, who, before.text, case.t))
        else:
            await self.show(case, Notice(before.text))
        return case.t.plain("This is settled already")

    async def show(self, case: Case, notice: Notice) -> None:
        """Put other words and buttons into the message that was tapped; the tap is done with."""
        edit = EditMessage(case.incoming.message_id, notice.text, notice.buttons)
        await self._manager.say(case.incoming.chat_id, edit, inbox_id=case.inbox_id)
