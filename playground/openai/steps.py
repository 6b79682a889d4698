"""What the server does with one request, as a script says it."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reply:
    """A completion. `finish` is why the model stopped; a refusal comes instead of content."""

    content: str | None
    finish: Literal["stop", "length", "content_filter"] = "stop"
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An error in OpenAI's form."""

    status: int
    message: str
    type: str = "invalid_request_error"
    code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """Status 200 with a body that the script chose, such as one without choices."""

    content: str


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer for some seconds, or until the client leaves; then the next step."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is reset."""


Step = Reply | Failure | Body | Hang | Cut
