import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger import BookId
from manager.file.folding import sought
from manager.file.store import Connection
from manager.tables import operations
from manager.values.context import Booked
from manager.values.query import BEGINNING, Metric, Query, Split, Topic

WHERE = """
    FROM operations o
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    JOIN accounts a ON a.id = v.account_id
    LEFT JOIN accounts t ON t.id = v.to_account_id
    LEFT JOIN categories c ON c.id = v.category_id
    JOIN users u ON u.id = o.user_id
    WHERE o.book_id = :book_id AND o.state = 'booked'
        AND (:type IS NULL OR v.type = :type)
        AND (:account IS NULL OR :account IN (a.name, t.name))
        AND (:since IS NULL OR v.day BETWEEN :since AND :until)
        AND (:topics IS NULL OR concerns(:topics, c.name, v.description, v.counterparty))
"""
# A refund lowers what was spent.
TOTALS = f"""
    SELECT v.currency, count(*) AS n,
        sum(CASE WHEN v.refund THEN -v.amount_minor ELSE v.amount_minor END) AS minor
    {WHERE} GROUP BY v.currency ORDER BY n DESC
"""
SPLITS: Final[Mapping[Split, str]] = {
    "category": "coalesce(c.name, '')",
    "party": "coalesce(nullif(v.counterparty, ''), v.description)",
    "account": "a.name",
    "person": "trim(u.first_name || ' ' || u.last_name)",
    "day": "v.day",
    "week": "date(v.day, '-6 days', 'weekday 1')",
    "month": "substr(v.day, 1, 7)",
}
"""What a total is split by; a week is its Monday."""
SHARES = {
    split: f"""
        SELECT {name} AS share, v.currency,
            sum(CASE WHEN v.refund THEN -v.amount_minor ELSE v.amount_minor END) AS minor
        {WHERE} GROUP BY folded(share), v.currency
        ORDER BY {"share" if split in ("day", "week", "month") else "minor DESC"}
    """
    for split, name in SPLITS.items()
}
FOUND = f"{operations.SELECT} WHERE o.id IN (SELECT o.id {WHERE}) AND v.version = o.version"
NEWEST = f"{FOUND} ORDER BY v.day DESC, o.number DESC LIMIT :limit"
LARGEST = f"{FOUND} ORDER BY v.currency = :main DESC, v.amount_minor DESC, v.day DESC LIMIT :limit"
SMALLEST = f"{FOUND} ORDER BY v.currency = :main DESC, v.amount_minor, v.day DESC LIMIT :limit"
LISTED: Final[Mapping[Metric, str]] = {"max": LARGEST, "min": SMALLEST}
"""The order in which operations are listed, if not the newest first; the most used currency comes first."""
FIRST_DAY = """
    SELECT min(v.day) AS day FROM operations o
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    WHERE o.book_id = :book_id AND o.state = 'booked'
"""


@dataclass(frozen=True, slots=True)
class Total:
    """What was counted in one currency, in its minor units."""

    currency: str
    count: int
    minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one category, or whatever the query splits by, has of a total, in minor units."""

    name: str
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to a query: totals by currency, shares of them, and the operations.

    `first_day` is the book's, for what is asked by the day or since ever.
    """

    totals: tuple[Total, ...]
    shares: tuple[Share, ...] = ()
    operations: tuple[Booked, ...] = ()
    first_day: date | None = None


def count(db: Connection, book_id: BookId, query: Query) -> Counted:
    """Count a validated query in SQL, in one book."""
    since, until = query.period or (None, None)
    where: dict[str, Any] = {
        "book_id": book_id,
        "type": query.type,
        "account": query.account,
        "topics": _topics(query),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "limit": query.limit,
    }
    totals = tuple(Total(row["currency"], row["n"], row["minor"]) for row in db.execute(TOTALS, where))
    if not totals:
        return Counted(())
    where["main"] = totals[0].currency
    shares = db.execute(SHARES[query.by or "category"], where)
    is_rate = query.each is not None or since == BEGINNING
    first = db.execute(FIRST_DAY, where).fetchone()["day"] if is_rate else None
    return Counted(
        totals,
        tuple(Share(row["share"], row["currency"], row["minor"]) for row in shares),
        tuple(operations.booked(row) for row in db.execute(LISTED.get(query.metric, NEWEST), where)),
        date.fromisoformat(first) if first else None,
    )


def _topics(query: Query) -> str | None:
    """What is asked about, as JSON; None for everything. One of several topics is enough."""
    topics = (Topic(query.category, query.words), *query.also)
    if topics == (Topic(),):
        return None
    return json.dumps([[one.category, sought(one.words)] for one in topics])
