"""A crash harness: the real bot is killed over and over among failing far ends, and its books are checked."""
