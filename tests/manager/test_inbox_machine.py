"""The inbox beside a plain list: whatever Telegram repeats and whenever the power fails, in order, once."""

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from manager import RawUpdate
from tests.manager.machine import BookMachine, size

CHATS = (1001, -100, None)
TRIES = 5


@dataclass
class Entry:
    """An update that was received: what it said, and how often it was tried."""

    update_id: int
    chat_id: int | None
    words: str
    is_poison: bool
    is_open: bool = True
    attempts: int = 0


def raw(entry: Entry) -> RawUpdate:
    content: dict[str, object] = {"update_id": entry.update_id, "words": entry.words, "chat": entry.chat_id}
    return RawUpdate(entry.update_id, entry.chat_id, content, "what is that?" if entry.is_poison else "")


class InboxMachine(BookMachine):
    """Receives, handles, fails, and forgets nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    # ---- what happens

    @rule(
        update_id=st.integers(1, 6),
        chat_id=st.sampled_from(CHATS),
        words=st.sampled_from("ab"),
        is_poison=st.sampled_from((False, False, False, True)),
    )
    def an_update_comes(self, update_id: int, chat_id: int | None, words: str, *, is_poison: bool) -> None:
        """Under a new id, again, or under an id that once meant something else."""
        entry = Entry(update_id, chat_id, words, is_poison, is_open=not is_poison)
        is_new = self._is_new(entry)

        assert self.run(self.book.manager.receive([raw(entry)])) == is_new

        if is_new:
            self.entries.append(entry)

    @rule(chat_id=st.sampled_from(CHATS))
    def an_update_is_handled(self, chat_id: int | None) -> None:
        entry = self._taken(chat_id)
        if entry is not None:
            found, inbox_id = entry
            self.run(self.book.manager.ignore_update(inbox_id, "handled"))
            found.is_open = False

    @rule(chat_id=st.sampled_from(CHATS))
    def handling_fails(self, chat_id: int | None) -> None:
        entry = self._taken(chat_id)
        if entry is not None:
            found, inbox_id = entry
            found.attempts += 1

            is_given_up = self.run(self.book.manager.give_up_update(inbox_id, "a bug"))

            assert is_given_up == (found.attempts == TRIES)
            found.is_open = not is_given_up

    # ---- what must be true

    @invariant()
    def every_chat_that_waits_is_known(self) -> None:
        waiting = {entry.chat_id for entry in self.entries if entry.is_open}

        assert set(self.run(self.book.manager.waiting_chats())) == waiting

    def _taken(self, chat_id: int | None) -> tuple[Entry, int] | None:
        """The oldest one that waits in a chat, which must be what the inbox gives."""
        wanted = next((one for one in self.entries if one.is_open and one.chat_id == chat_id), None)
        given = self.run(self.book.manager.next_update(chat_id))
        if wanted is None or given is None:
            assert wanted is given is None
            return None
        assert given.content == raw(wanted).content
        assert given.attempts == wanted.attempts
        return wanted, given.id

    def _is_new(self, entry: Entry) -> bool:
        """Not what the newest update of that id said."""
        same = [one for one in self.entries if one.update_id == entry.update_id]
        return not same or (same[-1].chat_id, same[-1].words) != (entry.chat_id, entry.words)


TestInbox = InboxMachine.TestCase
TestInbox.settings = size(25, 25)
