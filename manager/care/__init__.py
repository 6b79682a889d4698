"""What whoever keeps a book needs: backups and restoring, what must be true, how it is, what is stuck."""
