"""What a message does: commands, asks, corrects an entry, or tells nothing of money."""
