from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
from playwright.async_api import expect

from playground.server import create_app
from playground.serving import serving
from playground.sheets import Google, Person
from playground.supervisor import Supervisor
from playground.telegram import World
from tests.playground.page.driver import ANNA, Bot, Window

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.asyncio(loop_scope="session")]

SLEEPER = "import time\nprint('ready', flush=True)\nwhile True: time.sleep(60)"


@pytest_asyncio.fixture(loop_scope="session")
async def supervisor(script: Callable[[str], tuple[str, ...]]) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(script(SLEEPER))
    await supervisor.start()
    yield supervisor
    await supervisor.stop()


async def test_the_sheet_is_down_until_it_is_switched_on_again(
    ledger: Person, window: Window, bot: Bot
) -> None:
    del ledger
    down = window.button("Sheet down")
    await down.click()
    await expect(down).to_have_attribute("aria-pressed", "true")
    assert [await bot.writes("Ledger!A9", ["x"]) for _ in range(3)] == [503, 503, 503]
    await expect(down).to_contain_text("on")

    await down.click()

    await expect(down).to_have_attribute("aria-pressed", "false")
    assert await bot.writes("Ledger!A9", ["x"]) == 200


async def test_telegram_refuses_one_message_with_429_and_the_button_is_free_again(
    window: Window, bot: Bot, world: World
) -> None:
    refusal = window.button("Telegram 429")
    await refusal.click()
    await expect(refusal).to_contain_text("armed")

    assert await bot("sendMessage", chat_id=ANNA, text="no") is None

    await expect(refusal).to_have_attribute("aria-pressed", "false")
    await bot.says("yes")
    assert [message.text for message in world.messages(ANNA)] == ["yes"]


async def test_a_lost_answer_is_armed_apart_from_other_faults_and_taken_back_alone(
    window: Window, google: Google
) -> None:
    await window.button("Sheet down").click()
    await window.button("Lose an answer").click()
    await expect(window.button("Lose an answer")).to_contain_text("armed")
    assert {fault.kind for fault in google.faults.pending()} == {"503", "lost_answer"}

    await window.button("Sheet down").click()

    await expect(window.button("Sheet down")).to_have_attribute("aria-pressed", "false")
    await expect(window.button("Lose an answer")).to_have_attribute("aria-pressed", "true")
    await window.button("Heal all").click()
    await expect(window.button("Lose an answer")).to_have_attribute("aria-pressed", "false")
    assert google.faults.pending() == []


async def test_the_killed_bot_is_shown_as_killed_and_started_again(
    window: Window, supervisor: Supervisor
) -> None:
    first = supervisor.status.pid
    await expect(window.page.locator(".bot-chip")).to_have_text(f"Bot runningpid {first}")
    await window.button("Kill -9").click()
    await expect(window.page.locator(".bot-chip")).to_have_text("Bot killed")
    await window.says("coffee 300")
    await expect(window.page.locator("#bot-notice")).to_contain_text("1 update is waiting")

    await window.page.locator("#bot").get_by_role("button", name="Start it").click()

    await expect(window.page.locator(".bot-chip")).to_contain_text("Bot running")
    await expect(window.page.locator("#bot-notice")).to_be_hidden()
    assert supervisor.status.pid != first


async def test_a_bot_that_fails_is_shown_with_its_last_words(
    window: Window, supervisor: Supervisor, script: Callable[[str], tuple[str, ...]]
) -> None:
    await supervisor.stop()
    supervisor._command = script("import sys\nprint('TELEGRAM_BOT_TOKEN: is not set')\nsys.exit(2)")
    await supervisor.start()

    notice = window.page.locator("#bot-notice")
    await expect(notice).to_contain_text("stopped by itself (exit code 2)")
    await expect(notice.locator("pre")).to_contain_text("TELEGRAM_BOT_TOKEN: is not set")


async def test_the_drawer_lists_each_call_and_the_log_of_the_bot(
    ledger: Person, window: Window, bot: Bot
) -> None:
    del ledger
    await bot.says("before")
    await window.button("What happened on the wire").click()
    await bot.writes("Ledger!A9", ["x"])
    await bot("sendMessage", chat_id=ANNA, text="")

    rows = window.page.locator("#wire tbody tr")
    await expect(rows.filter(has_text="Sheets")).to_contain_text("PUT …/values/Ledger!A9")
    await expect(rows.filter(has_text="400")).to_contain_text("sendMessage")
    await expect(rows.first).to_contain_text("sendMessage")
    await expect(window.page.locator("#wire .bot-log")).to_contain_text("ready")
    await rows.first.locator("summary").click()
    await expect(rows.first).to_contain_text("before")

    await window.page.keyboard.press("Escape")
    await expect(window.page.locator("#wire")).to_be_hidden()


async def test_calls_made_before_the_page_was_opened_are_listed_too(window: Window, bot: Bot) -> None:
    await bot.says("early")
    await expect(window.message("early")).to_be_visible()
    await window.page.reload()
    await window.ready()
    await window.button("What happened on the wire").click()

    await expect(window.page.locator("#wire tbody tr")).to_contain_text(["sendMessage"])


async def test_the_page_lives_through_a_restart_of_the_server(window: Window, google: Google) -> None:
    world = World.seeded()
    world.say(world.as_person(ANNA), "before")
    async with serving(create_app(world, google)) as base:
        await window.page.goto(base)
        await window.ready()
        await expect(window.message("before")).to_be_visible()
    await expect(window.page.get_by_role("alert")).to_contain_text("does not answer")

    world.say(world.as_person(ANNA), "while you were away")
    async with serving(create_app(world, google), port=int(base.rpartition(":")[2])):
        await expect(window.message("while you were away")).to_be_visible()
        await expect(window.page.get_by_role("alert")).to_be_hidden()
        await window.says("and on")
        await expect(window.message("and on")).to_be_visible()
        await window.page.goto("about:blank")
    window.errors.clear()  # the browser itself reports the lost connection
    window.requests.clear()
