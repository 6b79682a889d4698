"""Both ends of a transfer between a person's own accounts, seen as one operation."""

from collections.abc import Sequence
from dataclasses import replace

from bot.imports import drafting
from bot.imports.offer import Offer, Row
from manager import Context
from statements import End, Pair, pair


def paired(offer: Offer, ends: Sequence[End], context: Context) -> Offer:
    """The offer with the other ends of its new rows; what can be nothing else is proposed as a transfer."""
    new = offer.new_rows
    found = pair([row.entry for row in new], ends)
    joined = {
        new[index].booking.fingerprint: _joined(new[index], one, offer, context)
        for index, one in found.items()
    }
    return replace(offer, rows=tuple(joined.get(row.booking.fingerprint, row) for row in offer.rows))


def _joined(row: Row, found: Pair, offer: Offer, context: Context) -> Row:
    record = drafting.record_of(drafting.transfer_of(row.entry, found.end, offer.account or ""), context)
    if record is None:
        return row
    transfer = replace(
        row.booking,
        agent=record.agent,
        draft=record.draft,
        operation=record.operation,
        replaces=found.end.number,
    )
    is_turned = row.booking.fingerprint in offer.turned
    return replace(row, end=found.end, transfer=transfer, is_joined=found.is_only != is_turned)
