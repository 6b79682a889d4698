"""What sort of file it is: by its content, and its name must say the same."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Literal

from statements.errors import UnreadableFileError

Kind = Literal["csv", "xlsx", "json"]

NAMES: Final[dict[str, Kind]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
}
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
ZIP: Final = b"PK\x03\x04"
MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
"""How UTF-16 begins: the one sort of text in which zero bytes are no sign of something else."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: the name that its person gave it, and its bytes."""

    name: str
    content: bytes


def may_be_statement(name: str) -> bool:
    """Whether a file of this name is worth fetching; old Excel files are, to say what is wrong with them."""
    return PurePath(name).suffix.lower() in (*NAMES, ".xls")


def kind_of(upload: Upload) -> Kind:
    """What sort of file it is.

    Raises:
        UnreadableFileError: none of ours, empty, or not what its name says.
    """
    suffix = PurePath(upload.name).suffix.lower()
    if not upload.content.strip(b" \r\n\t\0\xef\xbb\xbf"):
        raise UnreadableFileError("empty")
    if upload.content.startswith(OLD_EXCEL):
        raise UnreadableFileError("old excel")
    named = NAMES.get(suffix)
    if named is None:
        raise UnreadableFileError("unknown kind", suffix)
    if not _holds(upload.content, named):
        raise UnreadableFileError("other kind", suffix)
    return named


def _holds(content: bytes, kind: Kind) -> bool:
    if kind == "xlsx":
        return content.startswith(ZIP)
    if kind == "json":
        return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    return _is_text(content[:4096])


def _is_text(start: bytes) -> bool:
    """Whether these may be the first bytes of a text: no control characters, or UTF-16 with its zeros."""
    even, odd = start[0::2], start[1::2]
    if start.startswith(MARKS) or (0 in odd) != (0 in even):
        return b"\0\0" not in start
    return not any(byte < ord(" ") and byte not in b"\t\r\n\f\x1a" for byte in start)
