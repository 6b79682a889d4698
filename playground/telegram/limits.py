"""Telegram's documented sending limits, for those who want to be refused."""

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from playground.telegram.errors import BotApiError


@dataclass(frozen=True, slots=True)
class _Limit:
    most: int
    within: timedelta


OVERALL = _Limit(30, timedelta(seconds=1))
GROUP = _Limit(20, timedelta(minutes=1))
# One message a second in one chat on average; short bursts pass, as the reference says.
CHAT = _Limit(5, timedelta(seconds=5))


class RateLimits:
    """Counts the messages of the last minute and refuses those above a limit."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._sent: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def check(self, chat_id: int, *, is_group: bool) -> None:
        """Count one message to `chat_id`.

        Raises:
            BotApiError: it exceeds a limit and is not counted; `retry_after` says how many seconds to wait.
        """
        now = self._now()
        applied = [("overall", OVERALL), (f"chat {chat_id}", CHAT)]
        if is_group:
            applied.append((f"group {chat_id}", GROUP))
        waits = [self._wait(name, limit, now) for name, limit in applied]
        if any(waits):
            raise BotApiError.too_many_requests(max(1, math.ceil(max(waits))))
        for name, _ in applied:
            self._sent[name].append(now)

    def _wait(self, name: str, limit: _Limit, now: datetime) -> float:
        sent = self._sent[name]
        while sent and sent[0] <= now - limit.within:
            sent.popleft()
        return (sent[0] + limit.within - now).total_seconds() if len(sent) >= limit.most else 0.0
