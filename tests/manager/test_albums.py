from pathlib import Path
from typing import Any

import pytest

from manager import RawUpdate
from tests.manager.story import Book


@pytest.fixture
async def book(tmp_path: Path, clock: Any):
    book = Book(tmp_path / "book.db", clock)
    await book.manager.open()
    yield book
    await book.manager.close()


def every(_: object) -> bool:
    return True


def part(number: int, album: str = "7") -> RawUpdate:
    return RawUpdate(number, 1001, {"update_id": number}, album=album)


async def test_an_album_that_was_gathered_before_a_crash_is_whole_after_it(book: Book) -> None:
    await book.manager.receive([part(3), part(1), part(2), part(9, "8")])
    entry = await book.manager.next_update(1001)
    assert entry is not None
    await book.manager.gather_album(entry.id, every)

    again = await book.manager.gather_album(entry.id, every)

    assert [one["update_id"] for one in again.parts] == [1, 2, 3]
    assert again.answered is None
    following = await book.manager.next_update(1001)
    assert following is not None
    assert following.id == entry.id


async def test_a_part_that_comes_after_the_answer_is_late(book: Book) -> None:
    await book.manager.receive([part(1)])
    first = await book.manager.next_update(1001)
    assert first is not None
    await book.manager.ignore_update(first.id, "answered")
    await book.manager.receive([part(2)])
    late = await book.manager.next_update(1001)
    assert late is not None

    album = await book.manager.gather_album(late.id, every)

    assert album.answered == {"update_id": 1}


async def test_what_does_not_belong_to_its_album_waits_for_its_own_turn(book: Book) -> None:
    await book.manager.receive([part(1), part(2), part(3)])
    first = await book.manager.next_update(1001)
    assert first is not None

    album = await book.manager.gather_album(first.id, lambda content: content["update_id"] != 2)

    assert [one["update_id"] for one in album.parts] == [1, 3]
    await book.manager.ignore_update(first.id, "answered")
    own = await book.manager.next_update(1001)
    assert own is not None
    assert own.content == {"update_id": 2}
