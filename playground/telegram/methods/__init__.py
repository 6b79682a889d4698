"""The methods of the Bot API, each a function of the world and the parameters of the call."""

from collections.abc import Callable, Mapping

from playground.telegram.methods import asking, editing, presenting, receiving, sending
from playground.telegram.methods.receiving import get_updates
from playground.telegram.parameters import Parameters
from playground.telegram.store import Store

Method = Callable[[Store, Parameters], object]

# Names of methods are not case-sensitive. getUpdates waits, so it stands apart.
METHODS: Mapping[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for module in (asking, editing, presenting, receiving, sending)
    for name, method in module.METHODS.items()
}

__all__ = ["METHODS", "Method", "get_updates"]
