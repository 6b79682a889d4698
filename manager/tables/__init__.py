"""One module per table: the only places where its rows are read and written."""
