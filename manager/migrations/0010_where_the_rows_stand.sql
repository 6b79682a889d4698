-- The spreadsheet at Google in which the book's rows stand; empty while they stand in the local workbook.
ALTER TABLE books ADD COLUMN spreadsheet TEXT NOT NULL DEFAULT '';
