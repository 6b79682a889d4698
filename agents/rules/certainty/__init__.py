"""How sure it is that a message tells an operation: what speaks for it and against it, weighed."""
