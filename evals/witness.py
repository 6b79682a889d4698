"""A manager that remembers what was decided: how a replay learns what the bot did."""

from dataclasses import dataclass
from pathlib import Path

from ledger import ConversationId
from manager import Clock, ConversationManager, Decision, Founding, Thread, Turn


@dataclass(frozen=True, slots=True)
class Deed:
    """One decision that was recorded, and the conversation as it stood before; None when it is new."""

    decision: Decision
    thread: Thread | None


class Witness(ConversationManager):
    """The shipped manager; `deeds` and `faults` collect until they are taken."""

    def __init__(self, database: Path | str, *, bot_id: int, founding: Founding, now: Clock) -> None:
        super().__init__(database, bot_id=bot_id, founding=founding, now=now)
        self._deeds: list[Deed] = []
        self.faults: list[str] = []

    async def record(self, turn: Turn) -> tuple[ConversationId, ...]:
        """Record as ever, and remember the decisions."""
        deeds = [Deed(step.decision, await self._thread(step.conversation_id)) for step in turn.steps]
        went_to = await super().record(turn)
        self._deeds += deeds
        return went_to

    async def give_up_update(self, inbox_id: int, reason: str) -> bool:
        """Keep why a message failed, and never try it again: a replay has no better day."""
        self.faults.append(reason)
        await self.ignore_update(inbox_id, reason)
        return True

    def taken_deeds(self) -> tuple[Deed, ...]:
        """What was decided since this was last asked."""
        deeds, self._deeds = tuple(self._deeds), []
        return deeds

    async def _thread(self, conversation_id: ConversationId | None) -> Thread | None:
        return None if conversation_id is None else await self.get_conversation_context(conversation_id)
