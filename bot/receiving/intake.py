import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any, Final, Protocol

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.receiving import updates
from manager import Clock, RawUpdate, StoreError, failpoint

REFUSALS: Final = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)
PATIENCE: Final = 12
"""Refusals in a row before they are believed: about five minutes of the client's growing pauses."""

FRESH: Final = timedelta(seconds=60)
"""Updates of a poll that follows another so soon have just happened."""

Timeout = Any  # the client's own type is private


class Inbox(Protocol):
    """Where updates are put on disk; the manager is one."""

    async def receive(self, updates: Sequence[RawUpdate]) -> object:
        """Put updates on disk; StoreError when they are not there."""


class Intake(HTTPXRequest):
    """The client that fetches updates: each is on disk before the next call tells Telegram that it arrived.

    What cannot be understood is kept as poison and replaced by a stub, so that it blocks nobody. When the
    disk refuses, the error looks like the network's: the client backs off and gets the same updates again.

    The client would stop for ever at the first 401 or 404, which Telegram's front sends on a bad day too: the
    first ones look like the network's as well. `attempted_at` (seconds of `monotonic`) tells a watchdog that
    somebody still asks, `polled_at` when Telegram last answered, `rival_at` when it last said that another
    process asks for the same updates. `skew` is how much later it is here than at
    Telegram, by what was written just now.
    """

    def __init__(self, inbox: Inbox, *, now: Clock, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)
        self._inbox = inbox
        self._now = now
        self._refusals = 0
        self.attempted_at = monotonic()
        self.polled_at: datetime | None = None
        self.rival_at: datetime | None = None
        self.skew = timedelta()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Fetch, store, then hand on."""
        is_poll = url.endswith("/getUpdates")
        if is_poll:
            self.attempted_at = monotonic()
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if not is_poll:
            return status, body
        if status == HTTPStatus.CONFLICT:
            self.rival_at = self._now()
        if status in REFUSALS and self._refusals < PATIENCE:
            self._refusals += 1
            raise NetworkError(f"Telegram answered {status} to getUpdates")
        if status != HTTPStatus.OK:
            return status, body
        self._refusals = 0
        before, self.polled_at = self.polled_at, self._now()
        answer = json.loads(body)
        received = [raw_update(content) for content in answer.get("result", [])]
        if not received:
            return status, body
        if before is not None and self.polled_at - before < FRESH:
            self.skew = clock_skew([update.content for update in received], self.polled_at)
        failpoint("intake.fetched")
        try:
            await self._inbox.receive(received)
        except StoreError as error:
            raise NetworkError(f"updates are not stored: {error}") from error
        failpoint("intake.stored")
        answer["result"] = [
            {"update_id": update.update_id} if update.poison else update.content for update in received
        ]
        return status, json.dumps(answer).encode()


def clock_skew(contents: Sequence[dict[str, Any]], now: datetime) -> timedelta:
    """How much later it is here than the newest of these fresh messages says; nothing without messages."""
    dates = [content["message"]["date"] for content in contents if "date" in (content.get("message") or {})]
    return now - datetime.fromtimestamp(max(dates), UTC) if dates else timedelta()


def raw_update(content: dict[str, object], bot: Bot | None = None) -> RawUpdate:
    """An update as it is stored, with its chat, or with why it cannot be understood."""
    update_id = content["update_id"]
    if not isinstance(update_id, int):
        raise NetworkError(f"an update has the id {update_id!r}")
    try:
        update = Update.de_json(content, bot)
    except Exception as error:  # noqa: BLE001  # whatever a library says about a shape it does not know
        return RawUpdate(update_id, None, content, poison=repr(error))
    album = update.message.media_group_id if update.message is not None else None
    return RawUpdate(update_id, updates.chat_id(update), content, album=album)
