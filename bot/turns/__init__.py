"""From words to a decision that is written down: reading, buttons, commands, who may write here."""
