from typing import Final

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError
from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_exponential

from ledger import ThreadbookError
from statements import UnreadableFileError, Upload

LARGEST_BYTES: Final = 20 * 1024 * 1024
"""The largest file that Telegram gives to bots."""

TRIES: Final = 3


class NotFetchedError(ThreadbookError):
    """Telegram does not give the file, now or at all."""


async def fetch(bot: Bot, file_id: str, name: str, size: int = 0) -> Upload:
    """The file that a person sent; `size` is what Telegram says of it, 0 where that is not known.

    Raises:
        UnreadableFileError: it is larger than Telegram gives to bots.
        NotFetchedError: Telegram does not give it.
    """
    if size > LARGEST_BYTES:
        raise UnreadableFileError("too big")
    try:
        async for attempt in AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_exponential(max=4),
            retry=retry_if_exception(_is_passing),
            reraise=True,
        ):
            with attempt:
                file = await bot.get_file(file_id)
                return Upload(name, bytes(await file.download_as_bytearray()))
    except BadRequest as error:
        if "too big" in str(error).lower():
            raise UnreadableFileError("too big") from error
        raise NotFetchedError(str(error)) from error
    except TelegramError as error:
        raise NotFetchedError(str(error)) from error
    raise NotFetchedError("no attempt was made")


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
