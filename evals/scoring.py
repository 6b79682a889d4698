"""What a prediction is worth: tallies for one case, and their sums."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Final, Literal

from evals import matching
from evals.case import Act, Case, CaseTurn, GoldOperation
from evals.prediction import PredictedOperation, PredictedTurn, Prediction

Measure = Literal[
    "false_write",
    "case",
    "act",
    "amount",
    "date",
    "account",
    "category",
    "counterparty",
    "question",
    "unneeded_question",
    "should_have_asked",
    "written_on_none",
    "dialogue",
]
"""What is measured; false writes, needless and missing questions, and writes on nothing are faults."""

Golds = Sequence[GoldOperation]
Operations = Sequence[PredictedOperation]

APART: Final[tuple[Measure, ...]] = ("amount", "date", "account", "category", "counterparty")
WRITES: Final[frozenset[Act]] = frozenset({"record", "update", "delete"})
_WITH_OPS: Final[frozenset[Act]] = frozenset({"record", "update", "ask"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One case: how often each measure was met and could be met, and in words what is wrong."""

    case: Case
    met: Mapping[Measure, int]
    of: Mapping[Measure, int]
    ms: tuple[float, ...]
    wrong: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether all acts, all core fields and the final book are right."""
        return self.met["case"] == 1

    @property
    def is_false_write(self) -> bool:
        """Whether the book holds what it should not hold."""
        return self.met["false_write"] == 1


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of many verdicts."""

    cases: int
    met: Mapping[Measure, int]
    of: Mapping[Measure, int]
    ms: tuple[float, ...]

    @classmethod
    def of_all(cls, verdicts: Iterable[Verdict]) -> "Score":
        """The sum of these verdicts."""
        kept = list(verdicts)
        met: Counter[Measure] = Counter()
        of: Counter[Measure] = Counter()
        for verdict in kept:
            met.update(verdict.met)
            of.update(verdict.of)
        return cls(len(kept), met, of, tuple(value for verdict in kept for value in verdict.ms))

    def share(self, measure: Measure) -> float | None:
        """How often a measure was met, 0 to 1; None where it never could be."""
        return self.met.get(measure, 0) / self.of[measure] if self.of.get(measure) else None

    def percentile(self, percent: int) -> float | None:
        """Milliseconds of the reader that so many percent of the turns did not exceed."""
        if len(self.ms) < 2:  # noqa: PLR2004  # of one number there is no spread
            return next(iter(self.ms), None)
        return quantiles(self.ms, n=100, method="inclusive")[percent - 1]


def judge(case: Case, prediction: Prediction) -> Verdict:
    """What one prediction is worth."""
    tally = _Tally(case.user.default_account)
    for turn, predicted in zip(case.turns, prediction.turns, strict=True):
        tally.turn(turn, predicted)
    tally.book(case, prediction)
    if prediction.error:
        tally.wrong.append(prediction.error)
    tally.mark("case", met=not tally.wrong)
    return Verdict(case, tally.met, tally.of, prediction.ms, tuple(tally.wrong))


class _Tally:
    """Marks of one case, while it is looked through."""

    def __init__(self, default: str | None) -> None:
        self.met: Counter[Measure] = Counter()
        self.of: Counter[Measure] = Counter()
        self.wrong: list[str] = []
        self._default = default

    def mark(self, measure: Measure, *, met: bool, why: str = "") -> None:
        """Count one chance of a measure; `why` is told when the case is wrong by it."""
        self.of[measure] += 1
        self.met[measure] += met
        if why and not met:
            self.wrong.append(why)

    def turn(self, turn: CaseTurn, predicted: PredictedTurn) -> None:
        expect = turn.expect
        wanted = " or ".join(expect.act) + (f" {'/'.join(expect.missing)}" if expect.missing else "")
        was = predicted.act + (f" {'/'.join(predicted.missing)}" if predicted.missing else "")
        self.mark("act", met=_is_right_act(turn, predicted), why=f"{turn.user!r}: {was}, not {wanted}")
        self._faults(set(expect.act), predicted.act)
        if predicted.act in expect.act and predicted.act in _WITH_OPS and expect.ops:
            self._operations(turn, predicted)
        if expect.query is not None and predicted.act == "answer":
            self.mark("question", met=matching.is_asked(expect.query, predicted.query))
        elif expect.query is not None:
            self.mark("question", met=False)

    def book(self, case: Case, prediction: Prediction) -> None:
        if case.final is None:
            return
        books = [case.final, *([case.history] if case.final_optional else [])]
        is_right = any(self._is_book(book, prediction, matching.CORE) for book in books)
        self.mark("false_write", met=not any(self._is_allowed(book, prediction) for book in books))
        if not is_right:
            self.wrong.append("the book is not as it should be")
        if case.mode == "dialogue":
            self.mark("dialogue", met=is_right and not prediction.error)

    def _is_book(self, book: Golds, prediction: Prediction, fields: Sequence[str]) -> bool:
        return matching.are_same(book, prediction.final, fields, self._default)

    def _is_allowed(self, book: Golds, prediction: Prediction) -> bool:
        return matching.has_place_for(book, prediction.final, matching.WRITTEN, self._default)

    def _faults(self, wanted: set[Act], act: Act) -> None:
        """Marks of what should not be done."""
        if wanted & {"record", "update"} and "ask" not in wanted:
            self.mark("unneeded_question", met=act == "ask")
        if wanted == {"ask"}:
            self.mark("should_have_asked", met=act in WRITES)
        elif not wanted & WRITES:
            self.mark("written_on_none", met=act in WRITES)

    def _operations(self, turn: CaseTurn, predicted: PredictedTurn) -> None:
        golds, ops = turn.expect.ops, predicted.ops
        if not matching.are_same(golds, ops, matching.CORE, self._default):
            self.wrong.append(f"{turn.user!r}: {'; '.join(self._differences(golds, ops))}")
        if predicted.act == "ask":
            return
        for gold, op in matching.pairs(golds, ops, self._default):
            for field in APART:
                if matching.is_scored(gold, field):
                    is_right = op is not None and matching.agrees(gold, op, field, self._default)
                    self.mark(field, met=is_right)
        for _ in range(len(ops) - len(golds)):
            self.mark("amount", met=False)

    def _differences(self, golds: Golds, ops: Operations) -> Iterator[str]:
        if len(golds) != len(ops):
            yield f"{len(ops)} operations, not {len(golds)}"
        for gold, op in matching.pairs(golds, ops, self._default):
            for field in matching.CORE:
                if op is not None and not matching.agrees(gold, op, field, self._default):
                    yield f"{field} {getattr(op, field)}, not {getattr(gold, field)}"


def _is_right_act(turn: CaseTurn, predicted: PredictedTurn) -> bool:
    """Whether the act is one of the right ones; a question must ask for one of the things missing."""
    if predicted.act not in turn.expect.act:
        return False
    if predicted.act != "ask" or not turn.expect.missing:
        return True
    return bool(set(turn.expect.missing) & set(predicted.missing))
