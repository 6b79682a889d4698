"""What is known of each language: its words by role, its number words, its habits of writing."""
