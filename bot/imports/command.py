"""`python -m bot import FILE`: the same import at a terminal, for files of any size."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.imports import table
from bot.imports.desk import Desk, NotImportedError
from bot.imports.offer import Offer
from bot.settings import Settings, read_settings


def import_file(
    file: Annotated[
        Path, typer.Argument(help="A statement (.csv, .xlsx) or an exported chat (result.json).")
    ],
    *,
    account: Annotated[str, typer.Option(help="The account that the statement is of.")] = "",
    columns: Annotated[
        str, typer.Option(help="Which column holds what, such as date=1,amount=4,text=3.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Import without asking.")] = False,
    transfers: Annotated[
        bool | None,
        typer.Option(help="Book an entry whose other end the books have as one transfer with it, or apart."),
    ] = None,
) -> None:
    """Take operations from FILE into the owner's books, after a preview. Stop the bot first."""
    wishes = (account, columns)
    sys.exit(asyncio.run(_run(read_settings(), file, wishes, is_sure=yes, joins=transfers)))


def undo_import(number: Annotated[int, typer.Argument(help="The number that the import was given.")]) -> None:
    """Undo everything that an import brought; its rows are marked Void. Stop the bot first."""
    asyncio.run(_undo(read_settings(), number))


async def _run(
    settings: Settings, file: Path, wishes: tuple[str, str], *, is_sure: bool, joins: bool | None
) -> int:
    """Offer a file and take it over where the person agrees; the exit code says whether it was."""
    async with Desk(settings) as desk:
        offer = await desk.offer(file, *wishes)
        table.show(offer, desk.console)
        offer = _settled(offer, desk.console, is_sure=is_sure, joins=joins)
        if not offer.new:
            desk.console.print("There is nothing new to import.")
            return 0
        if not (is_sure or typer.confirm(f"Import {len(offer.new)}?", default=False)):
            desk.console.print("Nothing was imported.")
            return 1
        taken = await desk.take(file.name, offer)
        numbers = taken.numbers or (0, 0)
        desk.console.print(f"{taken.operations} operations are in the books, #{numbers[0]}–#{numbers[1]}.")
        desk.console.print(f"To undo all of it: python -m bot undo-import {taken.id}")
    return 0


def _settled(offer: Offer, console: Console, *, is_sure: bool, joins: bool | None) -> Offer:
    """The offer with its transfers as the person wishes; what nobody can be asked about is left out."""
    count = len(offer.pairs)
    if not count:
        return offer
    if joins is None and is_sure:
        console.print(
            f"{count} left out: say --transfers to book them so, or --no-transfers to book them apart."
        )
        return offer.without_pairs()
    if joins is None:
        joins = typer.confirm(f"Book these {count} as transfers?", default=True)
    return offer.joining(is_wished=joins)


async def _undo(settings: Settings, number: int) -> None:
    async with Desk(settings) as desk:
        taken = await desk.manager.find_import(number)
        if taken is None:
            raise NotImportedError(f"there is no import {number}; nothing was undone")
        count = await desk.manager.undo_import(taken, desk.turn)
        desk.console.print(f"{taken.file.name}: {count} operations were undone.")
