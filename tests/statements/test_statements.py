from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from statements import Expected, Upload, propose, read_entries, read_table, with_marks
from tests.statements.banks import OLD_ENCODINGS, STATEMENTS, TODAY

EXPECTED = Expected("EUR", TODAY)
BOTH = [(date(2026, 11, 12), Decimal("-3.50"), "Coffee"), (date(2026, 11, 13), Decimal("1200.00"), "Pay")]


def read(content: bytes | str, name: str = "statement.csv", language: str = "en", expected=EXPECTED):
    data = content.encode() if isinstance(content, str) else content
    table = read_table(Upload(name, data), language)
    return read_entries(table, propose(table), expected)


def told(statement) -> list:
    return [(entry.day, entry.amount.amount, entry.text) for entry in statement.entries]


@pytest.mark.parametrize("language", STATEMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_statements_of_eleven_languages_are_read_by_their_headings(language, encoding) -> None:
    statement = read(STATEMENTS[language].encode(encoding), language=language)

    assert told(statement) == BOTH
    assert statement.problems == ()


@pytest.mark.parametrize("language", OLD_ENCODINGS)
def test_an_old_encoding_is_told_by_the_headings_whoever_sends_it(language) -> None:
    statement = read(STATEMENTS[language].encode(OLD_ENCODINGS[language]), language="en")

    assert told(statement) == BOTH


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark_at_its_beginning(encoding) -> None:
    assert told(read(STATEMENTS["en"].encode(encoding))) == BOTH


def test_what_stands_above_the_headings_is_no_entry() -> None:
    above = "Account holder;Anna Petrova\nPeriod;01.11.2026 - 25.11.2026\n\n"

    assert told(read(above + STATEMENTS["de"])) == BOTH


def test_without_headings_columns_are_told_by_what_their_cells_look_like() -> None:
    statement = read("1001;12.11.2026;Coffee;-3,50;996,50\n1002;13.11.2026;Pay;1.200,00;2.196,50\n")

    assert told(statement) == BOTH


def test_a_workbook_is_read_with_its_own_days_and_numbers() -> None:
    book = Workbook()
    sheet = book.active
    for row in (
        ["My bank"],
        [],
        ["Date", "Details", "Amount"],
        [datetime(2026, 11, 12, 10, 15), "Coffee", -3.5],  # noqa: DTZ001  # as Excel keeps it
        ["13.11.2026", "Pay", "1,200.00"],
    ):
        sheet.append(row)
    stored = BytesIO()
    book.save(stored)

    statement = read(stored.getvalue(), "statement.xlsx")

    assert told(statement) == BOTH
    assert [entry.line for entry in statement.entries] == [4, 5]


def test_a_sum_of_doubles_in_a_workbook_is_the_amount_that_people_see() -> None:
    book = Workbook()
    for row in (["Date", "Text", "Amount"], ["2026-11-12", "x", 0.1 + 0.2], ["2026-11-13", "y", 1234567.89]):
        book.active.append(row)
    stored = BytesIO()
    book.save(stored)

    amounts = [entry.amount.amount for entry in read(stored.getvalue(), "a.xlsx").entries]

    assert amounts == [Decimal("0.30"), Decimal("1234567.89")]


def test_every_line_is_an_entry_or_a_problem_with_its_number() -> None:
    lines = [
        "Date;Amount;Currency;Text",
        "12.11.2026;-3,50;EUR;Coffee",
        "yesterday;-4,00;EUR;Tea",
        "13.11.2026;;EUR;Nothing",
        "13.11.2026;0,00;EUR;Fee",
        "13.11.2026;-5,00;USD;Book",
        "13.12.2026;-5,00;EUR;Later",
        "13.11.2026;-5,001;EUR;Fine",
        "Total;-12,50",
    ]

    statement = read("\n".join(lines))

    assert [(entry.line, entry.text) for entry in statement.entries] == [(2, "Coffee")]
    assert [(problem.line, problem.trouble) for problem in statement.problems] == [
        (3, "no day"),
        (4, "no amount"),
        (5, "zero"),
        (6, "currency"),
        (7, "future"),
        (8, "too fine"),
        (9, "no day"),
    ]
    assert statement.problems[1].said == "13.11.2026 · EUR · Nothing"


def test_a_cell_with_line_breaks_keeps_the_numbers_of_the_lines_below() -> None:
    statement = read('Date,Text,Amount\n2026-11-12,"Coffee\nand cake",-3.50\n2026-11-13,Pay,1200.00\n')

    assert [(entry.line, entry.text) for entry in statement.entries] == [(2, "Coffee and cake"), (4, "Pay")]


def test_an_amount_that_may_be_two_is_never_booked() -> None:
    statement = read("Date;Text;Amount\n12.11.2026;Coffee;-1.250\n13.11.2026;Pay;3.400\n")

    assert [problem.trouble for problem in statement.problems] == ["ambiguous", "ambiguous"]


def test_balances_that_add_up_prove_the_columns() -> None:
    assert read(STATEMENTS["es"]).proved is True
    assert read(STATEMENTS["es"].replace("-3,50;", "-3,60;")).proved is True  # one step is between two lines
    assert read(STATEMENTS["es"].replace("1.200,00", "1.100,00")).proved is False
    assert read(STATEMENTS["es"] + "Total;;1.196,50;\n").proved is True
    assert read(STATEMENTS["de"]).proved is None


def test_equal_lines_of_one_day_are_two_entries_and_stay_the_same_two() -> None:
    twice = "Date;Text;Amount\n12.11.2026;Coffee;-3,50\n12.11.2026;Coffee;-3,50\n"

    first, second = ({entry.fingerprint for entry in read(twice).entries} for _ in range(2))

    assert len(first) == 2
    assert first == second


def test_columns_can_be_moved_and_exclude_each_other() -> None:
    table = read_table(Upload("a.csv", STATEMENTS["it"].encode()))
    columns = propose(table)

    moved = columns.put("amount", columns.debit)

    assert (moved.amount, moved.debit, moved.credit) == (columns.debit, None, None)
    assert type(columns).unpacked(moved.packed()) == moved
    assert not moved.put("text", moved.date).are_enough


def test_a_heading_is_believed_where_totals_and_notes_stand_below() -> None:
    statement = read("Date;Amount;Text\n12.11.2026;-3,50;Coffee\nTotal;-3,50\nPrinted on paper\n")

    assert [entry.text for entry in statement.entries] == ["Coffee"]
    assert len(statement.problems) == 2


def test_where_days_and_amounts_stand_among_other_words_a_person_may_choose_the_columns() -> None:
    table = read_table(
        Upload("a.csv", b"Foo;Bar;Baz\n01.11.2026;rent;-350,00\nsee above;fun;n/a\nold;zoo;n/a\n")
    )
    columns = propose(table)

    assert not columns.are_enough
    assert (columns.header, columns.text) == (1, 1)
    chosen = with_marks(columns.put("date", 0).put("amount", 2), table.lines[1:], "dmy")
    statement = read_entries(table, chosen, EXPECTED)
    assert told(statement) == [(date(2026, 11, 1), Decimal("-350.00"), "rent")]
    assert [(one.line, one.trouble) for one in statement.problems] == [(3, "no day"), (4, "no day")]
