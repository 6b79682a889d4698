"""Measure reading: `python -m evals CASES.jsonl`, `… public PATH`, `… mutations`, `… fuzz`, `… report`."""

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.model import ModelReader
from agents.rules import RulesReader
from evals.case import Case, CasesError, read_cases
from evals.prediction import write_predictions
from evals.runs import Run, run_all
from evals.scoring import Score
from evals.table import by_language, by_tag, wire

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help=__doc__)


@app.callback()
def main() -> None:
    """Measure how well messages are read."""


OWN: Final = Path(__file__).parent / "cases"
WIDTH: Final = 170


class ReaderName(StrEnum):
    """Who reads: the rules alone, or the rules and, where they are not certain, a model."""

    RULES = "rules"
    MODEL = "model"


AsJson = Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")]


@app.command("cases")
def replayed_cases(  # noqa: PLR0913  # what one command can be told
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files of cases, one JSON object a line; ours without any.")
    ] = None,
    *,
    reader: Annotated[ReaderName, typer.Option(help="Who reads.")] = ReaderName.RULES,
    predictions: Annotated[
        Path | None, typer.Option(help="Write one prediction a case to this file.")
    ] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="List what is wrong with which case.")] = False,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Cases side by side, for a model.")] = 1,
    key: Annotated[str, typer.Option(envvar="OPENAI_API_KEY", help="The model's key.")] = "",
    base_url: Annotated[
        str | None, typer.Option(envvar="OPENAI_BASE_URL", help="Base of the model's server.")
    ] = None,
    model: Annotated[str, typer.Option(envvar="THREADBOOK_MODEL", help="Its name.")] = "gpt-5-mini",
    as_json: AsJson = False,
) -> None:
    """Replay labelled cases through the bot, and score what it did (the command that may be left unnamed)."""
    if reader is ReaderName.MODEL and not key:
        raise typer.BadParameter("a model needs a key: set OPENAI_API_KEY")
    try:
        found = [case for path in files or sorted(OWN.glob("*.jsonl")) for case in read_cases(path)]
    except CasesError as error:
        raise typer.BadParameter(str(error)) from error
    far = ModelReader(key, model, base_url=base_url) if reader is ReaderName.MODEL else None
    with bar("cases", len(found)) as advance:
        runs = asyncio.run(_replayed(found, far, at_once, advance))
    if predictions is not None:
        write_predictions(predictions, (run.prediction for run in runs))
    _tell(runs, is_wrong_listed=wrong, as_json=as_json)


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on the standard error, so that the standard output stays a table or JSON."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


async def _replayed(
    found: list[Case], far: ModelReader | None, at_once: int, advance: Callable[[], None]
) -> tuple[Run, ...]:
    try:
        return await run_all(found, RulesReader(), far, at_once=at_once, advance=advance)
    finally:
        if far is not None:
            await far.close()


def _tell(runs: tuple[Run, ...], *, is_wrong_listed: bool, as_json: bool) -> None:
    verdicts = [run.verdict for run in runs]
    listed = [verdict for verdict in verdicts if not verdict.is_right] if is_wrong_listed else []
    if as_json:
        told = wire(Score.of_all(verdicts)) | {"wrong": {one.case.id: one.wrong for one in listed}}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    console = Console(width=WIDTH if not sys.stdout.isatty() else None)
    console.print(by_language(verdicts).drawn(), by_tag(verdicts).drawn())
    for one in listed:
        mark = " FALSE WRITE" if one.is_false_write else ""
        console.print(f"{one.case.id}{mark}: {'; '.join(one.wrong)}", markup=False, highlight=False)


def named(args: list[str]) -> list[str]:
    """The arguments with their command: where they name none, they are files of cases."""
    commands = {command.name for command in app.registered_commands}
    return args if args and (args[0] in commands or args[0] == "--help") else ["cases", *args]


if __name__ == "__main__":
    # What fails in a case is told beside the case.
    logging.disable(logging.CRITICAL)
    app(named(sys.argv[1:]))
