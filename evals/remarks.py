"""Short messages of two kinds, one file a language: those that tell an operation, and those that are talk."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agents import Setting
from evals.case import Case
from evals.setting import setting_of

FOLDER: Final = Path(__file__).parent / "remarks"


@dataclass(frozen=True, slots=True)
class Remark:
    """A message, in the setting of its reader; `is_told` says that it tells an operation."""

    text: str
    language: str
    setting: Setting
    is_told: bool
    source: str


def remarks(cases: tuple[Case, ...]) -> Iterator[Remark]:
    """Every message of the remarks, each read with the lists of a case in its language."""
    worlds = {case.lang: case for case in reversed(cases)}
    for path in sorted(FOLDER.glob("*.toml")):
        kinds = tomllib.loads(path.read_text(encoding="utf-8"))
        setting = setting_of(worlds[path.stem])
        for kind in ("told", "talk"):
            for text in kinds[kind]:
                yield Remark(text, path.stem, setting, kind == "told", "remarks")


def first_words(cases: tuple[Case, ...]) -> Iterator[Remark]:
    """The first message of each case, where it is either an operation or none; replies are left out."""
    for case in cases:
        first = case.turns[0]
        is_told = set(first.expect.act) == {"record"}
        if not first.reply and (is_told or "none" in first.expect.act):
            yield Remark(first.user, case.lang, setting_of(case), is_told, "cases")
