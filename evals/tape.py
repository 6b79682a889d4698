"""A model's own words kept in a file, so that they can be scored again without a key, a network or a cost."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from agents import Reading, Setting
from agents.asking import Asked, Model
from agents.errors import ReaderError
from agents.model.answer import SCHEMA
from agents.model.prompt import RULES, known
from agents.model.translation import understood
from agents.usage import Usage
from ledger import ThreadbookError

FORMAT: Final = 2


class TapeError(ThreadbookError):
    """A tape cannot be used; the message says why, and what to do."""


class Label(BaseModel):
    """The first line of a tape: which model was asked, where, when, and a fingerprint of what it was told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tape: Literal[2] = FORMAT
    model: str
    server: str
    recorded_on: date
    told: str

    @property
    def is_stale(self) -> bool:
        """Whether the rules or the form have changed since: the model might answer otherwise now."""
        return self.told != told()


class _Line(BaseModel):
    """One answer: the key of what was asked, the model's words as JSON, and what they used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    answer: JsonValue
    usage: dict[str, int]


class RecordingModel:
    """Asks a model, and adds what it answers to a tape. Failures are not recorded.

    Raises:
        TapeError: there is a tape already, of another model or of other rules.
    """

    def __init__(self, model: Model, path: Path, *, server: str, today: date) -> None:
        self._model = model
        self._path = path
        label = Label(model=model.name, server=server, recorded_on=today, told=told())
        if path.exists() and path.stat().st_size:
            _refuse_another(_label(path), label, path)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._add(label)

    @property
    def name(self) -> str:
        """The name of the model that is asked."""
        return self._model.name

    def cost(self, text: str, setting: Setting) -> int:
        """What that model would cost."""
        return self._model.cost(text, setting)

    async def read(self, text: str, setting: Setting) -> Reading:
        """What that model says."""
        return (await self.ask(text, setting)).reading

    async def ask(self, text: str, setting: Setting) -> Asked:
        """What that model says."""
        asked = await self._model.ask(text, setting)
        self._add(_Line(key=key(text, setting), answer=json.loads(asked.words), usage=asdict(asked.usage)))
        return asked

    def _add(self, line: BaseModel) -> None:
        with self._path.open("a", encoding="utf-8") as tape:
            tape.write(json.dumps(line.model_dump(mode="json"), ensure_ascii=False) + "\n")


class RecordedModel:
    """Answers as a tape says; what was never asked is a server that cannot be reached.

    Raises:
        TapeError: the file is no tape.
    """

    def __init__(self, path: Path) -> None:
        self.label = _label(path)
        self.name = self.label.model
        try:
            lines = [_Line.model_validate_json(line) for line in _lines(path)[1:]]
        except ValidationError as error:
            raise TapeError(f"{path} is damaged: {error.errors()[0]['msg']}") from None
        self._answers = {line.key: line for line in lines}

    def cost(self, text: str, setting: Setting) -> int:
        """Nothing: it was paid for when it was recorded."""
        return 0

    async def read(self, text: str, setting: Setting) -> Reading:
        """What the model said then."""
        return (await self.ask(text, setting)).reading

    async def ask(self, text: str, setting: Setting) -> Asked:
        """What the model said then, understood as the bot understands it now.

        Raises:
            ReaderError: it was not asked this, or its words are no answer any more.
        """
        found = self._answers.get(key(text, setting))
        if found is None:
            raise ReaderError("the tape has no answer to this", kind="unreachable")
        words = json.dumps(found.answer, ensure_ascii=False)
        return Asked(understood(words, text, setting), Usage(**found.usage), words)


def told() -> str:
    """A fingerprint of the rules that a model is told and of the form it must fill in."""
    return _fingerprint(RULES + json.dumps(SCHEMA, sort_keys=True))


def key(text: str, setting: Setting) -> str:
    """What an answer depends on: the message, the day, the lists, the draft and the open question."""
    accounts = [one.name for one in setting.book.accounts]
    categories = [one.name for one in setting.book.categories]
    return _fingerprint(json.dumps([text, known(setting), accounts, categories], ensure_ascii=False))


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _label(path: Path) -> Label:
    first = next(iter(_lines(path)), "")
    try:
        return Label.model_validate_json(first)
    except ValidationError:
        raise TapeError(f"{path} is no tape: its first line does not say which model was recorded") from None


def _refuse_another(old: Label, new: Label, path: Path) -> None:
    if (old.model, old.server) != (new.model, new.server):
        raise TapeError(f"{path} holds {old.model} at {old.server}; record {new.model} into another file")
    if old.is_stale:
        raise TapeError(f"what models are told has changed since {path} was recorded; record into a new file")
