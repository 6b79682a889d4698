"""How well messages are read: labelled cases replayed through the shipped dialogue, scored and reported."""
