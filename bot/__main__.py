"""The bot as a process: `python -m bot`."""

import asyncio
import signal
import sys

from telegram.error import InvalidToken

from bot.build import build
from bot.logs import configure_logs
from bot.settings import Settings, SettingsError, read_settings
from ledger import ThreadbookError


def main() -> int:
    """Run until told to stop; returns the exit code. What is wrong at start is one clear sentence."""
    configure_logs()
    try:
        settings = read_settings()
        configure_logs(*settings.secrets)
        asyncio.run(run(settings))
    except SettingsError as error:
        sys.stderr.write(f"Threadbook cannot start, some settings are missing or wrong:\n{error}\n")
        return 2
    except InvalidToken:
        sys.stderr.write("Telegram does not know this TELEGRAM_BOT_TOKEN. Ask BotFather for the right one.\n")
        return 2
    except ThreadbookError as error:
        sys.stderr.write(f"Threadbook cannot go on: {error}\n")
        return 1
    return 0


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    threadbook = build(settings)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    try:
        await threadbook.start()
        waits = [asyncio.create_task(stopped.wait()), asyncio.create_task(threadbook.failed())]
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()
    finally:
        await threadbook.stop()


if __name__ == "__main__":
    sys.exit(main())
