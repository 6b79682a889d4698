from collections.abc import Callable
from dataclasses import replace
from typing import Final

from agents import as_draft
from bot.audit import findings
from bot.audit.telling import Case, Teller, shown
from bot.sheet.book_and_sheet import BookAndSheet
from bot.wording.callbacks import Callback
from bot.wording.texts import Html, texts
from ledger import ConversationId, Draft, Evidence, Field, Operation, OperationType
from manager import (
    Agent,
    Context,
    ConversationManager,
    Correct,
    Decision,
    EditMessage,
    Incoming,
    Notice,
    Record,
    Restore,
    Revert,
    Settlement,
    SheetFinding,
    ShowCard,
    Silence,
    StaleTurnError,
    Step,
    Thread,
    Turn,
    Verdict,
    Void,
)
from sheets import SheetError
from sheets.audit.amending import ChangedRowError
from sheets.audit.taking import TakingError, edited, typed

AGENTS: Final[dict[OperationType, Agent]] = {
    "expense": "ExpenseAgent",
    "income": "IncomeAgent",
    "transfer": "TransferAgent",
    "adjustment": "AdjustmentAgent",
}


class Verdicts:
    """What the buttons of a finding do: each decision is written with who made it, and can be taken back.

    The sheet is read before: a decision about a row that says something else by now is refused, and the row
    looked at anew. While the sheet does not answer nothing is decided.
    """

    def __init__(
        self,
        manager: ConversationManager,
        both: Callable[[], BookAndSheet | None],
        *,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._both = both
        self._wake = wake
        self._teller = Teller(manager)

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Decide, put off, ask the person, or take a decision back; returns the toast."""
        context = await self._manager.open_turn(incoming)
        t = texts(context.language if context is not None else incoming.person.language)
        finding = await self._find(context, callback)
        if context is None or finding is None or not await self._may(incoming, finding):
            await self._manager.ignore_update(inbox_id, "not for this person")
            return t.plain("Only people of these books can press this")
        both = self._both()
        if both is None:
            await self._manager.ignore_update(inbox_id, "no sheet yet")
            return t.plain("The sheet is not connected yet. Nothing was changed")
        case = Case(context, finding, both.recalled(finding), both, inbox_id, t)
        act = self._take_back if callback.verb == "undecide" else self._decide
        try:
            return await act(case, callback.argument)
        except SheetError:
            await self._manager.ignore_update(inbox_id, "the sheet does not answer")
            return t.plain("The sheet does not answer. Nothing was changed")
        except (ChangedRowError, StaleTurnError):
            return await self._teller.look_anew(case)
        except TakingError as error:
            return await self._teller.untakable(case, error)

    # ---- deciding

    async def _decide(self, case: Case, argument: str) -> str:
        verdict, _, place = argument.partition(":")
        if verdict == "skip":
            await self._teller.show(case, Notice(shown(case).text))
            return case.t.plain("Left open. /audit shows it again")
        if not case.finding.is_open:
            return await self._teller.settled(case)
        if verdict == "ask":
            return await self._ask(case)
        if not await case.both.still_stands(case.finding):
            return await self._teller.look_anew(case)
        if verdict == "keep":
            kept = int(place)
            await case.both.put_aside([row for index, row in enumerate(case.found.rows) if index != kept])
            await self._record(case, "keep", Silence(), None)
            if case.finding.booked is not None:
                await self._manager.look_again(case.finding.booked.key)
        elif case.found.booked is None:
            await self._decide_foreign(case, "take" if verdict == "take" else "ignore")
        else:
            await self._decide_own(case, verdict)
        self._wake()
        return case.t.plain("Done")

    async def _decide_own(self, case: Case, verdict: str) -> None:
        """The operation gets a version that says what was decided; the sheet's worker does the rest."""
        booked = case.found.booked
        thread = await self._manager.get_conversation_context(booked.conversation_id) if booked else None
        if thread is None or booked is None or thread.booked != booked:
            raise StaleTurnError("the operation has gone on")
        match verdict:
            case "take":
                taken = edited(booked, case.found.rows, case.found.edits, case.context.book)
                decision: Decision = Void() if taken == "void" else _corrected(thread, taken)
                await self._record(case, "take", decision, thread)
            case "put back" | "write again" as known:
                await self._record(case, known, _corrected(thread, booked.operation), thread)
            case "void":
                await self._record(case, "void", Void(), thread)
            case _:
                raise StaleTurnError(f"no decision is called {verdict!r}")

    async def _decide_foreign(self, case: Case, verdict: Verdict) -> None:
        if verdict == "ignore":
            await self._record(case, "ignore", Silence(), None)
            return
        found = case.found.rows[0]
        operation = typed(found, case.context.book)
        draft = _draft(Draft(), operation)
        booking = Record(AGENTS[operation.type], draft, operation)
        (conversation_id,) = await self._record(case, "take", booking, None)
        thread = await self._manager.get_conversation_context(conversation_id)
        if thread is None or thread.booked is None:
            raise StaleTurnError("what was taken is not booked")
        try:
            await case.both.claim(found, thread.booked)
        finally:
            await self._manager.row_claimed(thread.booked.key)

    async def _record(
        self, case: Case, verdict: Verdict, decision: Decision, thread: Thread | None
    ) -> tuple[ConversationId, ...]:
        text = shown(case).text
        notice = findings.decided(case.finding, verdict, case.incoming.person.first_name, text, case.t)
        edit = EditMessage(case.incoming.message_id, notice.text, notice.buttons)
        step = _step(decision, thread, edit)
        settlement = Settlement(case.finding.id, verdict, case.finding.fingerprint)
        return await self._manager.record(
            Turn(
                case.incoming,
                case.context.book.id,
                case.context.today,
                (step,),
                case.inbox_id,
                settlement=settlement,
            )
        )

    async def _ask(self, case: Case) -> str:
        booked = case.found.booked
        thread = await self._manager.get_conversation_context(booked.conversation_id) if booked else None
        if booked is None or thread is None:
            raise StaleTurnError("nobody to ask")
        member = await self._manager.find_member(thread.user_id)
        language = texts(member.language if member is not None else case.t.language)
        question = findings.question(case.finding, case.found, language)
        asked = await self._manager.ask_person(case.finding.id, thread.id, question)
        await self._teller.show(case, findings.problem(case.finding, case.found, case.t))
        return case.t.plain("Asked") if asked else case.t.plain("They were asked before")

    # ---- taking back

    async def _take_back(self, case: Case, _argument: str) -> str:
        finding, verdict = case.finding, case.finding.verdict
        if verdict in ("ignore", "keep"):
            if verdict == "keep":
                await case.both.bring_back(case.found.rows)
            await self._manager.reopen_finding(case.context.book.id, finding.id)
            open_again = replace(finding, closed_at=None)
            await self._teller.show(case, findings.problem(open_again, case.found, case.t))
            return case.t.plain("It is open again")
        thread, decision = await self._reverse(case)
        text = Html(f"{shown(case).text}\n{case.t('↩️ Taken back')}")
        step = _step(decision, thread, EditMessage(case.incoming.message_id, text))
        turn = Turn(case.incoming, case.context.book.id, case.context.today, (step,), case.inbox_id)
        await self._manager.record(turn)
        self._wake()
        return case.t.plain("Taken back")

    async def _reverse(self, case: Case) -> tuple[Thread, Decision]:
        """What makes a decision undone, as long as nothing was said of the operation since."""
        conversation_id = await self._manager.settled_conversation(case.finding.id)
        thread = await self._manager.get_conversation_context(conversation_id) if conversation_id else None
        booked = thread.booked if thread else None
        if thread is None or booked is None or booked.version != (case.finding.version or 0) + 1:
            raise StaleTurnError("the operation has gone on")
        if case.finding.kind == "foreign":
            return thread, Void()
        if booked.state == "void":
            return thread, Restore()
        if case.finding.verdict == "put back":
            rows, edits = case.found.rows, case.found.edits
            taken = edited(booked, rows, edits, case.context.book)
            return thread, Void() if taken == "void" else _corrected(thread, taken)
        return thread, Revert()

    # ---- who may

    async def _find(self, context: Context | None, callback: Callback) -> SheetFinding | None:
        if context is None:
            return None
        return await self._manager.find_finding(context.book.id, callback.conversation)

    async def _may(self, incoming: Incoming, finding: SheetFinding) -> bool:
        """Whoever keeps the books decides all; a person decides about their own operation."""
        member = await self._manager.find_member(incoming.person.id)
        if member is not None and member.is_keeper:
            return True
        booked = finding.booked
        thread = await self._manager.get_conversation_context(booked.conversation_id) if booked else None
        return thread is not None and thread.user_id == incoming.person.id


def _step(decision: Decision, thread: Thread | None, edit: EditMessage) -> Step:
    says = (edit,) if isinstance(decision, Silence) else (ShowCard(), edit)
    if thread is None:
        return Step(decision, says=says)
    return Step(decision, thread.id, thread.revision, owns_message=False, says=says)


def _corrected(thread: Thread, operation: Operation) -> Correct:
    """A correction to exactly these values, the same ones too: then only the sheet follows."""
    booked = thread.booked
    before = as_draft(booked.operation) if booked else Draft()
    return Correct(
        AGENTS[operation.type],
        _draft(thread.draft, operation),
        operation,
        _changed(before, as_draft(operation)),
    )


def _draft(before: Draft, operation: Operation) -> Draft:
    """The values of an operation as somebody confirmed them by a tap."""
    after = as_draft(operation)
    changed = _changed(before, after)
    kept = tuple(proof for proof in before.evidence if proof.field not in changed)
    return replace(after, evidence=(*kept, *(Evidence(name, "button") for name in changed)))


def _changed(before: Draft, after: Draft) -> tuple[Field, ...]:
    return tuple(sorted(name for name in after.said if getattr(before, name) != getattr(after, name)))
