"""Figures as monitors read them: the text format of Prometheus, which its node exporter takes from a file."""

from collections.abc import Iterable
from itertools import groupby

from manager import Sample


def exposition(samples: Iterable[Sample]) -> str:
    """All figures as gauges, in the order of their names: `threadbook_operations{state="booked"} 261`."""
    ordered = sorted(samples, key=lambda one: (one.name, one.of))
    lines = [
        line
        for name, group in groupby(ordered, key=lambda one: one.name)
        for line in (f"# TYPE threadbook_{name} gauge", *(_line(one) for one in group))
    ]
    return "\n".join(lines) + "\n"


def _line(sample: Sample) -> str:
    label = f'{{{sample.label}="{_escaped(sample.of)}"}}' if sample.label else ""
    return f"threadbook_{sample.name}{label} {round(sample.value, 3):.12g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
