import json
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot import updates
from manager import ConversationManager, RawUpdate, StoreError, failpoint

Timeout = Any  # the client's own type is private


class Intake(HTTPXRequest):
    """The client that fetches updates: each is on disk before the next call tells Telegram that it arrived.

    What cannot be understood is kept as poison and replaced by a stub, so that it blocks nobody. When the
    disk refuses, the error looks like the network's: the client backs off and gets the same updates again.
    """

    def __init__(self, manager: ConversationManager, **options: Any) -> None:  # noqa: ANN401  # passed through
        super().__init__(**options)
        self._manager = manager

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
        status, body = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        if status != 200 or not url.endswith("/getUpdates"):  # noqa: PLR2004  # HTTP OK
            return status, body
        answer = json.loads(body)
        received = [raw_update(content) for content in answer.get("result", [])]
        if not received:
            return status, body
        failpoint("intake.fetched")
        try:
            await self._manager.receive(received)
        except StoreError as error:
            raise NetworkError(f"updates are not stored: {error}") from error
        failpoint("intake.stored")
        answer["result"] = [
            {"update_id": update.update_id} if update.poison else update.content for update in received
        ]
        return status, json.dumps(answer).encode()


def raw_update(content: dict[str, object], bot: Bot | None = None) -> RawUpdate:
    """An update as it is stored, with its chat, or with why it cannot be understood."""
    update_id = content["update_id"]
    if not isinstance(update_id, int):
        raise NetworkError(f"an update has the id {update_id!r}")
    try:
        update = Update.de_json(content, bot)
    except Exception as error:  # noqa: BLE001  # whatever a library says about a shape it does not know
        return RawUpdate(update_id, None, content, poison=repr(error))
    return RawUpdate(update_id, updates.chat_id(update), content)
