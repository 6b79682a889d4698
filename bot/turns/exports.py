import asyncio
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Final, Literal, get_args

from telegram import Bot, InputFile

from agents import period_of
from bot.wording import amounts
from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Html, Texts, texts
from manager import Booked, Button, Clock, Context, ConversationManager, Incoming, Notice, Spoken
from sheets import Rendering

Format = Literal["csv", "xlsx", "zip"]
Days = tuple[date, date]

READ_ME: Final = (
    "operations.csv: every operation of the books, undone ones too, in the columns of the sheet.\n"
    "messages.json: what you wrote to Threadbook and what it answered, oldest first. `number` is the "
    "operation that it led to.\n"
)


class Exporter:
    """The books as a file: `/export`, or `/export October` for some days, and its buttons.

    A file is sent at once and not queued: whoever does not get it taps again.
    """

    VERBS: Sequence[Verb] = ("export",)

    def __init__(self, manager: ConversationManager, bot: Bot, *, now: Clock) -> None:
        self._manager = manager
        self._bot = bot
        self._now = now

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Say what would be exported, with a button for each sort of file; False for other messages."""
        incoming = context.incoming
        command, _, words = incoming.text.partition(" ")
        if command.partition("@")[0].lower() != "/export" or not incoming.is_private:
            return False
        days = period_of(words, context.language, context.today) if words.strip() else None
        if words.strip() and days is None:
            asked = t(
                "Which days? Write it like this: <i>/export October</i>, or <i>/export</i> for all of them"
            )
            await self._manager.say(incoming.chat_id, Notice(asked), inbox_id=inbox_id)
            return True
        operations = await self._manager.operations_of(context.book.id, days)
        notice = _offer(operations, days, t, context.today)
        await self._manager.say(incoming.chat_id, notice, inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Send the file that a button names; returns the toast."""
        context = await self._manager.open_turn(incoming)
        wanted = _wanted(callback)
        t = texts(incoming.person.language)
        if context is None or wanted is None or not incoming.is_private:
            await self._manager.ignore_update(inbox_id, "not of these books")
            return t.plain("Only people of these books can press this")
        kind, days = wanted
        operations = await self._manager.operations_of(context.book.id, days)
        language: Literal["en", "ru"] = "ru" if context.language == "ru" else "en"
        rendering = Rendering(language, context.zone, self._bot.username)
        spoken: Sequence[Spoken] = ()
        if kind == "zip":
            spoken = await self._manager.spoken_with(context.book.id, incoming.person.id)
        content = await asyncio.to_thread(_content, kind, operations, spoken, rendering)
        name = f"threadbook-{self._now().astimezone(context.zone):%Y-%m-%d}.{kind}"
        await self._bot.send_document(incoming.chat_id, InputFile(content, name))
        await self._manager.ignore_update(inbox_id, "a file was sent")
        return ""


def _offer(operations: Sequence[Booked], days: Days | None, t: Texts, today: date) -> Notice:
    if not operations:
        return Notice(t("There is nothing to export from these days."))
    first = min(one.operation.day for one in operations)
    last = max(one.operation.day for one in operations)
    many = t.plural("{count} operation", "{count} operations", len(operations))
    shown = [amounts.day(day, t.language, today=today) for day in (first, last)]
    text = t("<b>{many}</b>, {first} – {last}. As what?", many=many, first=shown[0], last=shown[1])
    period = [f"{day:%Y%m%d}" for day in days or ()]

    def button(label: str, kind: Format) -> Button:
        return Button(label, data=Callback("export", argument=".".join([kind, *period])).pack())

    rows: list[tuple[Button, ...]] = [(button("CSV", "csv"), button("Excel", "xlsx"))]
    if days is None:
        rows.append((button(t.plain("Everything I have of you, ZIP"), "zip"),))
    return Notice(Html(text), tuple(rows))


def _wanted(callback: Callback) -> tuple[Format, Days | None] | None:
    """The sort of file and the days that a button names; None for what we did not write."""
    kind, *period = callback.argument.split(".")
    if kind not in get_args(Format):
        return None
    try:
        days = [date.fromisoformat(day) for day in period]
    except ValueError:
        return None
    return kind, (days[0], days[1]) if len(days) == 2 else None  # type: ignore[return-value]  # noqa: PLR2004  # checked


def _content(
    kind: Format, operations: Sequence[Booked], spoken: Sequence[Spoken], rendering: Rendering
) -> bytes:
    """The file. Takes a second for ten thousand operations."""
    from sheets.export import as_csv, as_workbook  # noqa: PLC0415  # slow to load: few ever ask for a file

    match kind:
        case "csv":
            return as_csv(operations, rendering)
        case "xlsx":
            return as_workbook(operations, rendering)
        case "zip":
            said = [asdict(one) | {"sent_at": one.sent_at.isoformat()} for one in spoken]
            stored = io.BytesIO()
            with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("operations.csv", as_csv(operations, rendering))
                archive.writestr("messages.json", json.dumps(said, ensure_ascii=False, indent=1))
                archive.writestr("README.txt", READ_ME)
            return stored.getvalue()
