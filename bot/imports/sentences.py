"""Why a file, or a line of it, is not imported: one sentence each, which says what happened to the money."""

from collections.abc import Mapping
from typing import Final

from bot.wording.texts import Html, Texts
from statements import Fault, Problem, Trouble, UnreadableFileError

FAULTS: Final[Mapping[Fault, str]] = {
    "empty": "Nothing was imported: <b>{name}</b> is empty",
    "too big": (
        "Nothing was imported: Telegram gives me files of at most 20 MB. Split <b>{name}</b>, or import it "
        "where I run: <code>python -m bot import FILE</code>"
    ),
    "unknown kind": "Nothing was imported: I read statements as CSV or Excel (.xlsx) and chats as JSON",
    "other kind": "Nothing was imported: <b>{name}</b> is not what its name says ({detail})",
    "old excel": (
        "Nothing was imported: <b>{name}</b> is an old Excel file. Save it as .xlsx or CSV and send it again"
    ),
    "damaged": "Nothing was imported: <b>{name}</b> is damaged. Save it anew and send it again",
    "bomb": "Nothing was imported: <b>{name}</b> claims to be far larger inside than any statement is",
    "too long": "Nothing was imported: <b>{name}</b> has more than {detail} lines. Split it into years",
    "no table": (
        "Nothing was imported: I find no column of days and no column of amounts in <b>{name}</b>. "
        "Its first line should say what is in each column"
    ),
    "no chat": (
        "Nothing was imported: <b>{name}</b> is no chat that Telegram Desktop exported "
        "(Export chat history → JSON)"
    ),
}

TROUBLES: Final[Mapping[Trouble, str]] = {
    "no day": "there is no day in it",
    "future": "its day has not come yet",
    "no amount": "there is no amount in it",
    "two amounts": "it has both a debit and a credit",
    "ambiguous": "its amount can be read in two ways",
    "zero": "its amount is zero",
    "currency": "it is in another currency than the account",
    "direction": "it does not say whether money went or came",
    "too fine": "no such amount exists in this currency",
    "no time": "it does not say when it was written",
    "no sender": "it does not say who wrote it",
    "unclear": "I would have to ask; write it to me as a message",
    "changed": "you told me this in other words then; correct it by a reply there",
}


def refusal(error: UnreadableFileError, name: str, t: Texts) -> Html:
    """Why a file as a whole is not imported."""
    return t(FAULTS[error.fault], name=name, detail=error.detail)


def problem(one: Problem, t: Texts, *, is_chat: bool) -> Html:
    """Why one line, or one message, is not imported, and its own words."""
    trouble = t(TROUBLES[one.trouble])
    if is_chat:
        return t(
            "message {line}: {trouble}. <i>{said}</i>", line=one.line, trouble=trouble, said=short(one.said)
        )
    return t("line {line}: {trouble}. <i>{said}</i>", line=one.line, trouble=trouble, said=short(one.said))


def short(words: str, longest: int = 60) -> str:
    """Words that fit into a line."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"
