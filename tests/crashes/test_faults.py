import asyncio
from random import Random

import pytest

from crashes.faults import CALM, Forecast, GoogleFaults, TelegramFaults, Weather, echo
from playground.telegram import World


def weather(forecast: Forecast) -> Weather:
    return Weather(Random(1), forecast)  # noqa: S311  # weather is no secret


def test_in_calm_weather_nothing_fails() -> None:
    calm = weather(CALM)

    assert TelegramFaults(calm).take("sendMessage") is None
    assert GoogleFaults(calm).take("write") is None


def test_only_what_is_written_can_be_late() -> None:
    google = GoogleFaults(weather(Forecast(google=1, google_kinds=("late",))))

    written = google.take("write")

    assert written is not None
    assert written.kind == "late"
    assert google.take("read") is None


@pytest.mark.parametrize(("share", "deliveries"), [(0.0, 1), (1.0, 2)])
async def test_an_update_that_comes_twice_comes_under_another_id(share: float, deliveries: int) -> None:
    world = World()
    anna = world.person("Anna", is_started=False)
    anna.say("coffee 300")

    echoing = asyncio.create_task(echo(world, weather(Forecast(twice=share))))
    await asyncio.sleep(0.12)
    echoing.cancel()

    updates = world.pending_updates
    said = [update for update in updates if update.get("message", {}).get("text") == "coffee 300"]
    assert len(said) == deliveries
    assert len({update["update_id"] for update in updates}) == len(updates)
