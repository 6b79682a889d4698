import asyncio
import logging
from dataclasses import asdict
from time import monotonic
from typing import Final

from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    InternalServerError,
    OpenAIError,
    RateLimitError,
)
from openai.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, Field, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from agents.asking import Asked
from agents.errors import ReaderError, Trouble
from agents.model.answer import SCHEMA
from agents.model.tokens import SMALL, budget
from agents.model.translation import understood
from agents.model.window import contents, tokens
from agents.reading import Reading, Setting
from agents.usage import Usage

log: Final = logging.getLogger(__name__)

TRIES: Final = 2
SHORT_WAIT_SECONDS: Final = 2.0
"""Longest `Retry-After` that is worth waiting for while a person waits for us."""

ANSWER_TOKENS: Final = 1_500
"""Tokens that an answer is likely to have at most, what a model thinks to itself included."""

_STATUS: Final[dict[int, Trouble]] = {401: "key", 403: "key", 402: "budget", 429: "busy"}


class ModelReader:
    """Asks a language model what a message says: one request with a closed answer, and no tools.

    The model proposes; nothing is believed before the gate has passed it. `base_url` None means OpenAI, or
    what `OPENAI_BASE_URL` says. All tries together end after `timeout_seconds`. Close it when done.
    """

    def __init__(
        self,
        api_key: str,
        model: str,
        *,
        base_url: str | None = None,
        timeout_seconds: float = 12.0,
        pause_seconds: float = 0.5,
        most_tokens: int = SMALL,
    ) -> None:
        self._model = model
        self._budget = budget(model, most_tokens)
        self._timeout_seconds = timeout_seconds
        self._pause_seconds = pause_seconds
        self._client = AsyncOpenAI(
            api_key=api_key, base_url=base_url or None, timeout=timeout_seconds, max_retries=0
        )

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    def cost(self, text: str, setting: Setting) -> int:
        """Tokens that asking is likely to cost at most.

        Raises:
            ReaderError: the text is more than the model may be sent.
        """
        return tokens(contents(text, setting, self._budget)) + ANSWER_TOKENS

    async def read(self, text: str, setting: Setting) -> Reading:
        """What the model says the message says.

        Raises:
            ReaderError: no answer, or none that makes sense; `kind` says which.
        """
        return (await self.ask(text, setting)).reading

    async def ask(self, text: str, setting: Setting) -> Asked:
        """What the model says the message says, and what that used.

        Raises:
            ReaderError: no answer, or none that makes sense; `kind` says which, `usage` what it used.
        """
        started = monotonic()
        completion = _completion(await self._ask(text, setting))
        usage = _usage(completion, round((monotonic() - started) * 1000))
        log.info("model answered", extra=asdict(usage))
        try:
            words = _words(completion)
            return Asked(understood(words, text, setting), usage, words)
        except ReaderError as error:
            error.usage = usage
            raise

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _ask(self, text: str, setting: Setting) -> bytes:
        """The body of the model's answer, after a second try where that can help."""
        rules, known, said = contents(text, setting, self._budget)
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": rules},
            {"role": "user", "content": known},
            {"role": "user", "content": said},
        ]
        retrying = AsyncRetrying(
            retry=retry_if_exception(_may_pass),
            stop=stop_after_attempt(TRIES),
            wait=self._pause,
            reraise=True,
        )
        try:
            async with asyncio.timeout(self._timeout_seconds):
                return await retrying(self._post, messages)
        except (TimeoutError, APITimeoutError) as error:
            raise ReaderError(f"no answer in {self._timeout_seconds} s", kind="timeout") from error
        except OpenAIError as error:
            raise ReaderError(_reason(error), kind=_kind(error)) from error

    async def _post(self, messages: list[ChatCompletionMessageParam]) -> bytes:
        response = await self._client.chat.completions.with_raw_response.create(
            model=self._model,
            messages=messages,
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "bookkeeping_message", "strict": True, "schema": SCHEMA},
            },
        )
        return response.content

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = _retry_after(error) if error else None
        return self._pause_seconds if asked is None else asked


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int = Field(0, ge=0)
    completion_tokens: int = Field(0, ge=0)


class _Completion(BaseModel):
    """What we need of a chat completion; the client itself takes any shape for one."""

    choices: list[_Choice]
    usage: _Usage | None = None


def _completion(body: bytes) -> _Completion:
    try:
        return _Completion.model_validate_json(body)
    except ValidationError as error:
        raise ReaderError("the server's answer is no chat completion", kind="unreadable") from error


def _usage(completion: _Completion, latency_ms: int) -> Usage:
    """What a completion used; a server that counts nothing is taken for one that used nothing."""
    counted = completion.usage or _Usage()
    return Usage(counted.prompt_tokens, counted.completion_tokens, latency_ms)


def _words(completion: _Completion) -> str:
    """The model's words inside a completion."""
    if not completion.choices:
        raise ReaderError("the model gave no choice", kind="unreadable")
    choice = completion.choices[0]
    if choice.message.refusal or choice.finish_reason == "content_filter":
        raise ReaderError("the model declined the message", kind="refusal")
    if choice.finish_reason == "length":
        raise ReaderError("the model's answer was cut off", kind="truncated")
    return choice.message.content or ""


def _kind(error: OpenAIError) -> Trouble:
    if _is_out_of_money(error):
        return "budget"
    if isinstance(error, APIStatusError):
        is_broken = error.status_code >= 500  # noqa: PLR2004 — where server errors begin
        return _STATUS.get(error.status_code, "server" if is_broken else "rejected")
    return "unreachable" if isinstance(error, APIConnectionError) else "unreadable"


def _reason(error: OpenAIError) -> str:
    """What went wrong, without the server's words: they may repeat the person's."""
    if isinstance(error, APIStatusError):
        return f"status {error.status_code}, code {error.code!r}"
    return f"{type(error).__name__}: {error.__cause__!r}"


def _is_out_of_money(error: BaseException) -> bool:
    return isinstance(error, RateLimitError) and error.code == "insufficient_quota"


def _may_pass(error: BaseException) -> bool:
    """Whether asking once more can help while the person waits."""
    if isinstance(error, APITimeoutError) or _is_out_of_money(error):
        return False
    is_passing = isinstance(error, APIConnectionError | RateLimitError | InternalServerError)
    wait = _retry_after(error)
    return is_passing and (wait is None or wait <= SHORT_WAIT_SECONDS)


def _retry_after(error: BaseException) -> float | None:
    """Seconds that the server asks us to wait; a date counts as for ever, for it is never this second."""
    if not isinstance(error, APIStatusError) or "retry-after" not in error.response.headers:
        return None
    try:
        return max(0.0, float(error.response.headers["retry-after"]))
    except ValueError:
        return float("inf")
