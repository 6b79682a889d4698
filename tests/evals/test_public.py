import json
from decimal import Decimal
from pathlib import Path

import pytest

from agents.rules import RulesReader
from evals import public
from evals.case import CasesError
from evals.public import Row


@pytest.fixture(scope="module")
def rules() -> RulesReader:
    return RulesReader()


def row(text: str, **more) -> Row:
    return Row.model_validate({"text": text, "lang": "en", **more})


@pytest.mark.parametrize(
    ("text", "amount", "currency", "outcome"),
    [
        ("$10", "10", "USD", "right"),
        ("$10", "11", "USD", "wrong"),
        ("$10", "10", "EUR", "wrong"),
        ("10", "10", "EUR", "abstained"),
        ("ten or 20 dollars", "10", "USD", "abstained"),
    ],
)
async def test_an_amount_is_right_with_its_currency_only(text, amount, currency, outcome, rules) -> None:
    assert await public.money(row(text, amount=amount, currency=currency), rules) == outcome


async def test_a_number_in_words_is_compared_with_its_value(rules) -> None:
    assert await public.numbers(row("forty two", value="42"), rules) == "right"
    assert await public.numbers(row("forty two", value="43"), rules) == "wrong"
    assert await public.numbers(row("nothing", value="0"), rules) == "abstained"


async def test_a_day_is_read_as_the_past_one(rules) -> None:
    said = {"reference_date": "2026-10-07", "date": "2026-10-06"}

    assert await public.dates(row("yesterday", **said), rules) == "right"
    assert await public.dates(row("today", **said), rules) == "wrong"
    assert await public.dates(row("whenever", **said), rules) == "abstained"


async def test_a_day_that_nobody_said_is_invented(rules) -> None:
    assert await public.invented(row("ten dollars"), rules) == "right"
    assert await public.invented(row("ten dollars yesterday"), rules) == "wrong"
    assert await public.invented(row("ten dollars yesterday", kind="in_utterance"), rules) is None


async def test_a_message_is_played_through_the_whole_bot(rules) -> None:
    assert await public.expenses(row("coffee 5", amounts=["5"]), rules) == "right"
    assert await public.expenses(row("coffee 5", amounts=["6"]), rules) == "wrong"
    assert await public.expenses(row("5", amounts=["5"]), rules) == "right"
    assert await public.expenses(row("hello", amounts=["6"]), rules) == "abstained"
    assert await public.expenses(row("hello"), rules) is None
    assert await public.notes(row("hello"), rules) == "right"
    assert await public.notes(row("coffee 5"), rules) == "wrong"


async def test_a_table_tells_right_wrong_and_abstained_by_language(tmp_path: Path, rules) -> None:
    lines = [
        {"text": "forty two", "lang": "en", "value": "42"},
        {"text": "forty two", "lang": "en", "value": "43"},
        {"text": "сорок два", "lang": "ru", "value": str(Decimal(42))},
    ]
    content = "\n".join(map(json.dumps, lines))
    (tmp_path / "public_numbers.jsonl").write_text(content, encoding="utf-8")

    table = (await public.measured(tmp_path, rules))[0]

    assert table.rows == (
        ("all", "3", "66.7", "33.3", "0.0"),
        ("en", "2", "50.0", "50.0", "0.0"),
        ("ru", "1", "100.0", "0.0", "0.0"),
    )


async def test_a_folder_without_sets_is_one_clear_sentence(tmp_path: Path, rules) -> None:
    with pytest.raises(CasesError, match="no public_"):
        await public.measured(tmp_path, rules)


async def test_a_line_that_is_not_of_its_set_is_named(tmp_path: Path, rules) -> None:
    (tmp_path / "public_money.jsonl").write_text('{"lang": "en"}', encoding="utf-8")

    with pytest.raises(CasesError, match="line 1: Field required"):
        await public.measured(tmp_path, rules)
