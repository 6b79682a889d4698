-- A file that a person sent to take operations from, and how it is to be read (`plan`, JSON). Its content stays with
-- Telegram, or on the person's disk. `message_id` is the message that brought it; NULL from the command line.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    book_id INTEGER NOT NULL REFERENCES books (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    chat_id INTEGER NOT NULL,
    message_id INTEGER,
    file_name TEXT NOT NULL,
    file_id TEXT NOT NULL DEFAULT '',
    plan TEXT NOT NULL CHECK (json_valid(plan)),
    revision INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'partial', 'cancelled', 'undone')),
    created_at TEXT NOT NULL,
    done_at TEXT,
    undone_at TEXT,
    UNIQUE (bot_id, chat_id, message_id)
) STRICT;

-- Which line of a file became which operation. The fingerprint says what stood in the line: the same line is not
-- taken twice, whatever became of its operation, unless its whole import was undone.
CREATE TABLE import_lines (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    line INTEGER NOT NULL,
    fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),
    operation_id INTEGER NOT NULL UNIQUE REFERENCES operations (id),
    PRIMARY KEY (import_id, fingerprint)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_lines_known ON import_lines (fingerprint);
