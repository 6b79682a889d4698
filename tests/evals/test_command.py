import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app, named
from evals.case import CasesError, read_cases
from tests.evals.world import COFFEE, case

RIGHT = case(("coffee 300 card", {"act": ["record"], "ops": [COFFEE]}), final=[COFFEE])


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text(RIGHT.model_dump_json(exclude_unset=True) + "\n\n", encoding="utf-8")
    return path


def test_the_command_writes_one_prediction_a_case_and_prints_scores(cases: Path, tmp_path: Path) -> None:
    written = tmp_path / "out.jsonl"

    done = CliRunner().invoke(
        app, named([str(cases), "--reader", "rules", "--predictions", str(written), "--json"])
    )

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["case"] == {"share": 1.0, "of": 1}
    (line,) = written.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["turns"][0]["act"] == "record"


def test_the_tables_are_by_language_and_by_tag(cases: Path) -> None:
    done = CliRunner().invoke(app, named([str(cases)]))

    assert done.exit_code == 0, done.output
    assert "By language" in done.stdout
    assert "By tag" in done.stdout


def test_a_line_that_is_no_case_is_named_with_what_is_wrong(cases: Path) -> None:
    with cases.open("a", encoding="utf-8") as file:
        file.write('{"id": "x"}\n')

    with pytest.raises(CasesError, match=r"line 3 is no case: lang: Field required"):
        read_cases(cases)


def test_numbers_may_stand_for_texts_and_null_for_what_is_left_out(cases: Path) -> None:
    line = RIGHT.model_dump(exclude_unset=True, mode="json")
    line |= {"tags": None, "locale": None, "history": [COFFEE | {"amount": 12.5}]}
    cases.write_text(json.dumps(line), encoding="utf-8")

    (case,) = read_cases(cases)

    assert (case.tags, case.locale) == ((), "")
    assert case.history[0].amount == "12.5"


def test_a_file_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, named([str(tmp_path / "none.jsonl")]))

    assert done.exit_code == 2
    assert "cannot be read" in done.output


def test_a_model_without_a_key_is_refused(cases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    done = CliRunner().invoke(app, named([str(cases), "--reader", "model"]))

    assert done.exit_code == 2
    assert "OPENAI_API_KEY" in done.output
