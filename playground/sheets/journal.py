import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from playground.sheets.errors import Json
from playground.sheets.quota import Kind

KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the Sheets API; status 0 means that its client got no answer."""

    at: datetime
    method: str
    path: str
    kind: Kind
    status: int
    milliseconds: float

    def json(self) -> Json:
        """The call for the page."""
        return {
            "method": self.method,
            "path": self.path,
            "kind": self.kind,
            "status": self.status,
            "ms": round(self.milliseconds, 1),
        }


class Journal:
    """The last 10,000 calls, and how many reads and writes there were in all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: deque[ApiCall] = deque(maxlen=KEPT)
        self._counts: Counter[Kind] = Counter()

    def __iter__(self) -> Iterator[ApiCall]:
        with self._lock:
            return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def reads(self) -> int:
        """How many reads there were, failed ones too."""
        return self._counts["read"]

    @property
    def writes(self) -> int:
        """How many writes there were, failed ones too."""
        return self._counts["write"]

    def add(self, call: ApiCall) -> None:
        """Note a call."""
        with self._lock:
            self._calls.append(call)
            self._counts[call.kind] += 1

    def clear(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._calls.clear()
            self._counts.clear()
