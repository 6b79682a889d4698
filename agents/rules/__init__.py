"""The embedded reader: numbers, money, dates, direction, matching and acts by rules; no network, no key."""

from agents.rules.page import warm_up
from agents.rules.reader import RulesReader, read

__all__ = ["RulesReader", "read", "warm_up"]
