"""Measure speed: `python -m benchmarks turn`, `… --json`."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from benchmarks import answer, context, flood, peers, reconcile, reply, sheet, turn
from benchmarks.plan import Plan
from benchmarks.report import Chart, Report, Steps, steps
from bot import loop

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Name(StrEnum):
    """What can be measured."""

    TURN = "turn"
    CONTEXT = "context"
    REPLY = "reply"
    PEERS = "peers"
    ANSWER = "answer"
    FLOOD = "flood"
    SHEET = "sheet"
    RECONCILE = "reconcile"


BENCHMARKS: Final[Mapping[Name, Callable[[Plan, Steps], Awaitable[Report]]]] = {
    Name.TURN: turn.measure,
    Name.CONTEXT: context.measure,
    Name.REPLY: reply.measure,
    Name.PEERS: peers.measure,
    Name.ANSWER: answer.measure,
    Name.FLOOD: flood.measure,
    Name.SHEET: sheet.measure,
    Name.RECONCILE: reconcile.measure,
}


@app.command()
def benchmarks(
    name: Annotated[Name, typer.Argument(help="What to measure.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of tables.")] = False,
    messages: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Largest size: messages (turn, context, peers), addresses (reply), updates (answer, flood), "
            "rows (sheet, reconcile).",
        ),
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of alternating blocks.")] = 8,
    plot: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Draw a chart into this file too (turn, peers).")
    ] = None,
) -> None:
    """Measure our speed as ratios: against raw sqlite3, against other memories, from update to answer."""
    draw = _drawing(name) if plot else None
    with steps() as bars:
        report = loop.run(_measured(name, Plan(messages, rounds), bars))
    console = Console()
    if as_json:
        report.write_json(console)
    else:
        report.show(console)
    if plot and draw and report.chart:
        draw(report.chart, plot)


def _drawing(name: Name) -> Callable[[Chart, Path], None]:
    """What draws a chart; asked for before an hour is spent on measuring."""
    if name not in (Name.TURN, Name.PEERS):
        raise typer.BadParameter(f"{name} has no chart; turn and peers have one.")
    try:
        from benchmarks.plot import draw  # noqa: PLC0415  # only who draws needs matplotlib
    except ModuleNotFoundError as error:
        raise typer.BadParameter("Drawing needs matplotlib; `make test` installs it.") from error
    return draw


async def _measured(name: Name, plan: Plan, bars: Steps) -> Report:
    return await BENCHMARKS[name](plan, bars)


if __name__ == "__main__":
    app()
