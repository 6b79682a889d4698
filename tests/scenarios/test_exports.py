"""The books as a file: /export and its buttons."""

import csv
import io
import json
import zipfile

import pytest

from playground.telegram import Message, Person
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)


async def file_after(stage: Stage, person: Person, card: Message, label: str) -> tuple[str, bytes]:
    """The name and the bytes of the file that comes when a button is tapped."""
    person.tap(card, label)

    def sent() -> list[Message]:
        return [one for one in stage.world.from_bot(person) if "document" in one.wire]

    (message, *_) = (await stage.world.until(sent))[::-1]
    stored = stage.world.files.by_id(message.wire["document"]["file_id"])
    assert stored is not None
    return message.wire["document"]["file_name"], stored.upload.data


async def test_the_books_come_as_a_csv_file(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "Кофе — 300")
    anna.say("/export")
    card = await stage.shows(anna, "1 операция")

    name, content = await file_after(stage, anna, card, "CSV")

    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert name == f"threadbook-{stage.clock():%Y-%m-%d}.csv"
    assert (row["Сумма"], row["Описание"], row["Статус"]) == ("-300,00", "кофе", "ОК")


async def test_everything_comes_with_what_was_said(stage: Stage, anna: Person) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "Кофе — 300")
    anna.say("/export")
    card = await stage.shows(anna, "1 операция")

    _, content = await file_after(stage, anna, card, "Всё, что у меня есть от вас, ZIP")

    archive = zipfile.ZipFile(io.BytesIO(content))
    said = json.loads(archive.read("messages.json"))
    assert archive.namelist() == ["operations.csv", "messages.json", "README.txt"]
    assert (said[0]["sender"], said[0]["text"], said[0]["number"]) == ("user", "кофе 300 наличные", 1)


async def test_some_days_are_exported_alone_and_days_without_anything_say_so(
    stage: Stage, anna: Person
) -> None:
    anna.say("кофе 300 наличные")
    await stage.shows(anna, "Кофе — 300")

    anna.say("/export ноябрь")
    card = await stage.shows(anna, "1 операция")
    anna.say("/export октябрь")
    await stage.shows(anna, "нечего выгружать")
    anna.say("/export зелёный")
    await stage.shows(anna, "За какие дни?")

    assert card.buttons == [["CSV", "Excel"]]
    name, _ = await file_after(stage, anna, card, "Excel")
    assert name.endswith(".xlsx")


async def test_a_stranger_gets_no_file(stage: Stage, anna: Person, boris: Person) -> None:
    anna.say("/export")
    await stage.shows(anna, "нечего выгружать")
    boris.say("/export")

    await stage.shows(boris, "private bookkeeping bot")
