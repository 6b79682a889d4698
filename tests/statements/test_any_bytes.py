"""Whatever people send: it is read, or refused by our own error; nothing else comes out."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements import Expected, UnreadableFileError, Upload, propose, read_chat, read_entries, read_table
from tests.statements.banks import TODAY

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["12.11.2026", "2026-13-40", "-3,50", "1.250", "(9", "9" * 400, "Date", "Amount", "=1", '"']
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
MESSAGE = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON,
        "type": st.sampled_from(["message", "service"]) | JSON,
        "date_unixtime": st.sampled_from(["0", "1794471300", "9" * 30]) | JSON,
        "from_id": st.sampled_from(["user1", "channel2", "user٣"]) | JSON,
        "text": st.text() | JSON,
    },
)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.txt", "a"]))
def test_any_bytes_are_a_table_or_refused(content: bytes, name: str) -> None:
    with suppress(UnreadableFileError):
        table = read_table(Upload(name, content))
        read_entries(table, propose(table), Expected("EUR", TODAY))


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8), st.sampled_from(";,\t"))
def test_every_line_below_the_headings_is_an_entry_or_a_problem(
    rows: list[list[str]], separator: str
) -> None:
    content = "\n".join(separator.join(row) for row in rows).encode(errors="replace")
    with suppress(UnreadableFileError):
        table = read_table(Upload("a.csv", content))
        columns = propose(table)
        statement = read_entries(table, columns, Expected("EUR", TODAY))

        read = {one.line for one in statement.entries} | {one.line for one in statement.problems}
        assert read == {line.number for line in table.lines if line.number > columns.header}


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_json_is_an_export_or_refused(content: bytes) -> None:
    with suppress(UnreadableFileError):
        read_chat(content)


@given(st.lists(MESSAGE, min_size=1, max_size=5))
def test_every_message_of_an_export_is_counted(messages: list[dict[str, object]]) -> None:
    content = json.dumps({"messages": messages}).encode()
    with suppress(UnreadableFileError):
        read = read_chat(content)

        assert len(read.messages) + len(read.problems) + read.wordless == len(messages)


def test_numbers_without_end_are_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_chat(b'{"messages": [{"id": ' + b"9" * 10_000 + b"}]}")


@pytest.mark.parametrize("content", [b"[", b'{"a":', b'{"messages": [{"text": "\\"[" , "x": [', b'"\\"'])
def test_lists_without_bottom_are_refused_before_they_kill_the_process(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_chat(b'{"messages": [' + content * 200_000)
