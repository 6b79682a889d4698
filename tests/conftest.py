import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings

settings.register_profile("long", max_examples=2000, stateful_step_count=50, deadline=None)


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
