"""What one message may spend on a model, taken from the budget of the day."""

from typing import Final

from agents.usage import Usage
from bot.wording.texts import texts
from manager import CallState, Context, ConversationManager, Notice, Spent, TokenLimits

USED_UP: Final = (
    "Today’s share of the AI is used up, so I read by simple rules until tomorrow. Nothing is lost, and what "
    "I am not sure of I ask"
)
UNKNOWN: Final = ("timeout", "unreachable")
"""Failures after which a server may have worked and not told how much: the reservation stands."""


class MessageAllowance:
    """Reserves tokens in the book before a model is asked about a message, and settles them after."""

    def __init__(self, manager: ConversationManager, limits: TokenLimits, context: Context) -> None:
        self._manager = manager
        self._limits = limits
        self._told = (context.incoming, context.today)
        self._refusal = Notice(texts(context.language)(USED_UP))
        self._call_id: int | None = None
        self._reserved = 0

    async def reserve(self, model: str, tokens: int) -> bool:
        """Take tokens; where the day's are used up, the person is told so once."""
        self._reserved = tokens
        self._call_id = await self._manager.reserve_tokens(
            self._told, model, tokens, self._limits, self._refusal
        )
        return self._call_id is not None

    async def settle(self, usage: Usage | None, trouble: str = "") -> None:
        """Put what was used in the place of what was reserved."""
        if self._call_id is not None:
            await self._manager.settle_tokens(self._call_id, self._spent(usage, trouble))

    def _spent(self, usage: Usage | None, trouble: str) -> Spent:
        state: CallState = "failed" if trouble else "answered"
        if usage is None:
            return Spent(state, self._reserved if trouble in UNKNOWN else 0, reason=trouble)
        counted = (usage.prompt_tokens, usage.completion_tokens, usage.latency_ms)
        return Spent(state, usage.tokens, *counted, reason=trouble)
