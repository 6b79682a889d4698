"""What was seen against what is assumed."""

from sheets.live_check.ground import Ground, UnprovenError
from sheets.rows import fingerprint


def expect(what: str, seen: object, assumed: object) -> None:
    """Compare what was seen with what is assumed.

    Raises:
        UnprovenError: they differ.
    """
    if seen != assumed:
        raise UnprovenError(f"{what}: {seen!r} instead of {assumed!r}")


def prints(ground: Ground) -> dict[str, str]:
    """The fingerprint of every row of ours, by its Operation ID."""
    return {one.op_id: fingerprint(one.cells) for one in ground.sheet.scan().rows if one.op_id}
