"""How an import looks in a chat: what it would bring, line by line too, and what became of it."""

from dataclasses import replace
from datetime import date
from typing import Final

from agents import as_draft
from bot.imports import transfers
from bot.imports.actions import button
from bot.imports.asking import TOGETHER
from bot.imports.offer import Offer, Row, totals
from bot.imports.sentences import problem, short
from bot.wording import amounts, titles
from bot.wording.cards import Rendered
from bot.wording.texts import Html, Texts
from ledger import Draft
from manager import Button, Import

PROBLEMS: Final = 3
"""Lines that could not be read and are named at once; the list has all of them."""

PAGE: Final = 12
SAMPLE: Final = 3


def offered(taken: Import, offer: Offer, t: Texts, today: date) -> Rendered:
    """What a file would bring, and the buttons to take it, look at it, or have it read another way."""
    new = offer.new_rows
    lines: list[str] = [*_head(offer, t, today), *_counts(offer, t)]
    lines += ["", *(_line(row, t, today) for row in new[:SAMPLE])] if new else []
    if len(new) > SAMPLE:
        lines.append(t("… and {count} more", count=len(new) - SAMPLE))
    lines += _how_read(offer, t)
    lines += transfers.told(offer, t, today)
    lines += ["", t("Nothing of it is in the books yet.")] if new else []
    return Rendered("\n".join(lines), _buttons(taken, offer, t))


def listed(taken: Import, offer: Offer, page: int, t: Texts, today: date) -> Rendered:
    """One page of all that is in a file: what is new, what is known, and what cannot be read."""
    lines: list[Html] = [_line(row, t, today) for row in offer.rows]
    lines += [problem(one, t, is_chat=offer.is_chat) for one in offer.problems]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(page, 0), pages - 1)
    head: str = t("<b>{name}</b>, page {page} of {pages}", name=offer.name, page=page + 1, pages=pages)
    shown: list[str] = [
        head,
        *lines[page * PAGE : (page + 1) * PAGE],
        "",
        t("• new · ✓ in the books already"),
    ]
    turns = []
    if page > 0:
        turns.append(button(taken, "list", "‹", page - 1))
    if page + 1 < pages:
        turns.append(button(taken, "list", "›", page + 1))
    back = (button(taken, "show", t.plain("Back")),)
    return Rendered("\n".join(shown), ((*turns,), back) if turns else (back,))


def done(taken: Import, offer: Offer | None, t: Texts) -> Rendered:
    """What an import brought, and left out as far as that is known, with the button that undoes all of it."""
    first, last = taken.numbers or (0, 0)
    many = t.plural("{count} operation", "{count} operations", taken.operations)
    lines: list[str] = [
        t(
            "<b>{name}</b>: {many} in the books, #{first}–#{last}. They go to the sheet after what "
            "you write.",
            name=taken.file.name,
            many=many,
            first=first,
            last=last,
        )
    ]
    lines += transfers.gave_way(offer, t) if offer else []
    lines += _left_out(offer, t) if offer else []
    undo = button(taken, "undo", t.plain("Undo the whole import"), style="danger")
    return Rendered("\n".join(lines), (*_ask(taken, offer, t), (undo,)))


def undone(taken: Import, t: Texts) -> Rendered:
    """What is left of an import that was undone."""
    many = t.plural("{count} operation", "{count} operations", taken.operations)
    text = t("<b>{name}</b>: the import is undone, {many} do not count.", name=taken.file.name, many=many)
    return Rendered(text, ((button(taken, "back", t.plain("Bring back")),),))


def cancelled(taken: Import, t: Texts) -> Rendered:
    """What is left of an import that nothing was taken from."""
    return Rendered(t("Nothing was taken from <b>{name}</b>.", name=taken.file.name))


def _head(offer: Offer, t: Texts, today: date) -> list[str]:
    days = [row.booking.operation.day for row in offer.rows]
    name = t("<b>{name}</b>", name=offer.name)
    if not days:
        return [name]
    first, last = (amounts.day(day, t.language, today=today) for day in (min(days), max(days)))
    return [name + Html(f" · {first} – {last}" if first != last else f" · {first}")]


def _counts(offer: Offer, t: Texts) -> list[str]:
    """How many are new, with their sums, how many are known, and why others are left out."""
    many = t.plural("{count} new operation", "{count} new operations", len(offer.new))
    if offer.account is not None:
        many = t("{many} on <b>{account}</b>", many=many, account=offer.account)
    sums = [
        amounts.money(amount, t.language, plus=amount.minor > 0)
        for spent, received in totals(offer.new, offer.account)
        for amount in (-spent, received)
        if amount.minor
    ]
    return [f"{many}: {', '.join(sums)}" if sums else many, *_left_out(offer, t)]


def _left_out(offer: Offer, t: Texts) -> list[str]:
    lines: list[str] = []
    if offer.known or offer.told_before:
        lines.append(t("In the books already: {count}", count=offer.known + offer.told_before))
    if offer.talk or offer.others:
        lines.append(
            t("Not about money: {talk}, of other people: {others}", talk=offer.talk, others=offer.others)
        )
    if offer.problems:
        lines.append(t("Not imported: {count}", count=len(offer.problems)))
        lines += [problem(one, t, is_chat=offer.is_chat) for one in offer.problems[:PROBLEMS]]
    if len(offer.problems) > PROBLEMS:
        lines.append(t("… and {count} more", count=len(offer.problems) - PROBLEMS))
    return lines


def _how_read(offer: Offer, t: Texts) -> list[str]:
    """Whether the statement's own balances bear out how it was read."""
    match offer.proved:
        case True:
            return [t("The balances in the file add up.")]
        case False:
            return [t("The balances in the file <b>do not add up</b>: check the columns.")]
        case None:
            return []


def _line(row: Row, t: Texts, today: date) -> Html:
    """One operation in one line: whether it is new, its day, what and how much, its category."""
    operation = row.chosen.operation
    draft = as_draft(operation)
    title = titles.title(_shortened(draft), t, operation.amount.currency)
    where = operation.category or operation.to_account or ""
    sign = "⇄" if row.is_joined else "•" if row.is_new else "✓"
    number = t(" (#{number})", number=row.known.number) if row.known else ""
    day = amounts.day(operation.day, t.language, today=today)
    return Html(f"{sign} {day} {title}{t(' · {value}', value=where) if where else ''}{number}")


def _shortened(draft: Draft) -> Draft:
    return replace(draft, description=short(draft.description, 40)) if draft.description else draft


def _buttons(taken: Import, offer: Offer, t: Texts) -> tuple[tuple[Button, ...], ...]:
    rows: list[list[Button]] = []
    if offer.new:
        rows.append([button(taken, "take", transfers.take(offer, t), len(offer.pairs), style="success")])
    rows += [list(row) for row in transfers.buttons(taken, offer, t)]
    rows += [list(row) for row in _ask(taken, offer, t)]
    if offer.account is not None:
        account = t.plain("Account: {name}", name=short(offer.account, 20))
        rows.append([button(taken, "accounts", account), button(taken, "columns", t.plain("Change columns"))])
    look = [button(taken, "list", t.plain("Show all"), 0)] if offer.rows or offer.problems else []
    rows.append([*look, button(taken, "cancel", t.plain("Cancel"))])
    return tuple(tuple(row) for row in rows)


def _ask(taken: Import, offer: Offer | None, t: Texts) -> tuple[tuple[Button, ...], ...]:
    """The button that has the next unclear messages asked about, where there are such."""
    if offer is None or not offer.unclear:
        return ()
    count = min(len(offer.unclear), TOGETHER)
    return ((button(taken, "ask", t.plain("Ask me about {count}", count=count)),),)
