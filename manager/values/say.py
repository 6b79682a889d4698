from dataclasses import asdict, dataclass
from typing import Any, Literal

Buttons = tuple[tuple["Button", ...], ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: `data` comes back when pressed, `url` opens a page, `copy` is copied."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    style: Literal["", "success", "danger"] = ""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Show the conversation's card as it stands: edited in place, or `fresh` at the bottom of the chat."""

    fresh: bool = False
    reply_to: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShowChange:
    """Tell what a correction changed, once as a reply, and again when the sheet has it.

    `changes` are pairs of texts, old and new.
    """

    changes: tuple[tuple[str, str], ...]
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message with its own text (HTML)."""

    text: str
    buttons: Buttons = ()
    reply_to: int | None = None
    chat_id: int | None = None


@dataclass(frozen=True, slots=True)
class EditMessage:
    """Replace the text and buttons of a message the bot sent before."""

    message_id: int
    text: str
    buttons: Buttons = ()


@dataclass(frozen=True, slots=True)
class Prompt:
    """Ask for typed words with the input field opened as a reply."""

    text: str
    placeholder: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class React:
    """Put a reaction on a person's message; replaces the one before."""

    message_id: int
    emoji: str


Say = ShowCard | ShowChange | Notice | EditMessage | Prompt | React


def packed_buttons(buttons: Buttons) -> list[list[dict[str, Any]]]:
    """Buttons as JSON values."""
    return [[asdict(button) for button in row] for row in buttons]


def unpacked_buttons(rows: list[list[dict[str, Any]]]) -> Buttons:
    """Buttons from their JSON values."""
    return tuple(tuple(Button(**button) for button in row) for row in rows)
