from datetime import date

import pytest

from evals.fuzz import Fuzzed
from evals.mutations import Tried
from evals.report import BEGIN, END, Measured, inserted
from evals.scoring import judge
from evals.table import Table
from tests.evals.world import COFFEE, case, predicted

VERDICT = judge(
    case(("coffee 300 card", {"act": ["record"], "ops": [COFFEE]}), final=[COFFEE], tags=["terse"]),
    predicted({"act": "record", "ops": [COFFEE]}, final=(COFFEE,), ms=(0.5,)),
)
MEASURED = Measured(
    date(2026, 11, 25),
    "python -m evals report",
    [VERDICT],
    Tried({"emoji added": 2}, ()),
    Fuzzed((), ("x",), (1.0, 11.0)),
    [Table("public_money", ("", "lines"), (("all", "3"),))],
)


def test_the_measured_part_is_written_anew_and_the_rest_stays() -> None:
    page = f"Words before.\n{BEGIN}\nold figures\n{END}\nWords behind.\n"

    written = inserted(page, MEASURED)

    assert written.startswith("Words before.\n")
    assert written.endswith("Words behind.\n")
    assert "old figures" not in written
    assert "Measured on 2026-11-25 by `python -m evals report`: n = 1 cases in 1 languages" in written
    assert "| terse | 1 | 0.0 | 100.0 |" in written
    assert "| emoji added | 2 | 100.0 |" in written
    assert "1 were written; 50.0 % were read within 10 ms" in written
    assert "## public_money" in written


def test_a_page_without_its_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="lacks"):
        inserted("no marks", MEASURED)
