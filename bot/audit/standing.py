"""How an operation stands in the sheet, and what to do about it, for `/op`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.audit import differences
from bot.wording import amounts
from bot.wording.texts import Html, Texts
from manager import Card, SheetCheck, SheetFinding, Waiting

SHORT: Final = 120
"""Characters of a reason: it is what a program said, and may be long."""


def stands(
    card: Card | None, found: Sequence[SheetFinding], check: SheetCheck | None, t: Texts, zone: ZoneInfo
) -> Html:
    """Where it is in the sheet, what the sheet says of it, and when that was looked at."""
    rows = differences.numbers(card.rows, t) if card is not None and card.rows else t.plain("no row yet")
    place = t("{rows}: {state}", rows=rows, state=_state(card, found, t))
    if check is None:
        return t("{place}, never checked", place=place)
    at = check.checked_at.astimezone(zone)
    day = amounts.day(at.date(), t.language)
    return t("{place}, checked on {day} at {time}", place=place, day=day, time=f"{at:%H:%M}")


def advice(
    card: Card | None, found: Sequence[SheetFinding], waiting: Waiting | None, now: datetime, t: Texts
) -> list[Html]:
    """Why it is not in the sheet as it is booked, and what helps; nothing when it is."""
    if found:
        return [t("What can be done stands below.")]
    standing = card.sheet if card is not None else "none"
    if standing in ("edited", "missing", "doubled"):
        return [t("/audit compares the sheet with the books, and asks what to do.")]
    if standing == "left out":
        return [t("/pending can have it written after all.")]
    if standing in ("waiting", "refused") and waiting is not None:
        return _waits(waiting, now, t)
    return []


def _waits(waiting: Waiting, now: datetime, t: Texts) -> list[Html]:
    why = [t("Why: <i>{reason}</i>", reason=waiting.reason[:SHORT])] if waiting.reason else []
    if waiting.retry_at is None:
        return [*why, t("It is saved in the books, and not tried again by itself: /stuck")]
    minutes = round((waiting.retry_at - now).total_seconds() / 60)
    again = t("Next try in {minutes} min.", minutes=minutes) if minutes > 0 else t("It is being tried now.")
    return [*why, Html(f"{t('It is saved in the books.')} {again}")]


def _state(card: Card | None, found: Sequence[SheetFinding], t: Texts) -> str:
    standing = card.sheet if card is not None else "none"
    kinds = {one.kind for one in found}
    if "edited" in kinds or standing == "edited":
        return t.plain("was edited by hand")
    if "missing" in kinds or standing == "missing":
        return t.plain("is gone from the sheet")
    if "double" in kinds or standing == "doubled":
        return t.plain("stands more than once")
    if standing == "left out":
        return t.plain("left out of the sheet, as was decided")
    if standing in ("waiting", "refused"):
        return t.plain("the sheet does not take it now")
    return t.plain("says what the books say") if standing == "linked" else t.plain("is being written")
