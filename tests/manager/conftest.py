from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.manager.story import Book


@pytest.fixture
async def book(tmp_path: Path, clock) -> AsyncIterator[Book]:
    story = Book(tmp_path / "threadbook.db", clock)
    await story.manager.open()
    yield story
    await story.manager.close()
