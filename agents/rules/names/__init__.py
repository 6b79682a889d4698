"""The person's accounts and categories, found in whatever form or spelling they are written."""
