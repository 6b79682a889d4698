from collections import OrderedDict
from typing import Final

from telegram import Bot

from bot.imports.fetching import fetch
from bot.imports.offer import ImportPlan, Offer
from bot.imports.offers import Offers
from manager import Context, Import

KEPT: Final = 4
"""Offers kept in memory, so that a tap needs not fetch and read the file again."""


class Shelf:
    """The offers that people are looking at; one that was let go is made again from its file."""

    def __init__(self, bot: Bot, offers: Offers) -> None:
        self._bot = bot
        self._offers = offers
        self._kept: OrderedDict[tuple[int, int], Offer] = OrderedDict()

    def keep(self, taken: Import, offer: Offer) -> None:
        """Keep the offer of an import as it stands."""
        self._kept[taken.id, taken.revision] = offer
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    async def take(self, taken: Import, context: Context) -> Offer:
        """The offer of an import as it stands.

        Raises:
            UnreadableFileError: the file cannot be read any more.
            NotFetchedError: Telegram does not give it.
        """
        kept = self._kept.get((taken.id, taken.revision))
        if kept is not None:
            return kept
        upload = await fetch(self._bot, taken.file.file_id, taken.file.name)
        offer = await self._offers.make(upload, ImportPlan.unpacked(taken.file.plan), context)
        self.keep(taken, offer)
        return offer
