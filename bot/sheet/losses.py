"""What people take from the sheet: written again or given back, and the owner is told."""

import logging
from collections.abc import Callable, Sequence

from bot.wording.texts import Texts, texts
from ledger import BookId
from manager import Booked, ConversationManager, Notice
from sheets.layout import BY_KEY, ColumnKey

log = logging.getLogger(__name__)


class Losses:
    """The book, for a sheet from which something was deleted. `told` is called when the owner is told."""

    def __init__(
        self, manager: ConversationManager, owner_id: int, book_id: BookId, *, told: Callable[[], None]
    ) -> None:
        self._manager = manager
        self._owner_id = owner_id
        self._book_id = book_id
        self._told = told

    async def tab_gone(self) -> int:
        """Have all operations written again; returns how many had stood in the sheet."""
        count = await self._manager.write_again(self._book_id)
        if count:
            log.warning("the Ledger tab was deleted", extra={"operations": count})
            t = await self._texts()
            many = t.plural("{count} operation", "{count} operations", count)
            await self._tell(
                t(
                    "⚠️ Somebody deleted the tab with your operations from the sheet. The books are whole: I "
                    "have made the tab again and write all that stood there, {many}. Notes that people kept "
                    "beside the rows are in the sheet’s own version history, if it has one.",
                    many=many,
                )
            )
        return count

    async def confirmed(self) -> Sequence[Booked]:
        """Every operation as the sheet had it last, and its versions since then."""
        found: list[Booked] = []
        while page := await self._manager.confirmed(self._book_id, found[-1].number if found else 0):
            found += page
        return found

    async def columns_given_back(self, columns: Sequence[ColumnKey]) -> None:
        """Tell the owner that columns were deleted, and stand again."""
        log.warning("columns were deleted", extra={"columns": columns})
        t = await self._texts()
        names = ", ".join(BY_KEY[key].title("ru" if t.language == "ru" else "en") for key in columns)
        await self._tell(
            t(
                "⚠️ Somebody deleted from the sheet: <b>{names}</b>. The books are whole: what was deleted is "
                "back in its place, with what the books say.",
                names=names,
            )
        )

    async def _tell(self, text: str) -> None:
        await self._manager.say(self._owner_id, Notice(text))
        self._told()

    async def _texts(self) -> Texts:
        owner = await self._manager.find_member(self._owner_id)
        return texts(owner.language if owner is not None else "en")
