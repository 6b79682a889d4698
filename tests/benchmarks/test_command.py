import json

import pytest
from typer.testing import CliRunner

from benchmarks import answer, blocks, context, reconcile, reply, turn
from benchmarks.__main__ import app


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "EXCHANGES", 2)
    monkeypatch.setattr(context, "LOADS", 4)
    monkeypatch.setattr(reply, "LOOKUPS", 5)
    monkeypatch.setattr(answer, "RACES", ((False, 100), (True, 100)))


def measured(name: str, *options: str) -> dict[str, list[dict[str, object]]]:
    """The tables of a benchmark by title, from what it printed as JSON."""
    result = CliRunner().invoke(app, [name, "--json", "--rounds", "1", *options])
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["benchmark"] == name
    assert report["machine"]["cores"] >= 1
    return {table["title"]: table["rows"] for table in report["tables"]}


def test_turn_compares_with_raw_one_by_one_and_many_at_once() -> None:
    tables = measured("turn", "--messages", "20")

    assert [rows[0]["messages"] for rows in tables.values()] == ["20"] * 5
    (crowd,) = tables["Throughput, 32 chats"]
    assert all(
        isinstance(figure, float) and figure > 0 for name, figure in crowd.items() if name != "messages"
    )


def test_turn_tells_what_growing_costs_within_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "THOUSAND", 20)
    tables = measured("turn", "--messages", "40")

    small, large = next(iter(tables.values()))
    assert (small["messages"], large["messages"]) == ("20", "40")
    assert small["ours × at 20"] == 1
    assert float(str(large["ours × at 20"])) > 0
    assert float(str(large["× raw plain"])) > 0


def test_context_compares_with_the_raw_queries() -> None:
    ((row,),) = measured("context", "--messages", "20").values()

    assert float(str(row["p50 ×"])) > 0
    assert float(str(row["right after a booking, p50 ×"])) > 0
    assert row["loads each"] == 4


def test_reply_compares_with_the_raw_query() -> None:
    ((row,),) = measured("reply", "--messages", "100").values()

    assert float(str(row["p50 ×"])) > 0
    assert row["lookups each"] == 5


def test_reply_tells_what_more_addresses_cost_within_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply, "TEN_THOUSAND", 100)
    ((small, large),) = measured("reply", "--messages", "300").values()

    assert (small["addresses"], large["addresses"]) == ("100", "300")
    for contender in ("ours", "raw"):
        assert small[f"{contender} p99 × at 100"] == 1
        assert float(str(large[f"{contender} p99 × at 100"])) > 0


@pytest.mark.process
def test_answer_times_the_whole_bot_and_a_fresh_process() -> None:
    answers, process = measured("answer", "--messages", "6").values()

    assert [row["updates"] for row in answers] == [6, 6]
    assert all(0 < float(str(row["p50 ms"])) <= float(str(row["p95 ms"])) for row in answers)
    assert float(str(process[0]["to the first answer s"])) > 0


def test_tables_are_drawn_for_people() -> None:
    result = CliRunner().invoke(app, ["reply", "--rounds", "1", "--messages", "100"])

    assert "find_conversation_by_reply" in result.stdout
    assert "1 rounds" in result.stdout


def test_an_unknown_name_is_refused() -> None:
    assert CliRunner().invoke(app, ["everything"]).exit_code == 2


def test_reconcile_finds_all_that_people_did_in_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconcile, "THOUSAND", 100)
    (run,) = measured("reconcile", "--messages", "100")["The whole book beside the whole sheet"]

    assert run["found of what people did"] == "18 of 18"
    assert run["sums explained"] == "12 of 12"
