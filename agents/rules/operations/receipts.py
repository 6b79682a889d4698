"""A receipt or an order of many lines: one operation of its total, whatever else is printed there."""

from dataclasses import replace
from typing import Final

from agents.rules.names.finding import Found
from agents.rules.numbers.number import Number
from agents.rules.operations.describing import content_runs
from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_LEAST_LINES: Final = 3
_REACH: Final = 3
"""So many words of a line are looked at for what kind of line it is."""

Line = tuple[int, int]


def as_receipt(findings: Findings) -> Findings | None:
    """The findings of a receipt with its total alone; None for any other message.

    A list of things with their sum is a list, unless a line of it is one that only a till prints: what was
    given and came back, a tax, a delivery, how it was paid.
    """
    page = findings.page
    lines = _lines(page)
    if len(lines) < _LEAST_LINES:
        return None
    whole = _total(findings, lines)
    if whole is None or not (_is_marked(page, lines) or _is_paid(findings, whole)):
        return None
    _set_aside(findings, lines)
    rest = tuple(number.as_role("part") for number in (*findings.amounts, *findings.numbers))
    others = tuple(number for number in rest if number.first != whole.first)
    accounts = _paid_from(findings, lines)
    amounts = (whole.as_role("amount"),)
    return replace(findings, amounts=amounts, numbers=others, accounts=accounts, form="receipt")


def _lines(page: Page) -> list[Line]:
    """The first and the last token of each line."""
    starts = [
        index
        for index in range(1, len(page.tokens))
        if "\n" in page.text[page.tokens[index - 1].end : page.tokens[index].start]
    ]
    ends = [*(start - 1 for start in starts), len(page.tokens) - 1]
    return list(zip([0, *starts], ends, strict=True))


def _total(findings: Findings, lines: list[Line]) -> Number | None:
    """The number of the last line that begins as a total does."""
    numbers = [number for number in (*findings.amounts, *findings.numbers) if len(number.readings) == 1]
    found = None
    for line in lines:
        if _begins(findings.page, line, "total") and not _begins(findings.page, line, "receipt"):
            here = [number for number in numbers if line[0] <= number.first <= line[1]]
            found = max(here, key=lambda number: number.first, default=found)
    return found


def _is_marked(page: Page, lines: list[Line]) -> bool:
    return any(_begins(page, line, "receipt", "change", "cash") for line in lines)


def _is_paid(findings: Findings, whole: Number) -> bool:
    """Whether the total stands once more behind what it was paid with."""
    numbers = (*findings.amounts, *findings.numbers)
    return any(number.first > whole.last and number.value == whole.value for number in numbers)


def _begins(page: Page, line: Line, *roles: str) -> bool:
    """Whether one of the first words of a line plays a role."""
    places = range(line[0], min(line[0] + _REACH, line[1] + 1))
    return any(page.hits.over(role, index) for role in roles for index in places)


def _set_aside(findings: Findings, lines: list[Line]) -> None:
    """Take all lines for explained but the first that names something: it describes the whole."""
    page = findings.page
    titles = (line for line in lines if next(content_runs(page, *line), None) is not None)
    title = next(titles, lines[0])
    for line in lines:
        if line != title:
            for index in range(line[0], line[1] + 1):
                page.claim(index, index, page.owners[index] or "skip")


def _paid_from(findings: Findings, lines: list[Line]) -> tuple[Found, ...]:
    """The account that a line names where it is told how it was paid: the last one that is named."""
    named = [found for found in findings.accounts if found.first > lines[0][1]]
    return tuple(named[-1:]) or findings.accounts[:1]
