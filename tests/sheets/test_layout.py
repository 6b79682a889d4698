import pytest

from sheets.layout import (
    BOT_COLUMNS,
    COLUMNS,
    HEADER_DEPTH,
    LayoutError,
    has_header,
    header,
    place,
)


def test_the_columns_stand_in_the_order_people_know() -> None:
    assert header("en") == (
        "No.", "Date", "Type", "Amount", "Currency", "Account", "Category", "Description", "Who", "Tags",
        "Status", "My note", "Operation ID", "Recorded", "Changed", "Chat",
    )  # fmt: skip
    assert header("ru")[3::9] == ("Сумма", "ID операции")


def test_only_the_note_belongs_to_people() -> None:
    assert [column.key for column in COLUMNS if column not in BOT_COLUMNS] == ["note"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_fresh_header_is_found_in_either_language(language) -> None:
    placement = place([header(language)])

    assert placement.header_row == 1
    assert [placement.columns[column.key] for column in BOT_COLUMNS] == [*range(11), 12, 13, 14, 15]


def test_the_header_is_found_below_a_title() -> None:
    assert place([["Our money"], [], list(header("en"))]).header_row == 3


def test_a_header_far_below_is_no_header() -> None:
    rows = [*([[]] * HEADER_DEPTH), list(header("en"))]

    assert not has_header(rows)
    with pytest.raises(LayoutError, match="no header"):
        place(rows)


def test_columns_are_found_in_any_order() -> None:
    backwards = list(reversed(header("en")))

    placement = place([backwards])

    assert all(backwards[placement.columns[column.key]] == column.en for column in BOT_COLUMNS)


def test_a_named_range_is_believed_before_a_header() -> None:
    placement = place([header("en")], named={"amount": 20})

    assert placement.columns["amount"] == 20


def test_named_ranges_find_a_header_in_whatever_words() -> None:
    named = {column.key: index for index, column in enumerate(COLUMNS) if column.owner == "bot"}

    placement = place([[], [f"my {title}" for title in header("en")]], named=named)

    assert placement.header_row == 2


def test_a_reworded_header_stays_where_it_stood() -> None:
    last = place([header("en")])
    reworded = [("Sum" if title == "Amount" else title) for title in header("en")]

    assert place([reworded], last=last).columns["amount"] == 3
    with pytest.raises(LayoutError, match="no column Amount"):
        place([reworded])


def test_a_column_whose_place_was_taken_by_another_is_missing() -> None:
    last = place([header("en")])
    without = [title for title in header("en") if title not in ("Amount", "Account")]

    with pytest.raises(LayoutError, match="no column Amount, Account"):
        place([without], last=last)


@pytest.mark.parametrize("deleted", [column.en for column in BOT_COLUMNS])
def test_a_deleted_column_is_missing_whatever_moved_into_its_place(deleted: str) -> None:
    titles = [*header("en"), "", "my own"]
    last = place([titles])
    titles.remove(deleted)

    with pytest.raises(LayoutError, match=r"no (column|header)"):
        place([titles], last=last)


def test_a_last_column_without_its_named_range_and_its_header_is_missing() -> None:
    named = {column.key: index for index, column in enumerate(COLUMNS) if column.owner == "bot"}
    last = place([header("en")], named=named)
    titles = [*header("en")[:-1], "my own"]
    named.pop("link")

    with pytest.raises(LayoutError, match="no column Chat"):
        place([titles], named=named, last=last)
