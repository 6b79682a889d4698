"""The answers to questions about the book, in words; each says in its last line what was counted."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from bot.turns.lookup import Earlier, Found
from bot.wording import amounts, reports, titles
from bot.wording.charts import chart
from bot.wording.texts import Html, Texts
from ledger import Money
from manager import BEGINNING, Book, Period, Query, Span, Topic, Total

RATES: Final[Mapping[Span, str]] = {
    "day": "{amount} a day",
    "week": "{amount} a week",
    "month": "{amount} a month",
}
LENGTHS: Final[Mapping[Span, Decimal]] = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4375")}
"""Days of a span; months are as long as they are on average."""

FREQUENT: Final = 5
"""Operations from which on a sum is also told as so much a day."""

MOST_PERCENT: Final = 999
"""A larger difference is not told in percent: the amounts speak for themselves."""


def answer(found: Found, book: Book, t: Texts) -> Html:
    """What the book says to a question."""
    query, counted = found.query, found.counted
    what = t("Counted: {filters}.", filters=_filters(query, t))
    match query.metric:
        case "balance":
            return _balance(found, book, t)
        case "net":
            lines = _net(found, t)
        case _ if not counted.totals:
            lines = _nothing(found, t)
        case "list" | "max" | "min":
            lines = _listed(found, t)
        case _:
            lines = [*(_total(total, found, t) for total in counted.totals), *_charts(found, t)]
    compared = [_compared(one, found, t) for one in found.earlier]
    return Html("\n".join([*lines, *compared, what]))


def _balance(found: Found, book: Book, t: Texts) -> Html:
    held = reports.balance(found.balances, book, t, found.query.account)
    if found.query.period is None or found.query.period[1] >= found.today:
        return held
    at = t("At the end of {day}.", day=_day(found.query.period[1], found.today, t))
    return Html(f"{held}\n{at}")


def _net(found: Found, t: Texts) -> list[Html]:
    """What came in, what was spent, and what is left of it, by currency."""
    came = {one.currency: one.minor for one in (found.income.totals if found.income else ())}
    spent = {one.currency: one.minor for one in found.counted.totals}
    lines = []
    for currency in dict.fromkeys((*came, *spent)):
        left = came.get(currency, 0) - spent.get(currency, 0)
        shown = {
            name: amounts.money(Money(minor, currency), t.language)
            for name, minor in (
                ("came", came.get(currency, 0)),
                ("spent", spent.get(currency, 0)),
                ("left", left),
            )
        }
        lines.append(t("Income {came} · spent {spent} · left <b>{left}</b>", **shown))
    return lines or [t("Nothing found.")]


def _nothing(found: Found, t: Texts) -> list[Html]:
    nothing = t("Nothing found.")
    if found.nearest is None:
        return [nothing]
    return [nothing, t("The last one: {line}", line=reports.line(found.nearest, t, today=found.today))]


def _listed(found: Found, t: Texts) -> list[Html]:
    """Operations by line; the one that was asked for says how long ago it was."""
    lines = [reports.line(one, t, today=found.today) for one in found.counted.operations]
    if found.query.limit > 1:
        return lines
    bold = Html(f"<b>{lines[0]}</b>")
    if found.query.metric != "list":
        return [bold, *lines[1:]]
    return [bold, *_ago((found.today - found.counted.operations[0].operation.day).days, t)]


def _ago(days: int, t: Texts) -> list[Html]:
    match days:
        case 0:
            return [t("Today.")]
        case 1:
            return [t("Yesterday.")]
    return [t.plural("{count} day ago.", "{count} days ago.", days)] if days > 0 else []


def _total(total: Total, found: Found, t: Texts) -> Html:
    query = found.query
    money = amounts.money(Money(total.minor, total.currency), t.language)
    many = t.plural("{count} operation", "{count} operations", total.count)
    days = _days(found)
    if query.each is not None:
        rate = t(RATES[query.each], amount=_rate(total, query.each, days, t))
        counted = t.plural("{count} day", "{count} days", days)
        return t("<b>{rate}</b>\n{money}, {many} in {days}", rate=rate, money=money, many=many, days=counted)
    if query.metric == "average":
        mean = amounts.money(Money(_rounded(total.minor, total.count), total.currency), t.language)
        return t("<b>{mean}</b> on average\n{many}, {money}", mean=mean, many=many, money=money)
    if query.metric == "count":
        return t("<b>{many}</b>, {money}", many=many, money=money)
    if total.count >= FREQUENT and days > 1 and query.type == "expense" and query.by is None:
        many = Html(f"{many}, {t(RATES['day'], amount=_rate(total, 'day', days, t))}")
    return t("<b>{money}</b>\n{many}", money=money, many=many)


def _rate(total: Total, each: Span, days: int, t: Texts) -> str:
    minor = _rounded(total.minor * LENGTHS[each], days)
    return amounts.money(Money(minor, total.currency), t.language)


def _rounded(minor: int | Decimal, parts: int) -> int:
    return int((Decimal(minor) / parts).quantize(Decimal(1), ROUND_HALF_EVEN))


def _days(found: Found) -> int:
    """Days of the period that have been, since the book began."""
    first = found.counted.first_day or found.today
    since, until = found.query.period or (first, found.today)
    since = max(since, first) if found.query.each or since == BEGINNING else since
    return max(1, (min(until, found.today) - since).days + 1)


def _charts(found: Found, t: Texts) -> list[Html]:
    query, counted = found.query, found.counted
    is_narrow = query.by is None and not query.also and (query.category is not None or bool(query.words))
    if is_narrow or len(counted.shares) < 2 or query.each is not None:  # noqa: PLR2004 — one has all of it
        return []
    return [chart(counted.shares, counted.totals[0].currency, query, t)]


def _compared(earlier: Earlier, found: Found, t: Texts) -> Html:
    """The same of another period, and how much more or less it is now, by currency."""
    period, now = (
        _period(earlier.period, found.today, t),
        {one.currency: one.minor for one in found.counted.totals},
    )
    if not earlier.counted.totals:
        return t("{period}: nothing", period=period)
    lines: Sequence[Html] = [
        _difference(one, now.get(one.currency, 0), period, t) for one in earlier.counted.totals
    ]
    return Html("\n".join(lines))


def _difference(then: Total, now: int, period: str, t: Texts) -> Html:
    told = {"period": period, "amount": amounts.money(Money(then.minor, then.currency), t.language)}
    percent = _rounded(100 * (now - then.minor), then.minor) if then.minor > 0 else MOST_PERCENT + 1
    if not now or abs(percent) > MOST_PERCENT:
        return t("{period}: {amount}", **told)
    if not percent:
        return t("{period}: {amount}, so about the same", **told)
    if percent > 0:
        return t("{period}: {amount}, so {percent} % more", percent=percent, **told)
    return t("{period}: {amount}, so {percent} % less", percent=-percent, **told)


def _filters(query: Query, t: Texts) -> str:
    kind = titles.type_name(query.type, t) if query.type else t.plain("all operations")
    topics = (Topic(query.category, query.words), *query.also)
    about = " + ".join(one.category or f"«{one.words}»" for one in topics if one != Topic())
    parts = [kind, about, query.account]
    parts = [t.plain("income and expenses"), *parts[1:]] if query.metric == "net" else parts
    if query.period:
        parts.append(_period(query.period, query.period[0], t))
    return ", ".join(part for part in parts if part)


def _period(period: Period, today: date, t: Texts) -> str:
    since, until = period
    if since == BEGINNING:
        return t.plain("all time")
    first, last = _day(since, today, t), amounts.day(until, t.language, today=since)
    return first if until - since < timedelta(days=1) else f"{first} – {last}"


def _day(day: date, today: date, t: Texts) -> str:
    return amounts.day(day, t.language, today=today)
