-- A hash over what each version says; the rows that are there get theirs right after this script.
ALTER TABLE operation_versions ADD COLUMN seal TEXT NOT NULL DEFAULT '';

-- Rows of the sheet that name an operation which is not in the book: written after the backup that was restored.
CREATE TABLE unbooked_rows (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    op_id TEXT NOT NULL,
    row_hint INTEGER NOT NULL,
    number INTEGER,
    content TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (book_id, op_id)
) STRICT, WITHOUT ROWID;
