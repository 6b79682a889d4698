-- What could not be handled or said is found without walking through everything.
CREATE INDEX inbox_stuck ON inbox (id) WHERE state IN ('poison', 'dead');
CREATE INDEX reply_outbox_failed ON reply_outbox (id) WHERE state = 'FAILED';

-- The messages of an album are one thing that was said.
ALTER TABLE inbox ADD COLUMN album TEXT;
CREATE INDEX inbox_albums ON inbox (chat_id, album) WHERE album IS NOT NULL;

-- Something that is wrong for a while, told to the owner in one message: edited while it lasts, and at its end.
CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    bot_id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    text TEXT NOT NULL,
    reply_id INTEGER NOT NULL REFERENCES reply_outbox (id),
    opened_at TEXT NOT NULL,
    closed_at TEXT
) STRICT;

CREATE UNIQUE INDEX incidents_open ON incidents (bot_id, kind) WHERE closed_at IS NULL;
