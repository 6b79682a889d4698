from dataclasses import dataclass
from typing import Final, Literal, get_args

from ledger import ConversationId

Verb = Literal[
    "set",
    "other",
    "drop",
    "undo",
    "back",
    "edit",
    "revert",
    "swap",
    "last",
    "ask",
    "admit",
    "refuse",
    "retry",
    "discard",
    "recall",
    "hurry",
    "include",
    "mute",
    "unmute",
    "forget",
    "remember",
    "check",
    "import",
    "export",
    "audit",
    "decide",
    "undecide",
    "card",
]
OF_OTHERS: Final[frozenset[Verb]] = frozenset(
    {"ask", "admit", "refuse", "import", "export", "decide", "undecide", "card"}
)
"""Verbs whose buttons name a person, an import, a finding or a number in the place of a conversation."""

VERSION: Final = "v1"
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Callback:
    """What a button carries: `v1|set|3f9k2|1a|0`, at most 64 bytes.

    The revision makes late and double taps harmless: a conversation that has moved on refuses it.
    """

    verb: Verb
    conversation: int = 0
    revision: int = 0
    argument: str = ""

    @property
    def is_of_conversation(self) -> bool:
        """Whether `conversation` is one; with some verbs it is something else."""
        return self.conversation > 0 and self.verb not in OF_OTHERS

    @property
    def conversation_id(self) -> ConversationId:
        """The conversation the button belongs to."""
        return ConversationId(self.conversation)

    def pack(self) -> str:
        """The button's data."""
        parts = (VERSION, self.verb, base36(self.conversation), base36(self.revision), self.argument)
        return "|".join(parts)

    @classmethod
    def unpack(cls, data: str) -> "Callback | None":
        """The callback in a button's data; None for what we did not write."""
        parts = data.split("|")
        if len(parts) != 5 or parts[0] != VERSION or parts[1] not in get_args(Verb):  # noqa: PLR2004  # fields
            return None
        try:
            return cls(parts[1], int(parts[2], 36), int(parts[3], 36), parts[4])  # type: ignore[arg-type]  # checked above
        except ValueError:
            return None


def base36(number: int) -> str:
    """A number that is not negative, short: 46655 is `zzz`."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return digits or "0"
