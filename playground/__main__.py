"""Start the playground: `python -m playground`."""

import asyncio
import contextlib
import os
import signal
import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from playground.opening import open_books
from playground.server import create_app
from playground.serving import HOST, serving
from playground.session import Session, free_port, prepare, run_folder, usual_language

USUAL_PORT = 8765
PATIENCE_SECONDS = 20.0

TO_TRY = (
    ("Write a purchase:", "coffee 300, or as Anna: кофе 300"),
    ("Reply to the card:", "not 300 but 350. The same row changes"),
    ("Sort or edit the sheet", "as you like: the bot finds its rows again"),
    ("Kill -9 the bot", "while it works: nothing is lost, nothing is doubled"),
)

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def playground(
    *,
    port: Annotated[
        int, typer.Option(help="Port of the page; another one is taken if it is in use.")
    ] = USUAL_PORT,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page.")] = False,
    data: Annotated[
        Path, typer.Option(help="Folder for the bot's files; each run has its own part, removed at the end.")
    ] = Path("data/playground"),
) -> None:
    """Try the real bot with no account anywhere: a messenger and a live sheet in one page."""
    console = Console()
    taken = free_port(port)
    if port and taken != port:
        console.print(f"Port {port} is in use by another program, so this run takes {taken}.")
    with run_folder(data) as folder:
        session = prepare(f"http://{HOST}:{taken}", folder, language=usual_language())
        asyncio.run(_run(session, taken, console, has_browser=not no_browser and _has_display()))
    console.print("Stopped. Nothing is left running.")


async def _run(session: Session, port: int, console: Console, *, has_browser: bool) -> None:
    stop = _stop_on_signals()
    stopping = asyncio.create_task(stop.wait())
    supervisor = session.supervisor
    try:
        async with serving(create_app(session.telegram, session.google, supervisor), port):
            try:
                await supervisor.start()
                await _first_sign_of_life(session, stopping)
                if not stop.is_set() and session.telegram.calls:
                    await open_books(session.telegram, session.owner, session.guest)
                if not stop.is_set():
                    console.print(_welcome(session))
                if has_browser and not stop.is_set():
                    await asyncio.to_thread(webbrowser.open, session.base_url)
                await stopping
            finally:
                await supervisor.stop()
    finally:
        stopping.cancel()


async def _first_sign_of_life(session: Session, stopping: asyncio.Task[bool]) -> None:
    """Return once the bot has called, or has ended, or has been silent for long, or is no longer wanted."""
    telegram = session.telegram
    called = asyncio.create_task(telegram.until(lambda: telegram.calls, timeout=PATIENCE_SECONDS))
    ended = asyncio.create_task(session.supervisor.ended())
    await asyncio.wait({called, ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (called, ended):
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, TimeoutError):
            await task


def _welcome(session: Session) -> Panel:
    is_running = session.supervisor.status.state == "running"
    text = Text()
    text.append("Open  ")
    text.append(session.base_url, style="bold underline")
    text.append("\n\n")
    if is_running and session.telegram.calls:
        for what, how in TO_TRY:
            text.append(f"{what} ", style="bold")
            text.append(f"{how}\n")
    elif is_running:
        text.append(
            f"The bot runs but has not called for {PATIENCE_SECONDS:.0f} s. The page shows its log.\n",
            "yellow",
        )
    else:
        text.append("The bot stopped while starting. The page shows its log; its last words:\n", "yellow")
        text.append("".join(f"  {line}\n" for line in session.supervisor.log[-6:]), "dim")
    text.append("\nEverything runs on this computer and is forgotten at the end. Stop with Ctrl-C.")
    return Panel(
        text,
        title="Threadbook playground",
        border_style="green" if is_running else "yellow",
        padding=(1, 2),
        expand=False,
    )


def _stop_on_signals() -> asyncio.Event:
    """Return an event that Ctrl-C, a polite kill or a closed terminal sets; a second Ctrl-C ends at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def handle(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        loop.call_soon_threadsafe(stop.set)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), handle)
    return stop


def _has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    app()
