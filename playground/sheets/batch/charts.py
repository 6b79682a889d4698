"""Requests about charts: kept and answered, and checked as far as their data go."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from playground.sheets import mask as masks
from playground.sheets.area import Area
from playground.sheets.batch.call import Call, Request, needed, request
from playground.sheets.batch.lists import find, numbered, remove
from playground.sheets.errors import Json, RefusedError

_KINDS: Final = frozenset(
    {
        "basicChart",
        "pieChart",
        "bubbleChart",
        "candlestickChart",
        "orgChart",
        "histogramChart",
        "waterfallChart",
        "treemapChart",
        "scorecardChart",
    },
)
_SPEC: Final = _KINDS | {
    "title",
    "altText",
    "titleTextFormat",
    "titleTextPosition",
    "subtitle",
    "subtitleTextFormat",
    "subtitleTextPosition",
    "fontName",
    "maximized",
    "backgroundColor",
    "backgroundColorStyle",
    "dataSourceChartProperties",
    "filterSpecs",
    "sortSpecs",
    "hiddenDimensionStrategy",
}
_BASIC_TYPES: Final = frozenset(
    {"BAR", "LINE", "AREA", "COLUMN", "SCATTER", "COMBO", "STEPPED_AREA"},
)


def _add_chart(call: Call, args: Json) -> Json:
    chart = numbered(call, needed(args, "chart"), "charts", "chartId")
    masks.allow(chart, frozenset({"chartId", "spec", "position", "border"}))
    _check(call, needed(chart, "spec"))
    anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    call.tab(anchor).attach("charts", chart)
    return {"addChart": {"chart": chart}}


def _update_chart_spec(call: Call, args: Json) -> Json:
    tab, old = find(call, "charts", "chartId", args.get("chartId"))
    _check(call, needed(args, "spec"))
    new = {**old, "spec": args["spec"]}
    tab.set_list("charts", tuple(new if one is old else one for one in tab.lists["charts"]))
    return {}


def _delete_embedded_object(call: Call, args: Json) -> Json:
    remove(call, "charts", "chartId", args.get("objectId"))
    return {}


def _check(call: Call, spec: Json) -> None:
    masks.allow(spec, _SPEC)
    kinds = [name for name in spec if name in _KINDS]
    if len(kinds) != 1:
        raise RefusedError("ChartSpec must have exactly one chart type specified.")
    if kinds == ["basicChart"] and spec["basicChart"].get("chartType") not in _BASIC_TYPES:
        raise RefusedError("basicChart.chartType must be specified.")
    for source in _sources(spec[kinds[0]]):
        tab, area = call.sheet.tab(int(source.get("sheetId", 0))), Area.of(source)
        box = area.within(tab.grid.height, tab.grid.columns)
        if box.height != 1 and box.width != 1:
            raise RefusedError("sourceRange.sources must have a dimension of length 1.")


def _sources(part: Any) -> Iterator[Json]:  # noqa: ANN401 - somebody's JSON
    """Every range that a chart is drawn from."""
    if isinstance(part, list):
        for one in part:
            yield from _sources(one)
    if isinstance(part, dict):
        yield from part.get("sourceRange", {}).get("sources", ())
        for one in part.values():
            yield from _sources(one)


REQUESTS: Final[Mapping[str, Request]] = {
    "addChart": request(_add_chart, "chart"),
    "updateChartSpec": request(_update_chart_spec, "chartId", "spec"),
    "deleteEmbeddedObject": request(_delete_embedded_object, "objectId"),
}
