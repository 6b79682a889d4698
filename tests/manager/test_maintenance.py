from pathlib import Path

import pytest

from manager import Link, StoreError, backup, integrity, restore
from tests.manager.story import Book


async def test_a_used_database_holds_everything_it_must(book: Book) -> None:
    await book.book()
    await book.ask()

    assert [finding.claim for finding in integrity(book.path) if not finding.holds] == []


async def test_an_operation_without_its_outbox_entry_is_found(book: Book) -> None:
    await book.book()
    await book.manager._store.transaction(lambda db: db.execute("DELETE FROM sheet_outbox").rowcount)

    broken = [finding.claim for finding in integrity(book.path) if not finding.holds]

    assert broken == ["every version is on its way to the sheet or there"]


async def test_a_backup_of_a_book_in_use_is_whole(book: Book, tmp_path: Path) -> None:
    await book.book()
    target = tmp_path / "backup.db"

    backup(book.path, target)

    assert all(finding.holds for finding in integrity(target))
    with pytest.raises(StoreError, match="there already"):
        backup(book.path, target)


async def test_a_restored_book_looks_its_waiting_writes_up_before_it_repeats_them(
    book: Book, tmp_path: Path
) -> None:
    await book.book()
    backup(book.path, tmp_path / "backup.db")
    (job,) = await book.manager.due_sheet_jobs(50)
    await book.manager.link([Link(job.id, job.booked.key, 1, (2,))])
    await book.book()
    await book.manager.close()

    assert restore(tmp_path / "backup.db", book.path) == 1

    again = Book(book.path, book.clock)
    await again.manager.open()
    (job,) = await again.manager.due_sheet_jobs(50)
    assert (job.state, (await again.manager.get_storage_stats()).operations) == ("UNKNOWN", 1)
    assert book.path.with_name("threadbook.db.before-restore").exists()
    await again.manager.close()


async def test_a_database_in_use_is_not_replaced(book: Book, tmp_path: Path) -> None:
    backup(book.path, tmp_path / "backup.db")

    with pytest.raises(StoreError, match="stop it first"):
        restore(tmp_path / "backup.db", book.path)


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("dear friend " * 500, encoding="utf-8")

    with pytest.raises(StoreError, match="cannot be read"):
        restore(tmp_path / "letter.db", tmp_path / "book.db")

    assert not (tmp_path / "book.db").exists()
