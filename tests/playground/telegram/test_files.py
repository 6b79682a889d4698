import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest, InvalidToken

from playground.telegram import Person, Upload, World
from playground.telegram.files import image_size

Png = Callable[[int, int], bytes]


async def test_a_photo_is_stored_measured_and_downloaded_as_it_was(bot: Bot, anna: Person, png: Png) -> None:
    sent = await bot.send_photo(anna.id, png(800, 400), caption="<b>receipt</b>", parse_mode="HTML")

    assert [(size.width, size.height) for size in sent.photo] == [(320, 160), (800, 400)]
    assert sent.caption == "receipt"
    assert [entity.type for entity in sent.caption_entities] == ["bold"]
    file = await sent.photo[-1].get_file()
    assert file.file_size == len(png(800, 400))
    assert bytes(await file.download_as_bytearray()) == png(800, 400)


async def test_a_photo_of_a_person_reaches_the_bot_with_a_size_even_when_it_cannot_be_read(
    bot: Bot, anna: Person
) -> None:
    anna.send("photo", Upload("receipt.jpg", "image/jpeg", b"unreadable"), caption="lunch")

    (update,) = await bot.get_updates()

    assert update.message
    assert (update.message.photo[-1].width, update.message.photo[-1].height) == (1280, 960)
    assert update.message.caption == "lunch"


async def test_documents_and_voice_keep_name_kind_and_length(bot: Bot, anna: Person) -> None:
    await bot.send_document(anna.id, b"a;b", filename="report.csv")
    await bot.send_voice(anna.id, b"OggS", duration=7)
    anna.send("document", Upload("bill.pdf", "application/pdf", b"%PDF"))
    anna.world.send(anna, "voice", Upload("voice.oga", "audio/ogg", b"OggS"), duration=3)

    document, voice = [update.message for update in await bot.get_updates()]

    assert document
    assert document.document
    assert (document.document.file_name, document.document.mime_type) == ("bill.pdf", "application/pdf")
    assert voice
    assert voice.voice
    assert voice.voice.duration == timedelta(seconds=3)
    mine = anna.world.from_bot(anna)
    assert mine[0].wire["document"]["file_name"] == "report.csv"
    assert mine[1].wire["voice"]["duration"] == 7


async def test_a_known_file_is_sent_again_by_its_id(bot: Bot, anna: Person, png: Png) -> None:
    first = await bot.send_photo(anna.id, png(10, 10))

    second = await bot.send_photo(anna.id, first.photo[-1].file_id)

    assert second.photo == first.photo


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        ("nothing-of-the-kind", "Wrong file identifier"),
        ("https://example.org/cat.jpg", "Failed to get http url content"),
        (b"no picture", "Image_process_failed"),
        (b"", "File must be non-empty"),
    ],
)
async def test_what_is_no_picture_is_refused(bot: Bot, anna: Person, photo: str | bytes, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_photo(anna.id, photo)


async def test_a_document_cannot_be_sent_as_a_photo(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.id, b"a;b", filename="report.csv")
    assert sent.document

    with pytest.raises(BadRequest, match="Can't use file of type"):
        await bot.send_photo(anna.id, sent.document.file_id)


async def test_a_caption_has_at_most_1024_utf16_units(bot: Bot, anna: Person, png: Png) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(anna.id, png(1, 1), caption="😀" * 513)


async def test_media_and_caption_are_edited_in_place(world: World, bot: Bot, anna: Person, png: Png) -> None:
    sent = await bot.send_photo(anna.id, png(10, 10), caption="one")

    captioned = await bot.edit_message_caption(anna.id, sent.message_id, caption="two")
    replaced = await bot.edit_message_media(
        InputMediaDocument(b"a;b", filename="report.csv", caption="three"), anna.id, sent.message_id
    )

    assert isinstance(captioned, Message)
    assert isinstance(replaced, Message)
    assert (captioned.caption, replaced.caption) == ("two", "three")
    assert not replaced.photo
    assert world.message(anna, sent.message_id).wire["document"]["file_name"] == "report.csv"
    assert (world.message(anna, sent.message_id).file_path or "").startswith("documents/")


async def test_a_text_can_become_a_photo_but_a_photo_has_no_text_to_edit(
    bot: Bot, anna: Person, png: Png
) -> None:
    sent = await bot.send_message(anna.id, "one")

    changed = await bot.edit_message_media(InputMediaPhoto(png(10, 10)), anna.id, sent.message_id)

    assert isinstance(changed, Message)
    assert changed.text is None
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("two", anna.id, sent.message_id)


async def test_an_unknown_file_is_refused(base: str, world: World, bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)wrong file_id"):
        await bot.get_file("nothing")
    with pytest.raises(InvalidToken):
        await bot.request.retrieve(f"{base}/file/bot{world.token}/photos/file_9.jpg")
    with pytest.raises(InvalidToken):
        await bot.request.retrieve(f"{base}/file/bot1:wrong/photos/file_0.jpg")


async def test_a_body_above_50_megabytes_is_refused_before_it_is_read(base: str, world: World) -> None:
    url = httpx.URL(f"{base}/bot{world.token}/sendDocument")
    reader, writer = await asyncio.open_connection(url.host, url.port)

    writer.write(f"POST {url.path} HTTP/1.1\r\nHost: x\r\nContent-Length: {51 << 20}\r\n\r\n".encode())

    assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    await writer.wait_closed()


def test_sizes_are_read_from_the_headers_of_usual_pictures(png: Png) -> None:
    jpeg = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x30\x00\x40\x01\x01\x11\x00"

    assert image_size(png(3, 4)) == (3, 4)
    assert image_size(b"GIF89a\x05\x00\x06\x00") == (5, 6)
    assert image_size(jpeg) == (64, 48)
    assert image_size(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == (1280, 960)
    assert image_size(b"%PDF-1.7") is None
