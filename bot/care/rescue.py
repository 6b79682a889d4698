import html
from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.care import health
from bot.care.alerts import QUIET, alarm
from bot.care.troubles import Signs
from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Html, Texts, texts
from manager import Button, Clock, Context, ConversationManager, EditMessage, Incoming, Notice, Stuck

SHOWN: Final = 5
"""Things that are listed in one message."""

LONGEST: Final = 80


class Rescue:
    """What whoever keeps the bot may ask and do in a chat: `/health`, `/stuck` and alerts with their buttons.

    `try_sheet` tries at once what waits for the sheet.
    """

    VERBS: Sequence[Verb] = ("retry", "discard", "recall", "hurry", "mute", "unmute")

    def __init__(
        self, manager: ConversationManager, try_sheet: Callable[[], Awaitable[None]], *, now: Clock
    ) -> None:
        self._manager = manager
        self._try_sheet = try_sheet
        self._now = now

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Run the command in a message; False when it is none of these, or not for this person or chat."""
        incoming = context.incoming
        command = incoming.text.partition(" ")[0].partition("@")[0].lower()
        if command not in ("/health", "/stuck") or not incoming.is_private:
            return False
        if not await self._is_keeper(incoming):
            return False
        if command == "/health":
            now = self._now()
            signs = Signs(health.asked(await self._manager.health(), now), now, str(context.zone))
            notice = Notice(health.report(signs, t))
        else:
            notice = listing(await self._manager.stuck(), context.zone, t)
        await self._manager.say(incoming.chat_id, notice, inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Try again, let go, or take that back; the list is shown anew. Returns the toast."""
        t = texts(incoming.person.language)
        member = await self._manager.find_member(incoming.person.id)
        if callback.verb == "hurry" and member is not None and member.is_served:
            await self._manager.ignore_update(inbox_id, "the sheet is tried now")
            await self._try_sheet()
            return t.plain("Trying again")
        if member is None or not member.is_keeper:
            await self._manager.ignore_update(inbox_id, "not a keeper")
            return t.plain("Only people of these books can press this")
        if callback.verb in ("mute", "unmute"):
            return await self._mute(incoming, callback, inbox_id, (t, ZoneInfo(member.timezone)))
        done, toast = await self._act(callback, t)
        shown = listing(await self._manager.stuck(), ZoneInfo(member.timezone), t)
        recall = Button(t.plain("Take it back"), data=Callback("recall", argument=callback.argument).pack())
        buttons = ((recall,), *shown.buttons) if done and callback.verb == "discard" else shown.buttons
        edit = EditMessage(incoming.message_id, shown.text, buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return toast

    async def _act(self, callback: Callback, t: Texts) -> tuple[bool, str]:
        match callback.verb:
            case "retry":
                done = await self._manager.retry_stuck(callback.argument)
                toast = t.plain("Trying again")
            case "discard":
                done = await self._manager.discard_stuck(callback.argument)
                toast = (
                    t.plain("Left out of the sheet. The books have it")
                    if callback.argument.startswith("row-")
                    else t.plain("Discarded. Nothing was recorded of it")
                )
            case _:
                done = await self._manager.recall_stuck(callback.argument)
                toast = t.plain("It is on the list again")
        return done, toast if done else t.plain("This is settled already")

    async def _mute(
        self, incoming: Incoming, callback: Callback, inbox_id: int, shown: tuple[Texts, ZoneInfo]
    ) -> str:
        """Keep quiet about an incident for a while, or no longer. Returns the toast."""
        t, zone = shown
        until = self._now() + QUIET if callback.verb == "mute" else None
        await self._manager.mute_incident(callback.argument, until)
        incident = (await self._manager.incidents()).get(callback.argument)
        if incident is None or incident.is_over:
            await self._manager.ignore_update(inbox_id, "the incident is over")
            return t.plain("This is settled already")
        notice = alarm(incident, self._now(), zone, t)
        edit = EditMessage(incoming.message_id, notice.text, notice.buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return t.plain("I keep quiet about it") if until else t.plain("I tell you again")

    async def _is_keeper(self, incoming: Incoming) -> bool:
        member = await self._manager.find_member(incoming.person.id)
        return member is not None and member.is_keeper


def keepers_menu(language: str) -> list[tuple[str, str]]:
    """The commands that only the owner's chat shows, with a sentence each."""
    t = texts(language)
    return [
        ("audit", t.plain("Compare the sheet with the books")),
        ("op", t.plain("Everything about one operation: /op 147")),
        ("health", t.plain("Is everything working")),
        ("stuck", t.plain("What was given up, to try again")),
    ]


def listing(stuck: tuple[Stuck, ...], zone: ZoneInfo, t: Texts) -> Notice:
    """What is stuck, each with its buttons; the first few of many."""
    if not stuck:
        return Notice(t("Nothing is stuck: every message was handled, every answer sent."))
    lines: list[str] = [t("<b>Given up: {count}</b>", count=len(stuck))]
    rows: list[tuple[Button, ...]] = []
    for number, one in enumerate(stuck[:SHOWN], start=1):
        lines.append(_line(number, one, zone, t))
        rows.append(_buttons(number, one, t))
    if len(stuck) > SHOWN:
        lines.append(t("… and {count} more", count=len(stuck) - SHOWN))
    return Notice("\n".join(lines), tuple(rows))


def _line(number: int, one: Stuck, zone: ZoneInfo, t: Texts) -> Html:
    kinds = {
        "update": t("message not recorded"),
        "reply": t("answer not sent"),
        "row": t("not in the sheet"),
    }
    words = html.escape(one.words[:LONGEST], quote=False)
    return t(
        "{number}. {kind}, {at}: <i>{words}</i>\n<code>{reason}</code>",
        number=number,
        kind=kinds[one.kind],
        at=one.since.astimezone(zone).strftime("%d.%m %H:%M"),
        words=Html(words),
        reason=one.reason[:LONGEST],
    )


def _buttons(number: int, one: Stuck, t: Texts) -> tuple[Button, ...]:
    retry = Callback("retry", argument=one.id).pack()
    discard = Callback("discard", argument=one.id).pack()
    is_row = one.kind == "row"
    label = (
        t.plain("Leave out {number}", number=number) if is_row else t.plain("Discard {number}", number=number)
    )
    return (
        Button(t.plain("Retry {number}", number=number), data=retry),
        Button(label, data=discard, style="danger"),
    )
