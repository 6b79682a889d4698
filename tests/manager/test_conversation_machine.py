"""Conversations beside a plain model: asked, answered, corrected, undone, put aside, and replied to."""

from dataclasses import dataclass, field

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from ledger import ConversationId, Draft, Money
from manager import (
    Cancel,
    Correct,
    Incoming,
    Restore,
    Revert,
    Revive,
    ShowCard,
    StaleTurnError,
    Status,
    Step,
    Turn,
    Void,
)
from tests.manager.machine import BookMachine, size
from tests.manager.story import ANNA, WEEK, booking, operation

AMOUNTS = st.integers(1, 999).map(str)


@dataclass
class Talk:
    """A conversation as it must stand; each version is its amount and state."""

    id: ConversationId
    revision: int
    status: Status = "active"
    is_asking: bool = True
    versions: list[tuple[str, str]] = field(default_factory=list)


class ConversationMachine(BookMachine):
    """Goes on with any conversation, at any time, in every way its state allows."""

    def __init__(self) -> None:
        super().__init__()
        self.talks: list[Talk] = []
        self.addresses: dict[int, ConversationId] = {}
        self.last: Turn | None = None
        self._first_id = 10_000

    # ---- what happens

    @rule()
    def something_unclear_is_said(self) -> None:
        incoming, conversation_id = self.run(self.book.ask())
        self._begun(incoming, Talk(conversation_id, 0))

    @rule(amount=AMOUNTS)
    def something_clear_is_said(self, amount: str) -> None:
        incoming = self.book.said("coffee")
        (conversation_id,) = self.run(self.book.turn(incoming, booking(amount)))
        self._begun(
            incoming, Talk(conversation_id, 0, "completed", is_asking=False, versions=[(amount, "booked")])
        )

    @precondition(lambda self: self._those("active"))
    @rule(data=st.data(), amount=AMOUNTS)
    def a_question_is_answered(self, data: st.DataObject, amount: str) -> None:
        talk = data.draw(st.sampled_from(self._those("active")))
        self._go_on(talk, booking(amount), "completed")
        talk.is_asking, talk.versions = False, [(amount, "booked")]

    @precondition(lambda self: self._those("completed"))
    @rule(data=st.data(), amount=AMOUNTS, account=st.sampled_from(("Cash", "Card")))
    def an_operation_is_corrected(self, data: st.DataObject, amount: str, account: str) -> None:
        talk = data.draw(st.sampled_from(self._those("completed")))
        correct = Correct("ExpenseAgent", Draft(type="expense"), operation(amount, account), ("amount",))
        self._go_on(talk, Step(correct, says=(ShowCard(),)), "completed")
        talk.versions.append((amount, "booked"))

    @precondition(lambda self: self._those("completed"))
    @rule(data=st.data())
    def an_operation_is_undone(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self._those("completed")))
        self._go_on(talk, Step(Void()), "voided")
        talk.versions.append((talk.versions[-1][0], "void"))

    @precondition(lambda self: self._those("voided"))
    @rule(data=st.data())
    def an_operation_is_brought_back(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self._those("voided")))
        self._go_on(talk, Step(Restore()), "completed")
        talk.versions.append((talk.versions[-1][0], "booked"))

    @precondition(lambda self: self._corrected())
    @rule(data=st.data())
    def a_correction_is_taken_back(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self._corrected()))
        self._go_on(talk, Step(Revert()), "completed")
        talk.versions.append((talk.versions[-2][0], "booked"))

    @precondition(lambda self: self._those("active"))
    @rule(data=st.data())
    def a_draft_is_dropped(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self._those("active")))
        self._go_on(talk, Step(Cancel()), "cancelled")
        talk.is_asking = False

    @precondition(lambda self: self._those("cancelled", "abandoned"))
    @rule(data=st.data())
    def a_draft_is_taken_up_again(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self._those("cancelled", "abandoned")))
        self._go_on(talk, Step(Revive()), "active")
        talk.is_asking = True

    @rule()
    def a_week_passes(self) -> None:
        self.clock.now += WEEK
        forgotten = self._those("active")

        assert self.run(self.book.manager.put_aside()) == len(forgotten)

        for talk in forgotten:
            talk.status, talk.revision = "abandoned", talk.revision + 1

    @precondition(lambda self: self.talks)
    @rule(data=st.data())
    def a_decision_comes_too_late(self, data: st.DataObject) -> None:
        talk = data.draw(st.sampled_from(self.talks))
        step = Step(Cancel(), conversation_id=talk.id, revision=talk.revision - 1)

        with pytest.raises(StaleTurnError):
            self.run(self.book.turn(self.book.said("too late"), step))

    @precondition(lambda self: self.last)
    @rule()
    def the_same_words_come_again(self) -> None:
        assert self.last is not None
        assert self.run(self.book.manager.record(self.last)) == ()

    @rule()
    def the_bot_says_what_waits(self) -> None:
        for reply in self.run(self.book.deliver(self._first_id)):
            if reply.message_id is None and reply.kind == "card":
                self.addresses[self._first_id] = reply.conversation_id
            self._first_id += 1

    # ---- what must be true

    @invariant()
    def every_conversation_stands_as_it_must(self) -> None:
        for talk in self.talks:
            thread = self.run(self.book.manager.get_conversation_context(talk.id))
            assert thread is not None
            assert (thread.status, thread.revision) == (talk.status, talk.revision)
            assert (thread.question is not None) == (talk.is_asking and talk.status != "cancelled")
            assert (thread.booked.version if thread.booked else 0) == len(talk.versions)
            if thread.booked is not None:
                amount, state = talk.versions[-1]
                assert thread.booked.operation.amount == Money.of(amount, "RUB")
                assert thread.booked.state == state

    @invariant()
    def a_reply_to_any_message_finds_its_conversation(self) -> None:
        for message_id, conversation_id in self.addresses.items():
            found = self.run(self.book.manager.find_conversation_by_reply(ANNA.id, message_id))
            assert found == conversation_id

    @invariant()
    def a_turn_is_shown_the_book_as_it_is_on_disk(self) -> None:
        shown = self.run(self.book.opened(self.book.said("what now"))).book
        assert shown == self.run(self.book.manager.book(shown.id))

    def _those(self, *statuses: Status) -> list[Talk]:
        return [talk for talk in self.talks if talk.status in statuses]

    def _corrected(self) -> list[Talk]:
        return [talk for talk in self._those("completed") if len(talk.versions) > 1]

    def _begun(self, incoming: Incoming, talk: Talk) -> None:
        thread = self.run(self.book.manager.get_conversation_context(talk.id))
        assert thread is not None
        talk.revision = thread.revision
        self.talks.append(talk)
        self.addresses[incoming.message_id] = talk.id

    def _go_on(self, talk: Talk, step: Step, status: Status) -> None:
        """One turn in a conversation, by a reply to any of its messages."""
        known = [message_id for message_id, to in self.addresses.items() if to == talk.id]
        incoming = self.book.said("words", reply_to=known[-1])
        context = self.run(self.book.opened(incoming))
        assert context.thread is not None
        assert context.thread.id == talk.id
        step = Step(step.decision, talk.id, talk.revision, says=step.says)
        turn = Turn(incoming, context.book.id, context.today, (step,))

        assert self.run(self.book.manager.record(turn)) == (talk.id,)

        self.last, talk.status, talk.revision = turn, status, talk.revision + 1
        self.addresses[incoming.message_id] = talk.id


TestConversation = ConversationMachine.TestCase
TestConversation.settings = size(15, 25)
