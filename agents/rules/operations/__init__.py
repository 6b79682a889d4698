"""What was told: the type of an operation, who and what it is about, one draft for each."""
