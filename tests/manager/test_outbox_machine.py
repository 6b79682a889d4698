"""Both outboxes beside a plain model: whatever is lost and whenever the power fails, nothing is forgotten."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from ledger import ConversationId, Draft
from manager import Correct, DueReply, Link, Said, SheetJob, SheetState, ShowCard, Step
from tests.manager.machine import BookMachine, size
from tests.manager.story import operation

DUE: tuple[SheetState, ...] = ("READY", "UNKNOWN", "VERIFY")
FOR_A_PERSON: tuple[SheetState, ...] = ("BLOCKED", "MISSING", "DIVERGED", "DUPLICATE")


@dataclass
class Version:
    """One version of an operation on its way to the sheet."""

    conversation_id: ConversationId
    version: int
    state: SheetState = "READY"
    attempts: int = 0
    job_id: int = 0


class OutboxMachine(BookMachine):
    """Takes, sends, loses answers, links; a job or a reply is always somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: list[Version] = []
        self.taken: dict[int, DueReply] = {}
        self.outdated: set[int] = set()
        self._message_ids = iter(range(50_000, 10**9))
        self.run(self.book.deliver())

    # ---- the sheet

    @rule()
    def something_is_booked(self) -> None:
        _, conversation_id = self.run(self.book.book())
        self.versions.append(Version(conversation_id, 1))

    @precondition(lambda self: self.versions)
    @rule(data=st.data())
    def something_is_corrected(self, data: st.DataObject) -> None:
        newest = {one.conversation_id: one for one in self.versions}
        old = data.draw(st.sampled_from(list(newest.values())))
        correct = Correct("ExpenseAgent", Draft(type="expense"), operation("7"), ("amount",))
        step = Step(correct, old.conversation_id, says=(ShowCard(),))
        self.run(self.book.turn(self.book.said("no, 7"), step))
        for one in self.versions:
            is_older = one.conversation_id == old.conversation_id
            if is_older and one.state == "READY" and not one.attempts:
                one.state = "DONE"  # never handed to anybody: the newer version says more
        self.versions.append(Version(old.conversation_id, old.version + 1))
        self._changed(old.conversation_id)

    @precondition(lambda self: self._due())
    @rule(data=st.data())
    def a_job_is_handed_to_the_sheet(self, data: st.DataObject) -> None:
        one, job = data.draw(st.sampled_from(self._jobs()))
        self.run(self.book.manager.sheet_jobs_sending([job.id]))
        one.state, one.attempts, one.job_id = "SENDING", one.attempts + 1, job.id
        outcome = data.draw(st.sampled_from(("dies", "VERIFY", "UNKNOWN", "READY", *FOR_A_PERSON)))
        if outcome != "dies":
            self.run(self.book.manager.sheet_jobs_moved([job.id], outcome))
            one.state = outcome
            self._changed(one.conversation_id)

    @precondition(lambda self: self._due())
    @rule(data=st.data(), times=st.integers(1, 2))
    def a_job_is_read_back(self, data: st.DataObject, times: int) -> None:
        one, job = data.draw(st.sampled_from(self._jobs()))
        for _ in range(times):
            self.run(self.book.manager.link([Link(job.id, job.booked.key, job.booked.version, (5,))]))
        one.state = "DONE"
        self._changed(one.conversation_id)

    @rule()
    def a_person_says_try_again(self) -> None:
        for one in self.versions:
            if one.state in FOR_A_PERSON:
                moved = self.book.manager.sheet_jobs_moved([one.job_id], "READY", retry_at=self.clock())
                self.run(moved)
                one.state = "READY"
                self._changed(one.conversation_id)

    # ---- Telegram

    @rule()
    def replies_are_taken(self) -> None:
        due = self.run(self.book.manager.due_replies())
        assert not {reply.id for reply in due} & self.taken.keys()
        self.taken |= {reply.id: reply for reply in due}

    @precondition(lambda self: self.taken)
    @rule(data=st.data())
    def a_reply_is_sent(self, data: st.DataObject) -> None:
        reply = self.taken.pop(data.draw(st.sampled_from(sorted(self.taken))))
        message_id = None if reply.kind == "reaction" else reply.message_id or next(self._message_ids)
        self.run(self.book.manager.reply_sent(reply, Said(message_id, "shown")))
        self.replies_are_taken()
        assert (reply.id in self.taken) == (reply.id in self.outdated)  # what changed meanwhile is shown anew
        self.outdated.discard(reply.id)

    @precondition(lambda self: self.taken)
    @rule(data=st.data())
    def a_reply_is_refused_for_now(self, data: st.DataObject) -> None:
        reply = self.taken.pop(data.draw(st.sampled_from(sorted(self.taken))))
        self.run(self.book.manager.reply_failed(reply, "READY", "no line", self.clock()))
        self.outdated.discard(reply.id)
        [again] = [one for one in self.run(self.book.manager.due_replies()) if self._take(one) == reply.id]
        assert again.attempts == reply.attempts + 1 or again.armed > reply.armed

    @rule()
    def power_fails(self) -> None:
        """What was on its way is unknown to the next process, and taken up by it."""
        super().power_fails()
        lost, self.taken, self.outdated = set(self.taken), {}, set()
        for one in self.versions:
            one.state = "UNKNOWN" if one.state == "SENDING" else one.state
        self.replies_are_taken()
        assert lost <= self.taken.keys()

    # ---- what must be true

    @invariant()
    def exactly_what_is_due_is_given_out(self) -> None:
        jobs = self.run(self.book.manager.due_sheet_jobs(1000))
        given = [(job.booked.conversation_id, job.booked.version, job.state, job.attempts) for job in jobs]

        assert given == [(one.conversation_id, one.version, one.state, one.attempts) for one in self._due()]

    @invariant()
    def nothing_is_done_that_was_not_read_back_or_overtaken(self) -> None:
        waiting = self.run(self.book.manager.get_storage_stats()).sheet_waiting

        assert waiting == sum(one.state != "DONE" for one in self.versions)

    def _due(self) -> list[Version]:
        """One version of each operation, the oldest that is not done, if it may be tried."""
        oldest: dict[ConversationId, Version] = {}
        for one in self.versions:
            if one.state != "DONE":
                oldest.setdefault(one.conversation_id, one)
        return [one for one in self.versions if one in oldest.values() and one.state in DUE]

    def _jobs(self) -> list[tuple[Version, SheetJob]]:
        jobs = self.run(self.book.manager.due_sheet_jobs(1000))
        return list(zip(self._due(), jobs, strict=True))

    def _changed(self, conversation_id: ConversationId) -> None:
        """A card that is being sent at this moment shows what was true before."""
        for reply in self.taken.values():
            if reply.kind == "card" and reply.conversation_id == conversation_id:
                self.outdated.add(reply.id)

    def _take(self, reply: DueReply) -> int:
        self.taken[reply.id] = reply
        return reply.id


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = size(20, 25)
