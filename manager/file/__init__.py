"""The SQLite file: opened, migrated, written in whole transactions, read beside them. It knows no table."""
