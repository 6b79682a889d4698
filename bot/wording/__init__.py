"""What the bot says: texts in a person's language, amounts, questions, cards, the data of buttons."""
