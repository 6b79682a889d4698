import logging
from dataclasses import dataclass
from typing import Final

from agents.errors import ReaderError
from agents.gate import Gate, gate
from agents.reading import Reader, Reading, Setting

log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, whether a model was asked, and what went wrong with it.

    With `trouble`, the reading is the rules' own: the person should be told that the model did not answer.
    """

    reading: Reading
    asked_model: bool = False
    trouble: ReaderError | None = None


class Readers:
    """The rules first; the model only when they are not certain and one is set. Both pass the gate."""

    def __init__(self, rules: Reader, model: Reader | None = None, *, gate: Gate = gate) -> None:
        self._rules = rules
        self._model = model
        self._gate = gate

    async def read(self, text: str, setting: Setting) -> Read:
        """What the message says; when the model cannot answer, what the rules understood."""
        reading = self._gate(text, await self._rules.read(text, setting), setting)
        if reading.certain or self._model is None:
            return Read(reading)
        try:
            answer = await self._model.read(text, setting)
        except ReaderError as error:
            log.warning("model did not answer", extra={"kind": error.kind, "reason": str(error)})
            return Read(reading, asked_model=True, trouble=error)
        return Read(self._gate(text, answer, setting), asked_model=True)
