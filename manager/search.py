from dataclasses import dataclass
from typing import Any

from ledger import BookId
from manager import operations
from manager.context import Booked
from manager.file.folding import sought
from manager.file.store import Connection
from manager.query import Query

WHERE = """
    FROM operations o
    JOIN operation_versions v ON v.operation_id = o.id AND v.version = o.version
    JOIN accounts a ON a.id = v.account_id
    LEFT JOIN accounts t ON t.id = v.to_account_id
    LEFT JOIN categories c ON c.id = v.category_id
    JOIN users u ON u.id = o.user_id
    WHERE o.book_id = :book_id AND o.state = 'booked'
        AND (:type IS NULL OR v.type = :type)
        AND (:category IS NULL OR c.name = :category)
        AND (:account IS NULL OR :account IN (a.name, t.name))
        AND (:words = '' OR instr(folded(v.description), :words) OR instr(folded(v.counterparty), :words))
        AND (:since IS NULL OR v.day BETWEEN :since AND :until)
"""
# A refund lowers what was spent.
TOTALS = f"""
    SELECT v.currency, count(*) AS n, max(v.amount_minor) AS largest,
        sum(CASE WHEN v.refund THEN -v.amount_minor ELSE v.amount_minor END) AS minor
    {WHERE} GROUP BY v.currency ORDER BY n DESC
"""
GROUPS = f"""
    SELECT coalesce(c.name, '') AS share, v.currency,
        sum(CASE WHEN v.refund THEN -v.amount_minor ELSE v.amount_minor END) AS minor
    {WHERE} GROUP BY share, v.currency ORDER BY minor DESC
"""
FOUND = f"{operations.SELECT} WHERE o.id IN (SELECT o.id {WHERE}) AND v.version = o.version"
NEWEST = f"{FOUND} ORDER BY v.day DESC, o.number DESC LIMIT :limit"


@dataclass(frozen=True, slots=True)
class Total:
    """What was counted in one currency, in its minor units."""

    currency: str
    count: int
    minor: int
    largest_minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one category has of a total, in minor units."""

    category: str
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to a query: totals by currency, shares by category, and the newest operations of it."""

    totals: tuple[Total, ...]
    shares: tuple[Share, ...]
    operations: tuple[Booked, ...]


def count(db: Connection, book_id: BookId, query: Query) -> Counted:
    """Count a validated query in SQL, in one book."""
    since, until = query.period or (None, None)
    where: dict[str, Any] = {
        "book_id": book_id,
        "type": query.type,
        "category": query.category,
        "account": query.account,
        "words": sought(query.words),
        "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None,
        "limit": query.limit,
    }
    totals = db.execute(TOTALS, where).fetchall()
    return Counted(
        totals=tuple(Total(row["currency"], row["n"], row["minor"], row["largest"]) for row in totals),
        shares=tuple(Share(row["share"], row["currency"], row["minor"]) for row in db.execute(GROUPS, where)),
        operations=tuple(operations.booked(row) for row in db.execute(NEWEST, where)),
    )
