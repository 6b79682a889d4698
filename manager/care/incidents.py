"""What is wrong for a while: one message to the owner, edited while it lasts and at its end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from manager.file.store import Connection, Row
from manager.tables import replies
from manager.values.clock import moment
from manager.values.say import Notice

KNOWN: Final = """
    SELECT * FROM incidents WHERE bot_id = :bot_id AND (closed_at IS NULL OR muted_until > :now) ORDER BY id
"""
ONE: Final = "SELECT * FROM incidents WHERE bot_id = :bot_id AND kind = :kind AND closed_at IS NULL"
MUTED: Final = """
    SELECT * FROM incidents WHERE bot_id = :bot_id AND kind = :kind AND muted_until > :now
    ORDER BY id DESC LIMIT 1
"""
ADD: Final = """
    INSERT INTO incidents (bot_id, kind, text, reply_id, opened_at)
    VALUES (:bot_id, :kind, :text, :reply_id, :now)
"""
RETELL: Final = "UPDATE incidents SET text = :text, closed_at = NULL WHERE id = :id"
CLOSE: Final = "UPDATE incidents SET text = :text, closed_at = :now WHERE id = :id"
MUTE: Final = "UPDATE incidents SET muted_until = :until WHERE id = :id"


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that is wrong for a while, in HTML words; quiet is asked for until `muted_until`."""

    kind: str
    text: str
    opened_at: datetime
    muted_until: datetime | None = None
    is_over: bool = False

    def is_muted(self, now: datetime) -> bool:
        """Whether the owner wants to hear nothing of it now."""
        return self.muted_until is not None and now < self.muted_until


def known(db: Connection, bot_id: int, now: str) -> tuple[Incident, ...]:
    """What is wrong now, and what is over but would come back quietly; the oldest first."""
    return tuple(_incident(row) for row in db.execute(KNOWN, {"bot_id": bot_id, "now": now}))


def tell(db: Connection, place: replies.Place, incident: Incident, notice: Notice, now: str) -> None:
    """An incident begins or lasts: its one message says so; nothing happens while its words are the same."""
    where = {"bot_id": place.bot_id, "kind": incident.kind, "now": now}
    row = db.execute(ONE, where).fetchone() or db.execute(MUTED, where).fetchone()
    if row is None:
        reply_id = replies.post(db, place, notice, now)
        db.execute(ADD, where | {"text": incident.text, "reply_id": reply_id})
    elif row["text"] != incident.text:
        replies.rewrite(db, row["reply_id"], notice, now)
        db.execute(RETELL, {"id": row["id"], "text": incident.text})


def close(db: Connection, bot_id: int, kind: str, notice: Notice, now: str) -> bool:
    """The incident is over: its message gets its closing line; False when there was none."""
    row = db.execute(ONE, {"bot_id": bot_id, "kind": kind}).fetchone()
    if row is None:
        return False
    replies.rewrite(db, row["reply_id"], notice, now)
    db.execute(CLOSE, {"id": row["id"], "text": notice.text, "now": now})
    return True


def mute(db: Connection, bot_id: int, kind: str, until: str | None) -> bool:
    """Keep quiet about an incident that lasts; None: not any more. False when it is over."""
    row = db.execute(ONE, {"bot_id": bot_id, "kind": kind}).fetchone()
    if row is None:
        return False
    db.execute(MUTE, {"id": row["id"], "until": until})
    return True


def _incident(row: Row) -> Incident:
    muted_until = row["muted_until"]
    return Incident(
        kind=row["kind"],
        text=row["text"],
        opened_at=moment(row["opened_at"]),
        muted_until=moment(muted_until) if muted_until else None,
        is_over=row["closed_at"] is not None,
    )
