import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of one kind; None is a figure that this machine cannot give."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to be seen at a glance: for each label one bar of each series."""

    title: str
    axis: str
    labels: tuple[str, ...]
    series: Mapping[str, Sequence[float]]
    is_logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark measured; `notes` say what was measured how, and what was skipped and why."""

    benchmark: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    chart: Chart | None = None

    @property
    def wire(self) -> dict[str, Any]:
        """The report as JSON: each row as an object."""
        tables = [
            {"title": table.title, "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows]}
            for table in self.tables
        ]
        return {
            "benchmark": self.benchmark,
            "machine": machine(),
            "tables": tables,
            "notes": list(self.notes),
        }

    def write_json(self, console: Console) -> None:
        """Write the report as one JSON document."""
        console.file.write(json.dumps(self.wire, indent=2, ensure_ascii=False) + "\n")

    def show(self, console: Console) -> None:
        """Draw the report for people."""
        for table in self.tables:
            console.print(_drawn(table))
        for note in self.notes:
            console.print(f"· {note}", style="dim", highlight=False)


class Steps:
    """A progress bar that benchmarks move on; without a terminal it stays silent."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    @contextmanager
    def of(self, what: str, total: int) -> Iterator["Step"]:
        """Show one bar for what is done in here."""
        task = self._progress.add_task(what, total=total)
        try:
            yield Step(self._progress, task)
        finally:
            self._progress.remove_task(task)


@dataclass(frozen=True, slots=True)
class Step:
    """One bar."""

    progress: Progress
    task: TaskID

    def advance(self, done: int = 1) -> None:
        """So much more is done."""
        self.progress.advance(self.task, done)


@contextmanager
def steps() -> Iterator[Steps]:
    """Bars on the standard error, so that the standard output stays a table or JSON."""
    columns = (
        TextColumn("{task.description:<40}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Steps(progress)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(title=table.title, title_justify="left")
    for number, column in enumerate(table.columns):
        drawn.add_column(column, justify="right" if number else "left")
    for row in table.rows:
        drawn.add_row(*map(_text, row))
    return drawn


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return "–"
        case float():
            return f"{cell:,.0f}" if cell >= 1000 else f"{cell:.3g}"  # noqa: PLR2004  # a thousand needs no digits
        case int():
            return f"{cell:,}"
        case _:
            return cell
