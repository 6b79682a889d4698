"""Bad weather: calls to both far ends fail by chance, in every way that heals by itself."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Final, Self

from playground.sheets import faults as sheets
from playground.sheets.quota import Kind as SheetCall
from playground.telegram import World
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


ECHO_SECONDS: Final = 0.05
"""How often Telegram may deliver something again."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Which shares of the calls to Telegram and to Google fail, and of the updates come twice.

    `google_kinds` are the ways in which Google fails, each as likely as it is often named.
    """

    telegram: float = 0.0
    google: float = 0.0
    twice: float = 0.0
    google_kinds: tuple[sheets.FaultKind, ...] = GOOGLE

    @classmethod
    def of(cls, share: float) -> Self:
        """Weather that is equally bad everywhere."""
        return cls(share, share, share / 3)


CALM: Final = Forecast()


@dataclass(slots=True)
class Weather:
    """How bad it is now, and how often it struck."""

    random: Random
    forecast: Forecast = CALM
    met: Counter[str] = field(default_factory=Counter)

    def strikes(self, where: str, share: float) -> bool:
        """Whether what happens now goes wrong."""
        is_hit = self.random.random() < share
        self.met[where] += is_hit
        return is_hit

    def clear(self) -> None:
        """Let everything go right from now on."""
        self.forecast = CALM


class TelegramFaults(telegram.Faults):
    """The faults of a Telegram that has weather."""

    def __init__(self, weather: Weather) -> None:
        super().__init__(lambda _: None)
        self._weather = weather

    def take(self, method: str) -> telegram.Fault | None:
        """The fault of this call, ordered or by chance."""
        ordered = super().take(method)
        share = self._weather.forecast.telegram
        if ordered is not None or method.casefold() in SPARED or not self._weather.strikes("telegram", share):
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
        forecast = self._weather.forecast
        kinds = [one for one in forecast.google_kinds if kind == "write" or one != "late"]
        if ordered is not None or not kinds or not self._weather.strikes("google", forecast.google):
            return ordered
        return sheets.Fault(self._weather.random.choice(kinds), seconds=LATE_SECONDS)


async def echo(world: World, weather: Weather, every_seconds: float = ECHO_SECONDS) -> None:
    """Deliver some updates once more, each under an id of its own, as Telegram has done; cancel to stop."""
    seen: set[object] = set()
    while True:
        for update in world.pending_updates:
            if update["update_id"] in seen:
                continue
            seen.add(update["update_id"])
            if weather.strikes("twice", weather.forecast.twice):
                content = {name: value for name, value in update.items() if name != "update_id"}
                seen.add(world.inject(content))
        await asyncio.sleep(every_seconds)
