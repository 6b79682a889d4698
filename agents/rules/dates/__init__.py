"""The days and periods that a message names."""
