"""Book and sheet compared: what was found, how it is told, what people decide."""
