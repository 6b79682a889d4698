"""When the bot calls something trouble, at the edge of each threshold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.care.health import asked, figures, report
from bot.care.troubles import (
    BACKUP_OLD,
    DATABASE_LARGE,
    JOURNAL_LARGE,
    MEGABYTE,
    RIVAL_NEAR,
    SETTLED_IN,
    SHEET_FAILING,
    SILENT,
    SKEW,
    Signs,
    over,
    troubles,
)
from bot.receiving.intake import clock_skew
from bot.wording.texts import texts
from manager import Health, ModelUse

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WELL = Health(
    polled_at=NOW - SILENT,
    inbox_waiting=0,
    inbox_oldest=None,
    replies_waiting=0,
    replies_oldest=None,
    sheet={},
    sheet_oldest=None,
    failing_since=None,
    dead_updates=0,
    failed_replies=0,
    database_bytes=DATABASE_LARGE,
    journal_bytes=0,
    free_bytes=2048 * MEGABYTE,
    disk_bytes=100_000 * MEGABYTE,
    backup_at=None,
)


def kinds(health: Health, skew: timedelta = timedelta()) -> list[str]:
    return list(troubles(Signs(health, NOW, "UTC", skew), texts("en")))


def test_at_every_threshold_all_is_still_well() -> None:
    at_the_edge = replace(
        WELL,
        failing_since=NOW - SHEET_FAILING,
        sheet={"READY": 1},
        backup_at=NOW - BACKUP_OLD,
        journal_bytes=JOURNAL_LARGE,
        model=ModelUse(failed=2, refused_on=(NOW - timedelta(days=1)).date()),
    )

    assert kinds(at_the_edge, SKEW) == []


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("polling", {"polled_at": NOW - SILENT - SECOND}),
        ("sheet", {"failing_since": NOW - SHEET_FAILING - SECOND, "sheet": {"READY": 3}}),
        ("refused", {"sheet": {"BLOCKED": 1}}),
        ("stuck", {"dead_updates": 1}),
        ("stuck", {"failed_replies": 1}),
        ("disk", {"free_bytes": 2048 * MEGABYTE - 1}),
        ("size", {"database_bytes": DATABASE_LARGE + 1}),
        ("journal", {"journal_bytes": JOURNAL_LARGE + 1}),
        ("backup", {"backup_at": NOW - BACKUP_OLD - SECOND}),
        ("backup", {"founded_at": NOW - BACKUP_OLD - SECOND}),
        ("model", {"model": ModelUse(failed=3, failing_since=NOW, reason="timeout")}),
        ("budget", {"model": ModelUse(answered=3, refused_on=NOW.date())}),
    ],
)
def test_beyond_a_threshold_there_is_one_trouble(kind: str, changes: dict[str, object]) -> None:
    assert kinds(replace(WELL, **changes)) == [kind]  # type: ignore[arg-type]  # fields of the table


@pytest.mark.parametrize(
    ("ago", "is_near"), [(timedelta(), True), (RIVAL_NEAR, True), (RIVAL_NEAR + SECOND, False)]
)
def test_a_second_process_with_the_same_token_is_trouble_while_it_is_heard_of(
    ago: timedelta, *, is_near: bool
) -> None:
    signs = Signs(WELL, NOW, "UTC", rival_at=NOW - ago)

    assert list(troubles(signs, texts("en"))) == ["rival"] * is_near


def test_a_late_backup_is_trouble_only_where_one_is_wanted_and_there_was_time_to_make_it() -> None:
    late = replace(WELL, backup_at=NOW - timedelta(days=9))

    assert list(troubles(Signs(late, NOW, "UTC", running_since=NOW - SETTLED_IN), texts("en"))) == []
    assert list(troubles(Signs(late, NOW, "UTC", has_backups=False), texts("en"))) == []
    (told,) = troubles(Signs(late, NOW, "UTC"), texts("en")).values()
    assert "The last one is of 12 Nov." in told


def test_the_budget_of_the_model_is_that_of_the_owners_day() -> None:
    used_up = replace(WELL, model=ModelUse(refused_on=NOW.date()))
    late = NOW.replace(hour=23)
    used_up = replace(used_up, polled_at=late)

    assert list(troubles(Signs(used_up, late, "UTC"), texts("en"))) == ["budget"]
    assert list(troubles(Signs(used_up, late, "Europe/Moscow"), texts("en"))) == []


@pytest.mark.parametrize("skew", [SKEW + SECOND, -SKEW - SECOND])
def test_a_clock_that_differs_from_telegrams_either_way_is_trouble(skew: timedelta) -> None:
    assert kinds(WELL, skew) == ["clock"]


def test_a_small_disk_is_low_only_below_a_tenth() -> None:
    assert kinds(replace(WELL, free_bytes=200 * MEGABYTE, disk_bytes=1000 * MEGABYTE)) == []
    assert kinds(replace(WELL, free_bytes=99 * MEGABYTE, disk_bytes=1000 * MEGABYTE)) == ["disk"]


def test_the_clock_is_compared_with_the_newest_message() -> None:
    at = int(NOW.timestamp())
    contents = [{"message": {"date": at - 500}}, {"message": {"date": at - 130}}, {"callback_query": {}}]

    assert clock_skew(contents, NOW) == timedelta(seconds=130)
    assert clock_skew([{"callback_query": {}}], NOW) == timedelta()


def test_a_report_puts_trouble_first_and_names_what_waits() -> None:
    health = replace(WELL, sheet={"READY": 2}, sheet_oldest=NOW - timedelta(minutes=9), dead_updates=1)
    signs = Signs(health, NOW, "UTC")

    text = report(signs, texts("en"))

    assert text.startswith("⚠️ <b>Something was given up</b>\nMessages not recorded: 1, answers not sent: 0.")
    assert "Not in the sheet: READY 2, the oldest 9 min ago" in text
    assert dict(figures(signs, texts("en")))["Last backup"] == "never"


def test_the_closing_line_says_when_and_how_long() -> None:
    signs = Signs(WELL, NOW, "Europe/Moscow")

    line = over("sheet", NOW - timedelta(minutes=40), signs, texts("en"))

    assert line == "✅ Over at 15:00, after 40 min: The sheet does not take what I write"


def test_whoever_asks_is_no_work_that_waits_and_shows_that_telegram_answers() -> None:
    shown = asked(replace(WELL, polled_at=None, inbox_waiting=1, inbox_oldest=NOW), NOW)

    assert (shown.inbox_waiting, shown.inbox_oldest, shown.polled_at) == (0, None, NOW)


def test_large_sizes_and_long_times_are_told_in_large_units() -> None:
    health = replace(WELL, free_bytes=76 * 1024 * MEGABYTE, backup_at=NOW - timedelta(hours=30))

    told = dict(figures(Signs(health, NOW, "UTC"), texts("en")))

    assert (told["Free disk"], told["Last backup"]) == ("76 GB", "30 h ago")
