import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from bot.care.backups import DAMAGED, NOT_MADE
from bot.care.caretaker import AWAY
from bot.care.troubles import ADVICE, TITLES
from bot.imports.choosing import ROLE_NAMES
from bot.imports.importer import HOW
from bot.imports.sentences import FAULTS, TROUBLES
from bot.receiving.shortage import FULL, ILL, OVER
from bot.sheet.backfill import GOING, STUCK
from bot.sheet.connecting import CONNECTED, IN_SETTINGS, INVITATION, NO_KEY, OBSTACLES
from bot.turns.allowance import USED_UP
from bot.turns.answers import RATES
from bot.turns.commands import HELP
from bot.wording.cards import _STANDING
from bot.wording.explanations import SENTENCES
from bot.wording.texts import Html, escaped, languages, texts

ROOT = Path(__file__).parents[2]
CALLS = ("t", "plain", "plural")


def spoken() -> Iterator[str]:
    """Every English text that the code says."""
    yield from (
        *SENTENCES.values(),
        *_STANDING.values(),
        HELP,
        *TITLES.values(),
        *ADVICE.values(),
        *FAULTS.values(),
        *TROUBLES.values(),
        *ROLE_NAMES.values(),
        HOW,
        *RATES.values(),
        "Recorded with its own date.",
        AWAY,
    )
    yield from (*OBSTACLES.values(), INVITATION, CONNECTED, NO_KEY, IN_SETTINGS, GOING[0], STUCK[0])
    yield from (USED_UP, FULL, ILL, OVER, NOT_MADE, DAMAGED)
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0]
                if name in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    path = ROOT / "bot" / "wording" / "locale" / language / "LC_MESSAGES" / "threadbook.po"
    with path.open("rb") as source:
        messages = [one for one in read_po(source) if one.id]
    keyed = [(one.id[0] if isinstance(one.id, tuple) else one.id, one.string) for one in messages]
    return {key: text if isinstance(text, tuple) else (text,) for key, text in keyed}


@pytest.mark.parametrize("language", sorted(languages() - {"en"}))
def test_every_text_is_translated_and_no_translation_is_left_over(language: str) -> None:
    known, said = catalogue(language), set(spoken())

    assert sorted(said - set(known)) == []
    assert sorted(set(known) - said) == []
    assert [key for key, forms in known.items() if not all(forms)] == []


@pytest.mark.parametrize("language", sorted(languages() - {"en"}))
def test_a_translation_has_the_same_names_and_tags(language: str) -> None:
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w+\}|</?\w+>", text))

    wrong = [
        key
        for key, forms in catalogue(language).items()
        if {*map(str, map(names, forms))} != {str(names(key))}
    ]

    assert wrong == []


@given(st.text())
def test_what_people_wrote_never_becomes_markup(words: str) -> None:
    shown = texts("en")("{name}", name=words)

    assert not re.search(r"<|>|&(?!amp;|lt;|gt;)", shown)


def test_html_is_not_escaped_twice() -> None:
    assert escaped(Html("<b>x</b>")) == "<b>x</b>"


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 операция"), (3, "3 операции"), (11, "11 операций"), (21, "21 операция")]
)
def test_russian_plurals_follow_the_rule(count: int, text: str) -> None:
    assert texts("ru").plural("{count} operation", "{count} operations", count) == text
