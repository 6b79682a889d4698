"""The bot as a process, and the commands that care for its database: `python -m bot --help`."""

import asyncio
import signal
import sys
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from telegram.error import InvalidToken

import manager
from bot import loop
from bot.audit import comparing
from bot.audit import table as audit_table
from bot.build import build
from bot.care.exposition import exposition
from bot.care.health import figures
from bot.care.troubles import MEGABYTE, Signs, troubles
from bot.imports.command import import_file, undo_import
from bot.logs import configure_logs
from bot.settings import Settings, SettingsError, read_settings
from bot.wording.fitting import plain
from bot.wording.texts import texts
from ledger import ThreadbookError
from manager import StoreError

app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command("import")(import_file)
app.command("undo-import")(undo_import)

NEEDS_PERSON: Final = 78
"""The exit code for what starting again cannot heal (EX_CONFIG of sysexits): a supervisor must not try."""

SHOWN: Final = 10
"""Rows that are named for each broken claim."""

DEFAULT_DATABASE = Path("data/threadbook.db")
Database = Annotated[Path, typer.Option(help="The SQLite file.", envvar="THREADBOOK_DATABASE")]


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """Threadbook, a bookkeeping bot for Telegram. Without a command it runs until it is told to stop."""
    if context.invoked_subcommand is None:
        sys.exit(main())


@app.command()
def backup(target: Path, database: Database = DEFAULT_DATABASE) -> None:
    """Write a whole, checked copy of the database to TARGET, also while the bot runs."""
    manager.backup(database, target)
    Console().print(f"{target}: a whole copy of {database}")


@app.command()
def restore(source: Path, database: Database = DEFAULT_DATABASE) -> None:
    """Put the backup SOURCE in the place of the database; the present file is kept beside it."""
    restored = manager.restore(source, database)
    say = Console(soft_wrap=True).print
    say(f"{database} is as in {source}; the file that was there is kept as {restored.kept or 'nothing'}.")
    say(f"{restored.looked_up} writes are looked up in the sheet before they are made.")
    if restored.leap:
        say(f"{restored.leap} numbers are left out: rows of the sheet may hold them.")
    say("What the sheet has and the book has not is listed after the next start: /pending, or `integrity`.")


@app.command()
def compact(database: Database = DEFAULT_DATABASE) -> None:
    """Give the room that deleted rows left in the database back to the disk; stop the bot first."""
    done = manager.compact(database)
    sizes = f"{done.before / MEGABYTE:.1f} MB before, {done.after / MEGABYTE:.1f} MB now"
    Console(soft_wrap=True).print(f"{database}: {sizes}. Nothing of the book was changed.")


@app.command()
def integrity(database: Database = DEFAULT_DATABASE) -> None:
    """Check the database; exit code 1 when something is not as it should be."""
    findings = manager.integrity(database)
    table = Table("claim", "holds", "what breaks it")
    for finding in findings:
        table.add_row(finding.claim, "yes" if finding.holds else "NO", _named(finding))
    Console().print(table)
    sys.exit(0 if all(finding.holds for finding in findings) else 1)


def _named(finding: manager.Finding) -> str:
    """The first of the rows that break a claim, and how many more there are."""
    more = finding.count - SHOWN
    return ", ".join(finding.broken[:SHOWN]) + (f" and {more} more" if more > 0 else "")


@app.command()
def stuck(
    database: Database = DEFAULT_DATABASE,
    *,
    retry: Annotated[str, typer.Option(help="Try this one again, such as update-12.")] = "",
    discard: Annotated[str, typer.Option(help="Let this one go; what was booked stays booked.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
) -> None:
    """List what was given up; exit code 1 when something is. To settle it, stop the bot first."""
    if (retry or discard) and not manager.settle_stuck(database, retry or discard, is_retry=bool(retry)):
        sys.stderr.write(f"{retry or discard} is not stuck, or cannot be let go\n")
        sys.exit(2)
    found = manager.stuck_in(database)
    if as_json:
        Console().print_json(data=[asdict(one) | {"id": one.id} for one in found], default=str)
    else:
        table = Table("id", "since", "chat", "words", "reason")
        for one in found:
            table.add_row(
                one.id, f"{one.since:%Y-%m-%d %H:%M}", str(one.chat_id or ""), one.words, one.reason
            )
        Console().print(table)
    sys.exit(1 if found else 0)


@app.command()
def health(
    database: Database = DEFAULT_DATABASE,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
    backups: Annotated[
        int, typer.Option(help="Backups that are kept; 0: none is wanted.", envvar="THREADBOOK_BACKUPS")
    ] = 7,
) -> None:
    """Tell how the bot is, also while it runs; exit code 1 when something is wrong."""
    signs = Signs(manager.health_of(database), manager.utc_now(), "UTC", has_backups=backups > 0)
    english = texts("en")
    wrong = troubles(signs, english)
    if as_json:
        Console().print_json(data=asdict(signs.health) | {"troubles": list(wrong)}, default=str)
    else:
        table = Table("what", "how it is")
        for name, value in figures(signs, english):
            table.add_row(name, value)
        Console().print(table)
        for kind in wrong:
            Console().print(plain(wrong[kind]))
    sys.exit(1 if wrong else 0)


@app.command()
def metrics(
    database: Database = DEFAULT_DATABASE,
    *,
    hours: Annotated[int, typer.Option(min=1, help="How far back what happened is counted.")] = 24,
) -> None:
    """Figures for a monitor in the text format of Prometheus, also while the bot runs."""
    sys.stdout.write(exposition(manager.metrics_of(database, timedelta(hours=hours))))


@app.command()
def audit(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="A line for each thing to decide.")] = False,
) -> None:
    """Compare the sheet with the book, also while the bot runs; exit code 1 when somebody must decide.

    Nothing is decided: decisions are made in the chat, with /audit. Exit code 2: it could not be compared.
    """
    try:
        report = comparing.compared(read_settings())
    except ThreadbookError as error:
        sys.stderr.write(f"The sheet was not compared: {error}\n")
        sys.exit(2)
    audit_table.write(report, Console(), as_json=as_json, is_csv=as_csv)
    sys.exit(1 if report.discrepancies else 0)


def main() -> int:
    """Run until told to stop; returns the exit code. What is wrong at start is one clear sentence."""
    configure_logs()
    try:
        settings = read_settings()
        configure_logs(*settings.secrets)
        loop.run(run(settings))
    except SettingsError as error:
        sys.stderr.write(f"Threadbook cannot start, some settings are missing or wrong:\n{error}\n")
        return NEEDS_PERSON
    except InvalidToken:
        sys.stderr.write("Telegram does not know this TELEGRAM_BOT_TOKEN. Ask BotFather for the right one.\n")
        return NEEDS_PERSON
    except StoreError as error:
        sys.stderr.write(f"Threadbook cannot start: {error}\n")
        return NEEDS_PERSON if error.needs_person else 1
    except ThreadbookError as error:
        sys.stderr.write(f"Threadbook cannot go on: {error}\n")
        return 1
    return 0


async def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or SIGINT."""
    threadbook = build(settings)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        await threadbook.start()
        waits = [asyncio.create_task(stopped.wait()), asyncio.create_task(threadbook.failed())]
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in done:
            task.result()
    finally:
        await threadbook.stop()


def commands() -> None:
    """Run the command line; what we foresee is told in one sentence."""
    try:
        app()
    except ThreadbookError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    commands()
