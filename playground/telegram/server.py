"""The stand-in as an application of its own and as part of a larger one."""

import contextlib
from collections.abc import AsyncIterator, Iterator

from fastapi import APIRouter, FastAPI

from playground.serving import serving, serving_in_thread
from playground.telegram.bot_api import add_bot_api
from playground.telegram.sim import add_simulation
from playground.telegram.world import World

PREFIX = "/telegram"


def router(world: World) -> APIRouter:
    """Return all routes of the stand-in, each below `/telegram`."""
    routes = APIRouter(prefix=PREFIX)
    add_simulation(routes, world)
    add_bot_api(routes, world)
    return routes


def application(world: World) -> FastAPI:
    """Return an application that serves `world` and nothing else."""
    return FastAPI(routes=router(world).routes, docs_url=None, redoc_url=None, openapi_url=None)


@contextlib.asynccontextmanager
async def serve(world: World, port: int = 0) -> AsyncIterator[str]:
    """Serve `world` in the running loop and yield the base of the Bot API.

    Calls go to `<base>/bot<token>/<method>`, the simulation API is at `<base>/sim`.
    """
    async with serving(application(world), port) as base_url:
        yield base_url + PREFIX


@contextlib.contextmanager
def serve_in_thread(world: World, port: int = 0) -> Iterator[str]:
    """Serve `world` in a thread of its own and yield the base of the Bot API."""
    with serving_in_thread(application(world), port) as base_url:
        yield base_url + PREFIX
