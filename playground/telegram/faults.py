"""Failures of the far end that are ordered in advance."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from typing import Literal

from playground.telegram.errors import BotApiError
from playground.telegram.wire import JsonObject

FaultKind = Literal["429", "500", "403", "401", "404", "garbage", "timeout", "reset", "lost_answer"]


@dataclass(frozen=True, slots=True)
class Fault:
    """The next `count` calls of `method` fail in one way; `*` means any method, no count means until cleared.

    `reset` cuts the connection before anything is done, `lost_answer` after the call was carried out.
    `timeout` carries it out and holds its answer until the client leaves or the faults are cleared.
    `garbage` answers 200 with something that is no JSON.
    """

    method: str
    kind: FaultKind
    retry_after: int = 1
    count: int | None = 1

    @property
    def lets_it_happen(self) -> bool:
        """Whether the call is carried out and only its answer suffers."""
        return self.kind in ("timeout", "lost_answer")

    @property
    def refusal(self) -> BotApiError | None:
        """The error that is answered, if the fault is one."""
        match self.kind:
            case "429":
                return BotApiError.too_many_requests(self.retry_after)
            case "500":
                return BotApiError(HTTPStatus.INTERNAL_SERVER_ERROR, "Internal Server Error")
            case "403":
                return BotApiError.forbidden("bot was blocked by the user")
            case "401":
                return BotApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized")
            case "404":
                return BotApiError(HTTPStatus.NOT_FOUND, "Not Found")
            case "garbage" | "timeout" | "reset" | "lost_answer":
                return None

    def concerns(self, method: str) -> bool:
        """Tell whether a call of `method` fails."""
        return self.method == "*" or self.method.casefold() == method.casefold()


class Faults:
    """The faults in force, used up oldest first."""

    def __init__(self, tell: Callable[[list[JsonObject]], None]) -> None:
        self._tell = tell
        self._faults: list[Fault] = []
        self.clearings = 0

    @property
    def listed(self) -> tuple[Fault, ...]:
        """The faults that still wait for their calls."""
        return tuple(self._faults)

    @property
    def wire(self) -> list[JsonObject]:
        """The faults as the simulation API lists them."""
        return [asdict(fault) for fault in self._faults]

    def add(self, fault: Fault) -> None:
        """Order a fault."""
        self._faults.append(fault)
        self._tell(self.wire)

    def clear(self) -> None:
        """Withdraw all faults and let go of the answers that are being held."""
        self._faults.clear()
        self.clearings += 1
        self._tell(self.wire)

    def take(self, method: str) -> Fault | None:
        """Use up and return the fault that this call of `method` meets, if any."""
        for position, fault in enumerate(self._faults):
            if fault.concerns(method):
                self._use_up(position, fault)
                return fault
        return None

    def _use_up(self, position: int, fault: Fault) -> None:
        if fault.count is None:
            return
        self._faults[position : position + 1] = [replace(fault, count=fault.count - 1)] * (fault.count > 1)
        self._tell(self.wire)
