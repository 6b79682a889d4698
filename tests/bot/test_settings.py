import logging
from pathlib import Path

import pytest

from bot.logs import RedactingFormatter
from bot.settings import SettingsError, read_settings

TOKEN = "123456:AAA-secret"
NAMES = ("TELEGRAM_BOT_TOKEN", "THREADBOOK_OWNER_ID", "THREADBOOK_CURRENCY", "THREADBOOK_TIMEZONE")


@pytest.fixture(autouse=True)
def _empty_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_environment_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("THREADBOOK_OWNER_ID", "1001")

    settings = read_settings()

    assert (settings.owner_id, settings.bot_id) == (1001, 123456)
    assert settings.database == Path("data/threadbook.db")


def test_a_toml_file_holds_the_same_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f'TELEGRAM_BOT_TOKEN = "{TOKEN}"\nTHREADBOOK_OWNER_ID = 5\nTHREADBOOK_CURRENCY = "EUR"\n'
    Path("threadbook.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("THREADBOOK_OWNER_ID", "7")

    settings = read_settings()

    assert (settings.owner_id, settings.currency) == (7, "EUR")


def test_everything_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "nonsense")
    monkeypatch.setenv("THREADBOOK_CURRENCY", "ZZZ")
    monkeypatch.setenv("THREADBOOK_TIMEZONE", "Mars/Olympus")

    with pytest.raises(SettingsError) as told:
        read_settings()

    assert sorted(line.split(":")[0] for line in str(told.value).splitlines()) == sorted(NAMES)
    assert "nonsense" not in str(told.value)


@pytest.mark.parametrize(("days", "is_fine"), [("0", True), ("6", False), ("7", True), ("-1", False)])
def test_what_is_kept_is_kept_for_a_week_at_least_or_for_ever(
    monkeypatch: pytest.MonkeyPatch, days: str, *, is_fine: bool
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("THREADBOOK_OWNER_ID", "1001")
    monkeypatch.setenv("THREADBOOK_KEEP_DAYS", days)

    if is_fine:
        assert read_settings().keep_days == int(days)
    else:
        with pytest.raises(SettingsError, match="THREADBOOK_KEEP_DAYS"):
            read_settings()


def test_a_secret_never_reaches_a_log_line() -> None:
    formatter = RedactingFormatter([TOKEN, ""])
    error = RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    info = (RuntimeError, error, None)
    record = logging.LogRecord("x", logging.ERROR, "", 1, f"to bot{TOKEN}", (), info)

    assert TOKEN not in formatter.format(record)
    assert "bot***/getMe" in formatter.format(record)
