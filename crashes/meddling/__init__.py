"""People act at the sheet while the bot writes: each kind of act before each call of a write."""
