"""Draws the chart of a report. The one module that needs matplotlib, which comes with the extra `figures`."""

import math
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.report import Chart

WIDTH_INCHES: Final = 8.0
DOTS_PER_INCH: Final = 200
"""Twice what a page of 800 pixels shows, so that it stays sharp on fine screens."""

COLOURS: Final = ("#1f6f8b", "#e0a458", "#9aa5b1")
THICKNESS: Final = 0.8
"""Of all bars of one label, where the distance between labels is 1."""


def draw(chart: Chart, path: Path) -> None:
    """Write the chart as a picture: horizontal bars on white, each with its figure."""
    bars = len(chart.labels) * len(chart.series)
    figure = Figure(figsize=(WIDTH_INCHES, 1.4 + 0.24 * bars), layout="constrained", facecolor="white")
    axes = figure.add_subplot()
    _draw_bars(axes, chart)
    axes.set_yticks(range(len(chart.labels)), chart.labels)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlabel(chart.axis)
    axes.set_title(chart.title, loc="left", fontsize=11)
    figure.legend(loc="outside lower left", ncols=len(chart.series), frameon=False)
    figure.savefig(path, dpi=DOTS_PER_INCH)


def _draw_bars(axes: Axes, chart: Chart) -> None:
    height = THICKNESS / len(chart.series)
    for number, (name, values) in enumerate(chart.series.items()):
        places = [place + (number - (len(chart.series) - 1) / 2) * height for place in range(len(values))]
        colour = COLOURS[number % len(COLOURS)]
        drawn = axes.barh(places, values, height=0.9 * height, label=name, color=colour)
        axes.bar_label(drawn, [_said(value) for value in values], padding=3, fontsize=8)
    axes.margins(x=0.12)
    if chart.is_logarithmic:
        least = min(value for values in chart.series.values() for value in values)
        axes.set_xscale("log")
        axes.set_xlim(left=10 ** math.floor(math.log10(least)))
        axes.xaxis.set_major_formatter("{x:,g}")


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  # a hundred needs no digits
