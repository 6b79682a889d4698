-- Where the sheet says something else than the book, and what somebody decided about it. One that is closed without
-- a decision was gone by itself. `seen` is the fingerprint of what the rows say, `says` are the rows themselves;
-- `nth` tells rows apart that say the same. A decision is about what was seen, and about nothing else.
CREATE TABLE sheet_findings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('edited', 'missing', 'double', 'foreign')),
    operation_id INTEGER REFERENCES operations (id),
    version INTEGER,
    seen TEXT NOT NULL,
    nth INTEGER NOT NULL DEFAULT 1,
    says TEXT NOT NULL CHECK (json_valid(says)),
    found_at TEXT NOT NULL,
    asked_at TEXT,
    decision TEXT CHECK (decision IN ('take', 'put back', 'write again', 'void', 'keep', 'ignore')),
    decided_by INTEGER REFERENCES users (id),
    closed_at TEXT,
    CHECK ((operation_id IS NULL) = (version IS NULL)),
    CHECK (kind = 'foreign' OR operation_id IS NOT NULL)
) STRICT;

CREATE INDEX sheet_findings_open ON sheet_findings (book_id) WHERE closed_at IS NULL;
CREATE INDEX sheet_findings_decided ON sheet_findings (operation_id) WHERE decision IS NOT NULL;

-- The last time that a book was compared with its sheet, and how many operations and rows were in each state.
CREATE TABLE sheet_checks (
    book_id INTEGER PRIMARY KEY REFERENCES books (id) ON DELETE CASCADE,
    checked_at TEXT NOT NULL,
    counts TEXT NOT NULL CHECK (json_valid(counts))
) STRICT;
