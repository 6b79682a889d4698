"""What we assume of Google Sheets, proved on a real spreadsheet: `python -m sheets.live_check LINK`."""
