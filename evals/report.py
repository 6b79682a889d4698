"""docs/reading.md: how well messages are read today, written by the machine that measured it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from evals.fuzz import LIMIT_MS, LONGEST, Fuzzed
from evals.mutations import Tried
from evals.scoring import Score, Verdict
from evals.table import Table, by_language, by_tag, percent

BEGIN: Final = "<!-- measured: begin; `python -m evals report` writes from here -->"
END: Final = "<!-- measured: end -->"


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that a report tells, with the day it was measured and how."""

    day: date
    command: str
    verdicts: Sequence[Verdict]
    tried: Tried
    fuzzed: Fuzzed
    public: Sequence[Table]


def inserted(page: str, measured: Measured) -> str:
    """The page with the measured part written anew; what people wrote around it stays.

    Raises:
        ValueError: the page does not say where the measured part begins and ends.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page lacks {BEGIN!r} or {END!r}")
    return f"{before}{BEGIN}\n\n{_told(measured)}\n\n{END}{after}"


def _told(measured: Measured) -> str:
    score = Score.of_all(measured.verdicts)
    languages = len({verdict.case.lang for verdict in measured.verdicts})
    head = (
        f"Measured on {measured.day.isoformat()} by `{measured.command}`: n = {score.cases} cases in "
        f"{languages} languages, {len(score.ms)} messages. Shares are percent, times are milliseconds."
    )
    parts = [
        head,
        "## Our own cases, by language",
        by_language(measured.verdicts).markdown(),
        "## Our own cases, by tag",
        by_tag(measured.verdicts).markdown(),
        "## Mutations",
        measured.tried.table().markdown(),
        "## Random characters",
        _fuzz(measured.fuzzed),
    ]
    for table in measured.public:
        parts += [f"## {table.title}", table.markdown()]
    return "\n\n".join(parts)


def _fuzz(fuzzed: Fuzzed) -> str:
    texts = len(fuzzed.ms)
    fast = percent((texts - fuzzed.slow) / texts if texts else None)
    return (
        f"{texts} texts of up to {LONGEST:,} characters of many scripts: {len(fuzzed.broken)} raised an "
        f"exception, {len(fuzzed.written)} were written; {fast} % were read within {LIMIT_MS:.0f} ms."
    )
