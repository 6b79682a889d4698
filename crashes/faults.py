"""Bad weather: calls to both far ends fail by chance, in every way that heals by itself."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final

from playground.sheets import faults as sheets
from playground.sheets.quota import Kind as SheetCall
from playground.telegram import faults as telegram

LATE_SECONDS: Final = 1.5
"""How much later than its answer a late write arrives; the hasty bot waits longer before it trusts."""

TELEGRAM: Final[tuple[telegram.FaultKind, ...]] = (
    "500",
    "reset",
    "lost_answer",
    "500",
    "reset",
    "lost_answer",
    "429",
)
"""Asking to wait is rarer than the others: it stops every chat for a second."""

GOOGLE: Final[tuple[sheets.FaultKind, ...]] = ("503", "lost_answer", "late", "reset")

SPARED: Final = frozenset({"getme", "setmycommands", "deletewebhook"})
"""Calls at the start of the bot: a fault there only makes the run longer."""


@dataclass(slots=True)
class Weather:
    """How bad it is: which share of the calls fails, and how many did."""

    random: Random
    share: float = 0.0
    met: Counter[str] = field(default_factory=Counter)

    def strikes(self, where: str) -> bool:
        """Whether the call that is made now fails."""
        is_hit = self.random.random() < self.share
        self.met[where] += is_hit
        return is_hit

    def clear(self) -> None:
        """Let everything go right from now on."""
        self.share = 0.0


class TelegramFaults(telegram.Faults):
    """The faults of a Telegram that has weather."""

    def __init__(self, weather: Weather) -> None:
        super().__init__(lambda _: None)
        self._weather = weather

    def take(self, method: str) -> telegram.Fault | None:
        """The fault of this call, ordered or by chance."""
        ordered = super().take(method)
        if ordered is not None or method.casefold() in SPARED or not self._weather.strikes("telegram"):
            return ordered
        return telegram.Fault(method, self._weather.random.choice(TELEGRAM))


class GoogleFaults(sheets.Faults):
    """The faults of a Google that has weather."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    def take(self, kind: SheetCall) -> sheets.Fault | None:
        """The fault of this call, ordered or by chance."""
        ordered = super().take(kind)
        if ordered is not None or not self._weather.strikes("google"):
            return ordered
        chosen = self._weather.random.choice(GOOGLE)
        if chosen == "late" and kind == "read":
            chosen = "503"
        return sheets.Fault(chosen, seconds=LATE_SECONDS)
