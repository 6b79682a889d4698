"""The Telegram edge, and where everything is put together."""

import os

# The Telegram client then gives waiting times as timedelta, as its next major version always will.
os.environ.setdefault("PTB_TIMEDELTA", "true")
