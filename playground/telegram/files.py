"""Uploaded files, kept in memory."""

import struct
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Literal

from playground.telegram.wire import JsonObject

FileKind = Literal["photo", "document", "voice"]

UNKNOWN_SIZE = (1280, 960)
THUMBNAIL_SIDE = 320
FOLDERS: dict[FileKind, str] = {"photo": "photos", "document": "documents", "voice": "voice"}
PNG_HEADER_BYTES = 24
GIF_HEADER_BYTES = 10
JPEG_MARKER = 0xFF
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SUFFIXES: dict[FileKind, str] = {"photo": ".jpg", "document": "", "voice": ".oga"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in."""

    name: str
    mime_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that can be sent again by its id and downloaded under its path."""

    id: str
    unique_id: str
    kind: FileKind
    path: str
    upload: Upload
    duration: int = 0

    @property
    def wire(self) -> JsonObject:
        """The Bot API `File`."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.data),
            "file_path": self.path,
        }

    @property
    def content(self) -> JsonObject:
        """The part of a message that carries this file."""
        base = {name: value for name, value in self.wire.items() if name != "file_path"}
        match self.kind:
            case "photo":
                return {"photo": self._photo_sizes(base)}
            case "document":
                return {
                    "document": base | {"file_name": self.upload.name, "mime_type": self.upload.mime_type}
                }
            case "voice":
                return {"voice": base | {"duration": self.duration, "mime_type": self.upload.mime_type}}

    def _photo_sizes(self, base: JsonObject) -> list[JsonObject]:
        width, height = image_size(self.upload.data) or UNKNOWN_SIZE
        full = base | {"width": width, "height": height}
        longest = max(width, height)
        if longest <= THUMBNAIL_SIDE:
            return [full]
        small = [max(1, side * THUMBNAIL_SIDE // longest) for side in (width, height)]
        thumbnail = {
            "file_id": f"{self.id}-s",
            "file_unique_id": f"{self.unique_id}s",
            "file_size": full["file_size"],
            "width": small[0],
            "height": small[1],
        }
        return [thumbnail, full]


class Files:
    """All files of one bot. A thumbnail is served with the bytes of its picture: nothing is scaled."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, kind: FileKind, upload: Upload, duration: int = 0) -> StoredFile:
        """Keep `upload` and give it its ids and its path."""
        number = len(self._by_id)
        suffix = PurePath(upload.name).suffix or SUFFIXES[kind]
        stored = StoredFile(
            id=f"file-{kind}-{number}",
            unique_id=f"u{number}{sha256(upload.data).hexdigest()[:10]}",
            kind=kind,
            path=f"{FOLDERS[kind]}/file_{number}{suffix}",
            upload=upload,
            duration=duration,
        )
        self._by_id[stored.id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """Return the file that a message named `file_id`."""
        return self._by_id.get(file_id.removesuffix("-s"))

    def by_path(self, path: str) -> StoredFile | None:
        """Return the file that `getFile` answered with `path`."""
        return self._by_path.get(path)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height from the header of a PNG, GIF, WebP or JPEG; `None` for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= PNG_HEADER_BYTES:
        return _pair(">II", data, 16)
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= GIF_HEADER_BYTES:
        return _pair("<HH", data, 6)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return UNKNOWN_SIZE
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg_size(data) or UNKNOWN_SIZE
    return None


def _pair(layout: str, data: bytes, offset: int) -> tuple[int, int]:
    first, second = struct.unpack_from(layout, data, offset)
    return first, second


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == JPEG_MARKER:
        marker = data[position + 1]
        if marker in JPEG_FRAMES:
            height, width = _pair(">HH", data, position + 5)
            return width, height
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    return None
