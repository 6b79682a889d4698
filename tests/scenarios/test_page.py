"""A person at the page of the playground, with the real bot behind it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from playground.server import create_app
from playground.serving import serving
from playground.session import free_port, prepare
from tests.playground.page.driver import Window

pytestmark = [pytest.mark.browser, pytest.mark.process]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE_MS = 20_000


@pytest.fixture
async def window(tmp_path: Path) -> AsyncIterator[Window]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed here; Debian and Ubuntu: apt install chromium")
    port = free_port(0)
    session = prepare(f"http://127.0.0.1:{port}", tmp_path)
    async with serving(create_app(session.telegram, session.google, session.supervisor), port):
        await session.supervisor.start()
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await chromium.new_page(locale="en-US", viewport={"width": 1280, "height": 800})
            page.set_default_timeout(PATIENCE_MS)
            expect.set_options(timeout=PATIENCE_MS)
            window = Window(page)
            page.on("pageerror", lambda error: window.errors.append(str(error)))
            await page.goto(session.base_url)
            await window.ready()
            yield window
            await chromium.close()
        await session.supervisor.stop()


async def test_scenes_3_and_8_in_the_page(window: Window) -> None:
    await window.says("Купил кофе за 300 рублей")
    await window.key("Наличные").click()
    await expect(window.message("в таблице, строка 2").first).to_be_visible()
    await expect(window.cell("D2")).to_have_text("-300,00")
    await expect(window.cell("F2")).to_have_text("Наличные")

    card = window.message("№1 · в таблице").first
    await card.dblclick()
    await window.says("не 300, а 350, и картой")

    await expect(window.cell("D2")).to_have_text("-350,00")
    await expect(window.cell("F2")).to_have_text("Карта")
    await expect(window.message("Строка 2 обновлена").first).to_be_visible()
    assert window.errors == []
