"""Speed, told as ratios of one run: against plain `sqlite3`, and against other people's memories."""
