"""Statements as banks of eleven languages write them; each says the same two entries."""

from datetime import date
from pathlib import Path

TODAY = date(2026, 11, 25)

STATEMENTS = {
    path.stem: path.read_bytes().decode() for path in sorted(Path("tests/data/statements").glob("*.csv"))
}

OLD_ENCODINGS = {
    "de": "cp1252",
    "fr": "cp1252",
    "pl": "cp1250",
    "ru": "cp1251",
    "tr": "cp1254",
    "uk": "cp1251",
    "zh": "gb18030",
}
