"""The journal of Bot API calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playground.telegram.wire import JsonObject


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: what it asked with its parameters as they travelled, and how it was answered.

    `status` is 0 when a fault cut the connection.
    """

    method: str
    params: Mapping[str, str]
    is_ok: bool
    status: int
    milliseconds: float
    description: str | None = None

    @property
    def wire(self) -> JsonObject:
        """The call as the simulation API tells it."""
        return {
            "method": self.method,
            "params": dict(self.params),
            "ok": self.is_ok,
            "status": self.status,
            "ms": round(self.milliseconds, 1),
            "description": self.description,
        }


def frozen(params: Mapping[str, str]) -> Mapping[str, str]:
    """Return a copy of `params` that nobody can change."""
    return MappingProxyType(dict(params))
