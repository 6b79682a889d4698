"""The numbers of a message, in digits or words, and what each is there for."""
