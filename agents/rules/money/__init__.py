"""The amounts of a message: numbers with their signs and currencies, after the person's own arithmetic."""
