"""How a person changes what a statement is read as: its account, and which column holds what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.imports.actions import Action, button
from bot.imports.offer import ImportPlan, Offer
from bot.imports.sentences import short
from bot.wording.cards import Rendered
from bot.wording.texts import Html, Texts
from manager import Button, Context, Import
from statements import ROLES, Columns, Role, Table, with_marks

SAMPLES: Final = 2
NOWHERE: Final = -1

ROLE_NAMES: Final[Mapping[Role, str]] = {
    "date": "Day",
    "amount": "Amount",
    "debit": "Money out",
    "credit": "Money in",
    "direction": "In or out",
    "balance": "Balance",
    "currency": "Currency",
    "text": "Description",
    "party": "Other party",
}


def accounts(taken: Import, context: Context, t: Texts) -> Rendered:
    """The accounts that a statement may be of."""
    rows = [(button(taken, "account", one.name, index),) for index, one in enumerate(context.book.accounts)]
    return Rendered(
        t("Which account is <b>{name}</b> of?", name=taken.file.name),
        (*rows, (button(taken, "show", t.plain("Back")),)),
    )


def columns(taken: Import, offer: Offer, t: Texts) -> Rendered:
    """Which column holds what, each to be changed by a button."""
    table, chosen = offer.table, offer.columns
    if offer.lacks:
        return asked(taken, offer, t)
    if table is None or chosen is None:
        return Rendered(t("<b>{name}</b>", name=offer.name))
    lines: list[str] = [t("<b>{name}</b>: which column holds what", name=offer.name)]
    labels: list[Button] = []
    for role in ROLES:
        name, place = t.plain(ROLE_NAMES[role]), chosen.column(role)
        labels.append(button(taken, "role", name, role))
        if place is not None:
            lines.append(t("{role}: <b>{column}</b>", role=name, column=heading(table, chosen, place)))
    order = t.plain("Days: 25.11") if chosen.order == "dmy" else t.plain("Days: 11/25")
    signs = t.plain("Plus is spent") if chosen.plus_is_spent else t.plain("Plus is received")
    more = (button(taken, "order", order), button(taken, "signs", signs))
    rows = [tuple(labels[first : first + 3]) for first in range(0, len(labels), 3)]
    return Rendered("\n".join(lines), (*rows, more, (button(taken, "show", t.plain("Back")),)))


def asked(taken: Import, offer: Offer, t: Texts) -> Rendered:
    """What must be known before anything can be read, one question after another."""
    lines: list[Html] = [t("<b>{name}</b>: I cannot tell which column holds what.", name=offer.name)]
    if offer.lacks == "date":
        question, more = _question(taken, offer, "date", t), []
    else:
        question = _question(taken, offer, "amount", t)
        more = [(button(taken, "role", t.plain("Out and in are two columns"), "debit"),)]
    cancel = (button(taken, "cancel", t.plain("Cancel")),)
    return Rendered("\n".join([*lines, question.text]), (*question.buttons, *more, cancel))


def places(taken: Import, offer: Offer, role: Role, t: Texts) -> Rendered:
    """The columns in which something may stand, with what stands in their first lines."""
    question = _question(taken, offer, role, t)
    nowhere = (button(taken, "put", t.plain("In none"), role, NOWHERE),)
    back = (button(taken, "columns", t.plain("Back")),)
    return Rendered(question.text, (*question.buttons, nowhere, back))


def _question(taken: Import, offer: Offer, role: Role, t: Texts) -> Rendered:
    table, chosen = offer.table, offer.columns
    if table is None or chosen is None:
        return Rendered(t("<b>{name}</b>", name=offer.name))
    below = [line for line in table.lines if line.number > chosen.header][:SAMPLES]
    lines: list[Html] = [t("<b>{role}</b>: in which column?", role=t(ROLE_NAMES[role]))]
    rows = []
    for place in range(table.width):
        name = heading(table, chosen, place)
        sample = " · ".join(short(line.text(place), 25) or "–" for line in below)
        lines.append(t("{column}: <i>{sample}</i>", column=name, sample=sample))
        rows.append((button(taken, "put", short(name, 30), role, place),))
    return Rendered("\n".join(lines), tuple(rows))


def changed(action: Action, offer: Offer, context: Context) -> ImportPlan | None:
    """How the file is to be read after a tap; None for a tap that changes nothing."""
    chosen, plan = offer.columns, offer.plan
    names = [one.name for one in context.book.accounts]
    if action.act == "account" and action.number < len(names):
        return replace(plan, account=names[action.number])
    if action.act == "pair" and action.number < len(offer.pairs):
        line = offer.pairs[action.number].booking.fingerprint
        return replace(plan, turned=tuple(sorted({*plan.turned} ^ {line})))
    if chosen is None or offer.table is None:
        return None
    match action.act:
        case "order":
            return replace(plan, columns=replace(chosen, order="mdy" if chosen.order == "dmy" else "dmy"))
        case "signs":
            return replace(plan, columns=replace(chosen, plus_is_spent=not chosen.plus_is_spent))
        case "put" if action.words[0] in ROLES:
            place = None if action.number == NOWHERE else action.number
            moved = chosen.put(action.words[0], place)
            return replace(plan, columns=marked(moved, offer.table, knows_days=action.words[0] != "date"))
        case _:
            return None


def heading(table: Table, chosen: Columns, place: int) -> str:
    """What heads a column, else its letter as in Excel."""
    header = next((line for line in table.lines if line.number == chosen.header), None)
    words = header.text(place) if header else ""
    return words or (chr(ord("A") + place) if place < 26 else f"A{chr(ord('A') + place - 26)}")  # noqa: PLR2004


def marked(moved: Columns, table: Table, *, knows_days: bool) -> Columns:
    """The columns with the decimal mark, and the order of days, that newly chosen cells show."""
    below = [line for line in table.lines if line.number > moved.header]
    read = with_marks(moved, below, moved.order)
    return replace(read, order=moved.order) if knows_days else read
