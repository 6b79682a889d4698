import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from statements import UnreadableFileError, Upload, propose, read_table
from statements.table import MOST_LINES

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64)


def workbook(**parts: str | bytes) -> bytes:
    """A workbook whose parts, by the last word of their names, are others than Excel would write."""
    book = Workbook()
    book.active.append(["Date", "Text", "Amount"])
    plain, changed = BytesIO(), BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            word = name.rsplit("/", 1)[-1].partition(".")[0]
            target.writestr(name, parts.get(word, source.read(name)))
    return changed.getvalue()


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + SHEET.format("")
)
FAR = SHEET.format('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
HOSTILE = {
    "empty": (Upload("a.csv", b" \r\n"), "empty"),
    "a picture by the name of a text": (Upload("a.csv", PNG), "other kind"),
    "a workbook by the name of a text": (Upload("a.csv", workbook()), "other kind"),
    "a text by the name of a workbook": (Upload("a.xlsx", b"Date;Amount\n"), "other kind"),
    "a program": (Upload("a.exe", b"MZ\x90"), "unknown kind"),
    "an old workbook": (Upload("a.xls", b"\xd0\xcf\x11\xe0" + bytes(64)), "old excel"),
    "half a workbook": (Upload("a.xlsx", workbook()[:600]), "damaged"),
    "no workbook in the archive": (Upload("a.xlsx", b"PK\x03\x04" + bytes(60)), "damaged"),
    "a sheet that is no XML": (Upload("a.xlsx", workbook(sheet1="<")), "damaged"),
    "a sheet of zeros, small outside": (Upload("a.xlsx", workbook(sheet1=bytes(120_000_000))), "bomb"),
    "entities that multiply": (Upload("a.xlsx", workbook(sheet1=LAUGHS)), "bomb"),
    "a row at the end of the world": (Upload("a.xlsx", workbook(sheet1=FAR)), "too long"),
    "more lines than a life has days": (Upload("a.csv", b"a,b\n" * (MOST_LINES + 1)), "too long"),
    "no amounts": (Upload("a.csv", b"Date,Text\n2026-11-12,Coffee\n"), "no table"),
    "a cell of megabytes": (Upload("a.csv", b'Date,"' + b"x" * 2_000_000), "damaged"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_and_says_why(case) -> None:
    upload, fault = HOSTILE[case]

    with pytest.raises(UnreadableFileError) as refused:
        propose(read_table(upload))

    assert refused.value.fault == fault


def test_a_formula_in_a_workbook_is_never_worked_out_and_is_empty_where_it_had_no_value() -> None:
    book = Workbook()
    for row in (["Date", "Text", "Amount"], ["2026-11-12", "=1+1", "=2*3"]):
        book.active.append(row)
    stored = BytesIO()
    book.save(stored)

    assert read_table(Upload("a.xlsx", stored.getvalue())).lines[1].cells == ("2026-11-12",)
