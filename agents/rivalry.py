from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from agents.grounds import Figure, figure_of
from agents.reading import Reading, Setting
from agents.rules.writing.tokens import fold
from ledger import Account, Category, Draft, Field
from manager import Book, Thread

_MONEY: Final[tuple[Field, ...]] = ("amount", "balance", "to_amount")


@dataclass(frozen=True, slots=True)
class _Use:
    """A number of the text that became an amount of the draft at `place`."""

    place: int
    figure: Figure


def settle(reading: Reading, figures: tuple[Figure, ...], setting: Setting) -> Reading:
    """A gated reading in which every number that can be money is explained, or the amount is open.

    No number serves two amounts. A number that is left over, or an amount with two readings, makes rivals of
    one operation; in a list, the operation that stands nearest loses its amount, so that it is asked for.
    """
    if reading.act != "tell":
        return reading
    drafts, uses = _used_once(reading.drafts, figures)
    if not all(draft.said for draft in drafts):
        return settle(replace(reading, drafts=_told(drafts)), figures, setting)
    known = {*_amounts(drafts), *_thread_amounts(setting.thread)}
    left = [
        figure
        for figure in figures
        if figure.is_money
        and not any(use.figure is figure for use in uses)
        and not _is_name(figure, drafts, setting.book)
        and not known.issuperset(figure.readings)
    ]
    doubtful = [use.figure for use in uses if len(use.figure.readings) > 1]
    if not left and not doubtful:
        return replace(reading, drafts=drafts)
    if len(drafts) > 1:
        lost = {_nearest(figure, uses) for figure in (*left, *doubtful)} if uses else set()
        opened = tuple(_opened(draft) if at in lost else draft for at, draft in enumerate(drafts))
        settled = replace(reading, drafts=_told(opened), certain=False)
        return settled if all(draft.said for draft in opened) else settle(settled, figures, setting)
    contested = sorted((*left, *(use.figure for use in uses)), key=lambda figure: figure.start)
    rivals = tuple(dict.fromkeys(value for figure in contested for value in figure.readings))
    if len(rivals) < 2:  # noqa: PLR2004 — it takes two to rival
        return replace(reading, drafts=drafts, certain=False)
    return replace(reading, drafts=_told(map(_opened, drafts)), rivals=rivals, certain=False)


def _used_once(
    drafts: tuple[Draft, ...], figures: tuple[Figure, ...]
) -> tuple[tuple[Draft, ...], list[_Use]]:
    """The drafts without amounts that rest on a number which has served already."""
    uses: list[_Use] = []
    kept = []
    for place, told in enumerate(drafts):
        draft = told
        for field in _MONEY:
            figure = figure_of(figures, draft, field)
            if figure is None:
                continue
            if any(use.figure is figure for use in uses):
                draft = draft.without((field,))
            else:
                uses.append(_Use(place, figure))
        kept.append(draft)
    return tuple(kept), uses


def _amounts(drafts: tuple[Draft, ...]) -> Iterator[Decimal]:
    for draft in drafts:
        for field in _MONEY:
            value: Decimal | None = getattr(draft, field)
            if value is not None:
                yield abs(value)


def _thread_amounts(thread: Thread | None) -> Iterator[Decimal]:
    """Amounts that a correction may repeat: `it was 300, make it 350`."""
    if thread is None:
        return
    yield from _amounts((thread.draft,))
    if thread.booked is not None:
        yield abs(thread.booked.operation.amount.amount)


def _is_name(figure: Figure, drafts: tuple[Draft, ...], book: Book) -> bool:
    """Whether the number belongs to a name of the lists, such as the account `Card 2`."""
    listed: tuple[Account | Category, ...] = (*book.accounts, *book.categories)
    names = {fold(word) for one in listed for word in (one.name, *one.words)}
    proofs = (
        proof
        for draft in drafts
        for field in ("account", "to_account", "category")
        if (proof := draft.origin(field))
    )
    return any(figure.touches(proof.start, proof.end) and fold(proof.text) in names for proof in proofs)


def _nearest(figure: Figure, uses: list[_Use]) -> int:
    return min(uses, key=lambda use: abs(use.figure.start - figure.start)).place


def _told(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The operations of which something is left."""
    return tuple(draft for draft in drafts if draft.said)


def _opened(draft: Draft) -> Draft:
    return draft.without(_MONEY)
