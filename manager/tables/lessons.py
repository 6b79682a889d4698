from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ledger import BookId, CategoryKind
from manager.file.store import Connection, Row
from manager.tables import books
from manager.tables.packing import packed_words
from manager.values.lesson import Lesson, LessonKind

MOST: Final[Mapping[LessonKind, int]] = {"alias": 50, "account": 200, "category": 200}
"""Lessons of a kind that a book keeps; the oldest make room."""

LEARN = """
    INSERT INTO lessons (book_id, kind, subject, said, account_id, category_id, learned_at)
    VALUES (:book_id, :kind, :subject, :said, :account_id, :category_id, :now)
    ON CONFLICT (book_id, kind, subject) DO UPDATE SET
        times = CASE
            WHEN forgotten_at IS NULL
                AND account_id IS excluded.account_id AND category_id IS excluded.category_id THEN times + 1
            ELSE 1 END,
        said = excluded.said, account_id = excluded.account_id, category_id = excluded.category_id,
        learned_at = excluded.learned_at, forgotten_at = NULL
    RETURNING times
"""
MAKE_ROOM = """
    DELETE FROM lessons WHERE book_id = :book_id AND kind = :kind AND id IN (
        SELECT id FROM lessons WHERE book_id = :book_id AND kind = :kind
        ORDER BY learned_at DESC, id DESC LIMIT -1 OFFSET :most)
"""
SELECT = """
    SELECT l.id, l.kind, l.subject, l.said, l.times, coalesce(a.name, c.name) AS value
    FROM lessons l LEFT JOIN accounts a ON a.id = l.account_id LEFT JOIN categories c ON c.id = l.category_id
"""
ABOUT = f"""
    {SELECT} WHERE l.book_id = :book_id AND l.kind IN ('account', 'category')
        AND l.subject IN (SELECT value FROM json_each(:subjects)) AND l.forgotten_at IS NULL
"""  # noqa: S608  # two texts of our own
ALL = f"""
    {SELECT} WHERE l.book_id = :book_id AND l.forgotten_at IS NULL ORDER BY l.learned_at DESC, l.id DESC
"""
ERASE = "DELETE FROM lessons WHERE book_id = :book_id AND forgotten_at IS NOT NULL"
FORGET = """
    UPDATE lessons SET forgotten_at = :now WHERE id = :id AND book_id = :book_id AND forgotten_at IS NULL
"""
RECALL = """
    UPDATE lessons SET forgotten_at = NULL WHERE id = :id AND book_id = :book_id AND forgotten_at IS NOT NULL
"""


def learn(db: Connection, book_id: BookId, kind: CategoryKind, taught: Sequence[Lesson], now: str) -> None:
    """Keep what a turn taught; categories are of `kind`. Another answer than before starts its count anew."""
    for lesson in taught:
        is_category = lesson.kind == "category"
        row = {
            "book_id": book_id,
            "kind": lesson.kind,
            "subject": lesson.subject,
            "said": lesson.said,
            "account_id": None if is_category else books.account_id(db, book_id, lesson.value),
            "category_id": books.category_id(db, book_id, lesson.value, kind) if is_category else None,
            "now": now,
        }
        if db.execute(LEARN, row).fetchone()["times"] == 1:
            db.execute(MAKE_ROOM, {"book_id": book_id, "kind": lesson.kind, "most": MOST[lesson.kind]})


def about(db: Connection, book_id: BookId, subjects: Collection[str]) -> tuple[Lesson, ...]:
    """The usual accounts and categories of some shops or things."""
    where = {"book_id": book_id, "subjects": packed_words(sorted(subjects))}
    return tuple(map(_lesson, db.execute(ABOUT, where)))


def all_of(db: Connection, book_id: BookId) -> tuple[Lesson, ...]:
    """All that a book has been taught, newest first."""
    return tuple(map(_lesson, db.execute(ALL, {"book_id": book_id})))


def forget(db: Connection, book_id: BookId, lesson_id: int, now: str) -> bool:
    """Use a lesson no more; what was forgotten before it is erased for good. False when there is none."""
    where = {"id": lesson_id, "book_id": book_id, "now": now}
    db.execute(ERASE, where)
    return db.execute(FORGET, where).rowcount > 0


def recall(db: Connection, book_id: BookId, lesson_id: int) -> bool:
    """Bring a forgotten lesson back; False when it is erased, or taught anew since."""
    return db.execute(RECALL, {"id": lesson_id, "book_id": book_id}).rowcount > 0


def _lesson(row: Row) -> Lesson:
    return Lesson(row["kind"], row["subject"], row["said"], row["value"], row["times"], row["id"])
