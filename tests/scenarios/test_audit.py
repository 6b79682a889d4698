"""People work in the sheet: what they did there is found, told, and decided by whoever may."""

import asyncio
import csv
import io
import json
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.audit import table as audit_table
from bot.audit.comparing import compared
from bot.settings import Settings
from playground.telegram import Message, Person
from sheets.audit import Report
from tests.scenarios.stage import Stage, booked
from tests.sheets.hands import Hands

DATE, AMOUNT, ACCOUNT, TEXT = 2, 4, 6, 8


async def report(stage: Stage) -> Report:
    return await asyncio.to_thread(compared, Settings(**stage.settings))


async def test_the_command_line_finds_what_people_did_while_the_bot_runs(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    for words in ("кофе 300 наличные", "такси 450 карта", "обед 600 карта"):
        anna.say(words)
        await stage.shows(anna, f"№{1 + len(stage.rows())} · в таблице")
    assert (await report(stage)).counts == {"match": 3}

    hands.copy_row(4, 5)
    hands.type(2, AMOUNT, "-380")
    hands.delete_row(3)

    found = await report(stage)
    assert found.counts == {"edited": 1, "missing": 1, "double": 1}
    (total,) = found.sums
    assert (total.difference, total.is_explained) == (-450 + 80 + 600, True)
    lines = {line.kind: line for line in audit_table.lines(found)}
    assert lines["edited"].difference == "Amount: books −300, sheet −380"
    assert (lines["missing"].number, lines["missing"].what) == (2, "Такси — 450 ₽")
    assert lines["double"].rows == (3, 4)


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_the_command_exits_with_one_when_somebody_must_decide(
    stage: Stage, anna: Person, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.__main__.read_settings", lambda: Settings(**stage.settings))
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "№1 · в таблице")
    hands.type(3, AMOUNT, "-5")
    hands.type(3, TEXT, "=cmd()")

    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["audit", *words])

    told, as_csv, as_json = run(), run("--csv"), run("--json")

    assert {told.exit_code, as_csv.exit_code, as_json.exit_code} == {1}
    assert "foreign" in told.output
    (_, line) = csv.reader(io.StringIO(as_csv.output))
    assert (line[0], line[3]) == ("foreign", "−5 =cmd()")
    assert json.loads(as_json.output)["counts"]["foreign"] == 1
    hands.delete_row(3)
    assert run().exit_code == 0


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
def test_a_sheet_that_is_not_there_is_one_sentence_and_exit_code_two(
    bare: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.__main__.read_settings", lambda: Settings(**bare.settings))

    told = CliRunner().invoke(app, ["audit"])

    assert told.exit_code == 2
    assert "was not compared" in told.output


# ---- in the chat


def toasted(stage: Stage, words: str) -> bool:
    return any(words in str(one.params) for one in stage.world.calls_of("answerCallbackQuery"))


async def problem(stage: Stage, anna: Person, button: str, text: str) -> Message:
    """Ask for the audit, tap a kind, and return the message of its one problem."""
    stage.clock.advance(seconds=5)
    asked = anna.say("/audit")

    def offered() -> list[Message]:
        told = stage.world.from_bot(anna)
        return [one for one in told if one.id > asked.id and any(button in row for row in one.buttons)]

    summary = (await stage.world.until(offered))[-1]
    anna.tap(summary, button)

    def shown() -> list[Message]:
        told = stage.world.from_bot(anna)
        return [one for one in told if text in one.text and one.id > summary.id]

    return (await stage.world.until(shown))[-1]


async def test_an_untouched_sheet_is_said_to_match(stage: Stage, anna: Person) -> None:
    await booked(stage, anna, "кофе 300 наличные", "перевел 5000 с карты в наличные")

    anna.say("/audit")

    told = await stage.shows(anna, "Сверка таблицы: Дом")
    assert told.text.splitlines()[1].startswith("2 операции, 3 строки, проверено в ")
    assert told.text.splitlines()[2:] == ["2 совпадают", "Суммы совпадают по всем валютам и месяцам."]
    assert told.buttons == [["Сверить ещё раз"]]


async def test_an_edited_amount_is_taken_from_the_sheet_and_that_is_taken_back(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")

    shown = await problem(stage, anna, "Изменены 1", "изменено вручную")
    assert "Сумма: в книге −300, в таблице −380 (строка 2)" in shown.text
    anna.tap(shown, "Взять 380 ₽ из таблицы")

    await stage.shows(anna, "Кофе — 380 ₽")
    taken = await stage.becomes(shown, "Взято в книгу, Anna")
    anna.tap(taken, "Отменить решение")
    await stage.shows(anna, "Кофе — 300 ₽")
    await stage.becomes(shown, "Решение отменено")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-300])


async def test_the_books_amount_is_put_back_and_that_is_taken_back(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")

    shown = await problem(stage, anna, "Изменены 1", "изменено вручную")
    anna.tap(shown, "Вернуть 300 ₽")

    put = await stage.becomes(shown, "строка исправляется")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-300])
    anna.tap(put, "Отменить решение")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-380])
    await stage.shows(anna, "Кофе — 380 ₽")


async def test_a_missing_row_is_written_again_or_undone(stage: Stage, anna: Person, hands: Hands) -> None:
    await booked(stage, anna, "кофе 300 наличные", "такси 450 карта")
    hands.delete_row(3)

    shown = await problem(stage, anna, "Пропали 1", "строки больше нет")
    anna.tap(shown, "Записать заново")
    await stage.becomes(shown, "записывается заново")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-300, -450])

    hands.delete_row(3)
    shown = await problem(stage, anna, "Пропали 1", "строки больше нет")
    anna.tap(shown, "Отменить в книге")
    undone = await stage.becomes(shown, "Отменено в книге")
    assert [row["amount"] for row in stage.rows()] == [-300]
    anna.tap(undone, "Отменить решение")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-300, -450])


async def test_of_two_copies_one_is_kept_and_the_other_counts_nowhere(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.copy_row(2, 3)

    shown = await problem(stage, anna, "Задвоены 1", "сразу в нескольких местах")
    anna.tap(shown, "Оставить строку 2")

    kept = await stage.becomes(shown, "её ID убран")
    assert [row["status"] for row in stage.rows()] == ["ОК", "Отменено"]
    anna.say("/audit")
    assert "1 совпадает" in (await stage.shows(anna, "Суммы совпадают")).text
    anna.tap(kept, "Отменить решение")
    await stage.until(shown, lambda now: "её ID убран" not in now.text)
    assert [row["status"] for row in stage.rows()] == ["ОК", "ОК"]


async def test_a_typed_row_is_taken_into_the_books_in_place(stage: Stage, anna: Person, hands: Hands) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(3, DATE, "46347")
    hands.type(3, AMOUNT, "-5")
    hands.type(3, TEXT, "хлеб")
    hands.type(3, ACCOUNT, "Наличные")

    shown = await problem(stage, anna, "Не мои 1", "Строка 3 введена руками")
    assert "−5 хлеб 21 ноя 2026" in shown.text
    anna.tap(shown, "Взять в книгу")

    card = await stage.shows(anna, "Хлеб — 5 ₽")
    await stage.becomes(card, "№2 · в таблице, строка 3")
    assert [(row["number"], row["amount"], row["text"]) for row in stage.rows()] == [
        (1, -300, "кофе"),
        (2, -5, "хлеб"),
    ]
    anna.tap(await stage.becomes(shown, "Взято в книгу"), "Отменить решение")
    await stage.becomes(card, "строка 3 помечена «Отменено»")


async def test_a_typed_row_is_left_alone_until_that_is_taken_back(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(3, AMOUNT, "-5")

    shown = await problem(stage, anna, "Не мои 1", "введена руками")
    anna.tap(shown, "Взять в книгу")
    refused = await stage.becomes(shown, "В строке не указано: Счёт")
    anna.tap(refused, "Не трогать")

    left = await stage.becomes(shown, "Больше не трогаю")
    anna.say("/audit")
    await stage.shows(anna, "1 не моя, не трогаю, как вы решили")
    anna.tap(left, "Отменить решение")
    await stage.becomes(shown, "введена руками")


async def test_a_decision_about_a_row_that_has_changed_is_refused_and_shown_anew(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")
    shown = await problem(stage, anna, "Изменены 1", "изменено вручную")
    hands.type(2, AMOUNT, "-390")

    anna.tap(shown, "Взять 380 ₽ из таблицы")

    anew = await stage.becomes(shown, "в таблице −390")
    await stage.world.until(lambda: toasted(stage, "изменилось"))
    assert [row["amount"] for row in stage.rows()] == [-390]
    hands.type(2, AMOUNT, "-300")
    anna.tap(anew, "Вернуть 300 ₽")
    await stage.becomes(shown, "решать нечего")


async def test_a_second_tap_on_a_decision_says_that_it_is_settled(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")
    shown = await problem(stage, anna, "Изменены 1", "изменено вручную")

    anna.tap(shown, "Взять 380 ₽ из таблицы")
    anna.tap(shown, "Вернуть 300 ₽")

    await stage.becomes(shown, "Взято в книгу")
    await stage.world.until(lambda: toasted(stage, "уже решено"))
    await stage.shows(anna, "Кофе — 380 ₽")


async def test_only_who_keeps_the_books_may_audit(stage: Stage, anna: Person, boris: Person) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    boris.say("/start")
    await stage.shows(boris, "Your Telegram number")
    await stage.running.manager.admit(boris.id, "member")

    boris.say("/audit")
    boris.say("/open")

    await stage.shows(boris, "No question waits for you")
    assert not any("Sheet check" in one.text for one in stage.world.from_bot(boris))


# ---- by itself


async def admitted(stage: Stage, anna: Person, boris: Person) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    boris.say("/start")
    await stage.shows(boris, "Your Telegram number")
    await stage.running.manager.admit(boris.id, "member")
    boris.say("taxi 450 карта")
    await stage.shows(boris, "#2 · in the sheet")


async def test_whoever_told_of_an_operation_is_asked_when_its_row_was_edited(
    stage: Stage, anna: Person, boris: Person, hands: Hands
) -> None:
    await admitted(stage, anna, boris)
    hands.type(3, AMOUNT, "-540")
    stage.clock.advance(seconds=5)

    await stage.running.checks.look()
    await stage.running.checks.look()

    asked = await stage.shows(boris, "the sheet says 540 ₽, you said 450 ₽. Which is right?")
    assert asked.buttons == [["Take 540 ₽ from the sheet"], ["Put 450 ₽ back"]]
    assert len([one for one in stage.world.from_bot(boris) if "Which is right?" in one.text]) == 1
    await stage.running.alerts.look()
    told = await stage.shows(anna, "В таблице не то, что в книге")
    assert "Изменено вручную: 1" in told.text
    boris.tap(asked, "Put 450 ₽ back")
    await stage.becomes(asked, "The books were right")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-300, -450])
    await stage.running.alerts.look()
    await stage.becomes(told, "Прошло в")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_a_correction_that_meets_an_edited_row_is_asked_about_at_once(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    hands.type(2, AMOUNT, "-380")
    stage.clock.advance(seconds=5)

    anna.say("350", reply_to=stage.world.from_bot(anna)[0])

    asked = await stage.shows(anna, "в таблице 380 ₽, а вы писали 350 ₽. Что верно?")
    anna.tap(asked, "Вернуть 350 ₽")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-350])


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_the_owner_may_have_the_person_asked(
    stage: Stage, anna: Person, boris: Person, hands: Hands
) -> None:
    await admitted(stage, anna, boris)
    hands.type(3, TEXT, "такси домой")

    shown = await problem(stage, anna, "Изменены 1", "изменено вручную")
    anna.tap(shown, "Спросить: Boris")

    asked = await stage.shows(boris, "its row in the sheet was changed by hand")
    assert "Description: books taxi, sheet такси домой (row 3)" in asked.text
    boris.tap(asked, "Take what the sheet says")
    await stage.shows(boris, "Такси домой — 450 ₽")
    anna.tap(shown, "Вернуть как в книге")
    await stage.becomes(shown, "Взято в книгу, Boris")


@pytest.mark.parametrize("bare", ["workbook"], indirect=True)
async def test_when_many_rows_were_edited_only_the_owner_is_told(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, *(f"кофе {amount} наличные" for amount in (100, 200, 300, 400)))
    for row in (2, 3, 4, 5):
        hands.type(row, TEXT, "чай")
    stage.clock.advance(seconds=5)

    await stage.running.checks.look()
    await stage.running.alerts.look()

    await stage.shows(anna, "Изменено вручную: 4")
    assert not any("Что верно?" in one.text for one in stage.world.from_bot(anna))


# ---- one operation


async def test_op_tells_versions_row_last_check_and_conversation(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    anna.say("/op 1")
    await stage.shows(anna, "В этой книге нет операции №1")
    await booked(stage, anna, "кофе 300 наличные")
    anna.say("350", reply_to=stage.world.last(anna))
    await stage.shows(anna, "300 → 350 ₽")
    await stage.world.until(lambda: [row["amount"] for row in stage.rows()] == [-350])
    anna.say("/audit")
    await stage.shows(anna, "1 совпадает")

    anna.say("/op 1")

    told = await stage.shows(anna, "ключ ")
    head, row, key, *history = told.text.splitlines()
    assert head == "№1 Кофе — 350 ₽, Наличные, Кафе, 21 ноя, Anna"
    assert row == "строка 2: совпадает, проверено 21 ноя в 15:00"
    assert key.startswith("ключ ")
    assert history == [
        "v1 21 ноя 15:00 Anna: 300 ₽, Наличные, Кафе",
        "v2 21 ноя 15:00 Anna: 350 ₽, Наличные, Кафе",
    ]
    assert told.buttons == [
        ["Показать карточку", "Скопировать ключ"],
        *([["Открыть строку"]] if stage.link("x") else []),
    ]
    anna.tap(told, "Показать карточку")
    shown = await stage.shows(anna, "Кофе — 350 ₽")
    await stage.world.until(lambda: stage.world.last(anna).id >= shown.id)

    hands.type(2, AMOUNT, "-1")
    stage.clock.advance(seconds=5)
    await stage.running.checks.look()
    anna.say("/op №1")
    await stage.shows(anna, "строка 2: изменена вручную")


async def test_a_quiet_sheet_is_compared_in_full_once_a_day_and_only_asked_in_between(
    stage: Stage, anna: Person, hands: Hands
) -> None:
    await booked(stage, anna, "кофе 300 наличные")
    both = stage.running.sheet.book_and_sheet
    read_at = []
    whole = both.check

    async def check() -> object:
        read_at.append(stage.clock())
        return await whole()

    both.check = check
    for _ in range(49):
        await stage.running.checks.look()
        stage.clock.advance(minutes=30)

    assert [(read - read_at[0]).total_seconds() / 3600 for read in read_at] == [0, 24]
    hands.type(2, AMOUNT, "-380")
    await stage.running.checks.look()
    assert len(read_at) == 3
