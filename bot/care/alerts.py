import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from bot.care.troubles import KINDS, TITLES, Signs, over, troubles
from bot.wording import amounts
from bot.wording.callbacks import Callback
from bot.wording.texts import Html, Texts, texts
from manager import Button, Clock, ConversationManager, Incident, Notice, StoreError

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 60.0
QUIET: Final = timedelta(hours=8)
"""How long nothing is said of an incident whose owner wants to sleep."""

OF_THE_SHEET: Final = ("sheet", "refused")


class Line(Protocol):
    """The line to Telegram, as this process knows it."""

    polled_at: datetime | None
    rival_at: datetime | None
    skew: timedelta


class Alerts:
    """Tells the owner what is wrong: one message per incident, edited while it lasts, closed when it ends.

    `line` tells when Telegram last answered this process, when it last said that another one asks for the
    same updates, and how its clock differs from ours. `has_backups` says that a backup a day is wanted.
    """

    def __init__(
        self,
        manager: ConversationManager,
        owner_id: int,
        line: Line,
        *,
        has_backups: bool,
        now: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._owner_id = owner_id
        self._line = line
        self._has_backups = has_backups
        self._now = now
        self._wake = wake
        self._began_at = now()

    async def run(self) -> None:
        """Look every minute, for ever; cancel to stop."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("alerts wait for the disk: %s", error)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Tell what has begun, changed or ended since the last look."""
        signs, t = await self._signs(), await self._texts()
        wrong, known = troubles(signs, t), await self._manager.incidents()
        lasting = {kind: incident for kind, incident in known.items() if not incident.is_over}
        for kind, text in wrong.items():
            if kind not in lasting:
                log.warning("trouble: %s", TITLES[kind])
            incident = replace(known.get(kind, Incident(kind, "", signs.now)), text=text)
            notice = alarm(incident, signs.now, ZoneInfo(signs.zone), t)
            await self._manager.tell_incident(self._owner_id, incident, notice)
        for kind in KINDS:
            if kind in lasting and kind not in wrong:
                log.info("trouble is over: %s", TITLES[kind])
                closing = over(kind, lasting[kind].opened_at, signs, t)
                await self._manager.close_incident(kind, Notice(closing))
        self._wake()

    async def _signs(self) -> Signs:
        """How the bot is now; Telegram's last answer is the one to this process."""
        owner = await self._manager.find_member(self._owner_id)
        measured = await self._manager.health()
        return Signs(
            replace(measured, polled_at=self._line.polled_at or self._began_at),
            self._now(),
            owner.timezone if owner is not None else "UTC",
            self._line.skew,
            self._line.rival_at,
            self._began_at,
            self._has_backups,
        )

    async def _texts(self) -> Texts:
        owner = await self._manager.find_member(self._owner_id)
        return texts(owner.language if owner is not None else "en")


def alarm(incident: Incident, now: datetime, zone: ZoneInfo, t: Texts) -> Notice:
    """The message of an incident that lasts: what is wrong, and what may be done about it."""
    row: list[Button] = []
    if incident.kind in OF_THE_SHEET:
        row.append(Button(t.plain("Try now"), data=Callback("hurry", argument=incident.kind).pack()))
    if incident.muted_until is None or not incident.is_muted(now):
        quiet = t.plain("Quiet for {hours} h", hours=QUIET // timedelta(hours=1))
        row.append(Button(quiet, data=Callback("mute", argument=incident.kind).pack()))
        return Notice(incident.text, (tuple(row),))
    until = t("🔕 Quiet until {time}", time=amounts.clock(incident.muted_until, str(zone)))
    row.append(Button(t.plain("Tell me again"), data=Callback("unmute", argument=incident.kind).pack()))
    return Notice(Html(f"{incident.text}\n{until}"), (tuple(row),))
