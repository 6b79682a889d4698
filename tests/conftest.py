import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("long", max_examples=2000, stateful_step_count=50, deadline=None)

MEMORY = Path("/dev/shm")  # noqa: S108  # each test has a folder of its own in it
ROOM_BYTES = 1 << 30
MOST_WORKERS = 8
LONG = ("tests/crashes/", "tests/evals/", "tests/playground/page/", "tests/scenarios/")


def pytest_configure() -> None:
    """Let files lie in memory where there is room: hardly a test is about the disk, and most write to one."""
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # it is looked up anew


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two for each core, for half of the time the tests wait for a process, a browser or a moment."""
    return min(2 * (os.cpu_count() or 1), MOST_WORKERS)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that the end is made of what can be shared out evenly."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


class FakeClock:
    """The present, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def _only_loopback_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A name that is looked up in a test is a call we did not know of."""
    resolve = socket.getaddrinfo

    def guarded(host: object, *arguments: object, **options: object) -> object:
        if host not in (None, "127.0.0.1", "localhost", "::1", b"127.0.0.1"):
            raise OSError(f"a test looked up {host!r}")
        return resolve(host, *arguments, **options)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(socket, "getaddrinfo", guarded)
    return
