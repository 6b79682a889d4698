"""How one operation stands in the sheet, what to do about it, and the ways between row and conversation."""

import csv
import io

import pytest

from playground.telegram import Person
from tests.scenarios.stage import Stage, booked
from tests.scenarios.test_exports import file_after
from tests.sheets.hands import Hands

AMOUNT, TEXT, LINK = 4, 8, 16


async def test_op_of_an_edited_row_asks_at_once_what_to_do(stage: Stage, anna: Person, hands: Hands) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")
    stage.clock.advance(seconds=5)
    anna.say("/audit")
    await stage.shows(anna, "1 изменена вручную")

    anna.say("/op 1")

    told = await stage.shows(anna, "строка 2: изменена вручную")
    assert "Что можно сделать — ниже." in told.text
    asked = await stage.shows(anna, "Сумма: в книге −300, в таблице −380")
    anna.tap(asked, "Взять 380 ₽ из таблицы")
    await stage.becomes(asked, "Взято в книгу")


async def test_op_of_a_row_that_is_gone_or_stands_twice_offers_what_can_be_done(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    hands.delete_row(2)
    hands.copy_row(2, 6)
    stage.clock.advance(seconds=5)
    anna.say("/audit")
    await stage.shows(anna, "1 пропала")

    anna.say("/op 1")
    gone = await stage.shows(anna, "строки больше нет")
    anna.say("/op 2")
    double = await stage.shows(anna, "в нескольких местах, строки 2, 6")

    told = [one for one in stage.world.from_bot(anna) if "пропала из таблицы" in one.text]
    assert "Открыть строку" not in str(told[-1].buttons)
    assert gone.buttons[0] == ["Записать заново"]
    assert double.buttons[0] == ["Оставить строку 2", "Оставить строку 6"]


@pytest.mark.parametrize("bare", ["google"], indirect=True)
async def test_op_of_a_row_that_waits_says_why_and_when_it_is_tried(stage: Stage, anna: Person) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    stage.google.faults.add("503", None)
    anna.say("такси 450 карта")
    await stage.shows(anna, "Таблица не отвечает")

    anna.say("/op 2")

    told = await stage.shows(anna, "таблица пока не принимает")
    assert "Причина:" in told.text
    assert "В книге сохранено." in told.text
    assert told.buttons[-1] == ["Попробовать сейчас"]
    stage.google.faults.clear()
    anna.tap(told, "Попробовать сейчас")
    await stage.shows(anna, "№2 · в таблице")


async def test_the_link_in_a_row_leads_to_the_card_and_the_card_to_the_row(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные", "перевод 1000 с карты на наличные")

    for row, title in ((2, "Кофе — 300 ₽"), (4, "1000 ₽")):
        link = str(hands.read(row, LINK))
        before = len(stage.world.from_bot(anna))
        anna.say(f"/start {link.partition('?start=')[2]}")
        await stage.world.until(lambda before=before: len(stage.world.from_bot(anna)) > before)
        card = stage.world.from_bot(anna)[-1]
        assert title in card.text.replace("\u00a0", " ").replace(" 000", "000")
    if stage.link("x"):
        buttons = [button for one in stage.world.from_bot(anna) for row in one.keyboard for button in row]
        urls = [button["url"] for button in buttons if "url" in button]
        tab = stage.google.spreadsheets["home"].tab("Книга").sheet_id
        assert any(url.endswith(f"#gid={tab}&range=A2") for url in urls)


async def test_the_full_report_is_a_file_with_all_that_must_be_decided(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")
    for row in range(3, 10):
        hands.type(row, AMOUNT, f"-{row}")
        hands.type(row, TEXT, "=cmd()" if row == 3 else "чай")
    stage.clock.advance(seconds=5)
    anna.say("/audit")
    summary = await stage.shows(anna, "Сверка таблицы")
    assert ["Полный отчёт"] in summary.buttons

    name, content = await file_after(stage, anna, summary, "Полный отчёт")

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert name == f"threadbook-audit-{stage.clock():%Y-%m-%d}.csv"
    assert [row["Что не так"] for row in rows] == ["изменена вручную", *(["введена руками"] * 7)]
    assert (rows[0]["№"], rows[0]["Строки"], rows[0]["Различие"]) == (
        "1",
        "2",
        "Сумма: в книге −300, в таблице −380",
    )
    assert not any(cell.startswith(("=", "+", "-")) for row in rows for cell in row.values())
    anna.tap(summary, "Не мои 7")
    await stage.world.until(
        lambda: any("5 из 7" in str(one.params) for one in stage.world.calls_of("answerCallbackQuery"))
    )


async def test_a_sheet_with_nothing_to_decide_has_no_report(stage: Stage, anna: Person) -> None:
    await booked(stage, anna, "кофе 300 наличные")

    anna.say("/audit")

    assert (await stage.shows(anna, "1 совпадает")).buttons == [["Сверить ещё раз"]]
