"""What a bank statement would bring, before it is compared with the book."""

from datetime import datetime
from typing import Final

from agents import akin_words
from bot.imports import drafting
from bot.imports.offer import ImportPlan, Offer, Row
from ledger import Account
from manager import Context
from statements import DayOrder, Expected, Problem, Upload, propose, read_entries, read_table

MONTH_FIRST: Final = ("en-US", "en_US")


def read_statement(upload: Upload, plan: ImportPlan, context: Context, now: datetime) -> Offer:
    """The offer of a statement, not compared with the book yet. Takes seconds.

    Raises:
        UnreadableFileError: it is no statement that can be read.
    """
    table = read_table(upload, context.language)
    columns = plan.columns or propose(table, _usual_order(context))
    account = context.book.account(plan.account or "") or account_of(upload.name, context)
    if not columns.are_enough:
        return Offer(upload.name, account=account.name, table=table, columns=columns, turned=plan.turned)
    statement = read_entries(table, columns, Expected(account.currency, context.today))
    lines = {line.number: line for line in table.lines}
    rows, unclear = [], []
    for entry in statement.entries:
        words = lines[entry.line].words
        record = drafting.record_of(drafting.draft_of(entry, account.name, context), context)
        if record is None:
            unclear.append(Problem(entry.line, "unclear", words))
        else:
            rows.append(Row(entry, drafting.imported(entry, record, words, now)))
    problems = tuple(sorted((*statement.problems, *unclear), key=lambda problem: problem.line))
    return Offer(
        upload.name,
        tuple(rows),
        problems,
        account.name,
        table,
        columns,
        statement.proved,
        turned=plan.turned,
    )


def account_of(name: str, context: Context) -> Account:
    """The account that a file's name tells of, else the default one, else the one used most."""
    book = context.book
    for account in book.accounts:
        if any(akin_words(words, name) for words in (account.name, *account.words, *account.aliases)):
            return account
    return book.account(book.default_account or "") or book.accounts[0]


def _usual_order(context: Context) -> DayOrder:
    return "mdy" if context.incoming.person.language in MONTH_FIRST else "dmy"
