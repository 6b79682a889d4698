"""The event loop that Threadbook runs on: uvloop where there is one, else Python's own."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

if sys.platform == "win32":

    def run(main: Coroutine[Any, Any, Result]) -> Result:
        """Run to the end and return the result."""
        return asyncio.run(main)

else:
    import uvloop

    def run(main: Coroutine[Any, Any, Result]) -> Result:
        """Run to the end and return the result."""
        return uvloop.run(main)
