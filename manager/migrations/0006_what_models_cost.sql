-- What asking models cost. Tokens are reserved before a call and settled after it; a call that died keeps its
-- reservation. `day` is the UTC day whose budget they are taken from; 'refused' is the first message of a person's
-- day that was over it, of which the person was told.
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
