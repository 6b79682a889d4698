"""What to do with a message: a router, one agent per operation type, and the two readers they read with."""

from agents.agent import AGAIN, DOUBTED, FORWARDED, IMPORTED, Facts, OperationAgent, as_draft
from agents.learning import NEW, subjects
from agents.periods import before, period_of
from agents.reading import ITEM, JUST, LAST, Act, Reader, Reading, Setting, packed_reading, unpacked_reading
from agents.router import Plan, answers_amount, press, route, starts_operation, waiting_threads
from agents.sorting import category_of
from agents.wording import akin_words

__all__ = [
    "AGAIN",
    "DOUBTED",
    "FORWARDED",
    "IMPORTED",
    "ITEM",
    "JUST",
    "LAST",
    "NEW",
    "Act",
    "Facts",
    "OperationAgent",
    "Plan",
    "Reader",
    "Reading",
    "Setting",
    "akin_words",
    "answers_amount",
    "as_draft",
    "before",
    "category_of",
    "packed_reading",
    "period_of",
    "press",
    "route",
    "starts_operation",
    "subjects",
    "unpacked_reading",
    "waiting_threads",
]
