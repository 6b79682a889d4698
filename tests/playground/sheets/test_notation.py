from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.sheets import Formula, RefusedError, a1, dates, display, mask, moments, numbers, typed
from playground.sheets.area import Area, Box
from playground.sheets.cell import Cell
from playground.sheets.locales import locale

EN, RU, DE = locale("en_US"), locale("ru_RU"), locale("de_DE")
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@given(st.integers(0, 18_277))
def test_column_letters_are_read_back(index: int) -> None:
    assert a1.column_index(a1.column_letters(index)) == index


@given(
    st.text(min_size=1, max_size=20).filter(lambda title: not title.startswith("'")),
    st.integers(0, 999),
    st.integers(0, 99),
    st.integers(1, 50),
    st.integers(1, 50),
)
def test_a_range_is_read_back_as_it_was_written(
    title: str, top: int, left: int, height: int, width: int
) -> None:
    box = Box(top, left, top + height, left + width)

    found, reference = a1.split(a1.write(title, box))

    assert found == title
    assert a1.parse(reference) == Area(box.top, box.left, box.bottom, box.right)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("B3", Area(2, 1, 3, 2)),
        ("$B$3", Area(2, 1, 3, 2)),
        ("D6:B4", Area(3, 1, 6, 4)),
        ("D:D", Area(0, 3, None, 4)),
        ("2:4", Area(1, 0, 4, None)),
        ("A2:2", Area(1, 0, 2, None)),
        ("A5:C", Area(4, 0, None, 3)),
        ("ab12", Area(11, 27, 12, 28)),
        ("tb_op", None),
        ("A0", None),
        ("A", None),
        ("", None),
        (":", None),
    ],
)
def test_a_reference_means_its_cells(text: str, area: Area | None) -> None:
    assert a1.parse(text) == area


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("'It''s ours'!A1", ("It's ours", "A1")),
        ("Книга!A:P", ("Книга", "A:P")),
        ("'Лист1'", ("Лист1", "")),
        ("A1:B2", (None, "A1:B2")),
    ],
)
def test_a_title_and_its_quotes_are_taken_apart(text: str, parts: tuple[str | None, str]) -> None:
    assert a1.split(text) == parts


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Sheet1", "Sheet1"),
        ("Ledger", "Ledger"),
        ("Книга", "'Книга'"),
        ("Our money", "'Our money'"),
        ("A1", "'A1'"),
    ],
)
def test_a_title_is_quoted_when_it_could_be_read_as_something_else(title: str, written: str) -> None:
    assert a1.quoted(title) == written


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_is_read_back_from_its_serial_number(day: date) -> None:
    assert dates.moment(dates.serial(day)).date() == day
    assert dates.serial(day).is_integer()


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)))  # noqa: DTZ001 - a sheet's clock has no zone
def test_a_moment_is_read_back_to_the_millisecond(moment: datetime) -> None:
    assert abs(dates.moment(dates.serial(moment)) - moment) <= timedelta(milliseconds=1)


def test_serial_numbers_count_from_the_end_of_1899() -> None:
    assert dates.serial(date(1899, 12, 30)) == 0
    assert dates.serial(date(2026, 11, 20)) == 46346
    assert dates.serial(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == 46346.75


@pytest.mark.parametrize(
    ("pattern", "number", "en", "ru"),
    [
        ("#,##0.00;[Red]-#,##0.00", -1234567.895, "-1,234,567.90", "-1\xa0234\xa0567,90"),
        ("#,##0.00;[Red]-#,##0.00", 0.0, "0.00", "0,00"),
        ("0", 12.5, "13", "13"),
        ("0", -0.4, "0", "0"),
        ("0.00%", 0.0525, "5.25%", "5,25%"),
        ("#,##0.## [$€-2]", 1234.5, "1,234.5 €", "1\xa0234,5 €"),
        ('"No. "000', 7.0, "No. 007", "No. 007"),
        ('0.0;-0.0;"nil"', 0.0, "nil", "nil"),
        ("#", 0.0, "", ""),
    ],
)
def test_a_number_is_shown_by_its_pattern_in_the_language_of_the_spreadsheet(
    pattern: str,
    number: float,
    en: str,
    ru: str,
) -> None:
    assert numbers.number_pattern(pattern).write(number, EN) == en
    assert numbers.number_pattern(pattern).write(number, RU) == ru


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1234.5, "1234,5"), (3.0, "3"), (0.1 + 0.2, "0,3"), (-2.25, "-2,25"), (1e20, "1,00000E+20")],
)
def test_a_number_without_a_format_is_shown_with_no_digits_that_are_not_needed(
    number: float, shown: str
) -> None:
    assert numbers.general(number, RU) == shown


@given(st.integers(-(10**12), 10**12))
def test_two_decimals_are_shown_exactly(cents: int) -> None:
    sign, digits = "-" if cents < 0 else "", f"{abs(cents):03d}"

    shown = numbers.number_pattern("0.00").write(cents / 100, EN)

    assert shown == f"{sign}{int(digits[:-2])}.{digits[-2:]}"


@pytest.mark.parametrize(
    ("pattern", "en", "ru"),
    [
        ("dd.mm.yyyy", "09.02.2026", "09.02.2026"),
        ("dd.mm.yyyy hh:mm", "09.02.2026 06:05", "09.02.2026 06:05"),
        ("d mmmm yy, ddd", "9 February 26, Mon", "9 февраля 26, пн"),
        ("m/d/yyyy h:mm:ss am/pm", "2/9/2026 6:05:07 AM", "2/9/2026 6:05:07 AM"),
        ("mm:ss.000", "05:07.250", "05:07.250"),
        ('yyyy"y" mmm', "2026y Feb", "2026y февр."),
    ],
)
def test_a_moment_is_shown_by_its_pattern(pattern: str, en: str, ru: str) -> None:
    number = dates.serial(datetime(2026, 2, 9, 6, 5, 7, 250_000, tzinfo=UTC))

    assert moments.write(number, pattern, EN) == en
    assert moments.write(number, pattern, RU) == ru


def test_a_date_beyond_the_calendar_is_shown_as_the_number_it_is() -> None:
    cell = Cell(-5e6, {"numberFormat": {"type": "DATE", "pattern": "yyyy"}})

    assert display.shown(cell, EN) == "-5000000"


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("12,50", 12.5, None),
        ("1 234,50", 1234.5, None),
        ("1\xa0234,50 ₽", 1234.5, None),
        ("(5)", -5.0, None),
        ("+7900", 7900.0, None),
        ("12.50", "12.50", None),
        ("5%", 0.05, "PERCENT"),
        ("12.05", dates.serial(date(2026, 5, 12)), "DATE"),
        ("31.12.26", dates.serial(date(2026, 12, 31)), "DATE"),
        ("31.02.2026", "31.02.2026", None),
        ("2026-12-31", dates.serial(date(2026, 12, 31)), "DATE"),
        ("31.12.2026 06:00", dates.serial(date(2026, 12, 31)) + 0.25, "DATE_TIME"),
        ("25:00", "25:00", None),
        ("12:00", 0.5, "TIME"),
        ("=SUM(A1;B1)", Formula("=SUM(A1;B1)"), None),
        ("=", "=", None),
        ("'12", "12", None),
        ("-", "-", None),
        (" spaced ", " spaced ", None),
        ("", None, None),
    ],
)
def test_a_text_is_read_as_typed_into_a_russian_spreadsheet(
    text: str, value: object, kind: str | None
) -> None:
    read = typed.read(text, RU, NOW)

    assert read.value == value
    assert (read.number_format or {}).get("type") == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("12,50", "12,50"),
        ("$1,000", 1000.0),
        ("1e3", 1000.0),
        ("12/31/2026", dates.serial(date(2026, 12, 31))),
        ("31/12/2026", "31/12/2026"),
        ("true", True),
    ],
)
def test_a_text_is_read_as_typed_into_an_american_spreadsheet(text: str, value: object) -> None:
    assert typed.read(text, EN, NOW).value == value


def test_in_a_cell_of_plain_text_all_stays_text() -> None:
    assert typed.read("=1+1", EN, NOW, is_text_cell=True).value == "=1+1"


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_an_amount_typed_in_any_language_is_that_amount(amount: object) -> None:
    text = f"{amount:f}"

    assert typed.read(text, EN, NOW).value == float(text)
    assert typed.read(text.replace(".", ","), DE, NOW).value == float(text)


def test_a_field_mask_is_read_with_dots_slashes_and_brackets() -> None:
    text = "sheets(properties(sheetId,title),data/rowData.values.note),spreadsheetId,sheets.merges"

    assert mask.parse(text) == {
        "sheets": {
            "properties": {"sheetId": {}, "title": {}},
            "data": {"rowData": {"values": {"note": {}}}},
            "merges": {},
        },
        "spreadsheetId": {},
    }
    assert mask.parse("*") == mask.ALL
    assert mask.parse("a.b,a") == {"a": {}}
    assert mask.parse("a,a.b") == {"a": {}}


@pytest.mark.parametrize("text", ["", "a(b", "a)", ".a", "a..b"])
def test_a_field_mask_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        mask.parse(text)


def test_an_update_takes_fields_over_and_removes_those_that_are_missing() -> None:
    old = {"title": "a", "hidden": True, "grid": {"rows": 1, "frozen": 2}}

    assert mask.merge(old, {"title": "b"}, mask.parse("title,hidden")) == {
        "title": "b",
        "grid": {"rows": 1, "frozen": 2},
    }
    assert mask.merge(old, {}, mask.parse("grid.frozen"))["grid"] == {"rows": 1}
    assert mask.merge(old, {"grid": {"frozen": 3}}, mask.parse("grid.frozen"))["grid"] == {
        "rows": 1,
        "frozen": 3,
    }
