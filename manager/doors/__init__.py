"""The sides of `ConversationManager`: each public method is one transaction in one hop."""
