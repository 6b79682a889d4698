"""`spreadsheets.batchUpdate`: a list of requests that are all done, or none of them."""

from playground.sheets.batch.atomic import apply

__all__ = ["apply"]
