from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import blocks
from benchmarks.__main__ import app
from benchmarks.plot import draw
from benchmarks.report import Chart


@pytest.mark.parametrize("is_logarithmic", [False, True])
def test_a_chart_is_a_picture_for_a_page_of_800_pixels(tmp_path: Path, *, is_logarithmic: bool) -> None:
    pictures = []
    for theirs in (30, 3000):
        series = {"one chat": [900, 12.5], "many": [3000, theirs]}
        draw(Chart("Turns", "a second", ("ours", "theirs"), series, is_logarithmic), tmp_path / "chart.png")
        pictures.append((tmp_path / "chart.png").read_bytes())

    width = pictures[0][16:20]  # where a PNG says it
    assert int.from_bytes(width, "big") == 1600
    assert pictures[0] != pictures[1]


def test_turn_draws_its_chart_beside_its_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(blocks, "EXCHANGES", 1)
    path = tmp_path / "turn.png"

    result = CliRunner().invoke(app, ["turn", "--rounds", "1", "--messages", "20", "--plot", str(path)])

    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_benchmark_without_a_chart_says_so_before_it_measures(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["reply", "--plot", str(tmp_path / "reply.png")])

    assert result.exit_code == 2
    assert "reply has no chart" in result.output
