"""Whether a run kept the promises: its stories against the database, the sheet and the chats."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from crashes.inspection import Books, Operation
from crashes.people import Told
from crashes.stories import Outcome

Breach = Literal[
    "lost",
    "doubled",
    "wrong",
    "sheet lost",
    "sheet doubled",
    "sheet wrong",
    "damaged",
    "no outbox",
    "not in the sheet",
    "answer unsent",
    "reply astray",
    "update left",
    "unsound file",
    "bot ended",
]
BREACHES: Final[tuple[Breach, ...]] = get_args(Breach)

AMOUNT, STATUS, OPERATION_ID = 3, 10, 12
STATUS_WORDS: Final[Mapping[str, str]] = {"booked": "ОК", "void": "Отменено"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One promise that was broken, and where."""

    breach: Breach
    detail: str

    def __str__(self) -> str:
        return f"{self.breach}: {self.detail}"


def judge(tellings: Sequence[Told], books: Books, rows: Sequence[Sequence[Any]]) -> list[Finding]:
    """Everything that is wrong once all is at rest, or should be."""
    return [
        *_untold(tellings),
        *_booked(tellings, books.operations),
        *_written(books.operations, rows),
        *(Finding("no outbox", one) for one in books.without_outbox),
        *(Finding("not in the sheet", one) for one in books.undone),
        *(Finding("answer unsent", one) for one in books.unsent),
        *(Finding("update left", one) for one in books.unhandled),
        *(Finding("update left", f"nobody listened: {one}") for one in books.ignored),
        *(Finding("unsound file", one) for one in books.unsound),
    ]


def _untold(tellings: Sequence[Told]) -> Iterator[Finding]:
    for told in tellings:
        if told.waits_for:
            yield Finding("answer unsent", f"{told.story} never got {told.waits_for}")
        if told.astray:
            yield Finding("reply astray", f"{told.story} was asked: {told.astray}")


def _booked(tellings: Sequence[Told], operations: Sequence[Operation]) -> Iterator[Finding]:
    """Every story has exactly its operations; every operation has a story."""
    story_of = {amount: told.story for told in tellings for amount in told.story.amounts}
    booked: dict[int, list[Operation]] = defaultdict(list)
    for operation in operations:
        story = next((story_of[int(one)] for one in operation.amounts if one in story_of), None)
        if story is None:
            yield Finding("wrong", f"nobody told of {operation}")
        else:
            booked[story.number].append(operation)
    for told in tellings:
        yield from _compared(told, booked[told.story.number])


def _compared(told: Told, operations: Sequence[Operation]) -> Iterator[Finding]:
    wanted = told.story.outcomes
    if len(operations) < len(wanted):
        yield Finding("lost", f"{told.story} has {operations}")
    elif len(operations) > len(wanted):
        yield Finding("doubled", f"{told.story} has {operations}")
    elif not told.waits_for and Counter(wanted) != Counter(map(_outcome, operations)):
        yield Finding("wrong", f"{told.story} has {operations}")


def _outcome(operation: Operation) -> Outcome:
    legs = 2 if operation.type == "transfer" else 1
    return Outcome(int(operation.amount), "void" if operation.state == "void" else "booked", legs)


def _written(operations: Sequence[Operation], rows: Sequence[Sequence[Any]]) -> Iterator[Finding]:
    """Every leg of every operation stands in one row, as it is booked; no row stands for nothing."""
    at: dict[str, list[Sequence[Any]]] = defaultdict(list)
    for row in rows:
        at[str(row[OPERATION_ID]) if len(row) > OPERATION_ID else ""].append(row)
    for operation in operations:
        for op_id, amount in _legs(operation).items():
            found = at.pop(op_id, [])
            shown = [(row[AMOUNT], row[STATUS]) for row in found]
            if not found:
                yield Finding("sheet lost", f"{op_id} {operation}")
            elif len(found) > 1:
                yield Finding("sheet doubled", f"{op_id} stands {len(found)} times: {shown}")
            elif shown != [(amount, STATUS_WORDS[operation.state])]:
                yield Finding("sheet wrong", f"{op_id} shows {shown}, booked is {operation}")
    for op_id, strays in at.items():
        yield Finding("sheet wrong", f"{len(strays)} rows of {op_id!r}, which is not booked")


def shows(op_id: str, cells: Mapping[Any, Any], amount: float, state: str) -> bool:
    """Whether a row of the sheet says this of its operation; only the second leg of a transfer is a gain."""
    signed = amount if op_id.endswith("/2") else -amount
    return [cells["amount"], cells["status"]] == [signed, STATUS_WORDS[state]]


def _legs(operation: Operation) -> dict[str, float]:
    if operation.type == "transfer":
        return {f"{operation.key}/1": -operation.amount, f"{operation.key}/2": operation.amount}
    return {operation.key: -operation.amount}
