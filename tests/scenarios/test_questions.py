"""Scene 12: questions about the book, as people ask them, and what is said in answer."""

from datetime import UTC, datetime

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)

TOLD = (
    (datetime(2026, 9, 28, 12, tzinfo=UTC), "зарплата 90000 на карту"),
    (datetime(2026, 10, 5, 12, tzinfo=UTC), "Пятёрочка 3000 картой"),
    (datetime(2026, 10, 6, 12, tzinfo=UTC), "кофе 250 наличные"),
    (datetime(2026, 10, 28, 12, tzinfo=UTC), "аренда 35000 картой"),
    (datetime(2026, 11, 3, 12, tzinfo=UTC), "зарплата 95000 на карту"),
    (datetime(2026, 11, 9, 12, tzinfo=UTC), "Пятёрочка 4500 картой"),
    (datetime(2026, 11, 20, 12, tzinfo=UTC), "такси 500 карта"),
)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def told(stage: Stage, anna: Person) -> Stage:
    """A book of two months."""
    for number, (at, words) in enumerate(TOLD, start=1):
        stage.clock.present = at
        anna.say(words)
        await stage.shows(anna, f"№{number} ·")
    stage.clock.present = NOW
    return stage


async def answer(stage: Stage, anna: Person, question: str) -> list[str]:
    """The lines of the answer, with plain spaces."""
    asked = anna.say(question)
    said = await stage.world.answer_to(asked)
    return said.text.replace("\N{NO-BREAK SPACE}", " ").splitlines()


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "сколько я потратил в Пятёрочке в ноябре?",
            ["4 500 ₽", "1 операция", "1 окт – 21 окт: 3 000 ₽, то есть стало на 50 % больше"],
        ),
        (
            "сколько потратил в этом месяце по сравнению с октябрём?",
            [
                "5 000 ₽",
                "2 операции",
                "Продукты  ██████████████ 4 500",
                "Транспорт ██             500",
                "1 окт – 31 окт: 38 250 ₽, то есть стало на 87 % меньше",
                "1 окт – 21 окт: 3 250 ₽, то есть стало на 54 % больше",
            ],
        ),
        (
            "сколько я трачу в день?",
            ["1 333,33 ₽ в день", "40 000 ₽, 3 операции за 30 дней"],
        ),
        (
            "топ 2 траты за всё время",
            ["№4 Аренда — 35 000 ₽ · Карта · 28 окт", "№6 Пятёрочка — 4 500 ₽ · Карта · 9 ноя"],
        ),
        ("сколько было на карте 1 ноября?", ["Карта: 52 000 ₽", "На конец дня 1 ноя."]),
        (
            "сколько на такси и продукты в ноябре?",
            [
                "5 000 ₽",
                "2 операции",
                "Продукты  ██████████████ 4 500",
                "Транспорт ██             500",
                "1 окт – 21 окт: 3 000 ₽, то есть стало на 67 % больше",
                "Посчитано: Расход, «такси» + Продукты, 1 ноя – 30 ноя.",
            ],
        ),
        ("доходы и расходы за ноябрь", ["Доходы 95 000 ₽ · потрачено 5 000 ₽ · осталось 90 000 ₽"]),
        (
            "когда я последний раз ездил на такси?",
            ["№7 Такси — 500 ₽ · Карта · 20 ноя", "Вчера."],
        ),
        (
            "сколько на кофе в этом месяце?",
            ["Ничего не нашлось.", "Последняя: №3 Кофе — 250 ₽ · Наличные · 6 окт", "1 окт – 21 окт: 250 ₽"],
        ),
        (
            "расходы по месяцам",
            [
                "43 250 ₽",
                "5 операций",
                "окт 2026 ██████████████ 38 250",
                "ноя 2026 ██             5 000",
            ],
        ),
    ],
)
async def test_a_question_is_answered_with_what_was_counted(
    told: Stage, anna: Person, question: str, lines: list[str]
) -> None:
    said = await answer(told, anna, question)

    assert said[: len(lines)] == lines


async def test_a_reply_to_an_answer_asks_the_same_about_another_month(told: Stage, anna: Person) -> None:
    await answer(told, anna, "сколько на еду в ноябре?")
    first = told.world.from_bot(anna)[-1]

    anna.say("а в октябре?", reply_to=first)
    second = await told.shows(anna, "1 окт – 31 окт.")
    asked = anna.say("по магазинам", reply_to=second)
    third = await told.world.answer_to(asked)

    assert second.text.replace("\N{NO-BREAK SPACE}", " ").startswith("3 000 ₽")
    assert "Продукты" in second.text
    assert "Продукты, 1 окт – 31 окт" in third.text


async def test_the_last_line_says_what_was_counted(told: Stage, anna: Person) -> None:
    said = await answer(told, anna, "самая крупная трата за всё время")

    assert said[-1] == "Посчитано: Расход, всё время."
