import asyncio
import secrets
import string
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Literal

from playground.sheets import a1
from playground.sheets.area import Area
from playground.sheets.display import shown
from playground.sheets.errors import Json, RefusedError
from playground.sheets.formulas import Calculator
from playground.sheets.locales import Locale, locale
from playground.sheets.metadata import Metadata
from playground.sheets.tab import Tab
from playground.sheets.undo import Undo

if TYPE_CHECKING:
    from playground.sheets.cell import Value

Role = Literal["reader", "writer"]
Change = Callable[[frozenset[int]], object]
"""Told after each change, in the thread that made it: the ids of the tabs that were touched."""

MOST_CELLS: Final = 10_000_000
_FIRST_TITLES: Final = {"ru": "Лист1", "uk": "Аркуш1", "de": "Tabellenblatt1", "es": "Hoja 1"}
_ID_LETTERS: Final = string.ascii_letters + string.digits + "_-"


def utc_now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


class Spreadsheet:
    """One spreadsheet in memory. Everything public may be used from any thread.

    A change is made inside `edit()`, which is all or nothing and tells those who wait. `version` grows
    with each change, and with each change of who may see it, as Drive counts.
    """

    def __init__(
        self,
        title: str = "Untitled spreadsheet",
        *,
        spreadsheet_id: str = "",
        locale_name: str = "en_US",
        time_zone: str = "Etc/GMT",
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.now = now
        self.lock = threading.Condition(threading.RLock())
        self.undo = Undo()
        self.spreadsheet_id = spreadsheet_id or "".join(secrets.choice(_ID_LETTERS) for _ in range(44))
        self.properties: Json = {
            "title": title,
            "locale": locale_name,
            "autoRecalc": "ON_CHANGE",
            "timeZone": time_zone,
        }
        first_title = _FIRST_TITLES.get(locale_name.partition("_")[0], "Sheet1")
        self.tabs: tuple[Tab, ...] = (Tab(0, first_title, 1000, 26, self.undo),)
        self.named_ranges: Mapping[str, Json] = {}
        self.metadata = Metadata(self.undo)
        self.metadata_follows_sort = False
        self.roles: dict[str, Role] = {}
        self.is_trashed = False
        self.version = 1
        self._touched: set[int] = set()
        self._listeners: list[Change] = []
        self._depth = 0

    @property
    def title(self) -> str:
        """The name of the spreadsheet."""
        return str(self.properties["title"])

    @property
    def locale(self) -> Locale:
        """How numbers and dates are written here."""
        return locale(self.properties["locale"])

    def tab(self, name: str | int) -> Tab:
        """The tab with that title or that sheet id.

        Raises:
            RefusedError: there is none.
        """
        for tab in self.tabs:
            if name in (tab.title, tab.sheet_id):
                return tab
        raise RefusedError(
            f"No grid with id: {name}" if isinstance(name, int) else f"No sheet titled {name!r}"
        )

    def has_tab(self, sheet_id: int) -> bool:
        """Whether there is a tab of that id."""
        return any(tab.sheet_id == sheet_id for tab in self.tabs)

    def rows(self, name: str | int) -> list[list[str]]:
        """What a person sees on a tab: its cells as shown, up to the last row and column that have any."""
        with self.lock:
            tab, known, calculator = self.tab(name), self.locale, Calculator(self)
            shown_rows = [
                [
                    shown(calculator.shown(tab, number, column), known)
                    for column in range(row.filled.bit_length())
                ]
                for number, row in enumerate(tab.grid.rows(0, tab.grid.filled_end))
            ]
            width = max(map(len, shown_rows), default=0)
            return [[*row, *([""] * (width - len(row)))] for row in shown_rows]

    def values(self, name: str | int) -> "list[list[Value | None]]":
        """The values of a tab as they were entered: numbers, texts, formulas, None where there is nothing."""
        with self.lock:
            grid = self.tab(name).grid
            rows = grid.rows(0, grid.filled_end)
            width = max((row.filled.bit_length() for row in rows), default=0)
            return [[row.cell(column).value for column in range(width)] for row in rows]

    def locate(self, text: str) -> tuple[Tab, Area]:
        """The tab and the cells that a range such as `Ledger!A2:C`, a title or a named range means.

        Raises:
            RefusedError: it means nothing here.
        """
        title, reference = a1.split(text)
        tab = self._titled(title) if title is not None else None
        if title is not None and tab is None:
            raise RefusedError(f"Unable to parse range: {text}")
        if tab is not None and not reference:
            return tab, Area()
        area = a1.parse(reference)
        if area is not None:
            return tab or self.tabs[0], area
        if (named := self._named(reference)) is not None:
            return named
        whole = self._titled(text)
        if whole is None:
            raise RefusedError(f"Unable to parse range: {text}")
        return whole, Area()

    @contextmanager
    def edit(self, *sheet_ids: int) -> Iterator[None]:
        """Change the spreadsheet: one thread at a time, all or nothing, and told to those who wait."""
        with self.lock:
            self._depth += 1
            try:
                with self.undo.all_or_nothing():
                    self._touched.update(sheet_ids)
                    yield
            except BaseException:
                self._touched = set() if self._depth == 1 else self._touched
                raise
            finally:
                self._depth -= 1
            touched: frozenset[int] | None = None
            if not self._depth:
                self.version += 1
                touched, self._touched = frozenset(self._touched), set()
                self.lock.notify_all()
        if touched is not None:
            self._tell(touched)

    def touch(self, tab: Tab) -> None:
        """Note, inside `edit()`, that a tab changes."""
        self._touched.add(tab.sheet_id)

    @contextmanager
    def listening(self, listener: Change) -> Iterator[None]:
        """Have `listener` called after each change, while the block runs."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    def wait(self, predicate: Callable[[], bool], timeout_seconds: float = 5) -> None:
        """Block this thread until the predicate holds; it is asked again after each change.

        Raises:
            TimeoutError: it did not come to hold in time.
        """
        with self.lock:
            if not self.lock.wait_for(predicate, timeout_seconds):
                raise TimeoutError(f"the spreadsheet did not change as expected in {timeout_seconds} s")

    async def until(self, predicate: Callable[[], bool], timeout_seconds: float = 5) -> None:
        """Like `wait`, for a coroutine: the loop goes on meanwhile.

        Raises:
            TimeoutError: it did not come to hold in time.
        """
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def wake(_: frozenset[int]) -> None:
            with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
                loop.call_soon_threadsafe(changed.set)

        with self.listening(wake):
            async with asyncio.timeout(timeout_seconds):
                while not predicate():
                    await changed.wait()
                    changed.clear()

    def share(self, email: str, role: Role = "writer") -> None:
        """Let an account read, or read and write."""
        self.roles[email] = role
        self.version += 1

    def unshare(self, email: str) -> None:
        """Take an account's access away."""
        self.roles.pop(email, None)
        self.version += 1

    def trash(self) -> None:
        """Throw the file into the bin."""
        self.is_trashed = True
        self.version += 1

    def restore(self) -> None:
        """Take the file out of the bin."""
        self.is_trashed = False
        self.version += 1

    def check_room(self, cells: int) -> None:
        """Refuse to grow by so many cells when there would be more than ten million.

        Raises:
            RefusedError: there would be.
        """
        if sum(tab.grid.height * tab.grid.columns for tab in self.tabs) + cells > MOST_CELLS:
            raise RefusedError(
                "This action would increase the number of cells in the workbook above the limit of "
                f"{MOST_CELLS} cells.",
            )

    def _titled(self, title: str) -> Tab | None:
        return next((tab for tab in self.tabs if tab.title.casefold() == title.casefold()), None)

    def _named(self, name: str) -> tuple[Tab, Area] | None:
        for named in self.named_ranges.values():
            if named["name"].casefold() == name.casefold():
                grid_range = named["range"]
                return self.tab(grid_range.get("sheetId", 0)), Area.of(grid_range)
        return None

    def _tell(self, touched: frozenset[int]) -> None:
        for listener in tuple(self._listeners):
            listener(touched)
