"""Bank statements and exported chats that people send: offered, looked at, taken over, undone."""

import asyncio
import json
from datetime import date, timedelta

import pytest

from playground.telegram import Message, Person, Upload
from tests.scenarios.stage import Stage

STATEMENT = """Дата;Сумма;Описание
01.11.2026;-350,00;Кофейня
02.11.2026;-1 200,50;Пятёрочка
03.11.2026;85 000,00;Зарплата
вчера;-5,00;Без дня
"""


def send(person: Person, text: str, name: str = "card.csv", encoding: str = "cp1251") -> Message:
    return person.send("document", Upload(name, "text/csv", text.encode(encoding)))


def label(message: Message, words: str) -> str:
    return next(one for row in message.buttons for one in row if words in one)


async def press(stage: Stage, person: Person, message: Message, words: str, shows: str) -> Message:
    """Tap the button with these words, and wait until the message, or one of its buttons, says something."""
    now = await stage.until(message, lambda one: any(words in b for row in one.buttons for b in row))
    person.tap(now, label(now, words))
    return await stage.until(message, lambda one: shows in f"{one.text} {one.buttons}")


async def booked(stage: Stage, count: int) -> list[dict]:
    """The rows of the sheet, once there are so many."""
    for _ in range(600):
        if len(stage.rows()) >= count:
            break
        await asyncio.sleep(0.1)
    return stage.rows()


async def test_a_statement_is_offered_taken_over_and_undone_as_a_whole(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT)
    card = await stage.shows(anna, "3 новые операции")
    assert "строка 5: в ней нет дня" in card.text
    assert stage.rows() == []

    taken = await press(stage, anna, card, "Загрузить 3", "3 операции в книге, №1–№3")
    rows = await booked(stage, 3)

    assert [(row["amount"], row["category"], row["text"]) for row in rows] == [
        (-350, "Кафе", "Кофейня"),
        (-1200.5, "Продукты", "Пятёрочка"),
        (85000, "Зарплата", "Зарплата"),
    ]
    await press(stage, anna, taken, "Отменить всю загрузку", "загрузка отменена")
    for _ in range(600):
        if all(row["status"] == "Отменено" for row in stage.rows()):
            break
        await asyncio.sleep(0.1)
    assert [row["status"] for row in stage.rows()] == ["Отменено"] * 3


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_the_same_file_sent_twice_adds_nothing(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT)
    card = await stage.shows(anna, "3 новые операции")
    await press(stage, anna, card, "Загрузить 3", "3 операции в книге")

    send(anna, STATEMENT)
    again = await stage.shows(anna, "0 новых операций")

    assert "Уже есть в книге: 3" in again.text
    assert not any("Загрузить" in one for row in again.buttons for one in row)


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_what_was_told_by_hand_a_day_before_is_shown_and_not_doubled(
    stage: Stage, anna: Person
) -> None:
    anna.say("кофе 350 карта")
    await stage.shows(anna, "Кофе — 350")
    today = stage.clock().date()

    send(anna, f"Дата;Сумма;Описание\n{today + timedelta(days=-1):%d.%m.%Y};-350,00;Кофейня\n")
    card = await stage.shows(anna, "Уже есть в книге: 1")
    page = await press(stage, anna, card, "Показать всё", "страница 1 из 1")

    assert "✓ " in page.text
    assert "(№1)" in page.text


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_account_and_columns_can_be_chosen_before_anything_is_booked(
    stage: Stage, anna: Person
) -> None:
    send(anna, "Дата;Сумма;Комиссия;Описание\n01.11.2026;350,00;1,00;Кофейня\n", name="x.csv")
    card = await stage.shows(anna, "+350")

    await press(stage, anna, card, "Счёт:", "К какому счёту")
    await press(stage, anna, card, "Карта", "счёт Карта")
    await press(stage, anna, card, "Столбцы", "что в каком столбце")
    await press(stage, anna, card, "Плюс — приход", "Плюс — расход")
    await press(stage, anna, card, "Сумма", "в каком столбце?")
    await press(stage, anna, card, "Комиссия", "Сумма: Комиссия")
    await press(stage, anna, card, "Назад", "−1 ₽")
    await press(stage, anna, card, "Загрузить 1", "1 операция в книге")

    (row,) = await booked(stage, 1)
    assert (row["amount"], row["account"]) == (-1, "Карта")


WENT = "Дата;Сумма;Описание\n18.11.2026;-5 000,00;На накопительный\n17.11.2026;-350,00;Кофейня\n"
CAME = "Дата;Сумма;Описание\n20.11.2026;5 000,00;С карты\n19.11.2026;350,00;Возврат долга\n"


async def types(stage: Stage, wanted: list[tuple[str, float, str]]) -> None:
    """Wait until the sheet says so of what counts."""
    found: list[tuple[str, float, str]] = []
    for _ in range(600):
        found = [
            (row["type"], row["amount"], row["account"]) for row in stage.rows() if row["status"] == "ОК"
        ]
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    assert found == wanted


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_both_ends_of_a_transfer_in_two_statements_become_one_when_the_person_confirms(
    stage: Stage, anna: Person
) -> None:
    send(anna, WENT, "карта.csv")
    send(anna, CAME, "наличные.csv")
    first = await stage.shows(anna, "карта.csv")
    second = await stage.shows(anna, "наличные.csv")
    await press(stage, anna, first, "Загрузить 2", "2 операции в книге")

    asked = await press(stage, anna, second, "Загрузить 2", "2 похожи на переводы")
    assert "⇄ Карта → Наличные 5 000 ₽: 20 ноя С карты, №2 18 ноя На накопительный" in asked.text.replace(
        "\xa0", " "
    )
    await press(stage, anna, second, "Переводы: 2 из 2", "какие из них")
    await press(stage, anna, second, "350 ₽", "– 350")
    await press(stage, anna, second, "Назад", "Загрузить 2, переводами 1")
    done = await press(stage, anna, second, "Загрузить 2, переводами 1", "2 операции в книге")

    assert "Часть перевода" in done.text
    assert "№2" in done.text
    await types(
        stage,
        [
            ("Расход", -350, "Карта"),
            ("Доход", 350, "Наличные"),
            ("Перевод", -5000, "Карта"),
            ("Перевод", 5000, "Наличные"),
        ],
    )
    await press(stage, anna, second, "Отменить всю загрузку", "загрузка отменена")
    await types(stage, [("Расход", -350, "Карта"), ("Расход", -5000, "Карта")])


UNKNOWN = (
    "Foo;Bar;Out;In\n11/12/2026;rent;350.00;\nsee below;fun;;\nold;zoo;;12.50\n10/25/2026;pay;;7\nx;y;;\n"
)


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_a_table_that_is_not_recognised_is_asked_about_column_by_column(
    stage: Stage, anna: Person
) -> None:
    send(anna, UNKNOWN.replace(";350.00;", ";-350.00;"), name="x.csv")
    card = await stage.shows(anna, "в каком столбце?")
    assert "Foo: 11/12/2026 · see below" in card.text
    assert not any("Загрузить" in one for row in card.buttons for one in row)

    await press(stage, anna, card, "Foo", "Сумма: в каком столбце?")
    preview = await press(stage, anna, card, "Out", "Загрузить 1")

    assert "350 ₽" in preview.text
    assert "строка 3: в ней нет дня" in preview.text
    assert stage.rows() == []
    await press(stage, anna, card, "Загрузить 1", "1 операция в книге")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_two_columns_of_amounts_are_asked_for_one_after_the_other(stage: Stage, anna: Person) -> None:
    send(anna, UNKNOWN, name="x.csv")
    card = await stage.shows(anna, "в каком столбце?")

    await press(stage, anna, card, "Foo", "Сумма: в каком столбце?")
    await press(stage, anna, card, "два столбца", "Расход: в каком столбце?")
    await press(stage, anna, card, "Out", "Приход: в каком столбце?")
    preview = await press(stage, anna, card, "In", "что в каком столбце")

    assert "2 новые операции" in (await press(stage, anna, preview, "Назад", "Загрузить 2")).text


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_an_old_button_does_nothing_twice_and_shows_what_is_true_now(
    stage: Stage, anna: Person
) -> None:
    send(anna, STATEMENT)
    card = await stage.shows(anna, "3 новые операции")
    data = card.keyboard[0][0]["callback_data"]

    anna.tap(card, data)
    anna.tap(card, data)
    taken = await stage.becomes(card, "3 операции в книге")

    assert len(await booked(stage, 3)) == 3
    assert len([one for one in stage.world.from_bot(anna) if "в книге" in one.text]) == 1
    assert taken.buttons == [["Отменить всю загрузку"]]


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_a_cancelled_import_leaves_nothing(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT)
    card = await stage.shows(anna, "3 новые операции")

    await press(stage, anna, card, "Отмена", "ничего не взято")

    assert stage.rows() == []


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_an_import_goes_on_in_the_next_life_of_the_bot(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT)
    card = await stage.shows(anna, "3 новые операции")
    await stage.stop()
    await stage.start()

    await press(stage, anna, card, "Загрузить 3", "3 операции в книге")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "не то, что обещает имя (.csv)"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "старый формат Excel"),
        ("a.xlsx", b"PK\x03\x04 no archive", "повреждён"),
        ("a.csv", b"one,two\n1,2\n", "не нашлись столбцы"),
        ("a.json", b"{}", "не экспорт чата"),
        ("a.csv", b"a;b\n" * (5 << 20) + b"c", "не больше 20 МБ"),
    ],
)
async def test_a_file_that_cannot_be_imported_is_refused_in_one_sentence(
    stage: Stage, anna: Person, name: str, content: bytes, sentence: str
) -> None:
    anna.send("document", Upload(name, "", content))

    assert (await stage.shows(anna, sentence)).text.startswith("Ничего не загружено")
    assert stage.rows() == []


def exported(*messages: tuple[int, str, int]) -> str:
    """An export of a chat: (seconds, words, sender)."""
    listed = [
        {
            "id": number,
            "type": "message",
            "date_unixtime": str(at),
            "from_id": f"user{sender}",
            "text": words,
        }
        for number, (at, words, sender) in enumerate(messages, start=1)
    ]
    return json.dumps({"name": "Home", "type": "personal_chat", "messages": listed})


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_an_exported_chat_becomes_operations_of_the_days_they_were_told_on(
    stage: Stage, anna: Person
) -> None:
    told = anna.say("чай 90 карта")
    await stage.shows(anna, "Чай — 90")
    noon = int(stage.clock().timestamp()) - 10 * 86_400
    chat = exported(
        (noon, "кофе 300 наличные", 1001),
        (noon + 1, "привет", 1001),
        (noon + 2, "такси 450", 1002),
        (noon + 3, "пиво 200 или 300", 1001),
        (told.wire["date"], "чай 90 карта", 1001),
    )

    send(anna, chat, "result.json", "utf-8")
    card = await stage.shows(anna, "1 новая операция")
    assert "Уже есть в книге: 1" in card.text
    assert "Не о деньгах: 1, от других людей: 1" in card.text
    assert "сообщение 4: я бы переспросил" in card.text
    await press(stage, anna, card, "Загрузить 1", "1 операция в книге")

    rows = await booked(stage, 2)
    assert (rows[1]["amount"], rows[1]["account"]) == (-300, "Наличные")
    assert rows[1]["day"] == rows[0]["day"] - 10


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_each_file_of_an_album_is_offered(stage: Stage, anna: Person) -> None:
    for name in ("october.csv", "november.csv"):
        content = Upload(name, "text/csv", STATEMENT.encode())
        anna.send("document", content, fields={"media_group_id": "7"})

    await stage.shows(anna, "october.csv")
    await stage.shows(anna, "november.csv")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2)])
async def test_a_statement_in_an_album_of_other_files_is_offered(
    bare: Stage, anna: Person, order: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.receiving.albums.TOGETHER_SECONDS", 0.3)
    files = (
        Upload("contract.pdf", "application/pdf", b"%PDF-1.7"),
        Upload("november.csv", "text/csv", STATEMENT.encode()),
        Upload("scan.pdf", "application/pdf", b"%PDF-1.7"),
    )
    for number in order:
        anna.send("document", files[number], fields={"media_group_id": "7"})
    await bare.start()

    await bare.shows(anna, "november.csv")
    await bare.shows(anna, "Ответьте суммой")
    assert len(bare.world.from_bot(anna)) == 2


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_import_without_a_file_tells_how_one_is_sent(stage: Stage, anna: Person) -> None:
    anna.say("/import")

    await stage.shows(anna, "Пришлите мне файл")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_a_file_name_is_no_markup(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT, "<b>&card.csv")

    assert (await stage.shows(anna, "3 новые операции")).text.startswith("<b>&card.csv")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_while_a_long_file_is_read_the_person_is_told_so(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT + "нет;;\n" * 90_000)

    told = await stage.shows(anna, "Читаю card.csv", timeout=60)
    offered = await stage.shows(anna, "3 новые операции", timeout=60)

    assert told.id < offered.id
    assert "Не загружу: 90001" in offered.text


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_what_was_not_understood_for_certain_is_asked_and_booked_on_its_own_day(
    stage: Stage, anna: Person
) -> None:
    noon = int(stage.clock().timestamp()) - 10 * 86_400
    chat = exported((noon, "пиво 200 или 300 наличные", 1001))
    send(anna, chat, "result.json", "utf-8")
    card = await stage.shows(anna, "сообщение 1: я бы переспросил")

    asks = label(card, "Спросить меня о 1")
    data = card.keyboard[0][0]["callback_data"]
    anna.tap(card, asks)
    anna.tap(card, data)
    await stage.shows(anna, "вы писали: пиво 200 или 300 наличные")
    question = await stage.shows(anna, "Какая сумма верная")
    anna.tap(question, label(question, "300"))

    (row,) = await booked(stage, 1)
    send(anna, chat, "result.json", "utf-8")
    await stage.shows(anna, "Уже есть в книге: 1")

    assert (row["amount"], row["account"]) == (-300, "Наличные")
    assert (
        row["day"] == (stage.clock() - timedelta(days=10)).date().toordinal() - date(1899, 12, 30).toordinal()
    )
    assert len([one for one in stage.world.from_bot(anna) if "вы писали" in one.text]) == 1


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_a_file_that_is_offered_twice_is_taken_over_once(stage: Stage, anna: Person) -> None:
    send(anna, STATEMENT)
    first = await stage.shows(anna, "3 новые операции")
    send(anna, STATEMENT)
    await stage.until(first, lambda _: len(stage.world.from_bot(anna)) > 1)
    second = await stage.shows(anna, "3 новые операции")

    await press(stage, anna, first, "Загрузить 3", "3 операции в книге")
    again = await press(stage, anna, second, "Загрузить 3", "0 новых операций")

    assert "Уже есть в книге: 3" in again.text
    assert len(await booked(stage, 3)) == 3
