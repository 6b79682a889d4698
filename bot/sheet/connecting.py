import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

from bot.settings import Settings
from bot.wording.callbacks import Callback, Verb
from bot.wording.texts import Html, Texts, texts
from manager import Button, Buttons, Context, ConversationManager, EditMessage, Incoming, Notice
from sheets.connecting import ConnectError, Obstacle, address_of, id_in, link_in, look

SHEET: Final = "https://docs.google.com/spreadsheets/d/"

OBSTACLES: Final[dict[Obstacle, str]] = {
    "link": "This link leads to no spreadsheet. Open the sheet, copy its address and send me that",
    "other": "This is not a Google spreadsheet. If it is an Excel file, open it, choose File → Save as "
    "Google Sheets, and send me the new link",
    "absent": "There is no spreadsheet at this link, perhaps a part of it is missing. Copy it again and "
    "send it",
    "trashed": "This sheet lies in the bin. Take it out of there, then tap “Check again”",
    "closed": "I can’t open this sheet. Share it as Editor with <code>{address}</code>, then tap "
    "“Check again”",
    "reading": "I can read this sheet but not write. Change my access to Editor, then tap “Check again”",
    "outage": "Google does not answer now. Tap “Check again” in a minute",
    "key": "Google does not accept the key of my service account. The setting "
    "GOOGLE_APPLICATION_CREDENTIALS says where it is",
    "disabled": "The Google Sheets API is switched off in the project of my service account. Switch it on "
    "there, then tap “Check again”",
}
AGAIN: Final[frozenset[Obstacle]] = frozenset({"trashed", "closed", "reading", "outage", "disabled"})
"""What a person can mend without sending another link."""


class Connecting:
    """The owner connects a spreadsheet: how to share one, and what becomes of the link that is sent.

    `connect` has everything written into a spreadsheet from now on, `current` tells which one that is.
    """

    VERBS: Sequence[Verb] = ("check",)

    def __init__(
        self,
        manager: ConversationManager,
        settings: Settings,
        connect: Callable[[str], Awaitable[None]],
        current: Callable[[], str],
    ) -> None:
        self._manager = manager
        self._settings = settings
        self._connect = connect
        self._current = current

    async def run(self, context: Context, inbox_id: int, t: Texts) -> bool:
        """Answer a link to Google, or the owner's /sheet while there is none; False for the rest."""
        incoming = context.incoming
        if not incoming.is_private or incoming.person.id != self._settings.owner_id:
            return False
        words = incoming.text.strip()
        if words and words == link_in(words):
            notice = await self._answer(words, t)
        elif words.lower() == "/sheet" and self._is_asked_for:
            notice = self._invitation(t)
        else:
            return False
        await self._manager.say(incoming.chat_id, notice, inbox_id=inbox_id)
        return True

    async def press(self, incoming: Incoming, callback: Callback, inbox_id: int) -> str:
        """Look once more at a sheet that could not be connected; returns the toast."""
        t = texts(incoming.person.language)
        if incoming.person.id != self._settings.owner_id:
            await self._manager.ignore_update(inbox_id, "not the owner")
            return t.plain("Only people of these books can press this")
        notice = await self._answer(f"{SHEET}{callback.argument}", t)
        edit = EditMessage(incoming.message_id, notice.text, notice.buttons)
        await self._manager.say(incoming.chat_id, edit, inbox_id=inbox_id)
        return t.plain("Checked")

    @property
    def _is_asked_for(self) -> bool:
        """Whether a spreadsheet could be connected, and none is."""
        return self._settings.google_credentials is not None and not self._current()

    async def _answer(self, link: str, t: Texts) -> Notice:
        key_file = self._settings.google_credentials
        if key_file is None:
            return Notice(t(NO_KEY, place=self._settings.workbook))
        if self._settings.spreadsheet:
            return Notice(t(IN_SETTINGS))
        try:
            found = await asyncio.to_thread(look, link, key_file, api_url=self._settings.sheets_api_url)
        except ConnectError as error:
            return _refusal(error.obstacle, link, key_file, t)
        opening = ((Button(t.plain("Open the sheet"), url=f"{SHEET}{found.spreadsheet_id}/edit"),),)
        if found.spreadsheet_id == self._current():
            return Notice(t("I write into <b>{title}</b> already.", title=found.title), opening)
        await self._connect(found.spreadsheet_id)
        return Notice(t(CONNECTED, title=found.title), opening)

    def _invitation(self, t: Texts) -> Notice:
        assert self._settings.google_credentials is not None  # noqa: S101  # asked before
        try:
            address = address_of(self._settings.google_credentials)
        except ConnectError:
            return Notice(t(OBSTACLES["key"]))
        text = t(INVITATION, address=address, place=self._settings.workbook)
        return Notice(text, _copying(address, t))


def _refusal(obstacle: Obstacle, link: str, key_file: Path, t: Texts) -> Notice:
    """Why the sheet is not connected, what to do, and that nothing is lost meanwhile."""
    try:
        address = address_of(key_file)
    except ConnectError:
        address = ""
    why = t(OBSTACLES[obstacle], address=address)
    text = Html(f"{why}.\n{t('Until then I write where I have written so far.')}")
    buttons = _copying(address, t) if obstacle == "closed" else ()
    if obstacle in AGAIN:
        check = Button(t.plain("Check again"), data=Callback("check", argument=id_in(link)).pack())
        buttons = (*buttons, (check,))
    return Notice(text, buttons)


def _copying(address: str, t: Texts) -> Buttons:
    return ((Button(t.plain("Copy the address"), copy=address),),)


INVITATION: Final = (
    "<b>Connect a Google Sheet</b>\n"
    '1. Open <a href="https://sheet.new">sheet.new</a> and give it a name.\n'
    "2. Share it as Editor with <code>{address}</code>\n"
    "3. Send me its link.\n"
    "Until then your books are in {place}; what stands there is written into the sheet then."
)
CONNECTED: Final = (
    "Connected: <b>{title}</b>. I add the tabs Ledger, Summary, Accounts and Categories; your own tabs are "
    "untouched."
)
NO_KEY: Final = (
    "To write into a Google Sheet I need the key of a service account: set GOOGLE_APPLICATION_CREDENTIALS "
    "and start me again. Your books are in {place}."
)
IN_SETTINGS: Final = (
    "Which sheet I write into stands in the setting THREADBOOK_SPREADSHEET. Change it there and start me "
    "again; everything is written into the new one then."
)
