"""Refusals, in the shape in which the Bot API states them."""

from http import HTTPStatus
from typing import Self

from playground.telegram.wire import JsonObject


class BotApiError(Exception):
    """The Bot API refuses a call; `answer` is the JSON its client reads."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    @classmethod
    def bad_request(cls, reason: str) -> Self:
        """Refuse a call that can never succeed as it stands."""
        return cls(HTTPStatus.BAD_REQUEST, f"Bad Request: {reason}")

    @classmethod
    def forbidden(cls, reason: str) -> Self:
        """Refuse because the bot has no access to the chat."""
        return cls(HTTPStatus.FORBIDDEN, f"Forbidden: {reason}")

    @classmethod
    def conflict(cls, reason: str) -> Self:
        """Refuse because someone else takes the updates."""
        return cls(HTTPStatus.CONFLICT, f"Conflict: {reason}")

    @classmethod
    def too_many_requests(cls, retry_after: int) -> Self:
        """Refuse until `retry_after` seconds have passed."""
        return cls(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too Many Requests: retry after {retry_after}",
            {"retry_after": retry_after},
        )

    @classmethod
    def migrated(cls, chat_id: int) -> Self:
        """Refuse because the group lives on as the supergroup `chat_id`."""
        return cls(
            HTTPStatus.BAD_REQUEST,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat_id},
        )

    @property
    def answer(self) -> JsonObject:
        """The body of the HTTP answer."""
        body: JsonObject = {"ok": False, "error_code": int(self.code), "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body
