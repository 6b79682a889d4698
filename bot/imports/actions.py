"""What the buttons of an import carry."""

from dataclasses import dataclass
from typing import Literal, get_args

from bot.wording.callbacks import Callback
from manager import Button, Import

Act = Literal[
    "take",
    "ask",
    "cancel",
    "undo",
    "back",
    "show",
    "list",
    "columns",
    "role",
    "put",
    "accounts",
    "account",
    "order",
    "signs",
    "pairs",
    "pair",
]


@dataclass(frozen=True, slots=True)
class Action:
    """One tap: on which import, seen at which revision, and what it does to what."""

    act: Act
    import_id: int
    revision: int
    words: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The last of its words as a number: a page, a column, an account; 0 without one."""
        last = self.words[-1] if self.words else ""
        return int(last) if last.removeprefix("-").isdecimal() else 0

    @classmethod
    def of(cls, callback: Callback) -> "Action | None":
        """The action in a callback; None for what we did not write."""
        act, *words = callback.argument.split(".")
        if act not in get_args(Act) or callback.conversation <= 0:
            return None
        return cls(act, callback.conversation, callback.revision, tuple(words))  # type: ignore[arg-type]  # checked


def button(
    taken: Import, act: Act, label: str, *words: object, style: Literal["", "success", "danger"] = ""
) -> Button:
    """A button under an import's message."""
    argument = ".".join([act, *map(str, words)])
    data = Callback("import", int(taken.id), taken.revision, argument).pack()
    return Button(label, data=data, style=style)
