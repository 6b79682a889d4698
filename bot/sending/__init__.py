"""From the outbox to Telegram, within its limits, each answer once."""
