"""The bot's own health: backups, reminders, alerts, and what was given up."""
