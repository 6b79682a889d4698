import json
from datetime import UTC, datetime

import pytest

from statements import UnreadableFileError, read_chat


def export(*messages: dict, **more) -> bytes:
    return json.dumps(
        {"name": "Home", "type": "personal_chat", "id": 7, "messages": messages} | more
    ).encode()


def message(text: object, **more) -> dict:
    values = {
        "id": 5,
        "type": "message",
        "date": "2026-11-12T10:15:00",
        "date_unixtime": "1794471300",
        "from": "Anna",
        "from_id": "user1001",
        "text": text,
    }
    return values | more


def test_messages_are_read_with_their_time_in_utc_and_their_sender() -> None:
    (read,) = read_chat(export(message("coffee 300 cash"))).messages

    assert read.text == "coffee 300 cash"
    assert read.sender_id == 1001
    assert read.sent_at == datetime.fromtimestamp(1794471300, UTC)


def test_words_in_pieces_are_joined() -> None:
    (read,) = read_chat(export(message(["coffee ", {"type": "bold", "text": "300"}, " cash"]))).messages

    assert read.text == "coffee 300 cash"


def test_what_has_no_words_is_counted_and_what_cannot_be_used_is_listed() -> None:
    read = read_chat(
        export(
            message("", photo="a.jpg"),
            message("/start"),
            {"id": 1, "type": "service", "action": "phone_call"},
            message("tea 5", id=8, date_unixtime=None),
            message("tea 5", id=9, from_id="channel5"),
        )
    )

    assert read.messages == ()
    assert read.wordless == 3
    assert [(one.line, one.trouble, one.said) for one in read.problems] == [
        (8, "no time", "tea 5"),
        (9, "no sender", "tea 5"),
    ]


def test_the_export_of_a_whole_account_is_read_chat_by_chat() -> None:
    whole = {"chats": {"list": [{"messages": [message("a")]}, {"messages": [message("b")]}]}}

    assert [one.text for one in read_chat(json.dumps(whole).encode()).messages] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'{"messages": [', "damaged"),
        (b"{}", "no chat"),
        (b"[1, 2]", "no chat"),
        (b'{"messages": "x"}', "no chat"),
    ],
)
def test_what_is_no_export_is_refused(content, fault) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_chat(content)

    assert refused.value.fault == fault


def test_thousands_of_messages_are_read() -> None:
    assert len(read_chat(export(*[message("coffee 300 cash")] * 5_000)).messages) == 5_000
