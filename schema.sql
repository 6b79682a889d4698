-- A fresh Threadbook database, version 12. An older file gets here by manager/migrations.
-- Times are UTC text such as 2026-11-21T14:05:07.123Z, days are the person's own days (2026-11-21), money is
-- whole minor units of an ISO 4217 currency. Telegram's message ids are unique per bot and chat only.

-- A set of books: one tenant. Every operation, account and category belongs to one. `spreadsheet` is the one at
-- Google in which the rows stand; empty while they stand in the local workbook.
CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    timezone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language <> ''),
    owner_id INTEGER NOT NULL,
    has_sheet INTEGER NOT NULL CHECK (has_sheet IN (0, 1)),
    next_number INTEGER NOT NULL DEFAULT 1 CHECK (next_number > 0),
    default_account_id INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    spreadsheet TEXT NOT NULL DEFAULT ''
) STRICT;

-- People, by their numeric Telegram id. A stranger is somebody who has written and was not let in.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL DEFAULT '',
    username TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL,
    timezone TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'viewer', 'stranger', 'refused')),
    book_id INTEGER REFERENCES books (id) ON DELETE RESTRICT,
    greeted_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CHECK ((role IN ('stranger', 'refused')) = (book_id IS NULL))
) STRICT;

-- A Telegram chat of one bot, and the book its money goes to. A group that has become a supergroup is shut for
-- ever, and `heir_id` is the chat that it goes on in.
CREATE TABLE chats (
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('private', 'group', 'supergroup', 'channel')),
    title TEXT NOT NULL DEFAULT '',
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE RESTRICT,
    is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1)),
    last_bot_message_id INTEGER,
    created_at TEXT NOT NULL,
    last_activity_at TEXT NOT NULL,
    heir_id INTEGER,
    PRIMARY KEY (bot_id, chat_id)
) STRICT, WITHOUT ROWID;

-- Where money lies. `words` are the other names people use for the account.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> '' AND substr(name, 1, 1) NOT IN ('=', '<', '>', '''', '+')),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    words TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(words)),
    is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    UNIQUE (book_id, name)
) STRICT;

-- What money is spent on or earned by. `words` lead to the category.
CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (name <> '' AND substr(name, 1, 1) NOT IN ('=', '<', '>', '''', '+')),
    kind TEXT NOT NULL CHECK (kind IN ('expense', 'income')),
    words TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(words)),
    UNIQUE (book_id, kind, name)
) STRICT;

-- One thread about one message. `revision` grows with every turn: an old button names an old revision.
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_thread_id INTEGER,
    user_id INTEGER NOT NULL REFERENCES users (id),
    book_id INTEGER NOT NULL REFERENCES books (id),
    operation_type TEXT CHECK (operation_type IN ('expense', 'income', 'transfer', 'adjustment', 'information')),
    agent_state TEXT CHECK (agent_state IN (
        'ExpenseAgent', 'IncomeAgent', 'TransferAgent', 'AdjustmentAgent', 'InformationAgent')),
    status TEXT NOT NULL DEFAULT 'active'
        CHECK (status IN ('active', 'completed', 'cancelled', 'abandoned', 'voided')),
    revision INTEGER NOT NULL DEFAULT 1,
    started_on TEXT NOT NULL,
    google_sheets_row INTEGER,
    archived_at TEXT,
    reminded_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    FOREIGN KEY (bot_id, chat_id) REFERENCES chats (bot_id, chat_id)
) STRICT;

CREATE INDEX conversations_open ON conversations (bot_id, chat_id, user_id) WHERE status = 'active';
CREATE INDEX conversations_aging ON conversations (updated_at) WHERE archived_at IS NULL;

-- What was known at each step, append-only: drafts, the finished operation, corrections.
CREATE TABLE conversation_data (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    data_type TEXT NOT NULL CHECK (data_type IN ('partial', 'complete', 'missing_fields', 'correction')),
    data_content TEXT NOT NULL CHECK (json_valid(data_content)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- All that was said, in order. Text may age out; the address below does not.
CREATE TABLE message_history (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    message_id INTEGER,
    reply_to_message_id INTEGER,
    quote_text TEXT NOT NULL DEFAULT '',
    sender TEXT NOT NULL CHECK (sender IN ('user', 'bot', 'system')),
    sender_user_id INTEGER,
    kind TEXT NOT NULL DEFAULT 'text',
    content TEXT NOT NULL,
    file_id TEXT NOT NULL DEFAULT '',
    file_unique_id TEXT NOT NULL DEFAULT '',
    sent_at TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- The address book of replies: which conversation a message of a chat belongs to. Never deleted by age.
CREATE TABLE message_addresses (
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    PRIMARY KEY (bot_id, chat_id, message_id)
) STRICT, WITHOUT ROWID;

-- What an agent asked, word for word, and how it was answered. One question is open at a time.
CREATE TABLE agent_questions (
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    agent_name TEXT,
    question TEXT NOT NULL,
    asked_field TEXT NOT NULL,
    missing_fields TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(missing_fields)),
    options TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(options)),
    asked_at TEXT NOT NULL,
    answered_at TEXT,
    answer_message_id INTEGER,
    answered_by INTEGER,
    superseded_at TEXT,
    PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

-- A person's place in a chat: what they did last, and when.
CREATE TABLE user_sessions (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    last_conversation_id INTEGER REFERENCES conversations (id) ON DELETE SET NULL,
    last_activity TEXT NOT NULL,
    PRIMARY KEY (user_id, bot_id, chat_id)
) STRICT, WITHOUT ROWID;

-- What is booked. The cause makes a replayed message harmless; the guard makes a replayed append harmless.
CREATE TABLE operations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE CHECK (length(key) = 12),
    guard INTEGER NOT NULL UNIQUE CHECK (guard BETWEEN 1 AND 2147483647),
    book_id INTEGER NOT NULL REFERENCES books (id),
    number INTEGER NOT NULL,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id),
    item INTEGER NOT NULL DEFAULT 1,
    user_id INTEGER NOT NULL REFERENCES users (id),
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'booked' CHECK (state IN ('booked', 'void')),
    recorded_at TEXT NOT NULL,
    changed_at TEXT,
    UNIQUE (book_id, number),
    UNIQUE (conversation_id, item)
) STRICT;

-- Every version of an operation: the first booking, each correction, void and restoration; who and why. The seal
-- is a hash of all that, of whose operation it is, and of the seal before: a changed byte is found by it.
CREATE TABLE operation_versions (
    operation_id INTEGER NOT NULL REFERENCES operations (id),
    version INTEGER NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('record', 'correct', 'void', 'restore', 'revert')),
    state TEXT NOT NULL CHECK (state IN ('booked', 'void')),
    type TEXT NOT NULL CHECK (type IN ('expense', 'income', 'transfer', 'adjustment')),
    amount_minor INTEGER NOT NULL CHECK (type = 'adjustment' OR amount_minor > 0),
    currency TEXT NOT NULL CHECK (length(currency) = 3),
    day TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    to_account_id INTEGER REFERENCES accounts (id),
    received_minor INTEGER,
    received_currency TEXT,
    category_id INTEGER REFERENCES categories (id),
    description TEXT NOT NULL,
    counterparty TEXT NOT NULL,
    tags TEXT NOT NULL CHECK (json_valid(tags)),
    refund INTEGER NOT NULL CHECK (refund IN (0, 1)),
    evidence TEXT NOT NULL CHECK (json_valid(evidence)),
    user_id INTEGER NOT NULL REFERENCES users (id),
    cause_message_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    seal TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (operation_id, version),
    CHECK ((type = 'transfer') = (to_account_id IS NOT NULL)),
    CHECK ((received_minor IS NULL) = (received_currency IS NULL))
) STRICT, WITHOUT ROWID;

-- Where each leg was last seen in the sheet. The row is a hint; the Operation ID in the row is the link.
CREATE TABLE operation_rows (
    operation_id INTEGER NOT NULL REFERENCES operations (id),
    leg INTEGER NOT NULL,
    row_hint INTEGER NOT NULL,
    version INTEGER NOT NULL,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (operation_id, leg)
) STRICT, WITHOUT ROWID;

-- Versions that the sheet has not confirmed yet; the states are those of manager/projection.py. A backfill waits
-- behind what a person has just said.
CREATE TABLE sheet_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'READY' CHECK (state IN (
        'READY', 'SENDING', 'UNKNOWN', 'VERIFY', 'DONE', 'BLOCKED', 'MISSING', 'DIVERGED', 'DUPLICATE')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    sent_at TEXT,
    done_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    is_backfill INTEGER NOT NULL DEFAULT 0 CHECK (is_backfill IN (0, 1)),
    UNIQUE (operation_id, version),
    FOREIGN KEY (operation_id, version) REFERENCES operation_versions (operation_id, version)
) STRICT;

CREATE INDEX sheet_outbox_waiting ON sheet_outbox (next_at) WHERE state <> 'DONE';

-- What is being written into rows of the sheet, and how all rows stood before: a process that dies in between leaves it
-- to the next one, which puts right what the write hit by mistake. At most one row; none when all was read back.
CREATE TABLE sheet_note (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    content BLOB NOT NULL,
    noted_at TEXT NOT NULL
) STRICT;

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

-- What the bot wants to say. A card is one row for its whole life: `armed` grows when it must be shown anew,
-- `shown` follows when Telegram has it, and `shown_as` is the fingerprint of what it was given; `message_id` is the
-- address that replies will name.
CREATE TABLE reply_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    conversation_id INTEGER REFERENCES conversations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN (
        'card', 'change', 'continued', 'notice', 'edit', 'prompt', 'erase', 'reaction')),
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    reply_to INTEGER,
    message_id INTEGER,
    state TEXT NOT NULL DEFAULT 'READY' CHECK (state IN ('READY', 'SENDING', 'SENT', 'FAILED')),
    armed INTEGER NOT NULL DEFAULT 1,
    shown INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at TEXT NOT NULL,
    sent_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    shown_as TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX reply_outbox_waiting ON reply_outbox (next_at) WHERE state IN ('READY', 'SENDING');
CREATE INDEX reply_outbox_failed ON reply_outbox (id) WHERE state = 'FAILED';
CREATE INDEX reply_outbox_prompts ON reply_outbox (chat_id, message_id) WHERE kind = 'prompt';
CREATE INDEX reply_outbox_cards ON reply_outbox (conversation_id) WHERE kind IN ('card', 'change');

-- Something that is wrong for a while, told to the owner in one message: edited while it lasts, and at its end.
-- What comes back before `muted_until` goes on in its old message, which makes no sound.
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    text TEXT NOT NULL,
    reply_id INTEGER NOT NULL REFERENCES reply_outbox (id),
    opened_at TEXT NOT NULL,
    closed_at TEXT,
    muted_until TEXT
) STRICT;

CREATE UNIQUE INDEX incidents_open ON incidents (bot_id, kind) WHERE closed_at IS NULL;

-- Every raw update, stored before Telegram is told that it arrived. A re-used update_id with other content is
-- a new generation. `album` is Telegram's id of the media group that a message is a part of.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0,
    chat_id INTEGER,
    raw TEXT NOT NULL,
    raw_hash TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'ignored', 'poison', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    received_at TEXT NOT NULL,
    done_at TEXT,
    album TEXT,
    UNIQUE (bot_id, update_id, generation)
) STRICT;

CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_stuck ON inbox (id) WHERE state IN ('poison', 'dead');
CREATE INDEX inbox_albums ON inbox (chat_id, album) WHERE album IS NOT NULL;

-- What has had its effect: a message, or one edit of it. Telegram may deliver the same words again under another
-- update_id; they are booked once.
CREATE TABLE causes (
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edit_date INTEGER NOT NULL,
    PRIMARY KEY (bot_id, chat_id, message_id, edit_date)
) STRICT, WITHOUT ROWID;

-- When Telegram last answered the bot. Telegram keeps what it could not deliver for a day only.
CREATE TABLE vitals (
    bot_id INTEGER PRIMARY KEY,
    polled_at TEXT NOT NULL
) STRICT;

-- What a model answered about a message, kept before it is acted on, so that a replay never asks again.
CREATE TABLE readings (
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edit_date INTEGER NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (bot_id, chat_id, message_id, edit_date)
) STRICT, WITHOUT ROWID;

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

-- What asking models cost. Tokens are reserved before a call and settled after it; a call that died keeps its
-- reservation. `day` is the day of the book whose budget they are taken from; 'refused' is the first message of a
-- person's day that was over it, of which the person was told.
CREATE TABLE model_calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    bot_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edit_date INTEGER NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reserved', 'answered', 'failed', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    tokens INTEGER NOT NULL CHECK (tokens >= 0),
    prompt_tokens INTEGER,
    completion_tokens INTEGER,
    latency_ms INTEGER,
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX model_calls_day ON model_calls (bot_id, day, user_id);
CREATE INDEX model_calls_message ON model_calls (chat_id, message_id);

-- Examples of how this book's people write, for the model reader; private to the book.
CREATE TABLE operation_templates (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    operation_type TEXT NOT NULL CHECK (operation_type IN ('expense', 'income', 'transfer', 'adjustment')),
    template_name TEXT NOT NULL,
    sample_input TEXT NOT NULL,
    expected_output TEXT NOT NULL CHECK (json_valid(expected_output)),
    usage_count INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    UNIQUE (book_id, template_name)
) STRICT;

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

-- What happened to a conversation, in order; never changed.
CREATE TABLE conversation_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
    user_id INTEGER,
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX conversation_events_thread ON conversation_events (conversation_id);
