"""The sheet that follows the book: kept written, connected, furnished, filled again."""
