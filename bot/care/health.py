"""How the bot is, in words, and what of it is trouble."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

from bot.wording import amounts
from bot.wording.texts import Html, Texts
from manager import FindingKind, Health

TroubleKind = Literal["polling", "sheet", "refused", "stuck", "differs", "disk", "size", "clock"]
KINDS: Final[tuple[TroubleKind, ...]] = get_args(TroubleKind)

SILENT: Final = timedelta(minutes=5)
"""Telegram answers a poll every few seconds; silence of this length is trouble."""

SHEET_FAILING: Final = timedelta(minutes=30)
SKEW: Final = timedelta(seconds=120)
MEGABYTE: Final = 1 << 20
GIGABYTE: Final = 1 << 30
MINUTE: Final = 60
HOUR: Final = 3600
DATABASE_LARGE: Final = 1024 * MEGABYTE
DISK_LOW: Final = 2048 * MEGABYTE
DISK_SHARE_LOW: Final = 0.1

TITLES: Final[dict[TroubleKind, str]] = {
    "polling": "Telegram does not answer",
    "sheet": "The sheet does not take what I write",
    "refused": "The sheet refuses me",
    "stuck": "Something was given up",
    "differs": "The sheet says something else than the books",
    "disk": "The disk is nearly full",
    "size": "The database has grown large",
    "clock": "The clock of this machine is wrong",
}
ADVICE: Final[dict[TroubleKind, str]] = {
    "polling": "Messages wait at Telegram for 24 hours. Silent since {since}",
    "sheet": "All is saved in the books, I keep trying. Operations that wait: {count}, since {since}",
    "refused": "All is saved in the books. Operations that wait: {count}. Share it with me, then /stuck",
    "stuck": "Messages not recorded: {updates}, answers not sent: {replies}. All are kept: /stuck",
    "differs": "Edited by hand: {edited}, missing: {missing}, double: {double}, not mine: {foreign}. /audit",
    "disk": "Free: {free} MB. When it is full I record nothing and say so",
    "size": "{size} MB. It works on; a backup takes longer. <code>python -m bot compact</code> shrinks it",
    "clock": "It differs from Telegram by {seconds} s; days may be booked wrongly",
}


@dataclass(frozen=True, slots=True)
class Signs:
    """How the bot is at a moment: what its database and disk tell, and its clock against Telegram's."""

    health: Health
    now: datetime
    zone: str
    skew: timedelta = timedelta()


def asked(health: Health, now: datetime) -> Health:
    """The health as whoever asks in a chat sees it: their question is not work that waits, and it came."""
    waiting = health.inbox_waiting - 1
    return replace(
        health,
        polled_at=now,
        inbox_waiting=max(0, waiting),
        inbox_oldest=health.inbox_oldest if waiting > 0 else None,
    )


def troubles(signs: Signs, t: Texts) -> dict[TroubleKind, Html]:
    """What is wrong now, with a title and what it means for the money; nothing when all is well."""
    values = _values(signs)
    wrong = (kind for kind in KINDS if _is_wrong(kind, signs))
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


def report(signs: Signs, t: Texts) -> Html:
    """Everything about the health of the bot, trouble first."""
    wrong = troubles(signs, t)
    head = list(wrong.values()) or [t("✅ <b>All is well</b>")]
    return Html("\n".join([*head, *(f"{name}: {value}" for name, value in figures(signs, t))]))


def ago(at: datetime, now: datetime, t: Texts) -> Html:
    """How long ago something was, in the unit that tells most: `38 min ago`."""
    seconds = max(0, round((now - at).total_seconds()))
    if seconds < 2 * MINUTE:
        return t("{seconds} s ago", seconds=seconds)
    if seconds < 2 * HOUR:
        return t("{minutes} min ago", minutes=seconds // MINUTE)
    return t("{hours} h ago", hours=seconds // HOUR)


def figures(signs: Signs, t: Texts) -> tuple[tuple[str, str], ...]:
    """The figures of a health report, each with its name."""
    health = signs.health
    states = ", ".join(f"{state} {count}" for state, count in sorted(health.sheet.items()))
    backup = health.backup_at
    return (
        (t("Telegram answered"), _ago(health.polled_at, signs, t)),
        (t("Messages to handle"), _waiting(health.inbox_waiting, health.inbox_oldest, signs, t)),
        (t("Answers to send"), _waiting(health.replies_waiting, health.replies_oldest, signs, t)),
        (t("Not in the sheet"), _waiting(states or 0, health.sheet_oldest, signs, t)),
        (t("Left out of the sheet"), str(health.left_out)),
        (t("Given up"), str(health.stuck)),
        (t("Database"), _size(health.database_bytes + health.journal_bytes, t)),
        (t("Free disk"), _size(health.free_bytes, t)),
        (t("Last backup"), _ago(backup, signs, t)),
    )


def _is_wrong(kind: TroubleKind, signs: Signs) -> bool:
    health, now = signs.health, signs.now
    match kind:
        case "polling":
            return health.polled_at is not None and now - health.polled_at > SILENT
        case "sheet":
            failing = health.failing_since
            return failing is not None and now - failing > SHEET_FAILING and not health.sheet.get("BLOCKED")
        case "refused":
            return bool(health.sheet.get("BLOCKED"))
        case "stuck":
            return health.stuck > 0
        case "differs":
            return bool(health.differences)
        case "disk":
            return health.free_bytes < min(DISK_LOW, DISK_SHARE_LOW * health.disk_bytes)
        case "size":
            return health.database_bytes > DATABASE_LARGE
        case "clock":
            return abs(signs.skew) > SKEW


def _values(signs: Signs) -> dict[str, object]:
    health = signs.health
    since = health.failing_since or health.polled_at or signs.now
    silent = health.polled_at or signs.now
    is_silent = signs.now - silent > SILENT
    return {
        "since": amounts.clock(silent if is_silent else since, signs.zone),
        "count": sum(health.sheet.values()),
        "updates": health.dead_updates,
        "replies": health.failed_replies,
        **{kind: health.differences.get(kind, 0) for kind in get_args(FindingKind)},
        "free": health.free_bytes // MEGABYTE,
        "size": health.database_bytes // MEGABYTE,
        "seconds": round(abs(signs.skew).total_seconds()),
    }


def _ago(at: datetime | None, signs: Signs, t: Texts) -> str:
    return t("never") if at is None else ago(at, signs.now, t)


def _waiting(count: object, oldest: datetime | None, signs: Signs, t: Texts) -> str:
    if oldest is None:
        return str(count)
    return t("{count}, the oldest {ago}", count=count, ago=_ago(oldest, signs, t))


def _size(size: int, t: Texts) -> str:
    if size >= 10 * GIGABYTE:
        return t("{size} GB", size=round(size / GIGABYTE))
    return t("{size} MB", size=round(size / MEGABYTE))
