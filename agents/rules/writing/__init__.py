"""A text as tokens, and words as they are compared: folded, and cut to their stems."""
