from dataclasses import dataclass
from typing import Final

THOUSAND: Final = 1_000
HUNDRED_THOUSAND: Final = 100_000
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to measure: the largest size (None: the benchmark's own) and how many rounds."""

    messages: int | None = None
    rounds: int = 8

    def sizes(self, *usual: int) -> tuple[int, ...]:
        """The usual sizes up to the largest wanted one, and that one itself."""
        largest = self.messages or max(usual)
        return (*(size for size in sorted(usual) if size < largest), largest)


def named(size: int) -> str:
    """A size as people say it: `100 k`, `1 M`."""
    for unit, name in ((MILLION, "M"), (THOUSAND, "k")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return str(size)
