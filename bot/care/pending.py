from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.care import health
from bot.wording import reports
from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Html, Texts, texts
from manager import (
    Absent,
    Button,
    Buttons,
    Clock,
    Context,
    ConversationManager,
    EditMessage,
    Incoming,
    Notice,
    Waiting,
)

OFFERED: Final = 6
"""Operations that were left out and can be written after all by a tap."""

SHORT: Final = 120
"""Characters of a reason: it is what a program said, and may be long."""


class Pending:
    """`/pending`: what is not in the sheet and why, and what can be done about it.

    Whoever keeps the books may have written after all what was left out.
    """

    VERBS: Sequence[Verb] = ("include",)

    def __init__(self, manager: ConversationManager, *, now: Clock) -> None:
        self._manager = manager
        self._now = now

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Tell what is not in the sheet; False when the message does not ask for it."""
        incoming = context.incoming
        if incoming.text.partition(" ")[0].partition("@")[0].lower() != "/pending":
            return False
        unbooked = await self._manager.unbooked_rows(context.book.id)
        if unbooked:
            await self._manager.say(incoming.chat_id, Notice(reports.unbooked(unbooked, t)))
        text, buttons = await self._told(context, t)
        notice = Notice(text, buttons, None if incoming.is_private else incoming.message_id)
        await self._manager.say(incoming.chat_id, notice, inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Have an operation written that was left out; the list is shown anew. Returns the toast."""
        context = await self._manager.open_turn(incoming)
        t = texts(context.language if context is not None else incoming.person.language)
        if context is None or not await self._is_keeper(incoming):
            await self._manager.ignore_update(inbox_id, "not a keeper")
            return t.plain("Only people of these books can press this")
        is_done = await self._manager.retry_stuck(callback.argument)
        text, buttons = await self._told(context, t)
        edit = EditMessage(incoming.message_id, text, buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return t.plain("Trying again") if is_done else t.plain("This is settled already")

    async def _told(self, context: Context, t: Texts) -> tuple[Html, Buttons]:
        absent = await self._manager.absent_from_sheet(context.book.id)
        lines = [*_waiting(absent, self._now(), t), *_left_out(absent, t)]
        may_decide = context.incoming.is_private and await self._is_keeper(context.incoming)
        return Html("\n".join(lines)), _buttons(absent, t, may_decide=may_decide)

    async def _is_keeper(self, incoming: Incoming) -> bool:
        member = await self._manager.find_member(incoming.person.id)
        return member is not None and member.is_keeper


def _waiting(absent: Absent, now: datetime, t: Texts) -> list[Html]:
    """How many wait and since when, what the sheet said last, and when it is asked again."""
    if not absent.waiting:
        return [
            t("Everything else is in the sheet.") if absent.left_out else t("Everything is in the sheet.")
        ]
    many = t.plural(
        "{count} operation waits for the sheet", "{count} operations wait for the sheet", absent.waiting_count
    )
    oldest = absent.waiting[0]
    lines = [
        Html(f"{many}: {_numbers(absent.waiting, absent.waiting_count, t)}."),
        t("The oldest was recorded {ago}.", ago=health.ago(oldest.since, now, t)),
    ]
    if oldest.reason:
        lines.append(t("Why: <i>{reason}</i>", reason=oldest.reason[:SHORT]))
    lines.append(_next_try(absent.waiting, now, t))
    return lines


def _next_try(waiting: Sequence[Waiting], now: datetime, t: Texts) -> Html:
    """When the first of them is tried again; those that only a person can help are in another list."""
    soonest = min((one.retry_at for one in waiting if one.retry_at is not None), default=None)
    if soonest is None:
        return t("None is tried again by itself: /stuck")
    minutes = round((soonest - now).total_seconds() / 60)
    return t("Next try in {minutes} min.", minutes=minutes) if minutes > 0 else t("It is being tried now.")


def _left_out(absent: Absent, t: Texts) -> list[Html]:
    if not absent.left_out:
        return []
    numbers = _numbers(absent.left_out, absent.left_out_count, t)
    return [t("Left out of the sheet, as was decided: {numbers}. The books have them.", numbers=numbers)]


def _numbers(named: Sequence[Waiting], count: int, t: Texts) -> Html:
    numbers = Html(", ".join(t("#{number}", number=one.number) for one in named))
    more = count - len(named)
    return t("{numbers} and {count} more", numbers=numbers, count=more) if more else numbers


def _buttons(absent: Absent, t: Texts, *, may_decide: bool) -> Buttons:
    rows: list[tuple[Button, ...]] = []
    if absent.waiting:
        rows.append((Button(t.plain("Try now"), data=Callback("hurry", argument="sheet").pack()),))
    for one in absent.left_out[:OFFERED] if may_decide else ():
        label = t.plain("Write #{number} after all", number=one.number)
        rows.append((Button(label, data=Callback("include", argument=one.stuck_id).pack()),))
    return tuple(rows)
