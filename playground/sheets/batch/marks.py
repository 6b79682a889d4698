"""Requests about named ranges, protected ranges and developer metadata."""

import re
import secrets
from collections.abc import Mapping
from typing import Final

from playground.sheets import a1
from playground.sheets import mask as masks
from playground.sheets.area import Area
from playground.sheets.batch.call import Call, Request, needed, request
from playground.sheets.datafilter import metadata_of
from playground.sheets.errors import Json, RefusedError
from playground.sheets.tab import Tab

_NAME: Final = re.compile(r"[^\W\d]\w{0,249}")
_NAMED_FIELDS: Final = frozenset({"namedRangeId", "name", "range"})
_PROTECTED_FIELDS: Final = frozenset(
    {
        "protectedRangeId",
        "range",
        "namedRangeId",
        "tableId",
        "description",
        "warningOnly",
        "requestingUserCanEdit",
        "unprotectedRanges",
        "editors",
    },
)
_METADATA_FIELDS: Final = frozenset({"metadataKey", "metadataValue", "visibility", "location"})


def _add_named_range(call: Call, args: Json) -> Json:
    named = dict(needed(args, "namedRange"))
    masks.allow(named, _NAMED_FIELDS)
    known = call.sheet.named_ranges
    name_id = str(named.get("namedRangeId") or secrets.randbelow(2**31))
    if name_id in known:
        raise RefusedError(f"A named range with id {name_id} already exists.")
    added = _checked_name(call, {"namedRangeId": name_id, **named})
    call.sheet.undo.change(call.sheet, "named_ranges", {**known, name_id: added})
    return {"addNamedRange": {"namedRange": added}}


def _update_named_range(call: Call, args: Json) -> Json:
    mask, named = masks.required(args.get("fields")), needed(args, "namedRange")
    masks.allow(mask, _NAMED_FIELDS)
    masks.allow(named, _NAMED_FIELDS)
    known = call.sheet.named_ranges
    name_id = str(named.get("namedRangeId"))
    if name_id not in known:
        raise RefusedError(f"No NamedRange with id: {name_id}")
    others = {other_id: other for other_id, other in known.items() if other_id != name_id}
    call.sheet.undo.change(call.sheet, "named_ranges", others)
    changed = _checked_name(call, {**masks.merge(known[name_id], named, mask), "namedRangeId": name_id})
    call.sheet.undo.change(call.sheet, "named_ranges", {**others, name_id: changed})
    return {}


def _delete_named_range(call: Call, args: Json) -> Json:
    name_id = str(args.get("namedRangeId"))
    known = call.sheet.named_ranges
    if name_id not in known:
        raise RefusedError(f"No NamedRange with id: {name_id}")
    kept = {other_id: other for other_id, other in known.items() if other_id != name_id}
    call.sheet.undo.change(call.sheet, "named_ranges", kept)
    return {}


def _checked_name(call: Call, named: Json) -> Json:
    name = named.get("name", "")
    if not _NAME.fullmatch(name) or a1.parse(name) or name.upper() in ("TRUE", "FALSE"):
        raise RefusedError(f"Invalid name: {name!r}")
    if any(other["name"].casefold() == name.casefold() for other in call.sheet.named_ranges.values()):
        raise RefusedError(f"A named range with the name {name!r} already exists.")
    return {**named, "range": _checked_range(call, needed(named, "range"))}


def _checked_range(call: Call, grid_range: Json) -> Json:
    """The range as Google answers it, which leaves sheet 0 out."""
    tab, area = call.tab(grid_range), Area.of(grid_range)
    if (area.bottom or 0) > tab.grid.height or (area.right or 0) > tab.grid.columns:
        raise RefusedError(
            f"Range ({tab.title}) exceeds grid limits. "
            f"Max rows: {tab.grid.height}, max columns: {tab.grid.columns}",
        )
    return {name: value for name, value in grid_range.items() if name != "sheetId" or value}


def _add_protected_range(call: Call, args: Json) -> Json:
    protected = dict(needed(args, "protectedRange"))
    masks.allow(protected, _PROTECTED_FIELDS)
    number = protected.setdefault("protectedRangeId", 1 + secrets.randbelow(2**31 - 1))
    if any(number == one["protectedRangeId"] for tab in call.sheet.tabs for one in _protected(tab)):
        raise RefusedError(f"A protected range with id {number} already exists.")
    if "namedRangeId" in protected:
        protected["range"] = call.sheet.named_ranges.get(protected["namedRangeId"], {}).get("range")
    tab = call.tab(needed(protected, "range"))
    Area.of(protected["range"])
    if not protected.get("warningOnly"):
        users = protected.get("editors", {}).get("users", [])
        protected["editors"] = {"users": sorted({*users, call.actor})}
    protected["requestingUserCanEdit"] = True
    tab.attach("protectedRanges", protected)
    return {"addProtectedRange": {"protectedRange": protected}}


def _update_protected_range(call: Call, args: Json) -> Json:
    mask, protected = masks.required(args.get("fields")), needed(args, "protectedRange")
    masks.allow(mask, _PROTECTED_FIELDS)
    tab, old = _find_protected(call, protected.get("protectedRangeId"))
    new = {**masks.merge(old, protected, mask), "protectedRangeId": old["protectedRangeId"]}
    tab.set_list("protectedRanges", tuple(new if one is old else one for one in _protected(tab)))
    return {}


def _delete_protected_range(call: Call, args: Json) -> Json:
    tab, old = _find_protected(call, args.get("protectedRangeId"))
    tab.set_list("protectedRanges", tuple(one for one in _protected(tab) if one is not old))
    return {}


def _protected(tab: Tab) -> tuple[Json, ...]:
    return tab.lists.get("protectedRanges", ())


def _find_protected(call: Call, number: object) -> tuple[Tab, Json]:
    for tab in call.sheet.tabs:
        for protected in _protected(tab):
            if protected["protectedRangeId"] == number:
                return tab, protected
    raise RefusedError(f"No protected range with id: {number}")


def _create_metadata(call: Call, args: Json) -> Json:
    entry = call.sheet.metadata.create(needed(args, "developerMetadata"), call.sheet.has_tab)
    return {"createDeveloperMetadata": {"developerMetadata": entry.json()}}


def _delete_metadata(call: Call, args: Json) -> Json:
    found = metadata_of(call.sheet, needed(args, "dataFilter"))
    if not found:
        raise RefusedError("No developer metadata matches the dataFilter.")
    for entry in found:
        call.sheet.metadata.remove(entry.id)
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": [entry.json() for entry in found]}}


def _update_metadata(call: Call, args: Json) -> Json:
    mask, data = masks.required(args.get("fields")), args.get("developerMetadata", {})
    masks.allow(mask, _METADATA_FIELDS)
    asked = mask or dict.fromkeys(_METADATA_FIELDS)
    found = [entry for chosen in needed(args, "dataFilters") for entry in metadata_of(call.sheet, chosen)]
    changed = []
    for entry in found:
        call.sheet.metadata.remove(entry.id)
        new = call.sheet.metadata.create(
            {**masks.merge(entry.json(), data, dict.fromkeys(asked, masks.ALL)), "metadataId": entry.id},
            call.sheet.has_tab,
        )
        changed.append(new.json())
    return {"updateDeveloperMetadata": {"developerMetadata": changed}}


REQUESTS: Final[Mapping[str, Request]] = {
    "addNamedRange": request(_add_named_range, "namedRange"),
    "updateNamedRange": request(_update_named_range, "namedRange", "fields"),
    "deleteNamedRange": request(_delete_named_range, "namedRangeId"),
    "addProtectedRange": request(_add_protected_range, "protectedRange"),
    "updateProtectedRange": request(_update_protected_range, "protectedRange", "fields"),
    "deleteProtectedRange": request(_delete_protected_range, "protectedRangeId"),
    "createDeveloperMetadata": request(_create_metadata, "developerMetadata"),
    "updateDeveloperMetadata": request(_update_metadata, "dataFilters", "developerMetadata", "fields"),
    "deleteDeveloperMetadata": request(_delete_metadata, "dataFilter"),
}
