import logging
import re
from collections.abc import Sequence
from typing import Final

SILENCED: Final = ("httpx", "httpcore", "httpx2", "httpcore2", "telegram", "openai", "urllib3")
"""Libraries whose chatter would hold addresses, and those of Telegram hold the bot's token."""


class RedactingFormatter(logging.Formatter):
    """Formats a record with every secret replaced by `***`, tracebacks included."""

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        known = [re.escape(secret) for secret in secrets if secret]
        self._secrets = re.compile("|".join(known)) if known else None

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return self._secrets.sub("***", text) if self._secrets else text


def configure_logs(*secrets: str) -> None:
    """Log to the standard error, with these secrets kept out of every line."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.WARNING)
