"""The hands and eyes of the browser tests: a bot, and the page as a person sees it."""

from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.async_api import Locator, Page

HOME = -1001000000001
ANNA, BORIS = 1001, 1002


@dataclass
class Bot:
    """The bot of a test: it calls the Bot API and the Sheets API as a program would."""

    client: httpx.AsyncClient
    telegram_token: str
    google_token: str
    spreadsheet_id: str

    async def __call__(self, method: str, **parameters: Any) -> Any:
        answer = await self.client.post(f"/telegram/bot{self.telegram_token}/{method}", json=parameters)
        return answer.json().get("result")

    async def says(self, text: str, *, chat: int = ANNA, **parameters: Any) -> int:
        """Send a message, formatted as HTML, and return its id."""
        message = await self("sendMessage", chat_id=chat, text=text, parse_mode="HTML", **parameters)
        return int(message["message_id"])

    async def edits(self, message_id: int, text: str, *, chat: int = ANNA, **parameters: Any) -> None:
        await self("editMessageText", chat_id=chat, message_id=message_id, text=text, **parameters)

    async def writes(self, cells: str, *rows: list[Any]) -> int:
        """Put values into cells and return the status of the answer."""
        answer = await self.client.put(
            f"/google/v4/spreadsheets/{self.spreadsheet_id}/values/{cells}",
            params={"valueInputOption": "RAW"},
            json={"values": list(rows)},
            headers={"Authorization": f"Bearer {self.google_token}"},
        )
        return answer.status_code


@dataclass
class Window:
    """The page in a browser, by the names that a person knows its parts by."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("combobox", name="Message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def messages(self) -> Locator:
        return self.log.locator(".message:not(.draft)")

    def message(self, text: str) -> Locator:
        return self.messages.filter(has_text=text)

    def key(self, text: str) -> Locator:
        """An inline button."""
        return self.log.locator(".key", has_text=text)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def item(self, name: str) -> Locator:
        return self.page.get_by_role("menuitem", name=name)

    def cell(self, name: str) -> Locator:
        """A cell by its address, such as B3."""
        row, column = int(name[1:]) - 1, ord(name[0]) - ord("A")
        return self.page.locator(f"#grid td[data-row='{row}'][data-column='{column}']")

    async def says(self, text: str) -> None:
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def play_as(self, name: str) -> None:
        await self.page.get_by_role("radio", name=name).click()

    async def open_chat(self, name: str) -> None:
        await self.page.get_by_role("tab", name=name).click()

    async def ready(self) -> None:
        await self.page.wait_for_selector("html[data-ready=true]")
