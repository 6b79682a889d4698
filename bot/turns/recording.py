from agents import Plan
from bot.turns import answers
from bot.turns.lookup import Lookup
from bot.wording import says
from bot.wording.texts import Texts
from manager import Answer, Context, ConversationManager, Notice, Step, Thread, Turn, failpoint


class Recorder:
    """Writes down what follows from plans: each with the words that tell it, all in one turn."""

    def __init__(self, manager: ConversationManager) -> None:
        self._manager = manager
        self._lookup = Lookup(manager)

    async def record(
        self, context: Context, steps: tuple[Step, ...], inbox_id: int, *, asked_model: bool = False
    ) -> None:
        """Write a turn and close its update.

        Raises:
            StaleTurnError: a conversation has moved on; nothing was written.
            StoreError: nothing was written.
        """
        turn = Turn(context.incoming, context.book.id, context.today, steps, inbox_id, asked_model)
        failpoint("turn.decided")
        await self._manager.record(turn)
        failpoint("turn.recorded")

    async def steps(
        self, context: Context, plans: tuple[Plan, ...], t: Texts, targets: tuple[Thread, ...] = ()
    ) -> tuple[Step, ...]:
        """The steps of a turn; `targets` are the conversations that a "which one?" offers."""
        return tuple([await self._step(context, plan, t, targets) for plan in plans])

    async def _step(self, context: Context, plan: Plan, t: Texts, targets: tuple[Thread, ...]) -> Step:
        if isinstance(plan.decision, Answer):
            found = await self._lookup.find(context.book.id, plan.decision.query, context.today)
            text = answers.answer(found, context.book, t)
            thread = plan.thread
            notice = Notice(text, reply_to=context.incoming.message_id if thread else None)
            return Step(plan.decision, thread.id if thread else None, says=(notice,))
        return says.step(context, plan, t, targets)
