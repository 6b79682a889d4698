from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request for a completion as it came: its body, its key, and the status it was answered with.

    Status 0 means that the client never got an answer.
    """

    body: dict[str, Any]
    key: str
    status: int

    def said(self, role: str) -> tuple[str, ...]:
        """The texts of the messages of one role."""
        return tuple(
            str(message["content"]) for message in self.body.get("messages", ()) if message["role"] == role
        )

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema that the answer was asked to follow; empty when there was none."""
        schema: dict[str, Any] = self.body.get("response_format", {}).get("json_schema", {}).get("schema", {})
        return schema
