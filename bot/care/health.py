"""How the bot is, in words."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.care.troubles import MEGABYTE, Signs, troubles
from bot.wording.texts import Html, Texts
from manager import Health

GIGABYTE: Final = 1 << 30
MINUTE: Final = 60
HOUR: Final = 3600


def asked(health: Health, now: datetime) -> Health:
    """The health as whoever asks in a chat sees it: their question is not work that waits, and it came."""
    waiting = health.inbox_waiting - 1
    return replace(
        health,
        polled_at=now,
        inbox_waiting=max(0, waiting),
        inbox_oldest=health.inbox_oldest if waiting > 0 else None,
    )


def report(signs: Signs, t: Texts) -> Html:
    """Everything about the health of the bot, trouble first."""
    wrong = troubles(signs, t)
    head = list(wrong.values()) or [t("✅ <b>All is well</b>")]
    return Html("\n".join([*head, *(f"{name}: {value}" for name, value in figures(signs, t))]))


def figures(signs: Signs, t: Texts) -> tuple[tuple[str, str], ...]:
    """The figures of a health report, each with its name."""
    health = signs.health
    states = ", ".join(f"{state} {count}" for state, count in sorted(health.sheet.items()))
    return (
        (t("Telegram answered"), _ago(health.polled_at, signs, t)),
        (t("Messages to handle"), _waiting(health.inbox_waiting, health.inbox_oldest, signs, t)),
        (t("Answers to send"), _waiting(health.replies_waiting, health.replies_oldest, signs, t)),
        (t("Not in the sheet"), _waiting(states or 0, health.sheet_oldest, signs, t)),
        (t("Left out of the sheet"), str(health.left_out)),
        (t("Sheet compared"), _ago(health.compared_at, signs, t)),
        (t("Given up"), str(health.stuck)),
        (t("AI, last 24 hours"), _model(health, t)),
        (t("Database"), _size(health.database_bytes + health.journal_bytes, t)),
        (t("Free disk"), _size(health.free_bytes, t)),
        (t("Last backup"), _ago(health.backup_at, signs, t)),
    )


def ago(at: datetime, now: datetime, t: Texts) -> Html:
    """How long ago something was, in the unit that tells most: `38 min ago`."""
    seconds = max(0, round((now - at).total_seconds()))
    if seconds < 2 * MINUTE:
        return t("{seconds} s ago", seconds=seconds)
    if seconds < 2 * HOUR:
        return t("{minutes} min ago", minutes=seconds // MINUTE)
    return t("{hours} h ago", hours=seconds // HOUR)


def _ago(at: datetime | None, signs: Signs, t: Texts) -> str:
    return t("never") if at is None else ago(at, signs.now, t)


def _waiting(count: object, oldest: datetime | None, signs: Signs, t: Texts) -> str:
    if oldest is None:
        return str(count)
    return t("{count}, the oldest {ago}", count=count, ago=_ago(oldest, signs, t))


def _model(health: Health, t: Texts) -> str:
    use = health.model
    if not use.answered and not use.failed:
        return t("not asked")
    return t(
        "answered {answered}, failed {failed}, {tokens} tokens",
        answered=use.answered,
        failed=use.failed,
        tokens=use.tokens,
    )


def _size(size: int, t: Texts) -> str:
    if size >= 10 * GIGABYTE:
        return t("{size} GB", size=round(size / GIGABYTE))
    return t("{size} MB", size=round(size / MEGABYTE))
