import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[3]
LONGEST_GOODBYE_SECONDS = 15.0  # two are promised; a machine busy with other tests gets more

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start playgrounds whose files go below `tmp_path`; whatever is left of them is ended."""
    started: list[subprocess.Popen[str]] = []

    def playground(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "playground", "--no-browser", "--data", str(tmp_path), *arguments]
        started.append(
            subprocess.Popen(  # noqa: S603  # our own interpreter
                command,
                cwd=ROOT,
                env=os.environ | {"COLUMNS": "120", "NO_COLOR": "1"},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return started[-1]

    yield playground
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def said_until(process: "subprocess.Popen[str]", sign: str) -> str:
    """Read what the playground prints, up to the line with `sign`."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if sign in line:
            return said
    raise AssertionError(f"{sign!r} never came:\n{said}")


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_playground_serves_a_page_and_leaves_nothing_behind(
    start: Start, tmp_path: Path, how: signal.Signals
) -> None:
    process = start("--port", "0")
    said = said_until(process, "Ctrl-C")
    address = re.findall(r"http://127\.0\.0\.1:\d+", said)[0]
    assert "Threadbook" in httpx.get(address).text
    bot = httpx.get(f"{address}/bot/status").json()

    asked_at = time.monotonic()
    process.send_signal(how)
    rest, _ = process.communicate(timeout=30)

    assert time.monotonic() - asked_at < LONGEST_GOODBYE_SECONDS
    assert process.returncode == 0
    assert "Stopped. Nothing is left running." in rest
    assert list(tmp_path.iterdir()) == []
    assert bot["pid"] is None or not is_alive(bot["pid"])


def test_a_taken_port_is_told_in_words_and_another_one_is_used(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        said = said_until(start("--port", taken), "Open")

    assert f"Port {taken} is in use by another program" in said
    assert f"http://127.0.0.1:{taken}" not in said


def test_open_connections_of_the_page_do_not_delay_the_end(start: Start) -> None:
    process = start("--port", "0")
    address = re.findall(r"http://127\.0\.0\.1:\d+", said_until(process, "Ctrl-C"))[0]
    with httpx.stream("GET", f"{address}/events") as stream:
        assert next(stream.iter_lines())
        asked_at = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    assert time.monotonic() - asked_at < LONGEST_GOODBYE_SECONDS
