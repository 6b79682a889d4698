import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable

import pytest

from playground.supervisor import BotStatus, Supervisor

pytestmark = pytest.mark.process

PATIENCE_SECONDS = 5
SLEEPER = "import time\nprint('ready')\ntime.sleep(60)"
DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('ready')\ntime.sleep(60)"

Make = Callable[[str], Supervisor]


@pytest.fixture
async def make(script: Callable[[str], tuple[str, ...]]) -> AsyncIterator[Make]:
    """Make supervisors of small programs; whatever they started is gone at the end."""
    made: list[Supervisor] = []

    def supervisor(code: str) -> Supervisor:
        made.append(Supervisor(script(code), environment={}))
        return made[-1]

    yield supervisor
    for one in made:
        await one.kill()


async def said(supervisor: Supervisor, line: str) -> None:
    """Wait until the bot has said `line`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for _ in supervisor.events(0.05):
            if line in supervisor.log:
                return


async def test_a_started_bot_runs_and_what_it_says_is_kept(make: Make) -> None:
    bot = make(SLEEPER)
    assert bot.status.state == "stopped"

    status = await bot.start()

    assert status.state == "running"
    assert status.pid is not None
    await said(bot, "ready")


async def test_starting_twice_leaves_one_bot(make: Make) -> None:
    bot = make(SLEEPER)
    first, second = await asyncio.gather(bot.start(), bot.start())

    assert first.pid == second.pid


async def test_a_killed_bot_is_gone_when_kill_returns(make: Make) -> None:
    bot = make(DEAF)
    await bot.start()
    await said(bot, "ready")

    status = await bot.kill()

    assert (status.state, status.pid, status.is_ordered) == ("killed", None, True)
    assert status.exit_code == -signal.SIGKILL


async def test_a_killed_bot_starts_again_as_another_process(make: Make) -> None:
    bot = make(SLEEPER)
    first = await bot.start()
    await bot.kill()
    second = await bot.start()

    assert second.state == "running"
    assert second.pid != first.pid


async def test_a_bot_is_stopped_politely(make: Make) -> None:
    bot = make(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye'), sys.exit(0)))\n"
        "print('ready')\ntime.sleep(60)"
    )
    await bot.start()
    await said(bot, "ready")

    status = await bot.stop()

    assert (status.state, status.exit_code) == ("stopped", 0)
    assert bot.log == ["ready", "bye"]


async def test_a_bot_that_does_not_listen_is_stopped_all_the_same(make: Make) -> None:
    bot = make(DEAF)
    await bot.start()
    await said(bot, "ready")

    status = await bot.stop()

    assert (status.state, status.exit_code) == ("stopped", -signal.SIGKILL)


async def test_a_bot_that_ends_by_itself_is_noticed_with_its_code_and_last_words(make: Make) -> None:
    bot = make("import sys\nprint('TELEGRAM_BOT_TOKEN: is not set')\nsys.exit(2)")
    await bot.start()

    status = await bot.ended()

    assert (status.state, status.exit_code, status.is_ordered) == ("stopped", 2, False)
    assert bot.log == ["TELEGRAM_BOT_TOKEN: is not set"]


async def test_a_bot_that_kills_itself_counts_as_killed_but_not_by_order(make: Make) -> None:
    bot = make("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    await bot.start()

    status = await bot.ended()

    assert (status.state, status.is_ordered) == ("killed", False)


async def test_each_change_and_each_line_is_told(make: Make) -> None:
    bot = make("print('only line')")
    heard: list[str] = []

    async def listen() -> None:
        async for event in bot.events(PATIENCE_SECONDS):
            if event is None:
                listening.set()
            else:
                heard.append(event.get("line") or event["state"])
                if event.get("exit_code") == 0:
                    return

    listening = asyncio.Event()
    async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as tasks:
        tasks.create_task(listen())
        await listening.wait()
        await bot.start()

    assert heard == ["running", "only line", "stopped"]


async def test_a_line_longer_than_a_megabyte_does_not_deafen_the_listener(make: Make) -> None:
    bot = make("print('x' * 3_000_000)\nprint('after')")
    await bot.start()
    await bot.ended()

    assert bot.log[-1] == "after"


async def test_a_command_that_does_not_exist_is_a_failed_start_not_a_crash() -> None:
    bot = Supervisor(("/nowhere/to/be/found",), environment={})

    status = await bot.start()

    assert status == BotStatus("stopped", None, status.since, None, is_ordered=False)
    assert "/nowhere/to/be/found" in bot.log[-1]


async def test_orders_to_a_bot_that_was_never_started_change_nothing(make: Make) -> None:
    bot = make(SLEEPER)
    before = bot.status

    assert await bot.kill() is before
    assert await bot.stop() is before
    assert await bot.ended() is before


async def test_the_bot_gets_the_environment_it_was_given_and_no_other() -> None:
    code = "import os\nprint(sorted(name for name in os.environ if name.startswith('THREADBOOK')))"
    bot = Supervisor((sys.executable, "-c", code), environment={"THREADBOOK_OWNER_ID": "1001"})
    await bot.start()
    await bot.ended()

    assert bot.log == ["['THREADBOOK_OWNER_ID']"]
