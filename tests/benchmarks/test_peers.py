import json
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.__main__ import app
from benchmarks.peers import contenders, contest, process
from benchmarks.peers.copies import copy_rows
from benchmarks.peers.environment import PeerMissingError, environment
from benchmarks.peers.process import ContenderError, Order, served, syncs_per_turn

TELEGRAM = "python-telegram-bot"


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contest, "ALONE", Order(chats=1, each=3))
    monkeypatch.setattr(contest, "CROWD", Order(chats=4, each=1))


@pytest.fixture
def _uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "STRACE", None)


def measured() -> dict[str, object]:
    """What `peers` printed as JSON."""
    result = CliRunner().invoke(app, ["peers", "--json", "--rounds", "1", "--messages", "40"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def in_our_own_environment(requirements: Sequence[str], cache: Path) -> Path:
    return Path(sys.executable)


@pytest.mark.usefixtures("_uncounted")
def test_a_peer_that_cannot_be_installed_is_left_out_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(requirements: Sequence[str], cache: Path) -> Path:
        raise PeerMissingError(f"no index has {requirements[0]}")

    monkeypatch.setattr(contenders, "environment", refused)
    report = measured()

    table, fastest = report["tables"]
    assert [row["contender"] for row in table["rows"]] == ["Threadbook", "raw sqlite3"]
    assert fastest["rows"][0]["one chat"] is None
    assert "openai-agents was left out: no index has openai-agents==0.24.0" in report["notes"]


@pytest.mark.usefixtures("_uncounted")
def test_a_peer_that_is_not_durable_is_measured_but_not_the_one_to_beat(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Of the peers, python-telegram-bot is in our own environment too.
    monkeypatch.setattr(contest, "PEERS", {TELEGRAM: contenders.PEERS[TELEGRAM]})
    monkeypatch.setattr(contenders, "environment", in_our_own_environment)

    table, fastest = measured()["tables"]

    ours, raw, telegram = table["rows"]
    assert (telegram["contender"], telegram["turns"], telegram["as durable"]) == (TELEGRAM, 7, "no")
    assert (ours["as durable"], raw["as durable"]) == ("yes", "yes")
    assert telegram["32 chats, ours ×"] > 0
    assert fastest["rows"][0]["32 chats"] is None


@pytest.mark.process
async def test_a_raw_turn_waits_for_the_disk_once_and_ours_with_its_answer_twice() -> None:
    ours, raw = [await syncs_per_turn(contender) for contender in contenders.ours(100)]
    if ours is None:
        pytest.skip("no strace here, or it may not look into processes")

    assert (ours, raw) == (2, 1)


async def test_a_contender_that_ends_early_says_why() -> None:
    broken = contenders.Contender("nobody", "", (sys.executable, str(contenders.WORKER)))

    with pytest.raises(ContenderError, match="KeyError: 'nobody'"):
        async with served(broken, 20):
            pass


def test_rows_of_a_conversation_are_repeated_under_other_names(tmp_path: Path) -> None:
    file = str(tmp_path / "memory.db")
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE numbered (id INTEGER PRIMARY KEY, thread TEXT, words TEXT)")
        db.execute("CREATE TABLE keyed (thread TEXT, step INTEGER, PRIMARY KEY (thread, step))")
        db.executemany(
            "INSERT INTO numbered VALUES (?, ?, ?)", [(7, "a.", "one of a."), (8, "b.", "another")]
        )
        db.execute("INSERT INTO keyed VALUES ('a.', 3)")

    copy_rows(file, "a.", ["c.", "d."])

    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT * FROM numbered WHERE id > 8").fetchall() == [
            (9, "c.", "one of c."),
            (10, "d.", "one of d."),
        ]
        assert db.execute("SELECT * FROM keyed").fetchall() == [("a.", 3), ("c.", 3), ("d.", 3)]


def test_an_environment_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / f"peer-fast-1.0-loop-2-{sys.version_info.major}.{sys.version_info.minor}"
    folder.mkdir()
    (folder / "installed").touch()

    python = environment(("peer[fast]==1.0", "loop==2"), tmp_path)

    assert python.is_relative_to(folder)
