"""How an import shows what may be transfers between a person's own accounts, to be booked so or apart."""

from datetime import date
from typing import Final

from bot.imports.actions import button
from bot.imports.offer import Offer, Row
from bot.imports.sentences import short
from bot.wording import amounts
from bot.wording.cards import Rendered
from bot.wording.texts import Html, Texts
from manager import Button, Import

SAMPLE: Final = 3
PAGE: Final = 10


def told(offer: Offer, t: Texts, today: date) -> list[str]:
    """That some of it looks like transfers whose other end the books have, and the first of them."""
    found = offer.pairs
    if not found:
        return []
    head = t.plural(
        "{count} looks like a transfer between your accounts: the books have its other end.",
        "{count} look like transfers between your accounts: the books have their other ends.",
        len(found),
    )
    return ["", head, *(_line(row, t, today) for row in found[:SAMPLE])]


def gave_way(offer: Offer, t: Texts) -> list[str]:
    """Which operations became a part of transfers that were imported."""
    ends = [row.end.number for row in offer.rows if row.end is not None and row.is_joined]
    if not ends:
        return []
    numbers = ", ".join(t("#{number}", number=number) for number in ends)
    return [t("Part of a transfer now, and undone by itself: {numbers}", numbers=numbers)]


def chosen(taken: Import, offer: Offer, page: int, t: Texts, today: date) -> Rendered:
    """One page of what may be a transfer, each to be turned by a tap."""
    pages = max(1, -(-len(offer.pairs) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = list(enumerate(offer.pairs))[page * PAGE : (page + 1) * PAGE]
    lines: list[str] = [
        t("<b>{name}</b>: which of these are transfers between your accounts?", name=offer.name),
        *(_line(row, t, today) for _, row in shown),
        "",
        t("✓ one transfer; what the books have of it gives way to it · – two operations"),
    ]
    labels = [(button(taken, "pair", _label(row, t, today), number),) for number, row in shown]
    turns = [("‹", page - 1)] * (page > 0) + [("›", page + 1)] * (page + 1 < pages)
    pager = tuple(button(taken, "pairs", sign, other) for sign, other in turns)
    back = (button(taken, "show", t.plain("Back")),)
    return Rendered("\n".join(lines), (*labels, *([pager] if pager else []), back))


def page_of(number: int) -> int:
    """The page on which one of the pairs stands."""
    return number // PAGE


def buttons(taken: Import, offer: Offer, t: Texts) -> tuple[tuple[Button, ...], ...]:
    """The button that leads to them, where there are any."""
    if not offer.pairs:
        return ()
    which = t.plain("Transfers: {joined} of {count}", joined=offer.joined, count=len(offer.pairs))
    return ((button(taken, "pairs", which, 0),),)


def take(offer: Offer, t: Texts) -> str:
    """What the button says that books: how much, and what of it as transfers."""
    if not offer.joined:
        return t.plain("Import {count}", count=len(offer.new))
    return t.plain("Import {count}, {joined} as transfers", count=len(offer.new), joined=offer.joined)


def _label(row: Row, t: Texts, today: date) -> str:
    amount = amounts.money(abs(row.entry.amount), t.language)
    day = amounts.day(row.entry.day, t.language, today=today)
    return t.plain("{sign} {amount}, {day}", sign="✓" if row.is_joined else "–", amount=amount, day=day)


def _line(row: Row, t: Texts, today: date) -> Html:
    """Both ends of what may be a transfer, and whether it would be booked as one."""
    end, operation = row.end, (row.transfer or row.booking).operation
    return t(
        "{sign} {source} → {target} <b>{amount}</b>: {day} <i>{words}</i>, #{number} {other} <i>{said}</i>",
        sign="⇄" if row.is_joined else "•",
        source=operation.account,
        target=operation.to_account or "",
        amount=amounts.money(operation.amount, t.language),
        day=amounts.day(row.entry.day, t.language, today=today),
        words=short(row.entry.text or row.entry.party, 30) or "–",
        number=end.number if end else 0,
        other=amounts.day(end.day, t.language, today=today) if end else "",
        said=(short(end.words, 30) or "–") if end else "",
    )
