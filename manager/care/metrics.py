"""What a monitor draws: how much waits, how fast the bot is, how often something fails."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Final

from manager.care import health
from manager.file.store import Connection
from manager.values.clock import moment, stamp

UPDATE_LAG: Final = "SELECT received_at, done_at FROM inbox WHERE state = 'done' AND done_at >= :since"
# A card is shown anew when the sheet has it, and remembers only that. What is said once tells more.
ANSWER_LAG: Final = """
    SELECT created_at, sent_at FROM reply_outbox WHERE state = 'SENT' AND armed = 1 AND sent_at >= :since
"""
# What was imported or moved from another sheet waits behind what people say, and says nothing of the speed.
SHEET_LAG: Final = """
    SELECT created_at, done_at FROM sheet_outbox
    WHERE state = 'DONE' AND reason <> 'superseded' AND NOT is_backfill AND done_at >= :since
"""
SHEET_TRIES: Final = """
    SELECT count(*) AS versions, coalesce(sum(attempts <= 1), 0) AS at_once FROM sheet_outbox
    WHERE state = 'DONE' AND reason <> 'superseded' AND done_at >= :since
"""
MODEL_LAG: Final = """
    SELECT latency_ms / 1000.0 AS seconds FROM model_calls
    WHERE latency_ms IS NOT NULL AND created_at >= :since
"""
TO_COMPLETE: Final = """
    SELECT c.created_at, o.recorded_at FROM operations o JOIN conversations c ON c.id = o.conversation_id
    WHERE o.recorded_at >= :since AND NOT EXISTS (SELECT 1 FROM import_lines l WHERE l.operation_id = o.id)
"""
HAPPENED: Final = (
    ("updates", "state", "state", "inbox", "received_at"),
    ("versions", "reason", "reason", "operation_versions", "created_at"),
    ("events", "kind", "kind", "conversation_events", "created_at"),
    ("conversations_begun", "agent", "coalesce(agent_state, 'none')", "conversations", "created_at"),
    ("model_calls", "state", "state", "model_calls", "created_at"),
)
"""What is counted of the window: its name, its label, the column, table and time it is counted by."""

ARE: Final = (("conversations", "status"), ("operations", "state"))
"""Tables that are counted as they are, by a column."""

QUESTIONS: Final = "SELECT count(*) FROM agent_questions WHERE asked_at >= :since"
TOKENS: Final = "SELECT coalesce(sum(tokens), 0) FROM model_calls WHERE created_at >= :since"
CHECKS: Final = "SELECT counts FROM sheet_checks"
AS_IT_SHOULD_BE: Final = ("match", "moved")
OF_THE_BOOK: Final = (*AS_IT_SHOULD_BE, "edited", "missing", "double")
QUANTILES: Final = (0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Sample:
    """One figure: `label` and `of` tell apart figures of the same name, such as the state they count."""

    name: str
    value: float
    label: str = ""
    of: str = ""


def samples(db: Connection, path: Path, now: datetime, window: timedelta) -> tuple[Sample, ...]:
    """All figures: what happened in the last `window`, and what is now; in seconds and bytes."""
    since = {"since": stamp(now - window)}
    return (
        Sample("window_seconds", window.total_seconds()),
        *_standing(db, path, now),
        *_counts(db, since),
        Sample("questions", db.execute(QUESTIONS, since).fetchone()[0]),
        Sample("model_tokens", db.execute(TOKENS, since).fetchone()[0]),
        *_quantiles("update_lag_seconds", _spans(db, UPDATE_LAG, since)),
        *_quantiles("answer_lag_seconds", _spans(db, ANSWER_LAG, since)),
        *_quantiles("sheet_lag_seconds", _spans(db, SHEET_LAG, since)),
        *_quantiles("time_to_record_seconds", _spans(db, TO_COMPLETE, since)),
        *_quantiles("model_seconds", (row[0] for row in db.execute(MODEL_LAG, since))),
        *_rates(db, since),
    )


def _counts(db: Connection, since: dict[str, str]) -> Iterator[Sample]:
    for name, label, column, table, at in HAPPENED:
        query = f"SELECT {column}, count(*) FROM {table} WHERE {at} >= :since GROUP BY 1"  # noqa: S608  # own words
        yield from (Sample(name, count, label, of) for of, count in db.execute(query, since))
    for table, column in ARE:
        query = f"SELECT {column}, count(*) FROM {table} GROUP BY 1"  # noqa: S608  # same
        yield from (Sample(table, count, column, of) for of, count in db.execute(query))


def _standing(db: Connection, path: Path, now: datetime) -> Iterator[Sample]:
    """How much waits and since when, what was given up, and how large everything is."""
    is_now = health.measure(db, None, path, now)
    yield Sample("inbox_waiting", is_now.inbox_waiting)
    yield Sample("replies_waiting", is_now.replies_waiting)
    yield from (Sample("sheet_waiting", count, "state", state) for state, count in is_now.sheet.items())
    yield Sample("sheet_left_out", is_now.left_out)
    yield from (
        Sample("sheet_differences", count, "kind", kind) for kind, count in is_now.differences.items()
    )
    yield Sample("given_up", is_now.dead_updates, "kind", "update")
    yield Sample("given_up", is_now.failed_replies, "kind", "reply")
    ages = {
        "inbox_oldest_seconds": is_now.inbox_oldest,
        "replies_oldest_seconds": is_now.replies_oldest,
        "sheet_oldest_seconds": is_now.sheet_oldest,
        "sheet_failing_seconds": is_now.failing_since,
        "polled_ago_seconds": is_now.polled_at,
        "compared_ago_seconds": is_now.compared_at,
        "backup_ago_seconds": is_now.backup_at,
    }
    yield from (Sample(name, (now - at).total_seconds()) for name, at in ages.items() if at is not None)
    yield Sample("database_bytes", is_now.database_bytes)
    yield Sample("database_reusable_bytes", _reusable(db))
    yield Sample("journal_bytes", is_now.journal_bytes)
    yield Sample("disk_free_bytes", is_now.free_bytes)


def _reusable(db: Connection) -> int:
    """Room within the file that deleted rows left."""
    (pages,) = db.execute("PRAGMA freelist_count").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    return int(pages) * int(size)


def _rates(db: Connection, since: dict[str, str]) -> Iterator[Sample]:
    """Shares from 0 to 1; none where there was nothing to take a share of."""
    tries = db.execute(SHEET_TRIES, since).fetchone()
    if tries["versions"]:
        yield Sample("sheet_first_try_ratio", tries["at_once"] / tries["versions"])
    checks = [json.loads(row["counts"]) for row in db.execute(CHECKS)]
    compared = sum(check.get(state, 0) for check in checks for state in OF_THE_BOOK)
    if compared:
        right = sum(check.get(state, 0) for check in checks for state in AS_IT_SHOULD_BE)
        yield Sample("sheet_as_booked_ratio", right / compared)


def _spans(db: Connection, query: str, since: dict[str, str]) -> Iterator[float]:
    """The seconds between the two times of each row."""
    return ((moment(end) - moment(begin)).total_seconds() for begin, end in db.execute(query, since))


def _quantiles(name: str, values: Iterable[float]) -> Iterator[Sample]:
    """The value that half, and nineteen of twenty, do not exceed, and the mean; none of nothing."""
    ordered = sorted(values)
    if not ordered:
        return
    for share in QUANTILES:
        yield Sample(name, ordered[ceil(share * len(ordered)) - 1], "quantile", str(share))
    yield Sample(name, sum(ordered) / len(ordered), "quantile", "mean")
