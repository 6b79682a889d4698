"""Scores as tables: for a terminal, for a page, and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Group
from rich.table import Table as RichTable
from rich.text import Text

from evals.scoring import Measure, Score, Verdict

HEADINGS: Final[tuple[tuple[Measure, str], ...]] = (
    ("false_write", "false write"),
    ("case", "case right"),
    ("act", "act"),
    ("amount", "amount"),
    ("date", "date"),
    ("account", "account"),
    ("category", "category"),
    ("counterparty", "party"),
    ("question", "query"),
    ("unneeded_question", "needless question"),
    ("should_have_asked", "should ask"),
    ("written_on_none", "on none"),
    ("dialogue", "dialogue book"),
)
"""The measures in the order of a report: what harms comes first."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under headings."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def drawn(self) -> Group:
        """The table for a terminal, under its title: in the table a long one would be broken."""
        drawn = RichTable()
        for number, column in enumerate(self.columns):
            drawn.add_column(column, justify="right" if number else "left")
        for row in self.rows:
            drawn.add_row(*row)
        return Group(Text(self.title, style="bold"), drawn)

    def markdown(self) -> str:
        """The table for a page."""
        rule = ["---", *["--:"] * (len(self.columns) - 1)]
        lines = [self.columns, rule, *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def by_language(verdicts: Sequence[Verdict]) -> Table:
    """The scores of all cases, and of each language."""
    groups = sorted({verdict.case.lang for verdict in verdicts})
    scores = [(lang, Score.of_all(one for one in verdicts if one.case.lang == lang)) for lang in groups]
    return scored("By language", [("all", Score.of_all(verdicts)), *scores])


def by_tag(verdicts: Sequence[Verdict]) -> Table:
    """The scores of each tag; a case with several tags counts in each."""
    tags = sorted({tag for verdict in verdicts for tag in verdict.case.tags})
    return scored(
        "By tag", [(tag, Score.of_all(one for one in verdicts if tag in one.case.tags)) for tag in tags]
    )


def scored(title: str, groups: Iterable[tuple[str, Score]]) -> Table:
    """One line of percentages for each group."""
    columns = ("", "cases", *(heading for _, heading in HEADINGS), "ms p50", "ms p95")
    return Table(title, columns, tuple((name, *_cells(score)) for name, score in groups))


def wire(score: Score) -> dict[str, Any]:
    """A score as JSON: shares from 0 to 1 with what they are shares of."""
    told: dict[str, Any] = {"cases": score.cases}
    for measure, _ in HEADINGS:
        told[measure] = {"share": score.share(measure), "of": score.of.get(measure, 0)}
    return told | {"ms_p50": score.percentile(50), "ms_p95": score.percentile(95)}


def percent(share: float | None) -> str:
    """A share as percent with one decimal; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.1f}"


def _cells(score: Score) -> Iterator[str]:
    yield str(score.cases)
    for measure, _ in HEADINGS:
        yield percent(score.share(measure))
    for rank in (50, 95):
        spent = score.percentile(rank)
        yield "–" if spent is None else f"{spent:.2f}"
