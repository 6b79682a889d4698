from datetime import date
from pathlib import Path

import pytest

from manager import StoreError, backup, daily_backup, discard_old_backups, integrity
from tests.disks import mounted
from tests.manager.story import Book


async def test_a_backup_of_a_book_in_use_is_whole(book: Book, tmp_path: Path) -> None:
    await book.book()
    target = tmp_path / "backup.db"

    backup(book.path, target)

    assert all(finding.holds for finding in integrity(target, now=book.clock))
    with pytest.raises(StoreError, match="there already"):
        backup(book.path, target)


async def test_a_backup_for_which_there_is_no_room_leaves_nothing(book: Book, tmp_path: Path) -> None:
    await book.book()
    with mounted(tmp_path / "disk", 1) as disk:
        disk.fill(leave_bytes=64 * 1024)

        with pytest.raises(StoreError, match="cannot be copied"):
            backup(book.path, disk.folder / "backup.db")

        assert [path.name for path in disk.folder.iterdir()] == ["filling"]


async def test_every_day_has_one_backup_and_the_newest_stay(book: Book) -> None:
    await book.book()
    folder = book.path.parent / "backups"
    folder.mkdir()
    (folder / "mine.db").touch()

    made = [daily_backup(book.path, date(2026, 11, day)) for day in (1, 2, 2, 3, 4)]
    discard_old_backups(book.path, 3)

    assert [path and path.name for path in made] == [
        "threadbook-2026-11-01.db",
        "threadbook-2026-11-02.db",
        None,
        "threadbook-2026-11-03.db",
        "threadbook-2026-11-04.db",
    ]
    assert sorted(path.name for path in folder.iterdir()) == [
        "mine.db",
        "threadbook-2026-11-02.db",
        "threadbook-2026-11-03.db",
        "threadbook-2026-11-04.db",
    ]


async def test_a_daily_backup_never_takes_the_room_that_the_bot_needs(book: Book, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 190) as disk:
        path = disk.folder / "book.db"
        path.write_bytes(book.path.read_bytes())

        with pytest.raises(StoreError, match="none was made"):
            daily_backup(path, date(2026, 11, 1))
