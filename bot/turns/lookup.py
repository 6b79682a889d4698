"""All that the book knows for the answer to one question."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from agents import before
from ledger import BookId
from manager import Balance, Booked, ConversationManager, Counted, Period, Query

EXTREMES: Final = 3
"""The largest or smallest operations that are shown, the first of them for itself, when one is asked for."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same question about another period."""

    period: Period
    counted: Counted


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: what was counted, the same of earlier periods, and what came in beside what was spent.

    `nearest` is the newest operation of the kind at any time, where the period has none.
    """

    query: Query
    counted: Counted
    today: date
    earlier: tuple[Earlier, ...] = ()
    income: Counted | None = None
    nearest: Booked | None = None
    balances: tuple[Balance, ...] = ()


class Lookup:
    """Asks the book what a question needs, in as many counts as that takes."""

    def __init__(self, manager: ConversationManager) -> None:
        self._manager = manager

    async def find(self, book_id: BookId, query: Query, today: date) -> Found:
        """What the book says to a query."""
        if query.metric == "balance":
            until = query.period[1] if query.period else None
            held = await self._manager.balances(book_id, until)
            return Found(query, Counted(()), today, balances=held)
        counted = await self._manager.count(book_id, _counted(query))
        found = Found(query, counted, today)
        if query.metric == "net":
            income = await self._manager.count(book_id, replace(query, type="income"))
            return replace(found, income=income)
        if not counted.totals:
            found = replace(found, nearest=await self._nearest(book_id, query))
        return replace(found, earlier=await self._earlier(book_id, query, today))

    async def _nearest(self, book_id: BookId, query: Query) -> Booked | None:
        if query.period is None:
            return None
        anywhen = replace(query, metric="list", period=None, limit=1)
        return next(iter((await self._manager.count(book_id, anywhen)).operations), None)

    async def _earlier(self, book_id: BookId, query: Query, today: date) -> tuple[Earlier, ...]:
        """What is compared with: the period that was asked about too, and the one before if it has any."""
        if query.metric != "sum" or query.period is None or query.each or query.by:
            return ()
        usual = before(query.period, today)
        if usual is not None and query.than is not None and usual[0] != query.than[0]:
            usual = None
        periods = dict.fromkeys(one for one in (query.than, usual) if one is not None)
        counted = [(one, await self._manager.count(book_id, replace(query, period=one))) for one in periods]
        told = [Earlier(one, said) for one, said in counted if said.totals or one == query.than]
        return tuple(told[:1] if len({one.counted.totals for one in told}) == 1 else told)


def _counted(query: Query) -> Query:
    if query.metric == "net":
        return replace(query, type="expense")
    return replace(query, limit=max(query.limit, EXTREMES)) if query.metric in ("max", "min") else query
