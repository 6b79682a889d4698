"""The event loop that Threadbook runs on: uvloop where there is one, else Python's own."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

Result = TypeVar("Result")

SWITCH_SECONDS: Final = 0.001
"""How long a thread may compute while another waits for its turn.

A turn changes hands some thirty times: after each of its statements the database thread asks for the
interpreter again. While another thread computes, be it a workbook that is written, each of these would take
Python's usual 5 ms. Much less than 1 ms costs more than it brings: whoever waits sets a timer each time.
"""

if sys.platform == "win32":
    _run = asyncio.run
else:
    import uvloop

    _run = uvloop.run


def run(main: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end and return the result."""
    sys.setswitchinterval(SWITCH_SECONDS)
    return _run(main)
