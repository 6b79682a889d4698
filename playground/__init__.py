"""Local far ends for real clients: a Bot API server with a chat page and a Sheets server with a grid page."""
