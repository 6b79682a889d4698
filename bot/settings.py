from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ledger import ThreadbookError, is_currency

SHORTEST_KEEP_DAYS: Final = 7
"""Telegram repeats an update for a day, and somebody may look at a week in which something went wrong."""


class SettingsError(ThreadbookError):
    """Settings are missing or wrong; the message lists all of them at once."""


class Settings(BaseSettings):
    """Everything that can be set: by the environment, `.env` or `threadbook.toml`."""

    model_config = SettingsConfigDict(
        frozen=True, env_file=".env", toml_file="threadbook.toml", extra="ignore", populate_by_name=True
    )

    telegram_bot_token: SecretStr = Field(alias="TELEGRAM_BOT_TOKEN")
    owner_id: int = Field(alias="THREADBOOK_OWNER_ID")
    telegram_api_url: str = Field("https://api.telegram.org", alias="THREADBOOK_TELEGRAM_API_URL")
    database: Path = Field(Path("data/threadbook.db"), alias="THREADBOOK_DATABASE")
    backups: int = Field(7, ge=0, alias="THREADBOOK_BACKUPS")
    keep_days: int = Field(30, ge=0, alias="THREADBOOK_KEEP_DAYS")
    check_minutes: int = Field(30, ge=0, alias="THREADBOOK_CHECK_MINUTES")
    full_check_hours: int = Field(24, ge=1, alias="THREADBOOK_FULL_CHECK_HOURS")
    google_credentials: Path | None = Field(None, alias="GOOGLE_APPLICATION_CREDENTIALS")
    spreadsheet: str = Field("", alias="THREADBOOK_SPREADSHEET")
    sheets_api_url: str = Field("https://sheets.googleapis.com", alias="THREADBOOK_SHEETS_API_URL")
    workbook: Path = Field(Path("data/threadbook.xlsx"), alias="THREADBOOK_WORKBOOK")
    openai_api_key: SecretStr | None = Field(None, alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(None, alias="OPENAI_BASE_URL")
    model: str = Field("gpt-5-mini", alias="THREADBOOK_MODEL")
    model_context_tokens: int = Field(6_000, ge=3_000, alias="THREADBOOK_MODEL_CONTEXT_TOKENS")
    model_tokens_a_day: int = Field(500_000, ge=0, alias="THREADBOOK_MODEL_TOKENS_A_DAY")
    model_tokens_a_person: int = Field(100_000, ge=0, alias="THREADBOOK_MODEL_TOKENS_A_PERSON")
    language: str = Field("", alias="THREADBOOK_LANGUAGE")
    currency: str = Field("", alias="THREADBOOK_CURRENCY")
    timezone: str = Field("", alias="THREADBOOK_TIMEZONE")

    @field_validator("telegram_bot_token")
    @classmethod
    def _has_token(cls, value: SecretStr) -> SecretStr:
        if ":" not in value.get_secret_value():
            raise ValueError("is not a bot token; BotFather gives one such as 123456:ABC-DEF")
        return value

    @field_validator("currency")
    @classmethod
    def _is_currency(cls, value: str) -> str:
        if value and not is_currency(value.upper()):
            raise ValueError("is no ISO 4217 currency, such as EUR")
        return value.upper()

    @field_validator("timezone")
    @classmethod
    def _is_timezone(cls, value: str) -> str:
        if value and value not in available_timezones():
            raise ValueError("is no time zone of the IANA database, such as Europe/Berlin")
        return value

    @field_validator("keep_days")
    @classmethod
    def _is_long_enough(cls, value: int) -> int:
        if 0 < value < SHORTEST_KEEP_DAYS:
            raise ValueError(f"must be at least {SHORTEST_KEEP_DAYS} days, or 0 for ever")
        return value

    @property
    def bot_id(self) -> int:
        """The bot's numeric id: what stands before the colon of its token."""
        return int(self.telegram_bot_token.get_secret_value().split(":")[0])

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not appear in a log."""
        key = self.openai_api_key
        return (self.telegram_bot_token.get_secret_value(), key.get_secret_value() if key else "")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over `.env`, and that over `threadbook.toml`."""
        del file_secret_settings
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)


def read_settings(**values: Any) -> Settings:  # noqa: ANN401  # any setting, for tests
    """The settings of this process.

    Raises:
        SettingsError: lists everything that is missing or wrong, one per line.
    """
    try:
        return Settings(**values)
    except ValidationError as error:
        lines = [f"{problem['loc'][0]}: {_reason(problem)}" for problem in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def _reason(problem: Any) -> str:  # noqa: ANN401  # pydantic's error details
    return "is not set" if problem["type"] == "missing" else str(problem["msg"])
