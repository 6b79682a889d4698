"""An offer as it looks at a terminal."""

from typing import Final

from rich.console import Console
from rich.table import Table

from bot.imports.choosing import ROLE_NAMES, heading
from bot.imports.offer import Offer, Row, totals
from bot.imports.sentences import problem, short
from bot.wording import amounts
from bot.wording.fitting import plain
from bot.wording.texts import texts
from statements import ROLES

SHOWN: Final = 20
"""Operations in the preview."""

ENGLISH: Final = texts("en")


def show(offer: Offer, console: Console) -> None:
    """Print what a file would bring: how it is read, its first operations, counts, and every problem."""
    _show_reading(offer, console)
    _show_rows(offer, console)
    console.print(f"New: {len(offer.new)}{_sums(offer)}")
    _show_pairs(offer, console)
    console.print(f"In the books already: {offer.known + offer.told_before}")
    if offer.is_chat:
        console.print(f"Not about money: {offer.talk}, of other people: {offer.others}")
    console.print(f"Not imported: {len(offer.problems)}")
    for one in offer.problems:
        console.print(
            f"  {plain(problem(one, ENGLISH, is_chat=offer.is_chat))}", markup=False, highlight=False
        )


def _show_reading(offer: Offer, console: Console) -> None:
    """Which account a statement is of, and which column holds what."""
    chosen, table = offer.columns, offer.table
    if chosen is None or table is None:
        return
    console.print(f"Account: {offer.account}", markup=False)
    for role in ROLES:
        place = chosen.column(role)
        if place is not None:
            words = f"{ROLE_NAMES[role]}: column {place + 1}, {heading(table, chosen, place)}"
            console.print(words, markup=False, highlight=False)
    if offer.proved is not None:
        console.print(f"The balances in the file {'add up' if offer.proved else 'DO NOT ADD UP'}.")


def _show_rows(offer: Offer, console: Console) -> None:
    table = Table("", "day", "amount", "account", "category", "description")
    for row in offer.rows[:SHOWN]:
        table.add_row(*_cells(row))
    if offer.rows:
        console.print(table)
    if len(offer.rows) > SHOWN:
        console.print(f"… and {len(offer.rows) - SHOWN} more")


def _show_pairs(offer: Offer, console: Console) -> None:
    """What may be one end of a transfer between two own accounts, with what the books have as the other."""
    if not offer.pairs:
        return
    console.print(f"Of these, {len(offer.pairs)} may be transfers; the books have the other ends:")
    for row in offer.pairs:
        end, entry = row.end, row.entry
        amount = amounts.money(entry.amount, "en", plus=entry.amount.minor > 0)
        if end is not None:
            other = f"#{end.number} on {end.account}, {end.day}"
            console.print(
                f"  line {entry.line}, {entry.day}, {amount}: {other}", markup=False, highlight=False
            )


def _cells(row: Row) -> tuple[str, ...]:
    operation = row.chosen.operation
    amount = amounts.money(operation.legs[0].amount, "en", plus=operation.legs[0].amount.minor > 0)
    known = f"#{row.known.number}" if row.known else "imported"
    words = short(operation.description).replace("[", r"\[")
    return (
        "new" if row.is_new else known,
        operation.day.isoformat(),
        amount,
        operation.account,
        operation.category or operation.to_account or "",
        words,
    )


def _sums(offer: Offer) -> str:
    sums = [
        amounts.money(amount, "en", plus=amount.minor > 0)
        for spent, received in totals(offer.new, offer.account)
        for amount in (-spent, received)
        if amount.minor
    ]
    return f", {', '.join(sums)}" if sums else ""
