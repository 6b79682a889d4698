import io
import re
import wave
from typing import Any

import pytest
from playwright.async_api import Route, expect

from playground.telegram import World
from tests.playground.page.driver import ANNA, BORIS, HOME, Bot, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def keys(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def callback(text: str, data: str, **more: str) -> dict[str, Any]:
    return {"text": text, "callback_data": data, **more}


async def test_enter_sends_what_was_written_and_keeps_the_field_ready(window: Window, world: World) -> None:
    await window.says("coffee 300")

    await expect(window.message("coffee 300")).to_be_visible()
    await expect(window.composer).to_have_value("")
    await expect(window.composer).to_be_focused()
    assert world.last(ANNA).wire["from"]["id"] == ANNA


async def test_shift_enter_makes_a_new_line(window: Window, world: World) -> None:
    await window.composer.fill("coffee 300")
    await window.composer.press("Shift+Enter")
    await window.page.keyboard.type("taxi 450")
    await window.composer.press("Enter")

    await expect(window.message("taxi 450")).to_be_visible()
    assert world.last(ANNA).text == "coffee 300\ntaxi 450"


async def test_what_the_bot_formats_is_shown_and_what_people_write_is_never_markup(
    window: Window, bot: Bot
) -> None:
    await window.says("<img src=x onerror=alert(1)> <b>no</b>")
    await bot.says("<b>Coffee</b> <s>300</s> <code>7K3Q</code>\n<blockquote>so</blockquote>\nend")

    written = window.message("onerror")
    await expect(written.locator(".text")).to_have_text("<img src=x onerror=alert(1)> <b>no</b>")
    await expect(written.locator("img, b")).to_have_count(0)
    answer = window.message("Coffee")
    await expect(answer.locator("b")).to_have_text("Coffee")
    await expect(answer.locator("s")).to_have_text("300")
    await expect(answer.locator("blockquote")).to_have_text("so")


async def test_a_link_with_a_dangerous_address_is_plain_text(window: Window, world: World, bot: Bot) -> None:
    message = await bot.says("press here")
    stored = world.kept[ANNA, message]
    entity = {"type": "text_link", "offset": 0, "length": 10, "url": "javascript:alert(1)"}
    stored.wire["entities"] = [entity]
    await window.page.reload()
    await window.ready()

    await expect(window.message("press here").locator(".text")).to_have_text("press here")
    await expect(window.message("press here").locator("a")).to_have_count(0)


async def test_the_arrow_beside_a_message_replies_to_it(window: Window, world: World, bot: Bot) -> None:
    card = await bot.says("Which account?")
    await window.message("Which account?").hover()
    await window.message("Which account?").get_by_role("button", name="Reply").click()
    await expect(window.page.locator("#strip")).to_contain_text("Reply to Threadbook")

    await window.says("cash")

    await expect(window.message("cash").get_by_role("button", name="In reply to Threadbook")).to_be_visible()
    assert world.last(ANNA).reply_to_id == card
    await expect(window.page.locator("#strip")).to_be_hidden()


async def test_a_double_click_on_a_message_replies_to_it(window: Window, world: World, bot: Bot) -> None:
    card = await bot.says("Which account?")
    await window.message("Which account?").locator(".bubble").dblclick()
    await window.says("card")

    await expect(window.message("card")).to_be_visible()
    assert world.last(ANNA).reply_to_id == card


async def test_escape_leaves_the_reply_and_keeps_the_text(window: Window, world: World, bot: Bot) -> None:
    await bot.says("Which account?")
    await window.message("Which account?").locator(".bubble").dblclick()
    await window.composer.fill("cash")
    await window.composer.press("Escape")
    await expect(window.composer).to_have_value("cash")
    await window.composer.press("Enter")

    await expect(window.message("cash")).to_be_visible()
    assert world.last(ANNA).reply_to_id is None


async def test_selected_words_are_replied_to_as_a_quote_at_their_place(
    window: Window, world: World, bot: Bot
) -> None:
    await bot.says("1. 🍕 <b>Pizza</b> — 900 ₽\n2. Taxi — 450 ₽")
    await window.page.evaluate(
        """() => {
            const text = document.querySelector(".message .text");
            const last = text.lastChild;
            const range = document.createRange();
            range.setStart(last, last.data.indexOf("Taxi"));
            range.setEnd(last, last.data.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            document.dispatchEvent(new PointerEvent("pointerup"));
        }"""
    )
    await window.button("Quote").click()
    await expect(window.page.locator("#strip")).to_contain_text("Quote from Threadbook")

    await window.says("card")

    await expect(window.message("card").locator(".quoted-text")).to_have_text("Taxi — 450 ₽")
    quote = world.last(ANNA).wire["quote"]
    whole = "1. 🍕 Pizza — 900 ₽\n2. Taxi — 450 ₽"
    assert quote["text"] == "Taxi — 450 ₽"
    assert quote["position"] == len(whole[: whole.index("Taxi")].encode("utf-16-le")) // 2


async def test_a_click_on_the_quoted_message_goes_there(window: Window, bot: Bot) -> None:
    first = await bot.says("the very first")
    for number in range(30):
        await bot.says(f"filler {number}")
    await bot.says("the answer", reply_parameters={"message_id": first})
    await expect(window.messages.first).not_to_be_in_viewport()

    await window.message("the answer").get_by_role("button", name="In reply to").click()

    await expect(window.messages.first).to_be_in_viewport()
    await expect(window.messages.first).to_be_focused()


async def test_a_tap_reaches_the_bot_and_its_answer_is_a_toast(
    window: Window, world: World, bot: Bot
) -> None:
    await bot.says(
        "Which account?", reply_markup=keys([callback("Cash", "acc:1"), callback("Card", "acc:2")])
    )
    await window.key("Card").click()
    query = (await world.until(lambda: world.pending_updates))[-1]["callback_query"]
    assert (query["data"], query["from"]["id"]) == ("acc:2", ANNA)
    await expect(window.key("Card")).to_have_class(re.compile("waiting"))

    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Recorded")

    await expect(window.page.locator(".toast")).to_have_text("Recorded")
    await expect(window.key("Card")).not_to_have_class(re.compile("waiting"))


async def test_an_answer_that_overtakes_the_tap_frees_the_button_too(
    window: Window, world: World, bot: Bot
) -> None:
    async def overtaken(route: Route) -> None:
        told = await route.fetch()
        query = world.pending_updates[-1]["callback_query"]["id"]
        await bot("answerCallbackQuery", callback_query_id=query, text="Recorded")
        await expect(window.page.locator(".toast")).to_have_text("Recorded")
        await route.fulfill(response=told)

    await bot.says("Which account?", reply_markup=keys([callback("Card", "acc:2")]))
    await window.page.route("**/sim/tap", overtaken)
    async with window.page.expect_response("**/sim/tap"):
        await window.key("Card").click()

    await expect(window.key("Card")).not_to_have_class(re.compile("waiting"))
    await window.page.unroute("**/sim/tap")


async def test_an_alert_waits_until_it_is_read(window: Window, world: World, bot: Bot) -> None:
    await bot.says("Erase?", reply_markup=keys([callback("Erase", "erase", style="danger")]))
    await window.key("Erase").click()
    query = (await world.until(lambda: world.pending_updates))[-1]["callback_query"]
    await bot(
        "answerCallbackQuery", callback_query_id=query["id"], text="Only the owner may", show_alert=True
    )

    dialog = window.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Only the owner may")
    await dialog.get_by_role("button", name="OK").click()
    await expect(dialog).to_have_count(0)


async def test_the_answer_to_another_person_is_not_shown(window: Window, world: World, bot: Bot) -> None:
    await bot.says("Which?", chat=HOME, reply_markup=keys([callback("Cash", "acc:1")]))
    query = world.tap(world.as_person(BORIS), world.last(HOME), "acc:1")
    await bot("answerCallbackQuery", callback_query_id=query, text="For Boris")
    await bot.says("marker")

    await expect(window.message("marker")).to_be_visible()
    await expect(window.page.locator(".toast")).to_have_count(0)


async def test_a_copy_button_puts_its_text_on_the_clipboard(window: Window, bot: Bot) -> None:
    await window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await bot.says("Key", reply_markup=keys([{"text": "Copy key", "copy_text": {"text": "7K3QZ9"}}]))
    await window.key("Copy key").click()

    await expect(window.page.locator(".toast")).to_have_text("Copied: 7K3QZ9")
    assert await window.page.evaluate("navigator.clipboard.readText()") == "7K3QZ9"


async def test_an_edited_message_changes_in_place_and_says_so(window: Window, bot: Bot) -> None:
    card = await bot.says("❓ Coffee", reply_markup=keys([callback("Cash", "a")]))
    await bot.says("below")
    await expect(window.message("below")).to_be_visible()

    await bot.edits(card, "✅ Coffee", reply_markup=keys([callback("Undo", "u")]))

    await expect(window.messages.first).to_contain_text("✅ Coffee")
    await expect(window.messages.first).to_contain_text("edited")
    await expect(window.key("Undo")).to_be_visible()
    await expect(window.key("Cash")).to_have_count(0)


async def test_a_deleted_message_disappears_and_a_reply_to_it_is_left(window: Window, bot: Bot) -> None:
    prompt = await bot.says("Which account?")
    await window.message("Which account?").locator(".bubble").dblclick()
    await expect(window.page.locator("#strip")).to_be_visible()

    await bot("deleteMessage", chat_id=ANNA, message_id=prompt)

    await expect(window.message("Which account?")).to_have_count(0)
    await expect(window.page.locator("#strip")).to_be_hidden()


async def test_arrow_up_edits_ones_last_message(window: Window, world: World, bot: Bot) -> None:
    await window.says("coffee 300")
    await expect(window.message("coffee 300")).to_be_visible()
    await bot.says("Recorded")
    await expect(window.message("Recorded")).to_be_visible()

    await window.composer.press("ArrowUp")
    await expect(window.composer).to_have_value("coffee 300")
    await window.says("coffee 350")

    await expect(window.message("coffee 350")).to_contain_text("edited")
    assert world.pending_updates[-1]["edited_message"]["text"] == "coffee 350"


async def test_a_message_of_somebody_else_cannot_be_edited(window: Window, bot: Bot) -> None:
    await bot.says("Recorded")
    await window.message("Recorded").locator(".bubble").click(button="right")

    await expect(window.item("Reply")).to_be_visible()
    await expect(window.item("Edit")).to_have_count(0)


async def test_reactions_of_the_bot_and_of_people_stand_under_a_message(
    window: Window, world: World, bot: Bot
) -> None:
    await window.says("coffee 300")
    await expect(window.message("coffee 300")).to_be_visible()
    reaction = {"type": "emoji", "emoji": "✍"}
    await bot("setMessageReaction", chat_id=ANNA, message_id=world.last(ANNA).id, reaction=[reaction])
    await expect(window.message("coffee 300").get_by_role("button", name="✍ from Threadbook")).to_be_visible()

    await window.message("coffee 300").locator(".bubble").click(button="right")
    await window.item("React with 👎").click()

    own = window.message("coffee 300").get_by_role("button", name="👎 from Anna")
    await expect(own).to_have_attribute("aria-pressed", "true")
    await own.click()
    await expect(own).to_have_count(0)


async def test_a_photo_goes_with_its_caption(window: Window, world: World, png: bytes) -> None:
    file: Any = {"name": "receipt.png", "mimeType": "image/png", "buffer": png}
    await window.page.set_input_files("#attach-file", file)
    await expect(window.page.locator("#attachment")).to_contain_text("receipt.png")

    await window.says("lunch, card")

    picture = window.message("lunch, card").locator("img")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 1)
    assert "photo" in world.last(ANNA).wire


async def test_a_picture_is_pasted_and_escape_drops_it(window: Window, world: World) -> None:
    await window.page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["x"], "pasted.pdf", { type: "application/pdf" }));
            document.getElementById("field").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    await expect(window.page.locator("#attachment")).to_contain_text("pasted.pdf")

    await window.composer.press("Escape")

    await expect(window.page.locator("#attachment")).to_be_hidden()
    assert world.messages(ANNA) == []


async def test_a_voice_file_becomes_a_bubble_that_plays(window: Window, world: World) -> None:
    sound = io.BytesIO()
    with wave.open(sound, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(1)
        writer.setframerate(8000)
        writer.writeframes(b"\x80" * 16000)
    file: Any = {"name": "note.wav", "mimeType": "audio/wav", "buffer": sound.getvalue()}
    await window.page.set_input_files("#voice-file", file)
    await window.composer.press("Enter")

    player = window.messages.locator(".voice")
    await expect(player).to_contain_text("0:02")
    await player.get_by_role("button", name="Play").click()
    await expect(player.get_by_role("button", name="Pause")).to_be_visible()
    assert "voice" in world.last(ANNA).wire


async def test_a_prompt_for_an_answer_opens_the_field_as_a_reply(
    window: Window, world: World, bot: Bot
) -> None:
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "e.g. Savings"}
    prompt = await bot.says("Which account?", reply_markup=markup)

    await expect(window.composer).to_have_attribute("placeholder", "e.g. Savings")
    await window.says("Savings")

    await expect(window.message("Savings")).to_be_visible()
    assert world.last(ANNA).reply_to_id == prompt


async def test_a_selective_prompt_in_a_group_concerns_only_whom_it_answers(
    window: Window, world: World, bot: Bot
) -> None:
    question = world.say(world.as_person(BORIS), "/add taxi 450", chat=world.chats[HOME])
    await window.open_chat("Home")
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "Your answer"}
    await bot.says(
        "Which account?", chat=HOME, reply_parameters={"message_id": question.id}, reply_markup=markup
    )
    await expect(window.message("Which account?")).to_be_visible()
    await expect(window.page.locator("#strip")).to_be_hidden()

    await window.play_as("Boris")

    await expect(window.composer).to_have_attribute("placeholder", "Your answer")


async def test_typing_and_a_draft_are_shown_until_the_message_comes(window: Window, bot: Bot) -> None:
    await bot("sendChatAction", chat_id=ANNA, action="typing")
    await expect(window.page.locator("#typing")).to_contain_text("Threadbook is typing")
    await bot("sendMessageDraft", chat_id=ANNA, draft_id=1, text="")
    await expect(window.log.locator(".draft")).to_contain_text("Thinking…")
    await bot("sendMessageDraft", chat_id=ANNA, draft_id=1, text="You spent")
    await expect(window.log.locator(".draft")).to_contain_text("You spent")

    await bot.says("You spent 300 ₽")

    await expect(window.message("You spent 300 ₽")).to_be_visible()
    await expect(window.log.locator(".draft")).to_have_count(0)
    await expect(window.page.locator("#typing")).to_be_hidden()


async def test_a_message_in_another_chat_or_for_another_person_is_counted(window: Window, bot: Bot) -> None:
    await bot.says("for Boris", chat=BORIS)
    await bot.says("for all", chat=HOME)

    home = window.page.get_by_role("tab", name="Home")
    await expect(home.locator(".badge")).to_have_text("1")
    await expect(window.page.get_by_role("radio", name="Boris").locator(".badge")).to_have_text("2")
    await expect(window.page).to_have_title(re.compile(r"^\(3\) "))

    await window.open_chat("Home")
    await expect(home.locator(".badge")).to_have_count(0)
    await window.play_as("Boris")
    await window.page.get_by_role("tab", name="Threadbook").click()
    await expect(window.message("for Boris")).to_be_visible()
    await expect(window.page).to_have_title(re.compile(r"^Threadbook"))


async def test_half_a_message_waits_where_it_was_written(window: Window) -> None:
    await window.composer.fill("half a mess")
    await window.open_chat("Home")
    await expect(window.composer).to_have_value("")

    await window.page.get_by_role("tab", name="Threadbook").click()

    await expect(window.composer).to_have_value("half a mess")


async def test_in_a_group_each_bubble_names_its_sender(window: Window, world: World) -> None:
    home = world.chats[HOME]
    await window.open_chat("Home")
    world.say(world.as_person(BORIS), "pizza 1200", chat=home)
    await expect(window.message("pizza 1200").locator(".sender")).to_have_text("Boris")

    await window.says("fine")

    await expect(window.message("fine")).to_have_class(re.compile(r"\bout\b"))
    assert world.last(HOME).user_id == ANNA


async def test_a_slash_offers_the_commands_of_the_bot_in_the_language_of_the_person(
    window: Window, world: World, bot: Bot
) -> None:
    await bot("setMyCommands", commands=[{"command": "last", "description": "Last 10"}])
    await bot(
        "setMyCommands",
        commands=[
            {"command": "last", "description": "Последние 10"},
            {"command": "report", "description": "Месяц"},
        ],
        language_code="ru",
        scope={"type": "all_private_chats"},
    )
    await window.composer.press_sequentially("/")
    options = window.page.get_by_role("option")
    await expect(options).to_have_text(["/lastПоследние 10", "/reportМесяц"])

    await window.composer.press("ArrowDown")
    await window.composer.press("Enter")

    await expect(window.message("/report")).to_be_visible()
    assert world.last(ANNA).text == "/report"
    await expect(options).to_have_count(0)


async def test_a_suggestion_fills_the_field_and_sends_nothing(window: Window, world: World) -> None:
    await window.button("такси 450 карта").click()

    await expect(window.composer).to_have_value("такси 450 карта")
    await expect(window.composer).to_be_focused()
    assert world.messages(ANNA) == []

    await window.composer.fill("")
    await window.play_as("Boris")
    await expect(window.button("coffee 300")).to_be_visible()


async def test_messages_are_reached_with_the_arrow_keys(window: Window, bot: Bot) -> None:
    await bot.says("first")
    await bot.says("second")
    await expect(window.message("second")).to_be_visible()
    await window.log.focus()
    await window.page.keyboard.press("ArrowUp")
    await window.page.keyboard.press("ArrowUp")
    await expect(window.message("first")).to_be_focused()

    await window.page.keyboard.press("Enter")
    await window.item("Reply").press("Enter")

    await expect(window.page.locator("#strip-text")).to_have_text("first")
    await expect(window.composer).to_be_focused()


async def test_a_refused_message_is_told_and_stays_in_the_field(window: Window, world: World) -> None:
    world.remove_bot(world.chats[ANNA])
    await window.says("coffee 300")

    await expect(window.page.locator(".toast.error")).to_contain_text("blocked")
    await expect(window.composer).to_have_value("coffee 300")
    window.errors.clear()  # the browser itself reports the refused request


async def test_the_page_speaks_russian_when_asked_and_remembers_it(window: Window) -> None:
    await window.page.get_by_role("radio", name="RU").click()
    await expect(window.page.get_by_role("button", name="Что было на проводе")).to_be_visible()
    await window.page.reload()
    await window.ready()

    await expect(window.page.get_by_role("combobox", name="Сообщение")).to_be_visible()
    assert await window.page.evaluate("document.documentElement.lang") == "ru"
