"""Messages of a chat that cannot be taken over as they stand: whoever wrote them is asked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agents.readers import Readers
from bot.imports import drafting
from bot.turns.recording import Recorder
from bot.wording import amounts
from bot.wording.texts import Texts
from manager import Context, ConversationManager, Import, ImportedWords, Notice, ShowCard, Turn
from statements import ChatMessage

TOGETHER: Final = 5
"""Messages that are asked about at once: more open questions than these nobody answers."""


class Asking:
    """Begins conversations about messages of an exported chat; nothing is booked before they are answered."""

    def __init__(self, manager: ConversationManager, readers: Readers) -> None:
        self._manager = manager
        self._readers = readers
        self._recorder = Recorder(manager)

    async def ask(self, taken: Import, messages: Sequence[ChatMessage], context: Context, t: Texts) -> bool:
        """Ask about some messages; False when that was done already."""
        words = [await self._words(message, context, t) for message in messages]
        return await self._manager.ask_about(taken, words)

    async def _words(self, message: ChatMessage, context: Context, t: Texts) -> ImportedWords:
        then, plans = await drafting.questions(message, context, self._readers)
        steps = await self._recorder.steps(then, plans, t)
        day = amounts.day(then.today, t.language, today=context.today)
        quoted = Notice(t("You wrote on {day}: <i>{words}</i>", day=day, words=message.text))
        own = [replace(step, owns_message=False, says=(ShowCard(),)) for step in steps]
        own[0] = replace(own[0], says=(quoted, ShowCard()))
        turn = Turn(then.incoming, context.book.id, then.today, tuple(own))
        return ImportedWords(message.id, message.text, message.sent_at, turn)
