"""Parts of the book in words: operations by line, balances, rows that only the sheet has."""

from datetime import date

from agents import as_draft
from bot.wording import amounts, titles
from bot.wording.texts import Html, Texts
from ledger import Draft, Money, Operation
from manager import Balance, Book, Booked, Correct, SheetLine, Thread

LISTED = 30
"""Rows in one message."""


def last(operations: tuple[Booked, ...], t: Texts) -> Html:
    """The newest operations, one a line."""
    if not operations:
        return t("Nothing is recorded yet. Write the first one, for example: <i>coffee 300 cash</i>")
    return Html("\n".join(line(one, t) for one in operations))


def line(booked: Booked, t: Texts, *, today: date | None = None) -> Html:
    """One operation in one line: number, title, account and day, with its year where that is not today's."""
    operation = booked.operation
    draft = as_draft(operation)
    account = f"{operation.account} → {operation.to_account}" if operation.to_account else operation.account
    title = titles.title(draft, t, operation.amount.currency)
    shown = amounts.day(operation.day, t.language, today=today)
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
