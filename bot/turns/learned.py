from collections.abc import Sequence
from typing import Final

from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Html, Texts, texts
from manager import ENOUGH, Button, Context, ConversationManager, EditMessage, Incoming, Lesson, Notice

SHOWN: Final = 10
"""Lessons that are listed in one message."""


class Learned:
    """What the bot has learned from answers and corrections: `/learned`, and its buttons."""

    VERBS: Sequence[Verb] = ("forget", "remember")

    def __init__(self, manager: ConversationManager) -> None:
        self._manager = manager

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """List what was learned; False when the message does not ask for it."""
        incoming = context.incoming
        if incoming.text.partition(" ")[0].partition("@")[0].lower() != "/learned":
            return False
        shown = listing(await self._manager.lessons(context.book.id), t)
        await self._manager.say(incoming.chat_id, shown, inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Forget a lesson, or take that back; the list is shown anew. Returns the toast."""
        context = await self._manager.open_turn(incoming)
        if context is None or not callback.argument.isdecimal():
            await self._manager.ignore_update(inbox_id, "not of these books")
            return texts(incoming.person.language).plain("Only people of these books can press this")
        t, lesson_id = texts(context.language), int(callback.argument)
        is_forgetting = callback.verb == "forget"
        settle = self._manager.forget_lesson if is_forgetting else self._manager.recall_lesson
        done = await settle(context.book.id, lesson_id)
        shown = listing(await self._manager.lessons(context.book.id), t)
        recall = Button(t.plain("Bring back"), data=Callback("remember", argument=str(lesson_id)).pack())
        buttons = ((recall,), *shown.buttons) if done and is_forgetting else shown.buttons
        edit = EditMessage(incoming.message_id, shown.text, buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        if not done:
            return t.plain("This is settled already")
        return t.plain("Forgotten. What is booked stays") if is_forgetting else t.plain("I remember it again")


def listing(lessons: tuple[Lesson, ...], t: Texts) -> Notice:
    """What was learned, newest first, each with a button to forget it; the first few of many."""
    if not lessons:
        return Notice(t("I have not learned anything from your answers yet."))
    lines: list[str] = [t("<b>What I learned from your answers</b>")]
    rows: list[tuple[Button, ...]] = []
    for number, lesson in enumerate(lessons[:SHOWN], start=1):
        lines.append(Html(f"{number}. {_line(lesson, t)}"))
        forget = Callback("forget", argument=str(lesson.id)).pack()
        button = Button(t.plain("Forget {number}", number=number), data=forget, style="danger")
        if number % 2:
            rows.append((button,))
        else:
            rows[-1] = (*rows[-1], button)
    if len(lessons) > SHOWN:
        lines.append(t("… and {count} more", count=len(lessons) - SHOWN))
    return Notice("\n".join(lines), tuple(rows))


def _line(lesson: Lesson, t: Texts) -> Html:
    words = {"said": lesson.said, "value": lesson.value}
    if lesson.kind == "alias":
        return t("“{said}” is your account <b>{value}</b>", **words)
    if lesson.kind == "category":
        return t("“{said}” belongs to <b>{value}</b>", **words)
    if lesson.is_firm:
        return t("“{said}” usually goes by <b>{value}</b>", **words)
    enough = ENOUGH[lesson.kind]
    return t("“{said}”: {value} {times} of {enough} times", times=lesson.times, enough=enough, **words)
