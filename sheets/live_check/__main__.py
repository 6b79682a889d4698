"""`python -m sheets.live_check LINK --key KEY.json`: prove on a real spreadsheet what we assume of Google."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ledger import ThreadbookError
from sheets.google import OFFICIAL_URL
from sheets.live_check.checks import CHECKS, Check, name_of
from sheets.live_check.ground import Ground, lay_out


def main(
    spreadsheet: Annotated[str, typer.Argument(help="Link or id of an empty spreadsheet, shared as Editor.")],
    key: Annotated[Path, typer.Option(help="Key file of the service account.")],
    api_url: Annotated[str, typer.Option(help="Base of the Sheets API.")] = OFFICIAL_URL,
    *,
    keep: Annotated[bool, typer.Option(help="Leave the tabs there to look at.")] = False,
) -> None:
    """Prove every assumption, in a few minutes; what was made is taken away. Exit code 1 when one fails."""
    console = Console()
    try:
        ground = lay_out(key, spreadsheet, api_url=api_url)
    except ThreadbookError as error:
        console.print(f"Nothing was proved: {error}", markup=False)
        raise typer.Exit(2) from error
    try:
        failed = run(ground, lambda line: console.print(line, markup=False))
    finally:
        if not keep:
            ground.clear()
    raise typer.Exit(1 if failed else 0)


def run(ground: Ground, tell: Callable[[str], object]) -> list[str]:
    """Do every check, and tell of each; returns the names of those that failed."""
    failed = []
    for check in CHECKS:
        reason = _fault(check, ground)
        tell(f"{'no ' if reason else 'yes'}  {name_of(check)}{f': {reason}' if reason else ''}")
        if reason:
            failed.append(name_of(check))
    return failed


def _fault(check: Check, ground: Ground) -> str:
    try:
        check(ground)
    except ThreadbookError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    typer.run(main)
