"""What is called trouble, and what it means for the money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from bot.wording import amounts
from bot.wording.texts import Html, Texts
from manager import FindingKind, Health

TroubleKind = Literal[
    "polling",
    "rival",
    "sheet",
    "refused",
    "stuck",
    "differs",
    "disk",
    "backup",
    "size",
    "journal",
    "clock",
    "model",
    "budget",
]
KINDS: Final[tuple[TroubleKind, ...]] = get_args(TroubleKind)

SILENT: Final = timedelta(minutes=5)
"""Telegram answers a poll every few seconds; silence of this length is trouble."""

SHEET_FAILING: Final = timedelta(minutes=30)
SKEW: Final = timedelta(seconds=120)
RIVAL_NEAR: Final = timedelta(minutes=3)
"""Two processes that ask for updates end each other's requests, at most half a minute apart."""

BACKUP_OLD: Final = timedelta(days=3)
SETTLED_IN: Final = timedelta(minutes=30)
"""A bot that was off for days makes its backup a minute after its start."""

MEGABYTE: Final = 1 << 20
DATABASE_LARGE: Final = 1024 * MEGABYTE
JOURNAL_LARGE: Final = 64 * MEGABYTE
DISK_LOW: Final = 2048 * MEGABYTE
DISK_SHARE_LOW: Final = 0.1

TITLES: Final[dict[TroubleKind, str]] = {
    "polling": "Telegram does not answer",
    "rival": "Another program reads my messages",
    "sheet": "The sheet does not take what I write",
    "refused": "The sheet refuses me",
    "stuck": "Something was given up",
    "differs": "The sheet says something else than the books",
    "disk": "The disk is nearly full",
    "backup": "There is no new backup",
    "size": "The database has grown large",
    "journal": "The journal of the database does not end",
    "clock": "The clock of this machine is wrong",
    "model": "The AI does not answer",
    "budget": "Today’s share of the AI is used up",
}
ADVICE: Final[dict[TroubleKind, str]] = {
    "polling": "Messages wait at Telegram for 24 hours. Silent since {since}",
    "rival": "It has my token, and what it takes never reaches me. Stop it, or get a new token",
    "sheet": "All is saved in the books, I keep trying. Operations that wait: {count}, since {since}",
    "refused": "All is saved in the books. Operations that wait: {count}. Share it with me, then /stuck",
    "stuck": "Messages not recorded: {updates}, answers not sent: {replies}. All are kept: /stuck",
    "differs": "Edited by hand: {edited}, missing: {missing}, double: {double}, not mine: {foreign}. /audit",
    "disk": "Free: {free} MB. When it is full I record nothing and say so",
    "backup": "The last one is of {backup}. A disk that fails now takes with it what came since",
    "size": "{size} MB. It works on; a backup takes longer. <code>python -m bot compact</code> shrinks it",
    "journal": "{journal} MB. Another program reads the database without end; stop it",
    "clock": "It differs from Telegram by {seconds} s; days may be booked wrongly",
    "model": "I read by simple rules and ask what I am not sure of. It said: {reason}",
    "budget": "I read by simple rules until tomorrow, and ask what I am not sure of",
}


@dataclass(frozen=True, slots=True)
class Signs:
    """How the bot is at a moment: what its database and disk tell, and what the running process knows.

    `skew` is its clock against Telegram's, `rival_at` when Telegram last said that another process asks for
    the same updates, `running_since` when this one began. `has_backups` says that daily ones are wanted.
    """

    health: Health
    now: datetime
    zone: str
    skew: timedelta = timedelta()
    rival_at: datetime | None = None
    running_since: datetime | None = None
    has_backups: bool = True


def troubles(signs: Signs, t: Texts) -> dict[TroubleKind, Html]:
    """What is wrong now, with a title and what it means for the money; nothing when all is well."""
    values = _values(signs, t)
    wrong = (kind for kind in KINDS if WRONG[kind](signs))
    return {
        kind: t("⚠️ <b>{title}</b>\n{advice}", title=title(kind, t), advice=t(ADVICE[kind], **values))
        for kind in wrong
    }


def title(kind: TroubleKind, t: Texts) -> Html:
    """A trouble in one line."""
    return t(TITLES[kind])


def over(kind: TroubleKind, since: datetime, signs: Signs, t: Texts) -> Html:
    """The closing line of a trouble."""
    minutes = round((signs.now - since).total_seconds() / 60)
    time = amounts.clock(signs.now, signs.zone)
    return t(
        "✅ Over at {time}, after {minutes} min: {title}", time=time, minutes=minutes, title=title(kind, t)
    )


def _since(at: datetime | None, signs: Signs) -> timedelta:
    """How long ago something was; no time at all when it never was."""
    return signs.now - at if at is not None else timedelta()


def _is_failing(signs: Signs) -> bool:
    is_long = _since(signs.health.failing_since, signs) > SHEET_FAILING
    return is_long and not signs.health.sheet.get("BLOCKED")


def _is_rival_near(signs: Signs) -> bool:
    return signs.rival_at is not None and signs.now - signs.rival_at <= RIVAL_NEAR


def _is_budget_used_up(signs: Signs) -> bool:
    return signs.health.model.refused_on == signs.now.astimezone(ZoneInfo(signs.zone)).date()


def _is_disk_low(signs: Signs) -> bool:
    return signs.health.free_bytes < min(DISK_LOW, DISK_SHARE_LOW * signs.health.disk_bytes)


def _is_backup_late(signs: Signs) -> bool:
    """Only a bot that had the time to make one is late; a new book needs none at once."""
    began = signs.running_since
    if not signs.has_backups or (began is not None and signs.now - began <= SETTLED_IN):
        return False
    return _since(signs.health.backup_at or signs.health.founded_at, signs) > BACKUP_OLD


WRONG: Final[dict[TroubleKind, Callable[[Signs], bool]]] = {
    "polling": lambda signs: _since(signs.health.polled_at, signs) > SILENT,
    "rival": _is_rival_near,
    "sheet": _is_failing,
    "refused": lambda signs: bool(signs.health.sheet.get("BLOCKED")),
    "stuck": lambda signs: signs.health.stuck > 0,
    "differs": lambda signs: bool(signs.health.differences),
    "disk": _is_disk_low,
    "backup": _is_backup_late,
    "size": lambda signs: signs.health.database_bytes > DATABASE_LARGE,
    "journal": lambda signs: signs.health.journal_bytes > JOURNAL_LARGE,
    "clock": lambda signs: abs(signs.skew) > SKEW,
    "model": lambda signs: signs.health.model.failing_since is not None,
    "budget": _is_budget_used_up,
}
"""When each is trouble."""


def _values(signs: Signs, t: Texts) -> dict[str, object]:
    health = signs.health
    since = health.failing_since or health.polled_at or signs.now
    silent = health.polled_at or signs.now
    is_silent = signs.now - silent > SILENT
    backup = health.backup_at
    return {
        "since": amounts.clock(silent if is_silent else since, signs.zone),
        "count": sum(health.sheet.values()),
        "updates": health.dead_updates,
        "replies": health.failed_replies,
        **{kind: health.differences.get(kind, 0) for kind in get_args(FindingKind)},
        "free": health.free_bytes // MEGABYTE,
        "backup": amounts.day(backup.date(), t.language, today=signs.now.date()) if backup else t("never"),
        "size": health.database_bytes // MEGABYTE,
        "journal": health.journal_bytes // MEGABYTE,
        "seconds": round(abs(signs.skew).total_seconds()),
        "reason": health.model.reason,
    }
