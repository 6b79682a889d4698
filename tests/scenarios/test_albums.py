"""T14: the messages of an album come as several updates, in any order, and are one thing that was said."""

import random

import pytest

from playground.telegram import Message, Person, Upload
from tests.scenarios.stage import Stage

pytestmark = pytest.mark.parametrize("bare", ["workbook"], indirect=True)

PICTURE = Upload("receipt.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 no picture")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.receiving.albums.TOGETHER_SECONDS", 0.3)


def album(anna: Person, size: int, caption: str = "", at: int = 0, name: str = "7") -> list[Message]:
    """An album of pictures with its caption on one of them."""
    fields = {"media_group_id": name}
    return [
        anna.send("photo", PICTURE, caption=caption if one == at else "", fields=fields)
        for one in range(size)
    ]


def shuffle(stage: Stage, seed: int) -> None:
    """Let what waits for the bot arrive in another order, under new ids."""
    queue = stage.world.update_queue._queue
    contents = [one.update["message"] for one in queue]
    queue.clear()
    random.Random(seed).shuffle(contents)  # noqa: S311  # no secret
    for content in contents:
        stage.world.inject({"message": content})


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_an_album_of_ten_in_any_order_is_booked_once_with_its_caption(
    bare: Stage, anna: Person, seed: int
) -> None:
    parts = album(anna, 10, "продукты 1834 карта", at=seed)
    shuffle(bare, seed)

    await bare.start()

    card = await bare.shows(anna, "№1 · в таблице")
    assert [row["amount"] for row in bare.rows()] == [-1834]
    assert [one.id for one in bare.world.from_bot(anna)] == [card.id]
    chats = {await bare.running.manager.find_conversation_by_reply(anna.id, part.id) for part in parts}
    assert len(chats) == 1
    assert None not in chats


async def test_an_album_without_words_is_asked_about_once_and_any_picture_takes_the_answer(
    stage: Stage, anna: Person
) -> None:
    parts = album(anna, 4)
    await stage.shows(anna, "Ответьте суммой")

    anna.say("1834 карта продукты", reply_to=parts[2])

    await stage.shows(anna, "№1 · в таблице")
    assert len([one for one in stage.world.from_bot(anna) if "Ответьте суммой" in one.text]) == 1


async def test_a_stop_while_an_album_is_collected_loses_nothing_and_asks_once(
    stage: Stage, anna: Person
) -> None:
    album(anna, 5, "продукты 1834 карта", at=4)
    await stage.world.until(lambda: stage.world.update_queue.pending == [])
    await stage.stop()

    await stage.start()

    await stage.shows(anna, "№1 · в таблице")
    assert len(stage.world.from_bot(anna)) == 1


async def test_a_late_part_with_the_words_answers_its_album(stage: Stage, anna: Person) -> None:
    album(anna, 2)
    await stage.shows(anna, "Ответьте суммой")

    album(anna, 1, "продукты 1834 карта")

    await stage.shows(anna, "№1 · в таблице")
    assert len(stage.rows()) == 1


async def test_a_late_part_without_words_is_silent_and_takes_answers_too(stage: Stage, anna: Person) -> None:
    album(anna, 2, "продукты 1834 карта")
    await stage.shows(anna, "№1 · в таблице")
    (late,) = album(anna, 1)
    anna.say("такси 450 карта")
    await stage.shows(anna, "№2 · в таблице")

    anna.say("1900", reply_to=late)

    await stage.shows(anna, "1\xa0834 → 1\xa0900")
