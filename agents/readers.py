from dataclasses import dataclass

from agents.errors import ReaderError
from agents.reading import Reader, Reading, Setting


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, whether a model was asked, and what went wrong with it."""

    reading: Reading
    asked_model: bool = False
    trouble: ReaderError | None = None


class Readers:
    """The rules first; the model only when they are not certain and one is set."""

    def __init__(self, rules: Reader, model: Reader | None = None) -> None:
        self._rules = rules
        self._model = model

    async def read(self, text: str, setting: Setting) -> Read:
        """What the message says; when the model cannot answer, what the rules understood."""
        reading = await self._rules.read(text, setting)
        if reading.certain or self._model is None:
            return Read(reading)
        try:
            return Read(await self._model.read(text, setting), asked_model=True)
        except ReaderError as error:
            return Read(reading, asked_model=True, trouble=error)
