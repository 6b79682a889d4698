"""Whether a reading changes where the words change what happened, and nowhere else."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from agents import Reader
from agents.grounds import survey
from evals.case import Case
from evals.prediction import PredictedOperation, Prediction
from evals.replay import replay
from evals.setting import plain_setting
from evals.table import Table, percent

SAME: Final = ("type", "amount", "currency", "date", "account", "to_account", "category")

_FIGURE: Final = re.compile(r"(?<![\d.,:/'’*+-])\d{2,4}(?![\d.,:/'’]*\d)")
_WORD: Final = re.compile(r"[^\W\d_]{5,}")
_SCRIPTS_WITHOUT_CASE: Final = frozenset({"zh"})
_SHIFT: Final = 111
_GREETINGS: Final = {
    "en": "Hi! ",
    "ru": "Привет! ",
    "uk": "Привіт! ",
    "es": "¡Hola! ",
    "de": "Hallo! ",
    "fr": "Bonjour ! ",
    "pt": "Oi! ",
    "it": "Ciao! ",
    "pl": "Cześć! ",
    "tr": "Selam! ",
    "zh": "你好!",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A message changed in one way, and the fields that may change with it."""

    text: str
    free: frozenset[str] = frozenset()
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to change a message; no mutant where it does not apply."""

    name: str
    change: Callable[[Case, PredictedOperation], Mutant | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """A mutant that was read otherwise than it should be."""

    case_id: str
    kind: str
    text: str
    was: str


def other_amount(case: Case, op: PredictedOperation) -> Mutant | None:
    """The one figure of the message raised; the amount must follow."""
    text = case.turns[0].user
    figures = _FIGURE.findall(text)
    if len(figures) != 1 or len(re.findall(r"\d+", text)) != 1 or figures[0] != op.amount:
        return None
    raised = int(figures[0]) + _SHIFT
    return Mutant(_FIGURE.sub(str(raised), text), frozenset({"amount"}), amount=Decimal(raised))


def other_currency(case: Case, op: PredictedOperation) -> Mutant | None:
    """A far currency named behind the figure of a message that names none; the currency must follow."""
    text = case.turns[0].user
    setting = plain_setting(case.lang, case.user.default_currency, case.now.date())
    is_open = op.type in ("expense", "income") and not survey(text, setting).currencies
    if not is_open or other_amount(case, op) is None:
        return None
    return Mutant(_FIGURE.sub(r"\g<0> NOK", text), frozenset({"currency"}), currency="NOK")


def with_emoji(case: Case, _op: PredictedOperation) -> Mutant:
    """A picture in front."""
    return Mutant(f"🙂 {case.turns[0].user}")


def upper(case: Case, _op: PredictedOperation) -> Mutant | None:
    """Everything in capitals."""
    text = case.turns[0].user.upper()
    return None if text == case.turns[0].user else Mutant(text)


def without_space(case: Case, op: PredictedOperation) -> Mutant | None:
    """The space between a word and the figure behind it forgotten: `coffee300`."""
    if other_amount(case, op) is None:
        return None
    text = re.sub(r"([^\W\d_]) (?=\d)", r"\1", case.turns[0].user, count=1)
    return None if text == case.turns[0].user else Mutant(text)


def with_slip(case: Case, op: PredictedOperation) -> Mutant | None:
    """Two letters of the longest word exchanged: all but the names of lists must stay."""
    text = case.turns[0].user
    words = sorted(_WORD.findall(op.description or ""), key=len)
    if not words or words[-1] not in text or case.lang in _SCRIPTS_WITHOUT_CASE:
        return None
    word = words[-1]
    slipped = word[:3] + word[4] + word[3] + word[5:]
    free = frozenset({"category", "account", "to_account"})
    return None if slipped == word else Mutant(text.replace(word, slipped, 1), free)


def greeted(case: Case, _op: PredictedOperation) -> Mutant:
    """A greeting in front."""
    return Mutant(_GREETINGS.get(case.lang, _GREETINGS["en"]) + case.turns[0].user)


KINDS: Final = (
    Kind("amount changed", other_amount),
    Kind("currency swapped", other_currency),
    Kind("emoji added", with_emoji),
    Kind("upper case", upper),
    Kind("no space", without_space),
    Kind("a typo", with_slip),
    Kind("greeting in front", greeted),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """All mutants of all cases: how many of each kind, and those that were read otherwise."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    def table(self) -> Table:
        """One line for each kind of change."""
        rows = []
        for name, count in self.counts.items():
            astray = sum(one.kind == name for one in self.findings)
            rows.append((name, str(count), percent((count - astray) / count if count else None)))
        return Table("Mutations", ("", "messages", "read as they should"), tuple(rows))


async def try_all(cases: Sequence[Case], reader: Reader, advance: Callable[[], None] = lambda: None) -> Tried:
    """Change every message that is read as one operation, in every way that applies."""
    counts = {kind.name: 0 for kind in KINDS}
    findings: list[Finding] = []
    for case in cases:
        op = _booked(case, await replay(case, reader)) if len(case.turns) == 1 else None
        for kind, mutant in _mutants(case, op):
            counts[kind.name] += 1
            read = await replay(_changed(case, mutant), reader)
            astray = _astray(op, mutant, read) if op else ""
            if astray:
                findings.append(Finding(case.id, kind.name, mutant.text, astray))
        advance()
    return Tried(counts, tuple(findings))


def _mutants(case: Case, op: PredictedOperation | None) -> Iterator[tuple[Kind, Mutant]]:
    if op is None:
        return
    for kind in KINDS:
        mutant = kind.change(case, op)
        if mutant is not None:
            yield kind, mutant


def _booked(case: Case, read: Prediction) -> PredictedOperation | None:
    """The one operation that a case books; None when it books none or several."""
    if case.history or len(read.final) != 1 or read.turns[0].act != "record":
        return None
    return read.final[0]


def _changed(case: Case, mutant: Mutant) -> Case:
    turn = case.turns[0].model_copy(update={"user": mutant.text})
    return case.model_copy(update={"turns": (turn,)})


def _astray(op: PredictedOperation, mutant: Mutant, read: Prediction) -> str:
    """What is not as it should be, in words; empty when all is."""
    if len(read.final) != 1:
        return f"{read.turns[0].act}, {len(read.final)} operations"
    new = read.final[0]
    if mutant.amount is not None and Decimal(new.amount or "0") != mutant.amount:
        return f"amount {new.amount}, not {mutant.amount}"
    if mutant.currency is not None and new.currency != mutant.currency:
        return f"currency {new.currency}, not {mutant.currency}"
    kept = [field for field in SAME if field not in mutant.free]
    return "; ".join(
        f"{field} {getattr(new, field)}, was {getattr(op, field)}"
        for field in kept
        if getattr(new, field) != getattr(op, field)
    )
