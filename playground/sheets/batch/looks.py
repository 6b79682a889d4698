"""Requests about conditional formats, filters and banding: kept and answered, never drawn."""

from collections.abc import Mapping
from typing import Final

from playground.sheets import mask as masks
from playground.sheets.batch.call import Call, Request, needed, request
from playground.sheets.batch.conditions import check_condition
from playground.sheets.batch.lists import numbered, remove
from playground.sheets.errors import Json, RefusedError


def _add_conditional(call: Call, args: Json) -> Json:
    rule, place = needed(args, "rule"), args.get("index", 0)
    masks.allow(rule, frozenset({"ranges", "booleanRule", "gradientRule"}))
    ranges = rule.get("ranges") or [None]
    if ranges[0] is None or ("booleanRule" in rule) == ("gradientRule" in rule):
        raise RefusedError("A conditional format needs ranges and exactly one rule.")
    if "booleanRule" in rule:
        check_condition(call.sheet, rule["booleanRule"].get("condition", {}))
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
    view = numbered(call, needed(args, "filter"), "filterViews", "filterViewId")
    call.cells(view.get("range", {}))[0].attach("filterViews", view)
    return {"addFilterView": {"filter": view}}


def _delete_filter_view(call: Call, args: Json) -> Json:
    remove(call, "filterViews", "filterViewId", args.get("filterId"))
    return {}


def _add_banding(call: Call, args: Json) -> Json:
    banded = numbered(call, needed(args, "bandedRange"), "bandedRanges", "bandedRangeId")
    call.cells(banded.get("range", {}))[0].attach("bandedRanges", banded)
    return {"addBanding": {"bandedRange": banded}}


def _delete_banding(call: Call, args: Json) -> Json:
    remove(call, "bandedRanges", "bandedRangeId", args.get("bandedRangeId"))
    return {}


REQUESTS: Final[Mapping[str, Request]] = {
    "addConditionalFormatRule": request(_add_conditional, "rule", "index"),
    "deleteConditionalFormatRule": request(_delete_conditional, "sheetId", "index"),
    "setBasicFilter": request(_set_basic_filter, "filter"),
    "clearBasicFilter": request(_clear_basic_filter, "sheetId"),
    "addFilterView": request(_add_filter_view, "filter"),
    "deleteFilterView": request(_delete_filter_view, "filterId"),
    "addBanding": request(_add_banding, "bandedRange"),
    "deleteBanding": request(_delete_banding, "bandedRangeId"),
}
