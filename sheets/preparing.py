"""Looking for the Ledger tab before it is used; what people took from it is given back first."""

from collections.abc import Callable
from functools import partial

from sheets.doubt import InThread
from sheets.restoring import Confirmed, Losses, refill
from sheets.rows import Rendering
from sheets.sheet import ColumnsGoneError, Sheet, SheetError


class Preparation:
    """Whether the tab and its columns are where they were looked for last.

    `losses` are told what people took, and know what it held. `era` grows when all that was written has to be
    written again; `forget` is called whenever a tab is made: nothing that was known stands anywhere.
    """

    def __init__(
        self, sheet: Sheet, rendering: Rendering, in_thread: InThread, forget: Callable[[], None]
    ) -> None:
        self._sheet = sheet
        self._rendering = rendering
        self._in_thread = in_thread
        self._forget = forget
        self.losses: Losses | None = None
        self.is_done = False
        self.era = 0

    def undo(self) -> None:
        """Look for the tab and its columns before the next call."""
        self.is_done = False

    async def do(self) -> None:
        """Find the tab and its columns, or make them; nothing when they were found.

        Raises:
            SheetError: the sheet does not answer, or lacks a column that nobody knows.
        """
        if self.is_done:
            return
        try:
            await self._in_thread(self._sheet.locate)
        except ColumnsGoneError as error:
            await self._give_back(error)
        except SheetError as error:
            if error.kind != "absent":
                raise
            await self.begin_anew()
        await self._in_thread(self._sheet.prepare)
        self.is_done = True

    async def begin_anew(self) -> None:
        """There is no tab: all that was written is to be written again."""
        self.is_done = False
        self._forget()
        if self.losses is not None:
            self.era += await self.losses.tab_gone()

    async def _give_back(self, error: ColumnsGoneError) -> None:
        if self.losses is None:
            raise error
        confirmed = await self.losses.confirmed()
        wanted = await self._in_thread(partial(Confirmed, confirmed, error.columns, self._rendering))
        await self._in_thread(partial(self._sheet.restore, error.columns, wanted))
        await self._in_thread(partial(refill, self._sheet, error.columns, wanted))
        await self.losses.columns_given_back(error.columns)
