"""The line to Telegram: the real client's calls, carried out by the stand-in without a network."""

import asyncio
import json
from functools import partial

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from playground.telegram import World
from playground.telegram.errors import BotApiError
from playground.telegram.methods import METHODS
from playground.telegram.parameters import Parameters

Answer = tuple[int, bytes]


class Line(BaseRequest):
    """Carries calls to `world`, which may fail on the way there or back."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        """There is none."""
        return None

    async def do_request(  # what the client says of time means nothing here
        self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object
    ) -> Answer:
        """Call one method and return status and body."""
        del method
        fields = request_data.json_parameters if request_data else {}
        call = partial(self._carried_out, url.rpartition("/")[2], fields)
        answer: Answer = await asyncio.get_running_loop().run_in_executor(None, call)
        return answer

    def _carried_out(self, name: str, fields: dict[str, str]) -> Answer:
        fault = self._world.faults.take(name)
        if fault is not None and not fault.lets_it_happen:
            if fault.refusal is None:
                raise NetworkError("the line was cut")
            return _refused(fault.refusal)
        try:
            result = METHODS[name.lower()][1](self._world, Parameters(fields))
        except BotApiError as error:
            return _refused(error)
        if fault is not None:
            raise TimedOut
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _refused(error: BotApiError) -> Answer:
    return error.code, json.dumps(error.answer).encode()
