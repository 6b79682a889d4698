"""Answers about the book, in words: totals, lists, balances; each says what was counted."""

from datetime import timedelta

from agents import as_draft
from bot.wording import amounts, titles
from bot.wording.texts import Html, Texts
from ledger import Draft, Money, Operation
from manager import Balance, Book, Booked, Correct, Counted, Query, Share, SheetLine, Thread, Total

LISTED = 30
"""Rows in one message."""

BAR = 14
"""Characters of the longest bar of a text chart."""


def answer(query: Query, counted: Counted, balances: tuple[Balance, ...], book: Book, t: Texts) -> Html:
    """The answer to a query, with a last line that says what was counted."""
    if query.metric == "balance":
        return balance(balances, book, t, query.account)
    what = _filters(query, t)
    if not counted.totals:
        return t("Nothing found.\n{counted}", counted=what)
    if query.metric == "list":
        return Html("\n".join([*(line(one, t) for one in counted.operations), str(what)]))
    lines: list[str] = [_total(total, query, t) for total in counted.totals]
    if query.category is None and len(counted.shares) > 1:
        lines.append(_chart(counted.shares, counted.totals[0].currency, t))
    return Html("\n".join([*lines, str(what)]))


def last(operations: tuple[Booked, ...], t: Texts) -> Html:
    """The newest operations, one a line."""
    if not operations:
        return t("Nothing is recorded yet. Write the first one, for example: <i>coffee 300 cash</i>")
    return Html("\n".join(line(one, t) for one in operations))


def line(booked: Booked, t: Texts) -> Html:
    """One operation in one line: number, title, account and day."""
    operation = booked.operation
    draft = as_draft(operation)
    account = f"{operation.account} → {operation.to_account}" if operation.to_account else operation.account
    title = titles.title(draft, t, operation.amount.currency)
    shown = amounts.day(operation.day, t.language)
    return t(
        "#{number} {title} · {account} · {day}", number=booked.number, title=title, account=account, day=shown
    )


def unbooked(lines: tuple[SheetLine, ...], t: Texts) -> Html:
    """The rows of the sheet that the book does not know, after a backup was restored."""
    many = t.plural(
        "<b>{count} row of the sheet is not in the book</b>: it was written after the backup that was "
        "restored.",
        "<b>{count} rows of the sheet are not in the book</b>: they were written after the backup that was "
        "restored.",
        len(lines),
    )
    shown = [
        t("row {row}: #{number} {content}", row=one.row, number=one.number or "–", content=one.content)
        for one in lines[:LISTED]
    ]
    rest = [t("and {count} more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    advice = t("Nothing of them counts here. Write each one again, and delete its old row from the sheet.")
    return Html("\n".join([many, *shown, *rest, advice]))


def balance(balances: tuple[Balance, ...], book: Book, t: Texts, account: str | None = None) -> Html:
    """What the book says the accounts hold."""
    minor = {one.account: one.minor for one in balances}
    shown = [
        t("{account}: {amount}", account=one.name, amount=amounts.money(held, t.language))
        for one in book.accounts
        if account in (None, one.name)
        for held in (Money(minor.get(one.name, 0), one.currency),)
    ]
    return Html("\n".join(shown))


def swapped(booked: Booked, thread: Thread) -> Correct:
    """The transfer the other way round."""
    was = booked.operation
    operation = Operation(
        type="transfer",
        amount=was.received or was.amount,
        day=was.day,
        account=was.to_account or "",
        to_account=was.account,
        received=was.amount if was.received else None,
        description=was.description,
        counterparty=was.counterparty,
        tags=was.tags,
    )
    draft = Draft().fill("account", operation.account, "button").fill("to_account", was.account, "button")
    return Correct("TransferAgent", thread.draft.merge(draft), operation, ("account", "to_account"))


def _total(total: Total, query: Query, t: Texts) -> Html:
    minor = total.largest_minor if query.metric == "max" else total.minor
    if query.metric == "average":
        minor = round(total.minor / total.count)
    money = amounts.money(Money(minor, total.currency), t.language)
    many = t.plural("{count} operation", "{count} operations", total.count)
    if query.metric == "count":
        return t("<b>{many}</b>, {money}", many=many, money=money)
    return t("<b>{money}</b>\n{many}", money=money, many=many)


def _chart(shares: tuple[Share, ...], currency: str, t: Texts) -> Html:
    """Bars of the largest categories, each with its number: readable without seeing."""
    mine = [share for share in shares if share.currency == currency and share.minor > 0][:8]
    if not mine:
        return Html("")
    longest, width = mine[0].minor, max(len(share.category) for share in mine)
    rows = [
        f"{share.category or '–':<{width}} {'█' * max(1, round(BAR * share.minor / longest)):<{BAR}} "
        f"{amounts.number(Money(share.minor, currency).amount, currency, t.language)}"
        for share in mine
    ]
    return t("<pre>{rows}</pre>", rows="\n".join(rows))


def _filters(query: Query, t: Texts) -> Html:
    kind = titles.type_name(query.type, t) if query.type else t.plain("all operations")
    parts = [kind, query.category, query.account, f"«{query.words}»" if query.words else None]
    if query.period:
        since, until = query.period
        first, until_shown = amounts.day(since, t.language), amounts.day(until, t.language, today=since)
        parts.append(first if until - since < timedelta(days=1) else f"{first} – {until_shown}")
    return t("Counted: {filters}.", filters=", ".join(part for part in parts if part))
