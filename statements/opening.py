from statements.csv_text import read_csv
from statements.errors import UnreadableFileError
from statements.table import Table
from statements.upload import Upload, kind_of


def read_table(upload: Upload, language: str = "en") -> Table:
    """The table of a statement, whichever sort of file it is; `language` is its person's.

    Raises:
        UnreadableFileError: it is no statement, or none that can be read.
    """
    match kind_of(upload):
        case "csv":
            return read_csv(upload.content, language)
        case "xlsx":
            from statements.workbook import read_xlsx  # noqa: PLC0415  # slow to load: few ever send such a file

            return read_xlsx(upload.content)
        case "json":
            raise UnreadableFileError("no table")
