"""Measure reading: `python -m evals CASES.jsonl`, `… public PATH`, `… mutations`, `… fuzz`, `… report`."""

import asyncio
import json
import logging
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agents.asking import Model
from agents.model import ModelReader
from agents.rules import RulesReader, warm_up
from agents.rules.certainty.weighing import WEIGHTS
from evals import fuzz as fuzzing
from evals import mutations, public, report, training
from evals.case import Case, CasesError, read_cases
from evals.prediction import write_predictions
from evals.remarks import first_words, remarks
from evals.runs import Run, run_all
from evals.scoring import Score
from evals.table import by_language, by_tag, wire
from evals.tape import RecordedModel, RecordingModel, TapeError
from evals.training import weights_page

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, help=__doc__)

OWN: Final = Path(__file__).parent / "cases"
OPENAI: Final = "https://api.openai.com/v1"
PAGE: Final = Path("docs/reading.md")
WIDTH: Final = 170


class ReaderName(StrEnum):
    """Who reads: the rules alone, or the rules and, where they are not certain, a model."""

    RULES = "rules"
    MODEL = "model"


IsWrongListed = Annotated[bool, typer.Option("--wrong", help="List what is wrong with which case.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")]


@app.callback()
def main() -> None:
    """Measure how well messages are read."""
    warm_up()


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
    wrong: IsWrongListed = False,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Cases side by side, for a model.")] = 1,
    key: Annotated[str, typer.Option(envvar="OPENAI_API_KEY", help="The model's key.")] = "",
    base_url: Annotated[
        str | None, typer.Option(envvar="OPENAI_BASE_URL", help="Base of the model's server.")
    ] = None,
    model: Annotated[str, typer.Option(envvar="THREADBOOK_MODEL", help="Its name.")] = "gpt-5-mini",
    record: Annotated[Path | None, typer.Option(help="Add what the model answers to this file.")] = None,
    recorded: Annotated[
        Path | None, typer.Option(help="Answer from this file instead of asking the model.", exists=True)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Replay labelled cases through the bot, and score what it did (the command that may be left unnamed)."""
    if reader is ReaderName.MODEL and not key and recorded is None:
        raise typer.BadParameter("a model needs a key: set OPENAI_API_KEY, or give its --recorded answers")
    try:
        found = tuple(case for path in files for case in read_cases(path)) if files else own_cases()
    except CasesError as error:
        raise typer.BadParameter(str(error)) from error
    live = reader is ReaderName.MODEL and recorded is None
    far = ModelReader(key, model, base_url=base_url) if live else None
    try:
        asked = _asked(far, record, recorded, base_url)
    except TapeError as error:
        raise typer.BadParameter(str(error)) from error
    with bar("cases", len(found)) as advance:
        runs = asyncio.run(_replayed(found, asked, far, at_once, advance))
    if predictions is not None:
        write_predictions(predictions, (run.prediction for run in runs))
    _tell(runs, is_wrong_listed=wrong, as_json=as_json)
    silent = Counter(run.prediction.trouble for run in runs if run.prediction.trouble)
    if silent:
        typer.echo(f"the model did not answer, and the rules read alone: {dict(silent)}", err=True)


@app.command("public")
def public_sets(
    folder: Annotated[Path, typer.Argument(help="Where public_money.jsonl and its like lie.")],
) -> None:
    """Read public sets of amounts, numbers, dates and messages: right, wrong, abstained, by language."""
    try:
        with bar("sets", len(public.SETS)) as advance:
            tables = asyncio.run(public.measured(folder, RulesReader(), advance))
    except CasesError as error:
        raise typer.BadParameter(str(error)) from error
    for table in tables:
        _console().print(table.drawn())


@app.command("mutations")
def mutated_cases(*, wrong: IsWrongListed = False) -> None:
    """Change our cases in ways that should change the result in one field, or not at all."""
    found = own_cases()
    with bar("cases", len(found)) as advance:
        tried = asyncio.run(mutations.try_all(found, RulesReader(), advance))
    console = _console()
    console.print(tried.table().drawn())
    for one in tried.findings if wrong else ():
        line = f"{one.case_id}, {one.kind}: {one.text!r}: {one.was}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


@app.command("fuzz")
def fuzzed(
    *,
    texts: Annotated[int, typer.Option(min=1, help="How many.")] = 1000,
    seed: Annotated[int, typer.Option(help="Which ones.")] = 1,
) -> None:
    """Say random characters of many scripts: exit code 1 when one breaks, is written, or takes too long."""
    world = own_cases()[0]
    with bar("texts", texts) as advance:
        seen = asyncio.run(fuzzing.fuzz(world, RulesReader(), texts=texts, seed=seed, advance=advance))
    console = _console()
    for text in (*seen.broken, *seen.written):
        console.print(text[:WIDTH], markup=False, highlight=False)
    console.print(
        f"{texts} texts: {len(seen.broken)} broken, {len(seen.written)} written, "
        f"{seen.slow} over {fuzzing.LIMIT_MS:.0f} ms, longest {max(seen.ms):.1f} ms"
    )
    raise typer.Exit(code=bool(seen.broken or seen.written or seen.slow))


@app.command("train")
def trained(*, write: Annotated[bool, typer.Option("--write", help="Keep the weights.")] = False) -> None:
    """Find what each piece of evidence for an operation weighs, and how that holds for messages left out."""
    found = own_cases()
    known = training.samples([*remarks(found), *first_words(found)])
    for by in ("language", "source"):
        held = training.held_out(known, by)
        typer.echo(
            f"left out by {by}: of {held.samples} messages with money, {held.needless:.1%} of the operations "
            f"are asked about, {held.false:.1%} of the talk is written"
        )
    page = weights_page(training.trained(known))
    if write:
        WEIGHTS.write_text(page, encoding="utf-8")
    typer.echo(page)


@app.command("report")
def reported(
    *,
    folder: Annotated[
        Path | None, typer.Option("--public", help="Where public sets lie; left out without it.")
    ] = None,
    texts: Annotated[int, typer.Option(min=1, help="How many random texts.")] = 300,
    page: Annotated[Path, typer.Option(help="The page whose measured part is written anew.")] = PAGE,
) -> None:
    """Measure everything, and write the measured part of docs/reading.md."""
    if folder is not None and not folder.is_dir():
        raise typer.BadParameter(f"{folder} is no folder")
    command = f"python -m evals report --texts {texts}" + (" --public FOLDER" if folder else "")
    written = report.inserted(page.read_text("utf-8"), asyncio.run(_measured(command, folder, texts)))
    page.write_text(written, "utf-8")
    typer.echo(f"{page} is written")


async def _measured(command: str, folder: Path | None, texts: int) -> report.Measured:
    rules, found = RulesReader(), own_cases()
    with bar("cases", len(found)) as advance:
        runs = await run_all(found, rules, advance=advance)
    with bar("mutations", len(found)) as advance:
        tried = await mutations.try_all(found, rules, advance)
    with bar("random texts", texts) as advance:
        seen = await fuzzing.fuzz(found[0], rules, texts=texts, advance=advance)
    with bar("public sets", len(public.SETS)) as advance:
        tables = await public.measured(folder, rules, advance) if folder else ()
    verdicts = [run.verdict for run in runs]
    return report.Measured(datetime.now(UTC).date(), command, verdicts, tried, seen, tables)


def _asked(
    far: ModelReader | None, record: Path | None, recorded: Path | None, base_url: str | None
) -> Model | None:
    """Who answers where the rules are not certain: a far model, perhaps recorded, a tape, or nobody.

    Raises:
        TapeError: the tape is none, or another one.
    """
    if recorded is not None:
        tape = RecordedModel(recorded)
        label = tape.label
        typer.echo(f"{label.model} at {label.server}, recorded on {label.recorded_on}", err=True)
        if label.is_stale:
            typer.echo(
                "what models are told has changed since: record anew to know what it says now", err=True
            )
        return tape
    if far is None or record is None:
        return far
    server = urlsplit(base_url or OPENAI).netloc
    return RecordingModel(far, record, server=server, today=datetime.now(UTC).date())


def own_cases() -> tuple[Case, ...]:
    """The cases of this repository."""
    return tuple(case for path in sorted(OWN.glob("*.jsonl")) for case in read_cases(path))


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on the standard error, so that the standard output stays a table or JSON."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)


async def _replayed(
    found: tuple[Case, ...],
    asked: Model | None,
    far: ModelReader | None,
    at_once: int,
    advance: Callable[[], None],
) -> tuple[Run, ...]:
    """Replay cases; the connections of a `far` model are closed at the end."""
    try:
        return await run_all(found, RulesReader(), asked, at_once=at_once, advance=advance)
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
    console = _console()
    console.print(by_language(verdicts).drawn(), by_tag(verdicts).drawn())
    for one in listed:
        mark = " FALSE WRITE" if one.is_false_write else ""
        line = f"{one.case.id}{mark}: {'; '.join(one.wrong)}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _console() -> Console:
    """The standard output; wide where it is no terminal, so that no table is cut."""
    return Console(width=None if sys.stdout.isatty() else WIDTH)


def named(args: list[str]) -> list[str]:
    """The arguments with their command: where they name none, they are files of cases."""
    commands = {command.name for command in app.registered_commands}
    return args if args and (args[0] in commands or args[0] == "--help") else ["cases", *args]


if __name__ == "__main__":
    # What fails in a case is told beside the case.
    logging.disable(logging.CRITICAL)
    app(named(sys.argv[1:]))
