from pathlib import Path

from manager.file.store import Store
from manager.values.clock import Clock, stamp
from manager.view import Founding


class Door:
    """What every part of the manager stands on: the store, whose bot it is, and the clock.

    Each public method of a door is one transaction in one hop to the database thread.
    """

    def __init__(self, database: Path | str, *, bot_id: int, founding: Founding, now: Clock) -> None:
        self._database = database
        self._store = Store(database)
        self._bot_id = bot_id
        self._founding = founding
        self._now = now

    def _stamp(self) -> str:
        return stamp(self._now())
