from datetime import datetime
from pathlib import Path

from manager.care import health, incidents, stuck
from manager.care.health import Health
from manager.care.incidents import Incident
from manager.care.stuck import Stuck
from manager.doors.base import Door
from manager.tables.replies import Place
from manager.values.clock import stamp
from manager.values.say import Notice


class CareDoor(Door):
    """What whoever keeps the bot must know: how it is, what was given up, and what is wrong for a while."""

    async def health(self) -> Health:
        """How the bot is, as its database and disk tell."""
        path = Path(self._database)
        return await self._store.read(lambda db: health.measure(db, self._bot_id, path, self._now()))

    async def stuck(self) -> tuple[Stuck, ...]:
        """What was given up and waits for somebody."""
        return await self._store.read(lambda db: stuck.listed(db, self._bot_id))

    async def retry_stuck(self, stuck_id: str) -> bool:
        """Try it again from the beginning; False when it is not stuck any more."""
        return await self._store.transaction(lambda db: stuck.retry(db, stuck_id, self._stamp()))

    async def discard_stuck(self, stuck_id: str) -> bool:
        """Let it go; False when it is not stuck any more. What was booked stays in the book."""
        return await self._store.transaction(lambda db: stuck.discard(db, stuck_id, self._stamp()))

    async def recall_stuck(self, stuck_id: str) -> bool:
        """Take back that it was let go; False when it was not."""
        return await self._store.transaction(lambda db: stuck.recall(db, stuck_id, self._stamp()))

    async def incidents(self) -> dict[str, Incident]:
        """The incidents that last or would come back quietly, by kind."""
        found = await self._store.read(lambda db: incidents.known(db, self._bot_id, self._stamp()))
        return {incident.kind: incident for incident in found}

    async def mute_incident(self, kind: str, until: datetime | None) -> bool:
        """Keep quiet about an incident until then, or no longer; False when it is over."""
        at = stamp(until) if until else None
        return await self._store.transaction(lambda db: incidents.mute(db, self._bot_id, kind, at))

    async def tell_incident(self, chat_id: int, incident: Incident, notice: Notice) -> None:
        """An incident begins or lasts: its one message in this chat says so."""
        place = Place(self._bot_id, chat_id)
        await self._store.transaction(lambda db: incidents.tell(db, place, incident, notice, self._stamp()))

    async def close_incident(self, kind: str, notice: Notice) -> bool:
        """The incident is over: its message gets its closing line; False when there was none."""
        return await self._store.transaction(
            lambda db: incidents.close(db, self._bot_id, kind, notice, self._stamp())
        )
