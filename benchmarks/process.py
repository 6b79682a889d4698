import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from fastapi import FastAPI

from playground.serving import serving
from playground.telegram import World, router

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Start:
    """A fresh process: seconds to its first call and to its first answer, and the most memory it held."""

    called: float
    answered: float
    peak_mebibytes: float | None


async def start(words: str) -> Start:
    """Start `python -m bot` with a message waiting for it, and end it after the answer."""
    world, app = World(), FastAPI()
    anna = world.person("Anna")
    app.include_router(router(world))
    with TemporaryDirectory(prefix="threadbook-benchmark-") as folder:
        async with serving(app) as base:
            anna.say(words)
            begun = perf_counter()
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                cwd=folder,
                env=_environment(world, f"{base}/telegram", anna.id),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await world.until(lambda: world.calls, PATIENCE_SECONDS)
                called = perf_counter() - begun
                await world.until(lambda: world.from_bot(anna), PATIENCE_SECONDS)
                answered = perf_counter() - begun
                peak = peak_mebibytes(process.pid)
            finally:
                if process.returncode is None:
                    process.terminate()
                await process.wait()
    return Start(called, answered, peak)


def peak_mebibytes(pid: int) -> float | None:
    """The most memory that a process has held; None where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return None
    lines = status.read_text(encoding="utf-8").splitlines()
    peak = next(
        (line for line in lines if line.startswith("VmHWM:")), None
    )  # one that has just ended has none
    return int(peak.split()[1]) / 1024 if peak is not None else None


def _environment(world: World, api_url: str, owner_id: int) -> dict[str, str]:
    """Our own settings and nothing else of this computer."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "TELEGRAM_BOT_TOKEN": world.token,
        "THREADBOOK_TELEGRAM_API_URL": api_url,
        "THREADBOOK_OWNER_ID": str(owner_id),
        "THREADBOOK_CURRENCY": "RUB",
        "THREADBOOK_LANGUAGE": "en",
        "THREADBOOK_TIMEZONE": "Europe/Moscow",
    }
