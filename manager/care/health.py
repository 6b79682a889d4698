import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from manager.file.store import Connection
from manager.tables.deliveries import NEVER
from manager.tables.sheet_outbox import LEFT_OUT
from manager.values.clock import moment, stamp

POLLED: Final = "SELECT max(polled_at) AS at FROM vitals WHERE :bot_id IS NULL OR bot_id = :bot_id"
INBOX: Final = """
    SELECT count(*) AS count, min(received_at) AS oldest FROM inbox
    WHERE state = 'new' AND (:bot_id IS NULL OR +bot_id = :bot_id)
"""
REPLIES: Final = """
    SELECT count(*) AS count, min(created_at) AS oldest FROM reply_outbox
    WHERE state IN ('READY', 'SENDING') AND next_at < :never AND message_id IS NULL
        AND (:bot_id IS NULL OR bot_id = :bot_id)
"""
SHEET: Final = f"""
    SELECT s.state, is_left_out, count(*) AS count, min(s.created_at) AS oldest,
        min(CASE WHEN s.attempts > 0 OR s.reason <> '' THEN s.created_at END) AS failing
    FROM (SELECT *, {LEFT_OUT} AS is_left_out FROM sheet_outbox WHERE state <> 'DONE') s
    JOIN operations o ON o.id = s.operation_id JOIN books b ON b.id = o.book_id
    WHERE b.has_sheet GROUP BY s.state, is_left_out
"""  # noqa: S608  # a text of our own
STUCK: Final = """
    SELECT (SELECT count(*) FROM inbox
            WHERE state IN ('poison', 'dead') AND (:bot_id IS NULL OR +bot_id = :bot_id)) AS updates,
        (SELECT count(*) FROM reply_outbox
            WHERE state = 'FAILED' AND kind IN ('card', 'change', 'notice', 'prompt')
            AND reason NOT LIKE 'discarded: %' AND (:bot_id IS NULL OR bot_id = :bot_id)) AS replies
"""
DIFFERENCES: Final = (
    "SELECT kind, count(*) AS count FROM sheet_findings WHERE closed_at IS NULL GROUP BY kind"
)
OF_BOT: Final = "(:bot_id IS NULL OR bot_id = :bot_id)"
MODEL: Final = f"""
    SELECT coalesce(sum(state = 'answered'), 0) AS answered, coalesce(sum(state = 'failed'), 0) AS failed,
        coalesce(sum(tokens), 0) AS tokens, max(CASE WHEN state = 'refused' THEN day END) AS refused_on
    FROM model_calls WHERE created_at >= :since AND {OF_BOT}
"""  # noqa: S608  # a text of our own
LAST_CALLS: Final = f"""
    SELECT state, reason, created_at FROM model_calls
    WHERE state IN ('answered', 'failed') AND {OF_BOT} ORDER BY id DESC LIMIT :enough
"""  # noqa: S608  # same
COMPARED: Final = "SELECT min(checked_at) AS at FROM sheet_checks"
FOUNDED: Final = "SELECT min(created_at) AS at FROM books"
FAILURES: Final = 3
"""So many calls of a model in a row that failed are no chance."""

A_DAY: Final = timedelta(days=1)
FINDINGS: Final = ("MISSING", "DIVERGED", "DUPLICATE")


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What asking models came to in the last 24 hours.

    `failing_since` is set when the last calls all failed, and `reason` says how; `refused_on` is the newest
    day of a book whose budget was used up.
    """

    answered: int = 0
    failed: int = 0
    tokens: int = 0
    failing_since: datetime | None = None
    reason: str = ""
    refused_on: date | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How the bot is, as its database and disk tell. Times are UTC, None where nothing waits; sizes: bytes.

    `sheet` counts by state what is not in the sheet; `failing_since` is the oldest of what was tried in vain.
    `differences` counts by kind where the sheet says something else and nobody has decided, `left_out` what
    somebody decided not to write there. `compared_at` is the last comparison of the book with its sheet, of
    several books the oldest, `founded_at` when the first book began.
    """

    polled_at: datetime | None
    inbox_waiting: int
    inbox_oldest: datetime | None
    replies_waiting: int
    replies_oldest: datetime | None
    sheet: dict[str, int]
    sheet_oldest: datetime | None
    failing_since: datetime | None
    dead_updates: int
    failed_replies: int
    database_bytes: int
    journal_bytes: int
    free_bytes: int
    disk_bytes: int
    backup_at: datetime | None
    differences: dict[str, int] = field(default_factory=dict)
    left_out: int = 0
    model: ModelUse = field(default_factory=ModelUse)
    compared_at: datetime | None = None
    founded_at: datetime | None = None

    @property
    def stuck(self) -> int:
        """What was given up and waits for somebody: messages not handled, answers not said."""
        return self.dead_updates + self.failed_replies

    @property
    def findings(self) -> int:
        """Rows of the sheet that somebody took away, changed or doubled."""
        return sum(self.sheet.get(state, 0) for state in FINDINGS)


def measure(db: Connection, bot_id: int | None, path: Path, now: datetime) -> Health:
    """The health of a bot (None: of all bots of this database) whose file lies at `path`."""
    who = {"bot_id": bot_id}
    inbox = db.execute(INBOX, who).fetchone()
    waiting = db.execute(REPLIES, who | {"never": NEVER}).fetchone()
    outside = db.execute(SHEET).fetchall()
    sheet = [row for row in outside if not row["is_left_out"]]
    stuck = db.execute(STUCK, who).fetchone()
    disk = shutil.disk_usage(path.parent)
    failing = [row["failing"] for row in sheet if row["state"] not in FINDINGS]
    return Health(
        polled_at=_moment(db.execute(POLLED, who).fetchone()["at"]),
        inbox_waiting=inbox["count"],
        inbox_oldest=_moment(inbox["oldest"]),
        replies_waiting=waiting["count"],
        replies_oldest=_moment(waiting["oldest"]),
        sheet={row["state"]: row["count"] for row in sheet},
        sheet_oldest=_moment(min((row["oldest"] for row in sheet), default=None)),
        failing_since=_moment(min((at for at in failing if at), default=None)),
        dead_updates=stuck["updates"],
        failed_replies=stuck["replies"],
        database_bytes=_size(path),
        journal_bytes=_size(path.with_name(f"{path.name}-wal")),
        free_bytes=disk.free,
        disk_bytes=disk.total,
        backup_at=_last_backup(path),
        differences={row["kind"]: row["count"] for row in db.execute(DIFFERENCES)},
        left_out=sum(row["count"] for row in outside if row["is_left_out"]),
        model=_model(db, bot_id, now),
        compared_at=_moment(db.execute(COMPARED).fetchone()["at"]),
        founded_at=_moment(db.execute(FOUNDED).fetchone()["at"]),
    )


def _model(db: Connection, bot_id: int | None, now: datetime) -> ModelUse:
    since = now - A_DAY
    where = {"bot_id": bot_id, "since": stamp(since), "enough": FAILURES}
    use = db.execute(MODEL, where).fetchone()
    last = db.execute(LAST_CALLS, where).fetchall()
    is_failing = (
        len(last) == FAILURES
        and all(call["state"] == "failed" for call in last)
        and moment(last[0]["created_at"]) >= since
    )
    return ModelUse(
        answered=use["answered"],
        failed=use["failed"],
        tokens=use["tokens"],
        failing_since=moment(last[-1]["created_at"]) if is_failing else None,
        reason=last[0]["reason"] if is_failing else "",
        refused_on=date.fromisoformat(use["refused_on"]) if use["refused_on"] else None,
    )


def _moment(at: str | None) -> datetime | None:
    return moment(at) if at else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _last_backup(path: Path) -> datetime | None:
    """When the newest backup beside the database was made; None when there is none."""
    made = [one.stat().st_mtime for one in (path.parent / "backups").glob("*.db")]
    return datetime.fromtimestamp(max(made), UTC) if made else None
