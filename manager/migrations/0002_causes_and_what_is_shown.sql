-- The same words delivered under another update_id are booked once.
CREATE TABLE causes (
    bot_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    edit_date INTEGER NOT NULL,
    PRIMARY KEY (bot_id, chat_id, message_id, edit_date)
) STRICT, WITHOUT ROWID;

INSERT INTO causes (bot_id, chat_id, message_id, edit_date)
SELECT DISTINCT c.bot_id, c.chat_id, m.message_id, 0
FROM message_history m JOIN conversations c ON c.id = m.conversation_id
WHERE m.sender = 'user' AND m.kind <> 'edit' AND m.message_id IS NOT NULL;

-- When Telegram last answered the bot. Telegram keeps what it could not deliver for a day only.
CREATE TABLE vitals (
    bot_id INTEGER PRIMARY KEY,
    polled_at TEXT NOT NULL
) STRICT;

-- A card that looks as it did needs no call to Telegram.
ALTER TABLE reply_outbox ADD COLUMN shown_as TEXT NOT NULL DEFAULT '';
