"""What is at a link that a person sent, before anything is written there."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from ledger import ThreadbookError
from sheets.budget import Budget
from sheets.sheet import SheetError

if TYPE_CHECKING:
    from sheets.google import GoogleApi

Obstacle = Literal["link", "other", "absent", "trashed", "closed", "reading", "outage", "key", "disabled"]
"""Why a link leads to no sheet for us.

link: it leads to no file at Google; other: to one that is no spreadsheet; absent: there is none there;
trashed: it lies in the bin; closed: it is not shared with us; reading: we may read only; outage: Google
does not answer; key: our own key is wrong, or refused; disabled: our account's project has no Sheets API.
"""

_LINK: Final = re.compile(r"https?://(?:docs|drive|sheets)\.google\.com/\S+", re.IGNORECASE)
_SPREADSHEET: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]+)")
_FILE: Final = re.compile(r"/file/(?:u/\d+/)?d/([A-Za-z0-9_-]+)|[?&]id=([A-Za-z0-9_-]+)")
_OTHERS: Final = ("/document/", "/presentation/", "/forms/", "/drawings/", "/folders/")
_DISABLED: Final = ("has not been used in project", "it is disabled")
_HTTP_FORBIDDEN: Final = 403


class ConnectError(ThreadbookError):
    """A link leads to no sheet that we can write into; `obstacle` says why."""

    def __init__(self, message: str, obstacle: Obstacle) -> None:
        super().__init__(message)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Prospect:
    """A spreadsheet that we may write into."""

    spreadsheet_id: str
    title: str


def link_in(words: str) -> str | None:
    """The first link to something at Google's in a person's words."""
    found = _LINK.search(words)
    return found.group() if found else None


def id_in(link: str) -> str:
    """The id of the spreadsheet that a link leads to.

    Raises:
        ConnectError: it leads elsewhere.
    """
    if found := _SPREADSHEET.search(link):
        return found.group(1)
    if any(other in link for other in _OTHERS):
        raise ConnectError(f"{link!r} is a link to something else at Google", "other")
    if found := _FILE.search(link):
        return found.group(1) or found.group(2)
    raise ConnectError(f"{link!r} leads to no file", "link")


def look(link: str, key_file: Path, *, api_url: str) -> Prospect:
    """See that we may write into what a link leads to; nothing in it is changed. Blocking.

    Raises:
        ConnectError: we may not.
    """
    from sheets.google import DRIVE_SCOPE, SCOPES, GoogleApi  # noqa: PLC0415  # slow to load: only who connects waits

    scopes = (*SCOPES, DRIVE_SCOPE)
    api = GoogleApi(key_file, id_in(link), api_url=api_url, budget=Budget(), scopes=scopes)
    try:
        title = _readable(api)
        _writable(api, title)
    finally:
        api.close()
    return Prospect(api.spreadsheet_id, title)


def _readable(api: "GoogleApi") -> str:
    try:
        metadata = api.metadata()
    except SheetError as error:
        raise ConnectError(str(error), _why_unread(api, error)) from error
    if _file(api).get("trashed"):
        raise ConnectError(f"{api.spreadsheet_id} lies in the bin", "trashed")
    return str(metadata.get("properties", {}).get("title", ""))


def _why_unread(api: "GoogleApi", error: SheetError) -> Obstacle:
    match error.kind:
        case "gone":
            return "trashed" if _file(api).get("trashed") else "absent"
        case "refused":
            return _why_refused(error)
        case "broken":
            return "other"
        case _:
            return "outage"


def _why_refused(error: SheetError) -> Obstacle:
    if error.status != _HTTP_FORBIDDEN:
        return "key"
    return "disabled" if any(words in str(error) for words in _DISABLED) else "closed"


def _writable(api: "GoogleApi", title: str) -> None:
    """Write the title that is there: it changes nothing, and is refused to those who may only read."""
    properties = {"properties": {"title": title}, "fields": "title"}
    try:
        api.write([{"updateSpreadsheetProperties": properties}])
    except SheetError as error:
        if error.kind == "broken":
            return  # a server that does not know this request will tell at the first row
        obstacle: Obstacle = "reading" if error.kind == "refused" else "outage"
        raise ConnectError(str(error), obstacle) from error


def _file(api: "GoogleApi") -> dict[str, object]:
    """What Drive says of the file; nothing where Drive is not switched on for our account."""
    try:
        return api.file()
    except SheetError:
        return {}


def address_of(key_file: Path) -> str:
    """The address with which people share their sheets: that of the service account whose key this is.

    Raises:
        ConnectError: the file is no key.
    """
    try:
        return str(json.loads(key_file.read_text(encoding="utf-8"))["client_email"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConnectError(f"{key_file} is no service-account key: {error!r}", "key") from error
