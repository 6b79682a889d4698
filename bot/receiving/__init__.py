"""From Telegram to the inbox, and from there in order, chat by chat, to whoever answers."""
