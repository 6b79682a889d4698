"""The grid of the page: what people see of the spreadsheet and do to it. Rows and columns count from 1."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, HTTPException
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from playground.sheets import charts as drawings
from playground.sheets.cell import Cell
from playground.sheets.errors import Json, RefusedError
from playground.sheets.faults import DEFAULT_SECONDS, FaultKind
from playground.sheets.formulas import Calculator
from playground.sheets.google import Google
from playground.sheets.person import Person
from playground.sheets.quota import Kind
from playground.sheets.spreadsheet import Spreadsheet
from playground.sheets.tab import Tab

_HEARTBEAT_SECONDS: Final = 15.0
_CHANNELS: Final = ("red", "green", "blue")


class _Typed(BaseModel):
    sheet_id: int
    row: int
    col: int
    text: str


class _Rows(BaseModel):
    sheet_id: int
    at: int
    count: int = Field(default=1, ge=1)


class _Copy(BaseModel):
    sheet_id: int
    source: int = Field(alias="from")
    to: int


class _Sort(BaseModel):
    sheet_id: int
    col: int
    descending: bool = False


class _Title(BaseModel):
    sheet_id: int
    title: str = Field(min_length=1)


class _Fault(BaseModel):
    kind: FaultKind
    count: int | None = Field(default=1, ge=1)
    on: Kind | None = None
    seconds: float = DEFAULT_SECONDS


def router(google: Google, sheet: Spreadsheet) -> APIRouter:
    """The routes under `/sim`, for one spreadsheet."""
    routes = APIRouter(prefix="/sim", include_in_schema=False)

    @routes.get("/grid")
    def grid() -> Json:
        with sheet.lock:
            return {
                "spreadsheet_id": sheet.spreadsheet_id,
                "title": sheet.title,
                "tabs": [_tab(sheet, tab) for tab in sheet.tabs],
                "faults": _pending(google),
            }

    @routes.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(_events(google, sheet), media_type="text/event-stream")

    _add_hands(routes, Person(sheet))
    _add_faults(routes, google)
    return routes


def _add_hands(routes: APIRouter, person: Person) -> None:
    """What a person does to the sheet."""

    def done(act: Callable[[], object]) -> Json:
        try:
            act()
        except RefusedError as error:
            raise HTTPException(400, str(error)) from error
        return {"ok": True}

    @routes.post("/cell")
    def cell(asked: Annotated[_Typed, Body()]) -> Json:
        return done(lambda: person.type(asked.sheet_id, asked.row, asked.col, asked.text))

    @routes.post("/rows/insert")
    def insert_rows(asked: Annotated[_Rows, Body()]) -> Json:
        return done(lambda: person.insert_rows(asked.sheet_id, asked.at, asked.count))

    @routes.post("/rows/delete")
    def delete_rows(asked: Annotated[_Rows, Body()]) -> Json:
        return done(lambda: person.delete_rows(asked.sheet_id, asked.at, asked.count))

    @routes.post("/rows/copy")
    def copy_row(asked: Annotated[_Copy, Body()]) -> Json:
        return done(lambda: person.copy_row(asked.sheet_id, asked.source, asked.to))

    @routes.post("/sort")
    def sort(asked: Annotated[_Sort, Body()]) -> Json:
        return done(lambda: person.sort(asked.sheet_id, asked.col, descending=asked.descending))

    @routes.post("/tab/rename")
    def rename(asked: Annotated[_Title, Body()]) -> Json:
        return done(lambda: person.rename_tab(asked.sheet_id, asked.title))


def _add_faults(routes: APIRouter, google: Google) -> None:
    """What goes wrong."""

    @routes.post("/faults")
    def add_fault(asked: Annotated[_Fault, Body()]) -> Json:
        google.faults.add(asked.kind, asked.count, on=asked.on, seconds=asked.seconds)
        return _told(google)

    @routes.delete("/faults")
    def clear_faults() -> Json:
        google.faults.clear()
        return _told(google)


def _pending(google: Google) -> list[Json]:
    return [fault.json() for fault in google.faults.pending()]


def _told(google: Google) -> Json:
    google.tell({"type": "fault", "faults": _pending(google)})
    return {"faults": _pending(google)}


async def _events(google: Google, sheet: Spreadsheet) -> AsyncIterator[str]:
    """Server-sent events: every change, call and fault from now on; a comment now and then keeps it open."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[Json]()

    def put(event: Json) -> None:
        with suppress(RuntimeError):  # the loop has ended, and with it whoever listened
            loop.call_soon_threadsafe(queue.put_nowait, event)

    def changed(sheet_ids: frozenset[int]) -> None:
        for sheet_id in sorted(sheet_ids):
            put({"type": "changed", "sheet_id": sheet_id})

    with google.listening(put), sheet.listening(changed):
        yield ": here\n\n"
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"
            else:
                yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


def _tab(sheet: Spreadsheet, tab: Tab) -> Json:
    calculator = Calculator(sheet)
    charts = [drawings.drawn(sheet, calculator, chart) for chart in tab.lists.get("charts", ())]
    return {
        "sheet_id": tab.sheet_id,
        "title": tab.title,
        "rows": sheet.rows(tab.sheet_id),
        "frozen_rows": tab.frozen_rows,
        "hidden": tab.is_hidden,
        "charts": [chart for chart in charts if chart is not None],
        "formats": _formats(tab),
    }


def _formats(tab: Tab) -> dict[str, Json]:
    """The looks of the cells that have any, by `row:column` counted from 1."""
    looks: dict[str, Json] = {}
    for number, row in enumerate(tab.grid.rows(0, tab.grid.filled_end), start=1):
        for column, cell in enumerate(row.cells[: row.filled.bit_length()], start=1):
            if look := _look(cell):
                looks[f"{number}:{column}"] = look
    return looks


def _look(cell: Cell) -> Json:
    if not cell.format:
        return {}
    text: dict[str, Any] = cell.format.get("textFormat", {})
    colors = {
        "color": text.get("foregroundColorStyle", {}).get("rgbColor", text.get("foregroundColor")),
        "background": cell.format.get("backgroundColorStyle", {}).get(
            "rgbColor",
            cell.format.get("backgroundColor"),
        ),
    }
    return {
        **{name: True for name in ("bold", "italic", "strikethrough") if text.get(name)},
        **{name: _hex(color) for name, color in colors.items() if color is not None},
        **({"align": str(aligned).lower()} if (aligned := cell.format.get("horizontalAlignment")) else {}),
    }


def _hex(color: Json) -> str:
    return "#" + "".join(f"{round(255 * color.get(channel, 0)):02x}" for channel in _CHANNELS)
