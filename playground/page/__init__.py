"""The page of the playground: its files, its stream of events, and what happened on the wire."""

from playground.page.files import page_router
from playground.page.sources import Source, sheet_events, vitals
from playground.page.stream import stream_router
from playground.page.wire import WireLog, wire_router

__all__ = ["Source", "WireLog", "page_router", "sheet_events", "stream_router", "vitals", "wire_router"]
