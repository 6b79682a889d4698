"""Public sets of amounts, numbers, dates and messages, from a folder that is not in this repository."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents import Reader, Setting
from agents.grounds import Figure, survey
from evals.case import Case, CasesError
from evals.prediction import PredictedTurn
from evals.replay import replay
from evals.scoring import WRITES
from evals.setting import plain_setting
from evals.table import Table, percent
from manager import AskedField

Outcome = Literal["right", "wrong", "abstained"]
"""Abstained: nothing was found, or several things of which the bot would ask."""

SOME_DAY: Final = date(2026, 10, 7)
"""The day of a message that does not tell its own."""

LISTS: Final[Mapping[str, Any]] = {
    "accounts": ("Cash", "Card", "Наличные", "Карта"),
    "categories": {"expense": ("Groceries", "Cafés", "Transport", "Other"), "income": ("Salary", "Other")},
}


class Row(BaseModel):
    """One line of any of the sets."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    lang: str
    amount: Decimal | None = None
    currency: str | None = None
    currency_any: tuple[str, ...] = ()
    value: Decimal | None = None
    reference_date: date | None = None
    day: str | None = Field(None, alias="date")
    default_currency: str = "EUR"
    type: str = ""
    kind: str = ""
    amounts: tuple[Decimal, ...] = ()
    act: str = ""

    @property
    def language(self) -> str:
        """The language to read it in; English where nobody said which."""
        return "en" if self.lang == "und" else self.lang

    @property
    def today(self) -> date:
        """The day on which it is read."""
        return self.reference_date or SOME_DAY


@dataclass(frozen=True, slots=True)
class PublicSet:
    """One set: its file, what is asked of us there, and how a line is marked; None passes a line over."""

    name: str
    bar: str
    mark: Callable[[Row, Reader], Awaitable[Outcome | None]]

    def file(self, folder: Path) -> Path:
        """Where the set lies."""
        return folder / f"public_{self.name}.jsonl"


async def money(row: Row, _reader: Reader) -> Outcome:
    """One amount with its currency, as part of a message."""
    figures = [one for one in _figures(row, None) if one.is_money]
    values = {value for one in figures for value in one.readings}
    if len(values) != 1:
        return "abstained"
    if values != {row.amount}:
        return "wrong"
    accepted = row.currency_any or ((row.currency,) if row.currency else ())
    said = next((one.currency for one in figures if one.currency), None)
    if not accepted or said in accepted:
        return "right"
    return "abstained" if said is None else "wrong"


async def numbers(row: Row, _reader: Reader) -> Outcome:
    """One number in words, as the answer to "how much?"."""
    figures = _figures(row, "amount")
    if len(figures) != 1 or len(figures[0].readings) != 1:
        return "abstained"
    return "right" if figures[0].readings[0] == row.value else "wrong"


async def dates(row: Row, _reader: Reader) -> Outcome:
    """One day that is past, as the answer to "which day?"."""
    days = survey(row.text, _setting(row, "day")).days
    if len(days) != 1:
        return "abstained"
    return "right" if {day.isoformat() for day in days} == {row.day} else "wrong"


async def invented(row: Row, _reader: Reader) -> Outcome | None:
    """Whether a day is found where there is none; what was said to a bank may well tell one."""
    if row.kind == "in_utterance":
        return None
    return "wrong" if survey(row.text, _setting(row, None)).days else "right"


async def expenses(row: Row, reader: Reader) -> Outcome | None:
    """The amounts of a message, through the whole bot; what is asked about may be something else."""
    if not row.amounts:
        return None
    turn = await _turn(row, reader)
    read = sorted(Decimal(one.amount or "0") for one in turn.ops)
    if turn.act in ("record", "ask") and read == sorted(row.amounts):
        return "right"
    return "wrong" if turn.act in WRITES else "abstained"


async def notes(row: Row, reader: Reader) -> Outcome | None:
    """A message without an amount: nothing must be written."""
    return None if row.amounts else _unless_written(await _turn(row, reader))


async def intents(row: Row, reader: Reader) -> Outcome | None:
    """A message to an assistant that is no operation: nothing must be written."""
    return _unless_written(await _turn(row, reader)) if row.act == "none" else None


SETS: Final = (
    PublicSet("expenses", "right >= 97, wrong <= 1.5", expenses),
    PublicSet("expenses", "of lines without an amount, written: as few as can be", notes),
    PublicSet("money", "right >= 88", money),
    PublicSet("numbers", "right >= 85", numbers),
    PublicSet("dates", "right >= 70; en, ru, es, de >= 85", dates),
    PublicSet("money", "invented dates (wrong) <= 0.5", invented),
    PublicSet("numbers", "invented dates (wrong) <= 0.5", invented),
    PublicSet("intents", "written (wrong) <= 1", intents),
)


async def measured(
    folder: Path, reader: Reader, advance: Callable[[], None] = lambda: None
) -> tuple[Table, ...]:
    """One table for each set that lies in the folder; `advance` is called after each.

    Raises:
        CasesError: there is none, or a line is not of its set.
    """
    found = [one for one in SETS if one.file(folder).exists()]
    if not found:
        raise CasesError(f"{folder}: no public_*.jsonl here")
    tables = []
    for one in found:
        rows = tuple(_rows(one.file(folder)))
        marked = [(row, outcome) for row in rows if (outcome := await one.mark(row, reader))]
        tables.append(_table(one, marked))
        advance()
    return tuple(tables)


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            yield Row.model_validate_json(line)
        except ValidationError as error:
            raise CasesError(f"{path}: line {number}: {error.errors()[0]['msg']}") from error


def _table(public: PublicSet, marked: Sequence[tuple[Row, Outcome]]) -> Table:
    langs = sorted({row.lang for row, _ in marked})
    groups = [("all", [outcome for _, outcome in marked])]
    groups += [(lang, [outcome for row, outcome in marked if row.lang == lang]) for lang in langs]
    return Table(
        f"public_{public.name}: {public.bar}",
        ("", "lines", "right", "wrong", "abstained"),
        tuple((name, str(len(outcomes)), *_shares(outcomes)) for name, outcomes in groups),
    )


def _shares(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    kinds: tuple[Outcome, ...] = ("right", "wrong", "abstained")
    return tuple(percent(outcomes.count(kind) / len(outcomes) if outcomes else None) for kind in kinds)


def _figures(row: Row, asked: AskedField | None) -> tuple[Figure, ...]:
    return survey(row.text, _setting(row, asked)).figures


def _setting(row: Row, asked: AskedField | None) -> Setting:
    return plain_setting(row.language, row.default_currency, row.today, asked)


async def _turn(row: Row, reader: Reader) -> PredictedTurn:
    accounts = [{"name": name, "currency": row.default_currency} for name in LISTS["accounts"]]
    user = {"default_currency": row.default_currency, "accounts": accounts, "categories": LISTS["categories"]}
    case = {
        "id": "public",
        "lang": row.language,
        "now": f"{row.today}T20:00:00+00:00",
        "timezone": "UTC",
        "user": user,
        "turns": [{"user": row.text, "expect": {"act": ["none"]}}],
    }
    return (await replay(Case.model_validate(case), reader)).turns[0]


def _unless_written(turn: PredictedTurn) -> Outcome:
    return "wrong" if turn.act in WRITES else "right"
