"""Requests about conditional formats, filters, banding and charts: kept and answered, never drawn."""

import secrets
from collections.abc import Mapping
from typing import Final

from playground.sheets import mask as masks
from playground.sheets.batch.call import Call, Request, needed, request
from playground.sheets.errors import Json, RefusedError
from playground.sheets.tab import Tab


def _add_conditional(call: Call, args: Json) -> Json:
    rule, place = needed(args, "rule"), args.get("index", 0)
    masks.allow(rule, frozenset({"ranges", "booleanRule", "gradientRule"}))
    ranges = rule.get("ranges") or [None]
    if ranges[0] is None or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise RefusedError("A conditional format needs ranges and exactly one rule.")
    tab = call.tab(ranges[0])
    rules = tab.lists.get("conditionalFormats", ())
    if not 0 <= place <= len(rules):
        raise RefusedError(f"Invalid index: {place}")
    tab.set_list("conditionalFormats", (*rules[:place], rule, *rules[place:]))
    return {}


def _delete_conditional(call: Call, args: Json) -> Json:
    tab, place = call.tab(args), args.get("index", 0)
    rules = tab.lists.get("conditionalFormats", ())
    if not 0 <= place < len(rules):
        raise RefusedError(f"No conditional format on sheet: {tab.sheet_id} at index: {place}")
    tab.set_list("conditionalFormats", (*rules[:place], *rules[place + 1 :]))
    return {"deleteConditionalFormatRule": {"rule": rules[place]}}


def _set_basic_filter(call: Call, args: Json) -> Json:
    wanted = needed(args, "filter")
    tab, _ = call.cells(wanted.get("range", {}))
    tab.set_list("basicFilter", (wanted,))
    return {}


def _clear_basic_filter(call: Call, args: Json) -> Json:
    call.tab(args).set_list("basicFilter", ())
    return {}


def _add_filter_view(call: Call, args: Json) -> Json:
    view = _numbered(call, needed(args, "filter"), "filterViews", "filterViewId")
    call.cells(view.get("range", {}))[0].attach("filterViews", view)
    return {"addFilterView": {"filter": view}}


def _delete_filter_view(call: Call, args: Json) -> Json:
    _remove(call, "filterViews", "filterViewId", args.get("filterId"))
    return {}


def _add_banding(call: Call, args: Json) -> Json:
    banded = _numbered(call, needed(args, "bandedRange"), "bandedRanges", "bandedRangeId")
    call.cells(banded.get("range", {}))[0].attach("bandedRanges", banded)
    return {"addBanding": {"bandedRange": banded}}


def _delete_banding(call: Call, args: Json) -> Json:
    _remove(call, "bandedRanges", "bandedRangeId", args.get("bandedRangeId"))
    return {}


def _add_chart(call: Call, args: Json) -> Json:
    chart = _numbered(call, needed(args, "chart"), "charts", "chartId")
    needed(chart, "spec")
    anchor = chart.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    call.tab(anchor).attach("charts", chart)
    return {"addChart": {"chart": chart}}


def _update_chart_spec(call: Call, args: Json) -> Json:
    tab, old = _find(call, "charts", "chartId", args.get("chartId"))
    new = {**old, "spec": needed(args, "spec")}
    tab.set_list("charts", tuple(new if one is old else one for one in tab.lists["charts"]))
    return {}


def _delete_embedded_object(call: Call, args: Json) -> Json:
    _remove(call, "charts", "chartId", args.get("objectId"))
    return {}


def _numbered(call: Call, item: Json, name: str, key: str) -> Json:
    """The item with its own number or a new one; a used one is refused."""
    number = item.get(key) or 1 + secrets.randbelow(2**31 - 1)
    if any(one[key] == number for tab in call.sheet.tabs for one in tab.lists.get(name, ())):
        raise RefusedError(f"{key} {number} already exists.")
    return {key: number, **item}


def _find(call: Call, name: str, key: str, number: object) -> tuple[Tab, Json]:
    for tab in call.sheet.tabs:
        for one in tab.lists.get(name, ()):
            if one[key] == number:
                call.sheet.touch(tab)
                return tab, one
    raise RefusedError(f"No {key} with id: {number}")


def _remove(call: Call, name: str, key: str, number: object) -> None:
    tab, old = _find(call, name, key, number)
    tab.set_list(name, tuple(one for one in tab.lists[name] if one is not old))


REQUESTS: Final[Mapping[str, Request]] = {
    "addConditionalFormatRule": request(_add_conditional, "rule", "index"),
    "deleteConditionalFormatRule": request(_delete_conditional, "sheetId", "index"),
    "setBasicFilter": request(_set_basic_filter, "filter"),
    "clearBasicFilter": request(_clear_basic_filter, "sheetId"),
    "addFilterView": request(_add_filter_view, "filter"),
    "deleteFilterView": request(_delete_filter_view, "filterId"),
    "addBanding": request(_add_banding, "bandedRange"),
    "deleteBanding": request(_delete_banding, "bandedRangeId"),
    "addChart": request(_add_chart, "chart"),
    "updateChartSpec": request(_update_chart_spec, "chartId", "spec"),
    "deleteEmbeddedObject": request(_delete_embedded_object, "objectId"),
}
