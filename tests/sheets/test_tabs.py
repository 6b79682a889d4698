"""The tabs beside the ledger: made, kept, repaired; in a workbook and at Google through the real gspread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

from ledger import Account, Category
from manager import Lists
from playground.sheets import Formula, Google, Person, Spreadsheet
from sheets import Entry, Register, Sheet, SheetError, rows_of
from sheets.cell import EPOCH
from sheets.tabs import content
from sheets.workbook import Workbook
from tests.sheets.story import RENDERING, expense

LISTS = Lists(
    (Account("Cash", "RUB", ("cash", "notes")), Account("Card", "RUB"), Account("Euro box", "EUR")),
    (Category("Cafés", "expense", ("coffee",)), Category("Taxi", "expense"), Category("Salary", "income")),
)
REGISTER = Register("RUB", LISTS.accounts, LISTS.categories)
OURS = ["Summary", "Accounts", "Categories", "_Lists"]


class Desk(Protocol):
    """A person at any tab; rows and columns count from 1."""

    def titles(self) -> list[str]: ...
    def is_hidden(self, title: str) -> bool: ...
    def charts(self, title: str) -> int: ...
    def read(self, title: str, row: int, column: int) -> object: ...
    def number_format(self, title: str, row: int, column: int) -> str: ...
    def note(self, title: str, row: int, column: int) -> str: ...
    def type(self, title: str, row: int, column: int, text: str) -> None: ...
    def unname(self, *names: str) -> None: ...
    def rename(self, title: str, new: str) -> None: ...
    def delete(self, title: str) -> None: ...
    def delete_charts(self, title: str) -> None: ...
    def add(self, title: str) -> None: ...
    def rearrange_summary(self) -> None: ...
    def state(self) -> object: ...


class GoogleDesk:
    def __init__(self, spreadsheet: Spreadsheet, google: Google) -> None:
        self._sheet = spreadsheet
        self._google = google
        self._person = Person(spreadsheet)

    def titles(self) -> list[str]:
        return [tab.title for tab in self._sheet.tabs if tab.title != "Sheet1"]

    def is_hidden(self, title: str) -> bool:
        return self._sheet.tab(title).is_hidden

    def charts(self, title: str) -> int:
        return len(self._sheet.tab(title).lists.get("charts", ()))

    def read(self, title: str, row: int, column: int) -> object:
        value = self._sheet.tab(title).grid.row(row - 1).cell(column - 1).value
        return value.text if isinstance(value, Formula) else value

    def note(self, title: str, row: int, column: int) -> str:
        return str(self._sheet.tab(title).grid.row(row - 1).cell(column - 1).note)

    def number_format(self, title: str, row: int, column: int) -> str:
        return str(
            self._sheet.tab(title).grid.row(row - 1).cell(column - 1).format["numberFormat"]["pattern"]
        )

    def type(self, title: str, row: int, column: int, text: str) -> None:
        self._person.type(title, row, column, text)

    def unname(self, *names: str) -> None:
        known = self._sheet.named_ranges
        self._sheet.named_ranges = {key: one for key, one in known.items() if one["name"] not in names}

    def rename(self, title: str, new: str) -> None:
        self._person.rename_tab(title, new)

    def delete(self, title: str) -> None:
        self._person.delete_tab(title)

    def delete_charts(self, title: str) -> None:
        self._person.delete_charts(title)

    def add(self, title: str) -> None:
        self._person.add_tab(title)

    def rearrange_summary(self) -> None:
        self._person.insert_rows("Summary", 5)

    def state(self) -> object:
        return sum(call.method == "POST" for call in self._google.calls)


class WorkbookDesk:
    def __init__(self, path: Path) -> None:
        self._path = path

    def titles(self) -> list[str]:
        return load_workbook(self._path).sheetnames

    def is_hidden(self, title: str) -> bool:
        return bool(load_workbook(self._path)[title].sheet_state == "hidden")

    def charts(self, title: str) -> int:
        return len(load_workbook(self._path)[title]._charts)

    def read(self, title: str, row: int, column: int) -> object:
        value: object = load_workbook(self._path)[title].cell(row, column).value
        return value

    def note(self, title: str, row: int, column: int) -> str:
        return str(load_workbook(self._path)[title].cell(row, column).comment.text)

    def number_format(self, title: str, row: int, column: int) -> str:
        return str(load_workbook(self._path)[title].cell(row, column).number_format)

    def type(self, title: str, row: int, column: int, text: str) -> None:
        book = load_workbook(self._path)
        book[title].cell(row, column).value = float(text) if text.isdigit() else text or None
        book.save(self._path)

    def unname(self, *names: str) -> None:
        book = load_workbook(self._path)
        for name in names:
            del book.defined_names[name]
        book.save(self._path)

    def rename(self, title: str, new: str) -> None:
        book = load_workbook(self._path)
        book[title].title = new
        for name in book.defined_names.values():  # as every spreadsheet program does
            quoted = new.replace("'", "''")
            name.attr_text = name.attr_text.replace(f"'{title}'!", f"'{quoted}'!")
        book.save(self._path)

    def delete(self, title: str) -> None:
        book = load_workbook(self._path)
        del book[title]
        for name in book.defined_names.values():
            if name.attr_text.startswith(f"'{title}'!"):
                name.attr_text = f"#REF!{name.attr_text.partition('!')[2]}"
        book.save(self._path)

    def delete_charts(self, title: str) -> None:
        book = load_workbook(self._path)
        book[title]._charts = []
        book.save(self._path)

    def add(self, title: str) -> None:
        book = load_workbook(self._path)
        book.create_sheet(title)
        book.save(self._path)

    def rearrange_summary(self) -> None:
        book = load_workbook(self._path)
        book["Summary"].insert_rows(5)
        book.defined_names["tb_summary"] = DefinedName("tb_summary", attr_text="'Summary'!$A$1:$Q$67")
        book.save(self._path)

    def state(self) -> object:
        return self._path.stat().st_ino


@dataclass
class Office:
    """A sheet with its ledger, and a person at its tabs."""

    sheet: Sheet
    desk: Desk
    again: Callable[[], Sheet]

    def furnish(self, register: Register = REGISTER) -> None:
        self.sheet.furnish(register)


@pytest.fixture(params=["workbook", "google"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Before the tabs are made."""
    if request.param == "workbook":
        path = tmp_path / "book.xlsx"
        office = Office(Workbook(path, "en"), WorkbookDesk(path), lambda: Workbook(path, "en"))
    else:
        open_sheet, google = request.getfixturevalue("open_google"), request.getfixturevalue("google")
        desk = GoogleDesk(request.getfixturevalue("spreadsheet"), google)
        office = Office(open_sheet(), desk, open_sheet)
    office.sheet.prepare()
    return office


@pytest.fixture
def office(bare: Office) -> Office:
    bare.furnish()
    return bare


def rows(office: Office, title: str, column: int = 1) -> list[object]:
    found = [office.desk.read(title, row, column) for row in range(1, 12)]
    return [value for value in found if value is not None]


def as_layout_one(office: Office) -> None:
    """The Accounts tab as the first layout had it: four columns, named, and its number in the lists."""
    kept = [[office.desk.read("Accounts", row, column) for column in (1, 2, 5, 6)] for row in range(1, 5)]
    office.desk.unname("tb_opening", "tb_since", "tb_account_active", "tb_balance", "tb_account_words")
    for row, cells in enumerate(kept, start=1):
        for column, cell in enumerate([*cells, None, None, None], start=1):
            office.desk.type("Accounts", row, column, str(cell or ""))
    office.desk.type("_Lists", 2, 5, "1")


def shown(value: object) -> date | None:
    """The day in a cell: a workbook tells it as a day, Google as its number."""
    if isinstance(value, datetime):
        return value.date()
    return EPOCH.date() + timedelta(days=int(str(value).split(".")[0])) if value is not None else None


# ---- made


def test_four_tabs_stand_behind_the_ledger_and_the_lists_are_hidden(office: Office) -> None:
    assert office.desk.titles() == ["Ledger", *OURS]
    assert [title for title in OURS if office.desk.is_hidden(title)] == ["_Lists"]


def test_accounts_and_categories_of_the_book_are_listed(office: Office) -> None:
    assert rows(office, "Accounts") == ["Account", "Cash", "Card", "Euro box"]
    assert rows(office, "Accounts", 6) == ["Other words", "cash, notes"]
    assert rows(office, "Accounts", 7) == ["Active", "Yes", "Yes", "Yes"]
    assert rows(office, "Categories", 2) == ["Type", "Expense", "Expense", "Income"]


def test_a_balance_is_a_formula_over_whole_columns_of_the_ledger(office: Office) -> None:
    balance = str(office.desk.read("Accounts", 2, 5))

    assert balance.startswith("=")
    assert all(name in balance for name in ("tb_amount", "tb_account", "tb_currency", "tb_status"))


def test_the_summary_has_both_charts_and_a_row_for_each_category_of_spending(office: Office) -> None:
    assert office.desk.charts("Summary") == 2
    names = [office.desk.read("Summary", content.FIRST_CATEGORY + place, 1) for place in (1, 2, 3)]
    assert names == ["Cafés", "Taxi", None]


def test_an_append_touches_nothing_beside_the_ledger(office: Office) -> None:
    before = [office.desk.read(title, row, 3) for title in OURS for row in (1, 4, 28)]

    office.sheet.append([Entry(1, rows_of(expense(1), RENDERING))])

    assert [office.desk.read(title, row, 3) for title in OURS for row in (1, 4, 28)] == before
    assert office.sheet.scan().of(expense(1).key)[0].row == 2


def test_furnishing_again_writes_nothing(office: Office) -> None:
    before = office.desk.state()

    office.furnish()
    other = office.again()
    other.prepare()
    other.furnish(REGISTER)

    assert office.desk.state() == before


def test_a_tab_of_a_person_with_our_title_is_left_alone(bare: Office) -> None:
    bare.desk.add("Summary")
    bare.desk.type("Summary", 1, 1, "my own")

    bare.furnish()

    assert bare.desk.read("Summary", 1, 1) == "my own"
    assert "Summary Threadbook" in bare.desk.titles()


# ---- brought up to the book


def test_a_new_account_stands_below_and_a_note_beside_an_account_stays_with_it(office: Office) -> None:
    office.desk.type("Accounts", 3, 8, "closed in May")
    more = Register("RUB", (Account("Bank", "RUB"), *LISTS.accounts), LISTS.categories)

    office.furnish(more)

    assert rows(office, "Accounts") == ["Account", "Cash", "Card", "Euro box", "Bank"]
    assert office.desk.read("Accounts", 3, 8) == "closed in May"
    assert "$A5" in str(office.desk.read("Accounts", 5, 5))


def test_accounts_that_people_sorted_are_known_by_name(office: Office) -> None:
    for column in (1, 2, 6):
        second, fourth = (str(office.desk.read("Accounts", row, column) or "") for row in (2, 4))
        office.desk.type("Accounts", 2, column, fourth)
        office.desk.type("Accounts", 4, column, second)
    learned = replace(LISTS.accounts[0], aliases=("purse",))

    office.furnish(Register("RUB", (learned, *LISTS.accounts[1:]), LISTS.categories))

    assert rows(office, "Accounts") == ["Account", "Euro box", "Card", "Cash"]
    assert office.desk.read("Accounts", 4, 6) == "cash, notes, purse"


def test_the_day_on_which_a_person_said_what_is_there_stands_beside_the_opening_balance(
    office: Office,
) -> None:
    since = {"Card": date(2026, 11, 5)}

    office.furnish(replace(REGISTER, since=since))

    assert shown(office.desk.read("Accounts", 3, 4)) == date(2026, 11, 5)
    assert office.desk.read("Accounts", 2, 4) is None
    assert "tb_lbl_correction" in str(office.desk.read("Accounts", 3, 3))
    before = office.desk.state()
    office.furnish(replace(REGISTER, since=since))
    assert office.desk.state() == before
    office.furnish(REGISTER)
    assert office.desk.read("Accounts", 3, 4) is None


def test_the_header_of_the_opening_balance_tells_how_one_is_given(office: Office) -> None:
    assert office.desk.note("Accounts", 1, 3).startswith("Tell the bot what is there")


def test_an_opening_balance_that_people_type_over_is_the_books_again(office: Office) -> None:
    office.desk.type("Accounts", 2, 3, "7000")
    office.desk.type("Accounts", 2, 5, "9000")

    office.furnish()

    assert str(office.desk.read("Accounts", 2, 3)).startswith("=IF(")
    assert str(office.desk.read("Accounts", 2, 5)).startswith("=IF(")


def test_an_account_that_the_book_lists_no_more_is_not_active(office: Office) -> None:
    office.furnish(replace(REGISTER, accounts=REGISTER.accounts[1:]))

    assert rows(office, "Accounts", 7) == ["Active", "No", "Yes", "Yes"]
    assert rows(office, "Accounts") == ["Account", "Cash", "Card", "Euro box"]


def test_money_has_the_decimals_of_its_currency(office: Office) -> None:
    yen = (Account("Tokyo", "JPY"), Account("Kuwait", "KWD"))

    office.furnish(replace(REGISTER, accounts=(*REGISTER.accounts, *yen)))

    formats = [office.desk.number_format("Accounts", row, 5).split(";")[0] for row in (2, 5, 6)]
    assert formats == ["#,##0.00", "#,##0", "#,##0.000"]


def test_a_new_category_gets_a_row_of_the_summary(office: Office) -> None:
    office.furnish(Register("RUB", LISTS.accounts, (*LISTS.categories, Category("Pets", "expense"))))

    row = content.FIRST_CATEGORY + 3
    assert office.desk.read("Summary", row, 1) == "Pets"
    assert f"$A{row}" in str(office.desk.read("Summary", row, 2))


# ---- repaired


@pytest.mark.parametrize("title", OURS)
def test_a_deleted_tab_is_made_again(office: Office, title: str) -> None:
    was = [office.desk.read(title, row, 1) for row in range(1, 30)]
    office.desk.delete(title)

    office.furnish()

    assert sorted(office.desk.titles()) == sorted(["Ledger", *OURS])
    assert [office.desk.read(title, row, 1) for row in range(1, 30)] == was
    assert office.desk.charts("Summary") == 2


def test_a_renamed_tab_and_a_renamed_header_stay_as_people_named_them(office: Office) -> None:
    office.desk.rename("Accounts", "Wallets")
    office.desk.type("Wallets", 1, 1, "Where")
    office.desk.rename("Summary", "Overview 'home'")

    office.furnish(Register("RUB", (*LISTS.accounts, Account("Bank", "RUB")), LISTS.categories))

    assert office.desk.titles() == ["Ledger", "Overview 'home'", "Wallets", "Categories", "_Lists"]
    assert rows(office, "Wallets") == ["Where", "Cash", "Card", "Euro box", "Bank"]


def test_a_formula_that_was_deleted_comes_back_and_a_year_that_was_typed_stays(office: Office) -> None:
    was = office.desk.read("Summary", 4, 2)
    office.desk.type("Summary", 4, 2, "")
    office.desk.type("Summary", 1, 2, "2025")

    office.furnish()

    assert office.desk.read("Summary", 4, 2) == was
    assert office.desk.read("Summary", 1, 2) == 2025


def test_a_word_that_people_changed_in_the_summary_stays(office: Office) -> None:
    office.desk.type("Summary", 4, 1, "What came in")

    office.furnish()

    assert office.desk.read("Summary", 4, 1) == "What came in"


def test_deleted_charts_come_back(office: Office) -> None:
    office.desk.delete_charts("Summary")

    office.furnish()

    assert office.desk.charts("Summary") == 2


def test_a_summary_that_people_rearranged_is_theirs(office: Office) -> None:
    office.desk.rearrange_summary()
    before = [office.desk.read("Summary", row, 1) for row in range(1, 40)]

    office.furnish(Register("RUB", LISTS.accounts, (*LISTS.categories, Category("Pets", "expense"))))

    assert [office.desk.read("Summary", row, 1) for row in range(1, 40)] == before


# ---- brought up to a newer layout


def test_an_older_layout_is_written_anew_but_for_what_people_may_type(office: Office) -> None:
    office.desk.type("_Lists", 2, 5, "0")
    office.desk.type("Summary", 4, 1, "an older word")
    office.desk.type("Summary", 1, 2, "2025")

    office.furnish()

    assert office.desk.read("Summary", 4, 1) == "Income"
    assert office.desk.read("Summary", 1, 2) == 2025
    assert office.desk.read("_Lists", 2, 5) == content.LAYOUT


def test_an_older_layout_gets_its_new_columns_beside_what_people_have_there(office: Office) -> None:
    as_layout_one(office)
    office.desk.type("Accounts", 1, 5, "My colour")
    office.desk.type("Accounts", 3, 5, "blue")

    office.furnish()
    office.furnish()

    assert [office.desk.read("Accounts", 1, column) for column in range(1, 10)] == [
        "Account",
        "Currency",
        "Balance",
        "Other words",
        "My colour",
        "Opening balance",
        "Since",
        "Active",
        None,
    ]
    assert office.desk.read("Accounts", 3, 5) == "blue"
    assert rows(office, "Accounts", 8) == ["Active", "Yes", "Yes", "Yes"]
    assert "$F2+SUMPRODUCT" in str(office.desk.read("Accounts", 2, 3))
    assert office.desk.read("_Lists", 2, 5) == content.LAYOUT


def test_a_column_of_people_that_is_headed_as_a_new_one_of_ours_stays_theirs(office: Office) -> None:
    as_layout_one(office)
    office.desk.type("Accounts", 1, 5, "Active")
    office.desk.type("Accounts", 2, 5, "only in summer")

    office.furnish()

    assert office.desk.read("Accounts", 2, 5) == "only in summer"
    assert rows(office, "Accounts", 8) == ["Active", "Yes", "Yes", "Yes"]


def test_new_columns_find_room_where_people_have_filled_the_tab(office: Office) -> None:
    as_layout_one(office)
    office.desk.type("Accounts", 1, 10, "far away")

    office.furnish()

    headers = [office.desk.read("Accounts", 1, column) for column in (7, 10, 11, 12, 13)]
    assert headers == ["Active", "far away", "Opening balance", "Since", None]


def test_a_name_that_people_deleted_is_given_to_its_column_again(office: Office) -> None:
    office.desk.unname("tb_balance", "tb_account_active")

    office.furnish()

    assert [office.desk.read("Accounts", 1, column) for column in (5, 7, 8)] == ["Balance", "Active", None]


def test_a_layout_that_is_newer_than_this_program_is_left_alone(office: Office) -> None:
    office.desk.type("_Lists", 2, 5, "99")
    office.desk.delete("Summary")

    office.furnish()

    assert "Summary" not in office.desk.titles()


# ---- a workbook alone


def test_a_ledger_that_was_deleted_and_made_anew_is_what_the_formulas_sum(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    first = Workbook(path, "en")
    first.prepare()
    first.furnish(REGISTER)
    WorkbookDesk(path).delete("Ledger")

    again = Workbook(path, "en")
    again.prepare()
    again.furnish(REGISTER)

    assert load_workbook(path).defined_names["tb_amount"].attr_text == "'Ledger'!$D:$D"


def test_a_workbook_offers_lists_and_warns_of_what_is_no_day_or_no_amount(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    sheet = Workbook(path, "en")
    sheet.prepare()
    sheet.furnish(REGISTER)

    rules = load_workbook(path)["Ledger"].data_validations.dataValidation
    offered = {str(one.sqref).partition("2")[0]: (one.type, one.formula1) for one in rules}
    assert offered["F"] == ("list", "=tb_accounts")
    assert (offered["B"][0], offered["D"][0]) == ("date", "decimal")
    assert {one.errorStyle for one in rules if one.showErrorMessage} == {"warning"}


def test_a_column_whose_header_people_reworded_is_known_by_its_name_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    Workbook(path, "en").prepare()
    WorkbookDesk(path).type("Ledger", 1, 4, "How much")
    sheet = Workbook(path, "en")
    sheet.prepare()

    sheet.append([Entry(1, rows_of(expense(1), RENDERING))])

    assert sheet.scan().of(expense(1).key)[0].cells["amount"] == -300


# ---- Google alone


def test_what_people_took_from_the_ledger_is_given_back(open_google, spreadsheet: Spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.furnish(REGISTER)
    tab = spreadsheet.tab("Ledger")
    names = sorted(one["name"] for one in spreadsheet.named_ranges.values())
    tab.lists = {**tab.lists, "protectedRanges": (), "conditionalFormats": (), "basicFilter": ()}
    spreadsheet.named_ranges = {
        name: one for name, one in spreadsheet.named_ranges.items() if one["name"] != "tb_amount"
    }
    Person(spreadsheet).type("Ledger", 1, 4, "")

    sheet.prepare()
    sheet.furnish(REGISTER)

    assert sorted(one["name"] for one in spreadsheet.named_ranges.values()) == names
    assert (len(tab.lists["protectedRanges"]), len(tab.lists["conditionalFormats"])) == (4, 1)
    assert not tab.lists["basicFilter"]
    assert spreadsheet.values("Ledger")[0][3] == "Amount"


def test_the_ledger_offers_what_the_tabs_list(open_google, spreadsheet: Spreadsheet) -> None:
    sheet = open_google(language="ru")
    sheet.prepare()
    sheet.furnish(REGISTER)

    row = spreadsheet.tab("Книга").grid.row(5)
    offered = [row.cell(column).validation["condition"]["values"][0] for column in (4, 5, 6)]
    assert offered == [
        {"userEnteredValue": "='_Списки'!$F$2:$F"},
        {"userEnteredValue": "='Счета'!$A$2:$A"},
        {"userEnteredValue": "='Категории'!$A$2:$A"},
    ]


def test_a_ledger_that_was_deleted_and_made_anew_offers_what_the_tabs_list(
    open_google, spreadsheet: Spreadsheet
) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.furnish(REGISTER)
    Person(spreadsheet).rename_tab("Accounts", "Wallets")
    Person(spreadsheet).delete_tab("Ledger")

    again = open_google()
    again.prepare()
    again.furnish(REGISTER)

    row = spreadsheet.tab("Ledger").grid.row(5)
    assert row.cell(5).validation["condition"]["values"] == [{"userEnteredValue": "='Wallets'!$A$2:$A"}]
    assert row.cell(3).validation["condition"]["values"] == [{"userEnteredValue": "=ISNUMBER(D2)"}]


def test_at_google_each_category_has_the_line_of_its_year(open_google, spreadsheet: Spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    sheet.furnish(REGISTER)

    row = content.FIRST_CATEGORY
    told = [spreadsheet.tab("Summary").grid.row(row + step).cell(14).value for step in (-1, 0, 1, 2)]
    assert told[0] == "Trend"
    assert [one.text for one in told[1:3]] == [
        f'=IF($A{row + step}="";"";SPARKLINE(B{row + step}:M{row + step}))' for step in (1, 2)
    ]
    assert told[3] is None


def test_a_sheet_that_refuses_the_tabs_keeps_its_ledger(open_google, google: Google) -> None:
    sheet = open_google()
    sheet.prepare()
    google.faults.add("403", on="write")

    with pytest.raises(SheetError):
        sheet.furnish(REGISTER)
    sheet.append([Entry(1, rows_of(expense(1), RENDERING))])

    assert sheet.scan().of(expense(1).key)


def test_an_answer_that_was_lost_makes_nothing_twice(open_google, google, spreadsheet: Spreadsheet) -> None:
    sheet = open_google()
    sheet.prepare()
    google.faults.add("lost_answer", on="write")

    with pytest.raises(SheetError):
        sheet.furnish(REGISTER)
    sheet.furnish(REGISTER)

    assert [tab.title for tab in spreadsheet.tabs] == ["Sheet1", "Ledger", *OURS]
    assert len(spreadsheet.tab("Summary").lists["charts"]) == 2
