-- What answers and corrections taught the bot, private to the book: words that name an account (`alias`), and the
-- account or category that usually goes with a shop or a thing. `times` counts the same answer in a row; what was
-- forgotten can be brought back until the next one is.
CREATE TABLE lessons (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('alias', 'account', 'category')),
    subject TEXT NOT NULL CHECK (subject <> ''),
    said TEXT NOT NULL,
    account_id INTEGER REFERENCES accounts (id) ON DELETE CASCADE,
    category_id INTEGER REFERENCES categories (id) ON DELETE CASCADE,
    times INTEGER NOT NULL DEFAULT 1 CHECK (times > 0),
    learned_at TEXT NOT NULL,
    forgotten_at TEXT,
    UNIQUE (book_id, kind, subject),
    CHECK ((kind = 'category') = (category_id IS NOT NULL)),
    CHECK ((kind = 'category') = (account_id IS NULL))
) STRICT;
