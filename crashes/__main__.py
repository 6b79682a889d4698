"""Harm the bot and see whether its books stay right: `python -m crashes points`, `random`, `controls`...

`points`, `random` and `controls` kill real processes, `simulation` plays the bot in made-up time, `sheet`
lets people act in the sheet while the bot writes.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from crashes.campaign import Run, Sum, point_runs, random_runs, side_by_side
from crashes.controls import Caught, hunt, hunts
from crashes.faults import Forecast
from crashes.life import EARNEST, HASTY
from crashes.meddling.acts import ACTS
from crashes.meddling.campaign import STEPS
from crashes.meddling.campaign import Sum as Meddled
from crashes.meddling.campaign import campaign as meddling
from crashes.planted import NOTHING
from crashes.runs import Pace, Report
from crashes.simulation.campaign import IN_TURN, Kind, campaign
from crashes.simulation.campaign import Sum as Histories
from crashes.stage import StageError
from manager import POINTS

app = typer.Typer(add_completion=False, rich_markup_mode=None, help=__doc__)

LOG_LINES: Final = 60
DRAIN_SECONDS: Final = 12
"""How long a bot with a planted bug gets to come to rest; sound ones need five at most."""

Hits = Annotated[str, typer.Option(help="Which times of reaching a point kill, such as 1,2,5.")]
Seeds = Annotated[int, typer.Option(min=1, help="How many scripts of people are played.")]
Updates = Annotated[int, typer.Option(min=1, help="Messages, edits and taps of people in one run, about.")]
Faults = Annotated[
    float, typer.Option(min=0, max=0.9, help="Which share of the calls to the far ends fails.")
]
AtOnce = Annotated[int, typer.Option("--at-once", min=1, help="Runs side by side.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
InEarnest = Annotated[
    bool, typer.Option("--in-earnest", help="Keep the long waits of the shipped bot: minutes for each run.")
]


@app.command()
def points(  # noqa: PLR0913  # what one command can be told
    *,
    point: Annotated[list[str] | None, typer.Option(help="Only this point; may be given often.")] = None,
    hits: Hits = "1,2,5",
    seeds: Seeds = 3,
    updates: Updates = 60,
    faults: Faults = 0.3,
    at_once: AtOnce = 2,
    as_json: AsJson = False,
    in_earnest: InEarnest = False,
) -> None:
    """Kill -9 at every named fail point, in two lives in a row."""
    try:
        runs = list(point_runs(point or (), _numbers(hits), seeds, _pace(updates, faults, in_earnest)))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    total, reports = asyncio.run(_campaign(runs, at_once))
    raise typer.Exit(_tell(total, reports, as_json=as_json))


@app.command("random")
def at_random_times(
    *,
    kills: Annotated[int, typer.Option(min=1, help="How often the bot is killed, all runs together.")] = 60,
    first_seed: Annotated[
        int, typer.Option(help="The seed of the first run; the next one has the next.")
    ] = 1,
    updates: Updates = 150,
    faults: Faults = 0.3,
    at_once: AtOnce = 2,
    as_json: AsJson = False,
    in_earnest: InEarnest = False,
) -> None:
    """Kill -9 at random moments, a dozen lives in a row."""
    runs = list(random_runs(kills, first_seed, _pace(updates, faults, in_earnest)))
    total, reports = asyncio.run(_campaign(runs, at_once))
    raise typer.Exit(_tell(total, reports, as_json=as_json))


@app.command()
def controls(*, updates: Updates = 60, at_once: AtOnce = 2, as_json: AsJson = False) -> None:
    """Plant one bug after another, and see each found; the exit code tells whether every one was."""
    found = asyncio.run(_controls(Pace(updates=updates, drain_seconds=DRAIN_SECONDS), at_once))
    if as_json:
        typer.echo(json.dumps([caught.json() for caught in found]))
    else:
        table = Table("planted bug", "dies at", "runs", "kill -9", "updates", "broken promises")
        for one in found:
            words = _listed(one.breaches) or "none"
            numbers = (str(one.runs), str(one.deaths), str(one.updates))
            table.add_row(one.bug, one.point, *numbers, words, style="" if one.is_right else "bold red")
        Console().print(table)
    raise typer.Exit(not all(one.is_right for one in found))


@app.command("simulation")
def in_made_up_time(  # what one command can be told
    *,
    histories: Annotated[int, typer.Option(min=1, help="Operations with their corrections, about.")] = 10_000,
    seed: Annotated[int, typer.Option(help="The first seed; each play of fifty histories has the next.")] = 1,
    together: Annotated[
        bool,
        typer.Option("--together", help="Only plays with deaths and people at the sheet in the same play."),
    ] = False,
    plant: Annotated[str, typer.Option(help="A bug that must be found.")] = NOTHING,
    trace: Annotated[bool, typer.Option("--trace", help="Print everything that happens.")] = False,
    at_once: AtOnce = 2,
    as_json: AsJson = False,
) -> None:
    """Play the bot in made-up time: answers lost and late, deaths at any call, people at the sheet."""
    total = Histories()
    with _progress() as progress:
        task = progress.add_task("histories", total=histories)
        kinds: tuple[Kind, ...] = ("together",) if together else IN_TURN
        for told in campaign(histories, seed, kinds, at_once=at_once, bug=plant, is_traced=trace):
            total.add(told)
            for line in (
                *told.lines,
                *(f"seed {told.verdict.seed}, {told.kind}: {one}" for one in told.verdict.findings),
            ):
                progress.console.print(line, markup=False, highlight=False)
            words = f"{total.deaths} deaths, {total.acts} acts, {len(total.failed)} plays failed"
            progress.update(task, completed=total.histories, description=words)
    if as_json:
        typer.echo(json.dumps(total.json()))
    else:
        Console().print(_histories(total))
    raise typer.Exit(not total.is_clean)


@app.command("sheet")
def people_at_the_sheet(
    *,
    act: Annotated[list[str] | None, typer.Option(help="Only this act; may be given often.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="How often each act comes before each call.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Let people sort, delete, move and lock things at the sheet before each call of a write."""
    chosen = [one for one in ACTS if not act or one in act]
    if act and len(chosen) < len(act):
        raise typer.BadParameter(f"acts are {', '.join(ACTS)}")
    sums = {one: Meddled(one) for one in chosen}
    logging.disable(logging.WARNING)  # being kept out is what is played
    with _progress() as progress:
        task = progress.add_task("acts", total=len(chosen) * STEPS * seeds)
        for told in meddling(chosen, range(seeds)):
            sums[told.act].add(told)
            for finding in told.findings:
                line = f"{told.act} before call {told.step}, seed {told.seed}: {finding}"
                progress.console.print(line, markup=False, highlight=False)
            progress.update(task, advance=1, description=told.act)
    if as_json:
        typer.echo(json.dumps([asdict(total) for total in sums.values()]))
    else:
        table = Table("act", "runs", "damaged", "edits written over", "operations that say why they wait")
        for total in sums.values():
            numbers = (str(total.runs), str(total.damaged), str(total.written_over))
            table.add_row(total.act, *numbers, _listed(total.waiting), style="bold red" * bool(total.damaged))
        Console().print(table)
    raise typer.Exit(any(total.damaged for total in sums.values()))


def _histories(total: Histories) -> Table:
    table = Table(show_header=False)
    table.add_row("plays", str(total.plays))
    table.add_row("histories of operations", str(total.histories))
    table.add_row("updates of people", str(total.updates))
    table.add_row("deaths", str(total.deaths))
    table.add_row("calls that failed", str(total.faults))
    table.add_row("acts of people at the sheet", str(total.acts))
    table.add_row("hours made up", f"{total.hours:.0f}")
    failed = ", ".join(f"{seed} ({kind})" for seed, kind in total.failed.items())
    table.add_row("seeds that failed", failed or "none")
    table.add_section()
    for breach, count in total.breaches.items():
        table.add_row(breach, str(count), style="bold red" if count else "green")
    return table


def _pace(updates: int, faults: float, in_earnest: bool) -> Pace:  # noqa: FBT001  # straight from the option
    if in_earnest:
        return Pace(updates, forecast=Forecast.of(faults), command=EARNEST, drain_seconds=600)
    return Pace(updates, forecast=Forecast.of(faults), command=HASTY)


def _numbers(listed: str) -> list[int]:
    try:
        return [int(one) for one in listed.split(",")]
    except ValueError as error:
        raise typer.BadParameter(f"{listed!r} is no list of numbers such as 1,2,5") from error


async def _controls(pace: Pace, at_once: int) -> list[Caught]:
    """Look for every planted bug, and show how far it is on the standard error."""
    logging.getLogger("uvicorn.error").disabled = True
    found = []
    with _progress() as progress:
        places = hunts()
        task = progress.add_task("bugs", total=len(places))
        async for caught in side_by_side((hunt(bug, place, pace) for bug, place in places), at_once):
            found.append(caught)
            progress.update(
                task, advance=1, description=f"{caught.bug}: {_listed(caught.breaches) or 'none'}"
            )
    order = [(bug, place.point) for bug, place in places]
    return sorted(found, key=lambda caught: order.index((caught.bug, caught.point)))


async def _campaign(runs: list[Run], at_once: int) -> tuple[Sum, list[Report]]:
    """Run all and show how far it is on the standard error."""
    logging.getLogger("uvicorn.error").disabled = True  # a client that was killed in its call is no news
    total, reports = Sum(), []
    with _progress() as progress:
        task = progress.add_task("runs", total=len(runs))
        try:
            async for report in side_by_side(runs, at_once):
                reports.append(report)
                total.add(report)
                for finding in report.findings:
                    progress.console.print(f"{report.name}, seed {report.seed}: {finding}", markup=False)
                wrong = sum(total.breaches.values())
                words = f"{total.deaths} deaths, {total.updates} updates, {wrong} promises broken"
                progress.update(task, advance=1, description=words)
                if not progress.console.is_terminal:
                    progress.console.print(f"{total.runs} of {len(runs)}: {words}", markup=False)
        except (StageError, asyncio.CancelledError) as error:  # what was played counts all the same
            total.cut_short = str(error) or "stopped"
    return total, reports


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True))


def _tell(total: Sum, reports: list[Report], *, as_json: bool) -> int:
    """Print the sum and what was found; returns the exit code."""
    if as_json:
        found = [report.json() for report in reports if report.findings]
        typer.echo(json.dumps(total.json() | {"points": len(POINTS), "found": found}, ensure_ascii=False))
        return not total.is_clean
    console = Console()
    for report in reports:
        if report.findings:
            console.print(f"{report.name}, seed {report.seed}", style="bold red")
            console.print("\n".join(report.log[-LOG_LINES:]), style="dim", markup=False)
    console.print(_table(total))
    return not total.is_clean


def _table(total: Sum) -> Table:
    table = Table(show_header=False)
    table.add_row("runs", f"{total.runs}, cut short" if total.cut_short else str(total.runs))
    table.add_row("kill -9", str(total.deaths))
    table.add_row("updates of people", str(total.updates))
    table.add_row("operations booked", str(total.operations))
    table.add_row("rows in the sheets", str(total.rows))
    table.add_row("calls that failed", _listed(total.faults))
    table.add_row("said twice (no promise)", str(total.repeats))
    table.add_row("longest way to rest", f"{total.longest_drain_seconds:.1f} s")
    table.add_row("not reached", "\n".join(total.unreached) or "none")
    table.add_section()
    for breach, count in total.breaches.items():
        table.add_row(breach, str(count), style="bold red" if count else "green")
    return table


def _listed(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items())


if __name__ == "__main__":
    app()
