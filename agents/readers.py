import logging
from dataclasses import dataclass
from typing import Final

from agents.asking import Allowance, Asked, Breaker, Model, Unlimited
from agents.errors import ReaderError
from agents.gate import Gate, gate
from agents.reading import Reader, Reading, Setting

log: Final = logging.getLogger(__name__)

UNLIMITED: Final = Unlimited()


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood, whether a model was asked, and what went wrong with it.

    With `trouble`, the reading is the rules' own: the person should be told that the model did not answer.
    """

    reading: Reading
    asked_model: bool = False
    trouble: ReaderError | None = None


class Readers:
    """The rules first; the model only when they are not certain and one is set. Both pass the gate.

    A model that fails again and again is left alone for a while, and where the allowance is used up it is not
    asked: the rules read alone then.
    """

    def __init__(
        self,
        rules: Reader,
        model: Model | None = None,
        *,
        gate: Gate = gate,
        breaker: Breaker | None = None,
    ) -> None:
        self._rules = rules
        self._model = model
        self._gate = gate
        self._breaker = breaker or Breaker()

    @property
    def have_model(self) -> bool:
        """Whether a model may be asked, which is worth telling more."""
        return self._model is not None

    async def read(self, text: str, setting: Setting, allowance: Allowance | None = UNLIMITED) -> Read:
        """What the message says; when the model cannot answer, what the rules understood.

        Without an allowance no model is asked.
        """
        reading = self._gate(text, await self._rules.read(text, setting), setting)
        if reading.certain or self._model is None or allowance is None:
            return Read(reading)
        try:
            asked = await self._ask(self._model, text, setting, allowance)
        except ReaderError as error:
            log.warning("model did not answer", extra={"kind": error.kind, "reason": str(error)})
            return Read(reading, asked_model=True, trouble=error)
        if asked is None:
            return Read(reading)
        return Read(self._gate(text, asked.reading, setting), asked_model=True)

    async def _ask(self, model: Model, text: str, setting: Setting, allowance: Allowance) -> Asked | None:
        """The model's answer, paid for, and so is a failure; None where it cannot be paid for."""
        cost = model.cost(text, setting)
        if not self._breaker.lets():
            raise ReaderError("it is left alone for a while", kind="resting")
        if not await allowance.reserve(model.name, cost):
            return None
        try:
            asked = await model.ask(text, setting)
        except ReaderError as error:
            self._breaker.failed(error)
            await allowance.settle(error.usage, error.kind)
            raise
        self._breaker.succeeded()
        await allowance.settle(asked.usage)
        return asked
