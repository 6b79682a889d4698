from typing import Literal

from agents.usage import Usage
from ledger import ThreadbookError

Trouble = Literal[
    "unreachable",
    "timeout",
    "busy",
    "budget",
    "key",
    "server",
    "rejected",
    "refusal",
    "truncated",
    "unreadable",
    "oversize",
    "resting",
]
"""Why a reader did not answer.

`unreachable` and `timeout`: no answer came; `busy`: too many requests; `budget`: the money for the model is
used up; `key`: it does not let us in; `server`: it broke; `rejected`: it does not take such requests;
`refusal`: it declined this text; `truncated`: its answer was cut off; `unreadable`: its answer is nonsense;
`oversize`: the text is more than it may be sent; `resting`: it failed so often that it is left alone a while.
"""


class ReaderError(ThreadbookError):
    """A reader did not answer; `kind` says why, `usage` what it cost all the same. Another reader may."""

    def __init__(self, message: str, *, kind: Trouble, usage: Usage | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.usage = usage
