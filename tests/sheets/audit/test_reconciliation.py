"""Whatever people do to the sheet, all of it has one place in the report, and every sum is explained."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manager import Booked, Linkage
from sheets import Found, Scan, rows_of
from sheets.audit import Report, reconcile
from sheets.cell import Formula
from tests.sheets.story import RECORDED, RENDERING, expense, transfer, undone

READ_AT = RECORDED + timedelta(hours=1)
LINKED_AT = RECORDED + timedelta(seconds=5)
HEADER = Found(1, "", {"op": "Operation ID", "amount": "Amount", "date": "Date"})
DEEDS = ("nothing", "nothing", "edit", "delete", "copy", "void", "waits", "late", "found before")
EDITS = {"amount": -999.5, "currency": "EUR", "date": 45000, "status": "Void", "text": "tea", "account": 7}


@dataclass
class Sheet:
    """A book and its sheet, and what people did there, with what the report must say of it."""

    linkages: list[Linkage] = field(default_factory=list)
    rows: list[Found] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)

    def book(self, booked: Booked, deed: str, random: Random) -> None:
        rows = [Found(0, row.op_id, row.cells) for row in rows_of(booked, RENDERING)]
        linkage = Linkage(booked, "DONE", (), LINKED_AT)
        state = "match"
        chosen = random.randrange(len(rows))
        match deed:
            case "edit":
                column = random.choice(sorted(EDITS))
                rows[chosen] = typed(rows[chosen], **{column: EDITS[column]})
                state = "edited"
            case "delete":
                del rows[chosen]
                state = "missing"
            case "copy":
                rows.append(rows[chosen])
                state = "double"
            case "void":
                linkage = replace(linkage, booked=undone(booked, RECORDED))
                rows = [Found(0, row.op_id, row.cells) for row in rows_of(linkage.booked, RENDERING)]
                rows = rows[: random.randrange(len(rows) + 1)]
            case "waits":
                rows = rows if random.random() < 0.5 else []
                linkage = replace(linkage, state=random.choice(["READY", "SENDING", "UNKNOWN", "BLOCKED"]))
                state = "waiting"
            case "late":
                linkage = replace(linkage, linked_at=READ_AT + timedelta(seconds=1))
                rows = []
                state = "waiting"
            case "found before":
                linkage = replace(linkage, state=random.choice(["MISSING", "DIVERGED", "DUPLICATE"]))
        self.linkages.append(linkage)
        self.rows += rows
        self.expected[state] += 1

    def scan(self, random: Random) -> Scan:
        """The rows as somebody has sorted them; operations that were not touched are where they were."""
        random.shuffle(self.rows)
        self.rows = [replace(found, row=number) for number, found in enumerate(self.rows, start=2)]
        stand: dict[str, list[int]] = {}
        for found in sorted(self.rows, key=lambda one: one.op_id):
            stand.setdefault(found.op_id.partition("/")[0], []).append(found.row)
        self.linkages = [replace(one, rows=tuple(stand.get(one.booked.key, ()))) for one in self.linkages]
        return Scan((HEADER, *self.rows))


def typed(found: Found, **cells: object) -> Found:
    return replace(found, cells={**found.cells, **cells})


def foreign(**cells: object) -> Found:
    empty = dict.fromkeys(rows_of(expense(), RENDERING)[0].cells)
    return Found(0, "", {**empty, **cells})


def look(sheet: Sheet, random: Random, **more) -> Report:
    scan = sheet.scan(random)
    return reconcile(sheet.linkages, scan, RENDERING, read_at=READ_AT, **more)


def one(booked: Booked, *rows: Found, **more) -> Report:
    """The report on one operation and rows that stand from row 2 on."""
    numbered = [replace(found, row=number) for number, found in enumerate(rows, start=2)]
    linkage = Linkage(booked, **({"state": "DONE", "rows": (2,), "linked_at": LINKED_AT} | more))
    return reconcile([linkage], Scan((HEADER, *numbered)), RENDERING, read_at=READ_AT)


def row(booked: Booked, **cells: object) -> Found:
    [mine] = rows_of(booked, RENDERING)
    return typed(Found(0, mine.op_id, mine.cells), **cells)


@given(st.lists(st.sampled_from(DEEDS), max_size=12), st.integers(0, 4), st.integers(0, 2**32))
def test_every_operation_and_row_has_its_one_place_and_every_sum_is_explained(
    deeds: list[str], strangers: int, seed: int
) -> None:
    random, sheet = Random(seed), Sheet()  # noqa: S311  # a story, not a secret
    for number, deed in enumerate(deeds, start=1):
        make = random.choice([expense, transfer])
        sheet.book(make(number, str(number * 10)), deed, random)
    for number in range(strangers):
        sheet.rows.append(foreign(amount=-5 - number, date=46000, currency="RUB"))
    sheet.expected["foreign"] += strangers

    report = look(sheet, random)

    assert +report.counts == +sheet.expected
    assert report.operations == len(deeds)
    assert report.counts.total() == len(deeds) + strangers
    assert len(report.healed) == deeds.count("found before")
    assert [total for total in report.sums if not total.is_explained] == []
    assert report.moved == {}


@given(st.permutations(range(6)))
def test_a_sorted_sheet_is_only_moved(order: list[int]) -> None:
    made = [expense(number) for number in range(1, 7)]
    rows = [replace(row(made[place]), row=number) for number, place in enumerate(order, start=2)]
    linkages = [Linkage(booked, "DONE", (number,), LINKED_AT) for number, booked in enumerate(made, start=2)]

    report = reconcile(linkages, Scan((HEADER, *rows)), RENDERING, read_at=READ_AT)

    staying = sum(place == number for number, place in enumerate(order))
    assert (report.counts["match"], report.counts["moved"]) == (staying, 6 - staying)
    assert report.discrepancies == ()
    assert {key: numbers[0] for key, numbers in report.moved.items()} == {
        made[place].key: number for number, place in enumerate(order, start=2) if place + 2 != number
    }


def test_an_edited_row_names_both_values() -> None:
    report = one(expense(1, "450"), row(expense(1, "450"), amount=-540))

    (found,) = report.discrepancies
    (edit,) = found.edits
    assert (found.kind, edit.column, edit.book, edit.sheet) == ("edited", "amount", Decimal(-450), -540)


@pytest.mark.parametrize("value", ["-450", Formula("=-450"), True, None, float("nan")])
def test_an_amount_that_is_no_number_any_more_is_edited_and_missing_from_the_sum(value: object) -> None:
    report = one(expense(1, "450"), row(expense(1, "450"), amount=value))

    assert report.counts == {"edited": 1}
    assert [(total.book, total.sheet, total.is_explained) for total in report.sums] == [
        (Decimal(-450), Decimal(0), True)
    ]


def test_the_same_words_in_the_other_language_are_no_edit() -> None:
    report = one(expense(), row(expense(), type="Расход", status="ОК"))

    assert report.counts == {"match": 1}


def test_a_copied_row_stops_nothing_and_both_are_named() -> None:
    report = one(expense(), row(expense()), row(expense(), text="copy"))

    (found,) = report.discrepancies
    assert (found.kind, [one.row for one in found.rows]) == ("double", [2, 3])
    assert [(cause, amount) for total in report.sums for cause, amount in total.causes.items()] == [
        ("double", Decimal(300))
    ]


def test_a_copy_that_was_made_void_and_lost_its_id_counts_nowhere() -> None:
    report = one(expense(), row(expense()), replace(row(expense(), status="Void", op=""), op_id=""))

    assert report.counts == {"match": 1}
    assert all(total.difference == 0 for total in report.sums)


def test_the_row_of_an_undone_operation_may_be_deleted() -> None:
    report = one(undone(expense(), RECORDED))

    assert report.counts == {"match": 1}


def test_a_row_with_the_id_of_an_operation_that_is_not_in_the_book_is_foreign() -> None:
    report = one(expense(1), row(expense(1)), row(expense(2)))

    (found,) = report.discrepancies
    assert (found.kind, found.booked, found.rows[0].op_id) == ("foreign", None, "OP0000000002")


def test_words_below_the_table_and_above_the_header_are_nobodys_money() -> None:
    above = replace(foreign(text="My books", amount=12), row=1)
    header = replace(HEADER, row=2)
    note = replace(foreign(text="remember the rent"), row=3)

    report = reconcile([], Scan((above, header, note), header_row=2), RENDERING, read_at=READ_AT)

    assert report.counts == {}


def test_a_foreign_row_that_was_decided_about_is_only_counted_and_still_explains_its_sum() -> None:
    stranger = replace(foreign(amount=-5, date=46347, currency="RUB"), row=2)
    first = reconcile([], Scan((HEADER, stranger)), RENDERING, read_at=READ_AT)

    ignored = Counter([first.discrepancies[0].seen])
    again = reconcile([], Scan((HEADER, stranger)), RENDERING, read_at=READ_AT, ignored=ignored)

    assert (first.counts, again.counts) == ({"foreign": 1}, {"ignored": 1})
    assert [(total.sheet, total.causes) for total in again.sums] == [(Decimal(-5), {"ignored": Decimal(5)})]


def test_what_a_row_says_is_recognised_wherever_it_is_moved() -> None:
    before = one(expense(), row(expense(), amount=-1)).discrepancies[0]
    moved = one(expense(), foreign(text="x"), row(expense(), amount=-1)).discrepancies[0]
    again = one(expense(), row(expense(), amount=-2)).discrepancies[0]

    assert before.seen == moved.seen != again.seen
