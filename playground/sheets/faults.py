import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from playground.sheets.errors import (
    GoogleError,
    Json,
    internal,
    not_found,
    permission_denied,
    quota_exceeded,
    unavailable,
)
from playground.sheets.quota import Kind

FaultKind = Literal["500", "503", "429", "403", "404", "timeout", "reset", "lost_answer", "late"]
"""What goes wrong.

`500 503 429`: an error, nothing done. `403 404`: access is revoked, the file is gone. `timeout`: no answer
for `seconds`, nothing done. `reset`: the connection is cut, nothing done. `lost_answer`: it is done, then
the connection is cut. `late`: 503 now, and the write is done `seconds` later.
"""

KINDS: Final[tuple[FaultKind, ...]] = get_args(FaultKind)
DEFAULT_SECONDS: Final = 60.0

_ANSWERS: Final[dict[FaultKind, Callable[[Kind], GoogleError]]] = {
    "500": lambda _kind: internal(),
    "503": lambda _kind: unavailable(),
    "429": lambda kind: quota_exceeded(kind.capitalize()),
    "403": lambda _kind: permission_denied(),
    "404": lambda _kind: not_found(),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong `count` times, or until it is cleared; `on` limits it to reads or writes."""

    kind: FaultKind
    count: int | None = 1
    on: Kind | None = None
    seconds: float = DEFAULT_SECONDS

    def answer(self, kind: Kind) -> GoogleError | None:
        """The error that is answered instead of doing anything, if it is that simple."""
        make = _ANSWERS.get(self.kind)
        return make(kind) if make else None

    def hits(self, kind: Kind) -> bool:
        """Whether a call of that kind goes wrong; only writes can be late."""
        return self.on in (None, kind) and (kind == "write" or self.kind != "late")

    def json(self) -> Json:
        """The fault for the page."""
        return {"kind": self.kind, "count": self.count, "on": self.on, "seconds": self.seconds}


class Faults:
    """What is to go wrong next, in the order in which it was asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(
        self,
        kind: FaultKind,
        count: int | None = 1,
        *,
        on: Kind | None = None,
        seconds: float = DEFAULT_SECONDS,
    ) -> None:
        """Let something go wrong `count` times, or until `clear` when it is None."""
        with self._lock:
            self._faults.append(Fault(kind, count, on, seconds))

    def take(self, kind: Kind) -> Fault | None:
        """The fault of the call that is made now, if it has one."""
        with self._lock:
            for place, fault in enumerate(self._faults):
                if not fault.hits(kind):
                    continue
                if fault.count is not None:
                    left = replace(fault, count=fault.count - 1)
                    self._faults[place : place + 1] = [left] if left.count else []
                return fault
        return None

    def clear(self) -> None:
        """Let everything go right again."""
        with self._lock:
            self._faults.clear()

    def pending(self) -> list[Fault]:
        """What is still to go wrong."""
        with self._lock:
            return list(self._faults)
