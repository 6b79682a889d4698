-- A backfill waits for the sheet behind what a person has just said.
ALTER TABLE sheet_outbox ADD COLUMN is_backfill INTEGER NOT NULL DEFAULT 0 CHECK (is_backfill IN (0, 1));

-- What is being written into rows of the sheet, and how all rows stood before: a process that dies in between leaves it
-- to the next one, which puts right what the write hit by mistake. At most one row; none when all was read back.
CREATE TABLE sheet_note (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    content BLOB NOT NULL,
    noted_at TEXT NOT NULL
) STRICT;
