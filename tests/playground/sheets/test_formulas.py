"""What is computed of formulas, as Google's documentation has it."""

from datetime import UTC, datetime

import pytest

from playground.sheets import Google, Person, Spreadsheet

NOW = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)


@pytest.fixture
def sheet() -> Spreadsheet:
    made = Google(now=lambda: NOW).create("Home")
    person = Person(made)
    rows = (
        ["Day", "What", "Amount"],
        ["11/20/2026", "Cash", "-300"],
        ["11/21/2026", "cash", "-450.5"],
        ["12/1/2026", "Card *", "85000"],
        ["1/15/2026", "Card 1", "7"],
    )
    for number, row in enumerate(rows, start=1):
        person.type_row("Sheet1", number, row)
    names = {"days": (0, 1), "what": (1, 2), "amounts": (2, 3)}
    made.named_ranges = {
        name: {"namedRangeId": name, "name": name, "range": {"startColumnIndex": a, "endColumnIndex": b}}
        for name, (a, b) in names.items()
    }
    return made


def result(sheet: Spreadsheet, formula: str) -> str:
    Person(sheet).type("Sheet1", 1, 8, formula)
    return sheet.rows("Sheet1")[0][7]


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1+2*3-4/2", "5"),
        ("=-(1+1)*2", "-4"),
        ('="a"&1&"b"', "a1b"),
        ("=SUM(C2:C5)", "84256.5"),
        ("=SUM(amounts;1)", "84257.5"),
        ('=SUMIFS(amounts;what;"cash")', "-750.5"),
        ('=SUMIFS(amounts;what;"Card*")', "85007"),
        ('=SUMIFS(amounts;what;"Card ~*")', "85000"),
        ('=SUMIFS(amounts;what;"<>Cash";amounts;">10")', "85000"),
        ('=SUMIFS(amounts;days;">="&DATE(2026;11;1);days;"<"&DATE(2026;12;1))', "-750.5"),
        ('=SUMIFS(amounts;days;">="&DATE(2025;13;1);days;"<"&DATE(2026;2;1))', "7"),
        ("=SUMPRODUCT(SUMIFS(amounts;what;B2:B4))", "83506"),
        ('=COUNTIFS(what;"cash";amounts;"<-400")', "1"),
        ("=YEAR(TODAY())", "2026"),
        ('=IF(C2<0;"spent";1/0)', "spent"),
        ('=IFERROR(1/0;"none")', "none"),
        ("=1/0", "#DIV/0!"),
        ("=MATCH(7;amounts;0)", "5"),
        ("=INDEX(what;MATCH(LARGE(amounts;2);amounts;0))", "Card 1"),
        ("=LARGE(amounts;9)", "#NUM!"),
        ('=SUBSTITUTE("a*b";"*";"~*")', "a~*b"),
        ("=A3", "11/21/2026"),
        ("=nobody", "#NAME?"),
        ("=H1", "#REF!"),
        ('=IMPORTXML("http://x";"y")', '=IMPORTXML("http://x";"y")'),
        ("=SUM(", "=SUM("),
    ],
)
def test_a_formula_comes_to(sheet: Spreadsheet, formula: str, shown: str) -> None:
    assert result(sheet, formula) == shown


def test_a_formula_follows_what_is_typed(sheet: Spreadsheet) -> None:
    assert result(sheet, "=C2+C3") == "-750.5"

    Person(sheet).type("Sheet1", 2, 3, "0.5")

    assert sheet.rows("Sheet1")[0][7] == "-450"
