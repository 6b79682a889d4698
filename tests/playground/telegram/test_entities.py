import html
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from playground.telegram.entities import found, parse_html, trimmed
from playground.telegram.errors import BotApiError
from playground.telegram.wire import utf16_length, utf16_slice

Tree = str | tuple[str, str, list[Any]]

TAGS = {
    "b": ("</b>", "bold"),
    "strong": ("</strong>", "bold"),
    "i": ("</i>", "italic"),
    "em": ("</em>", "italic"),
    "u": ("</u>", "underline"),
    "ins": ("</ins>", "underline"),
    "s": ("</s>", "strikethrough"),
    "strike": ("</strike>", "strikethrough"),
    "del": ("</del>", "strikethrough"),
    "tg-spoiler": ("</tg-spoiler>", "spoiler"),
    'span class="tg-spoiler"': ("</span>", "spoiler"),
    "code": ("</code>", "code"),
    "pre": ("</pre>", "pre"),
    "blockquote": ("</blockquote>", "blockquote"),
    "blockquote expandable": ("</blockquote>", "expandable_blockquote"),
    "a href='https://example.org/?a=1&amp;b=2'": ("</a>", "text_link"),
    'tg-time unix="1647531900"': ("</tg-time>", "date_time"),
}

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
trees = st.recursive(
    words,
    lambda children: st.tuples(st.sampled_from(sorted(TAGS)), st.lists(children, min_size=1, max_size=3)),
    max_leaves=12,
)


def _render(tree: object, plain: list[str], expected: list[tuple[int, int, str]]) -> str:
    if isinstance(tree, str):
        plain.append(tree)
        return html.escape(tree)
    tag, children = cast("tuple[str, list[object]]", tree)
    offset = utf16_length("".join(plain))
    inner = "".join(_render(child, plain, expected) for child in children)
    expected.append((offset, utf16_length("".join(plain)) - offset, TAGS[tag][1]))
    return f"<{tag}>{inner}{TAGS[tag][0]}"


@given(st.lists(trees, max_size=4))
def test_nested_tags_become_entities_with_utf16_offsets(forest: list[object]) -> None:
    plain: list[str] = []
    expected: list[tuple[int, int, str]] = []
    source = "".join(_render(tree, plain, expected) for tree in forest)

    text, entities = parse_html(source)

    assert text == "".join(plain)
    assert sorted((one["offset"], one["length"], one["type"]) for one in entities) == sorted(expected)
    assert [one["offset"] for one in entities] == sorted(one["offset"] for one in entities)


@given(st.text(st.characters(codec="utf-8")))
def test_an_escaped_text_comes_back_as_it_was_without_entities(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                "/",
                "b",
                "</b>",
                "<b>",
                "<a href=",
                '"',
                "'",
                "&",
                "#x1F600",
                ";",
                "=",
                " ",
                "ж",
                "<pre>",
            ]
        ),
        max_size=20,
    ).map("".join)
    | st.text()
)
def test_any_text_is_either_read_or_refused_in_telegrams_words(source: str) -> None:
    refusal = None
    try:
        text, entities = parse_html(source)
    except BotApiError as error:
        text, entities, refusal = "", [], error

    assert refusal is None or refusal.description.startswith("Bad Request: can't parse entities: ")
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(text)


@given(st.lists(trees, min_size=1, max_size=3))
def test_what_the_client_writes_for_a_message_reads_back_as_the_same_message(forest: list[object]) -> None:
    source = "".join(_render(tree, [], []) for tree in forest if not _is_crooked(tree))
    text, entities = trimmed(*parse_html(source))
    message = Message.de_json(
        {
            "message_id": 1,
            "date": 1,
            "chat": {"id": 1, "type": "private"},
            "text": text or "-",
            "entities": entities,
        }
    )

    assert parse_html(message.text_html)[0] == message.text


def _is_crooked(tree: object) -> bool:
    """Two entities over the same words in the same way are written by the client in its own order."""
    return isinstance(tree, tuple) and any(not isinstance(child, str) for child in tree[1])


@given(st.text(), st.data())
def test_trimming_keeps_what_each_entity_covers(text: str, data: st.DataObject) -> None:
    characters = [*text]
    start = data.draw(st.integers(0, len(characters)))
    end = data.draw(st.integers(start, len(characters)))
    covered = "".join(characters[start:end])
    entities = [{"type": "bold", "offset": utf16_length(text[:start]), "length": utf16_length(covered)}]

    stripped, fitted = trimmed(text, entities)

    assert stripped == text.strip()
    assert all(utf16_slice(stripped, one["offset"], one["length"]) in covered for one in fitted)
    if covered.strip():
        assert len(fitted) == 1


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("ж<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        (
            "<a href>x</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        (
            "<tg-time unix='soon'>x</tg-time>",
            'Tag "tg-time" must have a valid attribute "unix" at byte offset 0',
        ),
        ("&#xD83D;", "Text contains invalid Unicode characters after decoding HTML entities"),
    ],
)
def test_wrong_markup_is_refused_with_its_place(source: str, reason: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        parse_html(source)

    assert refusal.value.description.startswith(f"Bad Request: can't parse entities: {reason}")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;b&gt; &amp;&quot;", '<b> &"'),
        ("&#9731;&#x1F600;", "☃😀"),
        ("&nbsp; &apos; & &; &#0;", "&nbsp; &apos; & &; &#0;"),
        ("&lt", "<"),
        ("<B>loud</B >", "loud"),
        ("<b></b>quiet", "quiet"),
        ("<b>x</>", "x"),
    ],
)
def test_references_and_tags_are_read_as_telegram_reads_them(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        (
            '<pre><code class="language-python">x = 1</code></pre>',
            {"type": "pre", "offset": 0, "length": 5, "language": "python"},
        ),
        (
            "<a>example.org</a>",
            {"type": "text_link", "offset": 0, "length": 11, "url": "http://example.org/"},
        ),
        (
            "😀<a href='tg://user?id=1'>you</a>",
            {"type": "text_link", "offset": 2, "length": 3, "url": "tg://user?id=1"},
        ),
        (
            '<tg-time unix="1647531900" format="wDT">then</tg-time>',
            {
                "type": "date_time",
                "offset": 0,
                "length": 4,
                "unix_time": 1647531900,
                "date_time_format": "wDT",
            },
        ),
    ],
)
def test_attributes_become_fields_of_the_entity(source: str, entity: dict[str, Any]) -> None:
    assert parse_html(source)[1] == [entity]


def test_a_link_that_leads_nowhere_stays_plain_text() -> None:
    assert parse_html('<a href="nowhere">x</a>') == ("x", [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", [("bot_command", 0, 6)]),
        ("/add@ThreadbookBot 300", [("bot_command", 0, 18)]),
        ("😀 see https://example.org/a?b=1.", [("url", 7, 25)]),
        ("ask @anna_k please", [("mention", 4, 7)]),
        ("300/5 and a/b", []),
        ("mail me@example.org", []),
    ],
)
def test_commands_links_and_mentions_are_found(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(one["type"], one["offset"], one["length"]) for one in found(text, [])] == expected


def test_nothing_is_found_inside_code() -> None:
    code = [{"type": "code", "offset": 0, "length": 6}]

    assert found("/start", code) == code
