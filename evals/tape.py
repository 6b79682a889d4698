"""A model's answers kept in a file, so that they can be scored again without a key, a network or a cost."""

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from agents import Reading, Setting, packed_reading, unpacked_reading
from agents.asking import Asked, Model
from agents.errors import ReaderError
from agents.model.prompt import known
from agents.usage import Usage


class RecordingModel:
    """Asks a model, and adds what it answers to a tape: one JSON object a line."""

    def __init__(self, model: Model, path: Path) -> None:
        self._model = model
        self._path = path

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
        """What that model says; failures are not recorded."""
        asked = await self._model.ask(text, setting)
        line = {"key": key(text, setting), "usage": asdict(asked.usage)}
        line["reading"] = json.loads(packed_reading(asked.reading))
        with self._path.open("a", encoding="utf-8") as tape:
            tape.write(json.dumps(line, ensure_ascii=False) + "\n")
        return asked


class RecordedModel:
    """Answers as a tape says; what was never asked is a server that cannot be reached."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self._answers = {
            line["key"]: Asked(unpacked_reading(json.dumps(line["reading"])), Usage(**line["usage"]))
            for line in lines
        }

    def cost(self, text: str, setting: Setting) -> int:
        """Nothing: it was paid for when it was recorded."""
        return 0

    async def read(self, text: str, setting: Setting) -> Reading:
        """What the model said then."""
        return (await self.ask(text, setting)).reading

    async def ask(self, text: str, setting: Setting) -> Asked:
        """What the model said then.

        Raises:
            ReaderError: it was not asked this.
        """
        found = self._answers.get(key(text, setting))
        if found is None:
            raise ReaderError("the tape has no answer to this", kind="unreachable")
        return found


def key(text: str, setting: Setting) -> str:
    """What an answer depends on: the message, the day, the lists, the draft and the open question.

    The rules that the model is told are left out: after a change of them, record anew.
    """
    accounts = [one.name for one in setting.book.accounts]
    categories = [one.name for one in setting.book.categories]
    asked = json.dumps([text, known(setting), accounts, categories], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()[:24]
