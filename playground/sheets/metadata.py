import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from playground.sheets.errors import Json, RefusedError
from playground.sheets.reshape import Dimension, Reshape
from playground.sheets.undo import Undo

LARGEST_ID: Final = 2**31 - 1
LOOKUP_KEYS: Final = frozenset(
    {
        "locationType",
        "metadataLocation",
        "locationMatchingStrategy",
        "metadataId",
        "metadataKey",
        "metadataValue",
        "visibility",
    },
)
_KEYS: Final = frozenset({"metadataId", "metadataKey", "metadataValue", "visibility", "location"})
_LOCATION_KEYS: Final = frozenset({"locationType", "spreadsheet", "sheetId", "dimensionRange"})
_VISIBILITIES: Final = frozenset({"DOCUMENT", "PROJECT"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One developer metadata entry; `location` is the API's own JSON."""

    id: int
    key: str
    value: str | None
    visibility: str
    location: Mapping[str, Any]

    @property
    def location_type(self) -> str:
        """SPREADSHEET, SHEET, ROW or COLUMN."""
        if "dimensionRange" in self.location:
            return "ROW" if self.location["dimensionRange"].get("dimension") == "ROWS" else "COLUMN"
        return "SHEET" if "sheetId" in self.location else "SPREADSHEET"

    @property
    def sheet_id(self) -> int | None:
        """The tab it lies on, if it lies on one."""
        if "dimensionRange" in self.location:
            return cast("int", self.location["dimensionRange"].get("sheetId", 0))
        return self.location.get("sheetId")

    def json(self) -> Json:
        """The entry as the API answers it."""
        return {
            "metadataId": self.id,
            "metadataKey": self.key,
            **({} if self.value is None else {"metadataValue": self.value}),
            "location": {"locationType": self.location_type, **self.location},
            "visibility": self.visibility,
        }


class Metadata:
    """The developer metadata of a spreadsheet. An id is given once only: a second use is refused."""

    def __init__(self, undo: Undo) -> None:
        self._undo = undo
        self._entries: dict[int, Entry] = {}
        self._located: dict[int, None] = {}  # ids of those on rows and columns, which move

    def __iter__(self) -> Iterator[Entry]:
        return iter([self._entries[metadata_id] for metadata_id in sorted(self._entries)])

    def get(self, metadata_id: int) -> Entry | None:
        """The entry of that id."""
        return self._entries.get(metadata_id)

    def put(self, entry: Entry) -> None:
        """Keep an entry, in the place of one with the same id."""
        old = self._entries.get(entry.id)
        self._undo.remember(lambda: self.remove(entry.id) if old is None else self.put(old))
        self._entries[entry.id] = entry
        if "dimensionRange" in entry.location:
            self._located[entry.id] = None
        else:
            self._located.pop(entry.id, None)

    def remove(self, metadata_id: int) -> None:
        """Forget an entry."""
        old = self._entries.pop(metadata_id)
        self._located.pop(metadata_id, None)
        self._undo.remember(lambda: self.put(old))

    def create(self, data: Json, has_sheet: Callable[[int], bool]) -> Entry:
        """Keep the entry that a request describes, under its own id or a new one.

        Raises:
            RefusedError: its id is used, or something is missing.
        """
        entry = _entry(data, self._free_id())
        if entry.id in self._entries:
            raise RefusedError(f"DeveloperMetadata with id {entry.id} already exists.")
        if not 0 < entry.id <= LARGEST_ID:
            raise RefusedError(f"Invalid metadataId: {entry.id}")
        if entry.sheet_id is not None and not has_sheet(entry.sheet_id):
            raise RefusedError(f"No grid with id: {entry.sheet_id}")
        self.put(entry)
        return entry

    def found(self, lookup: Json) -> list[Entry]:
        """The entries that a DeveloperMetadataLookup matches."""
        known = self._entries.get(lookup.get("metadataId", 0))
        candidates: Iterable[Entry] = self if "metadataId" not in lookup else [known] if known else []
        return [entry for entry in candidates if _matches(entry, lookup)]

    def reshape(self, sheet_id: int, dimension: Dimension, reshape: Reshape) -> None:
        """Move the entries of rows or columns with them; those of deleted ones are deleted."""
        for metadata_id in tuple(self._located):
            entry = self._entries[metadata_id]
            span = entry.location["dimensionRange"]
            if entry.sheet_id != sheet_id or span["dimension"] != dimension:
                continue
            moved = reshape.span(span["startIndex"], span["endIndex"])
            if moved is None:
                self.remove(metadata_id)
            elif moved != (span["startIndex"], span["endIndex"]):
                place = {"dimensionRange": {**span, "startIndex": moved[0], "endIndex": moved[1]}}
                self.put(replace(entry, location=place))

    def remove_sheet(self, sheet_id: int) -> None:
        """Forget all entries of a tab."""
        for entry in self:
            if entry.sheet_id == sheet_id:
                self.remove(entry.id)

    def _free_id(self) -> int:
        while (metadata_id := 1 + secrets.randbelow(LARGEST_ID)) in self._entries:
            pass
        return metadata_id


def _entry(data: Json, free_id: int) -> Entry:
    for name in data:
        if name not in _KEYS:
            raise RefusedError(f"Unknown name {name!r} at 'developer_metadata'")
    location = data.get("location")
    if not data.get("metadataKey"):
        raise RefusedError("DeveloperMetadata.metadataKey must be specified.")
    if data.get("visibility") not in _VISIBILITIES:
        raise RefusedError("DeveloperMetadata.visibility must be specified.")
    if not location or not location.keys() <= _LOCATION_KEYS:
        raise RefusedError("DeveloperMetadata.location must be specified.")
    return Entry(
        data.get("metadataId", free_id),
        data["metadataKey"],
        data.get("metadataValue"),
        data["visibility"],
        _location(location),
    )


def _location(data: Json) -> Json:
    """The location without its derived type; exactly one place is named.

    Raises:
        RefusedError: it is not one whole row or column, or names no place.
    """
    match {name: value for name, value in data.items() if name != "locationType"}:
        case {"spreadsheet": True} as place if len(place) == 1:
            return place
        case {"sheetId": int()} as place if len(place) == 1:
            return place
        case {"dimensionRange": dict() as span} as place if len(place) == 1:
            if span.get("dimension") not in ("ROWS", "COLUMNS"):
                raise RefusedError("DimensionRange.dimension must be specified.")
            if span.get("endIndex", 0) - span.get("startIndex", 0) != 1:
                raise RefusedError("Metadata can be associated with exactly one row or column.")
            return {"dimensionRange": {"startIndex": 0, **span}}
        case _:
            raise RefusedError("DeveloperMetadata.location must name exactly one place.")


def _matches(entry: Entry, lookup: Json) -> bool:
    wanted = {
        "locationType": entry.location_type,
        "metadataId": entry.id,
        "metadataKey": entry.key,
        "metadataValue": entry.value,
        "visibility": entry.visibility,
    }
    if any(name in lookup and lookup[name] != value for name, value in wanted.items()):
        return False
    place = lookup.get("metadataLocation")
    return place is None or _is_at(entry, place, lookup.get("locationMatchingStrategy"))


def _is_at(entry: Entry, place: Json, strategy: str | None) -> bool:
    """Whether an entry lies at a place; `INTERSECTING_LOCATION` also takes what lies inside it."""
    exact = {name: value for name, value in place.items() if name != "locationType"}
    if strategy != "INTERSECTING_LOCATION":
        return exact == entry.location
    if "spreadsheet" in exact:
        return True
    if "sheetId" in exact:
        return bool(entry.sheet_id == exact["sheetId"])
    span, own = exact.get("dimensionRange", {}), entry.location.get("dimensionRange")
    if own is None or own["dimension"] != span.get("dimension"):
        return False
    if own.get("sheetId", 0) != span.get("sheetId", 0):
        return False
    first, last = int(span.get("startIndex", 0)), int(span.get("endIndex", 1 << 60))
    return first < int(own["endIndex"]) and int(own["startIndex"]) < last
