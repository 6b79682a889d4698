from typing import Final

from agents.rules.operations.describing import content_runs
from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_BREAKS: Final = frozenset({",", ";", "+", "•"})
Span = tuple[int, int]


def split(findings: Findings) -> tuple[Findings, ...]:
    """The parts of a message with one amount and one thing each; none where it has no such parts."""
    if len(findings.amounts) <= 1:
        return (findings,)
    page = findings.page
    parts = _merged(findings, _cut(page, findings.first, findings.last))
    pieces = [piece for part in parts for piece in _by_order(findings, part)]
    split_up = tuple(findings.within(*piece) for piece in pieces)
    is_list = all(len(part.amounts) == 1 and _has_content(page, (part.first, part.last)) for part in split_up)
    return split_up if is_list and len(split_up) > 1 else ()


def before_plans(findings: Findings) -> Findings:
    """What was done, without what is planned behind it: `bought bread 60, will buy more tomorrow`."""
    page = findings.page
    # A debt that was paid is no plan: "paid off the 150 I owed Dave".
    plan = next((hit for hit in page.hits.all("plan") if not page.hits.over("debt", hit.first)), None)
    if plan is None:
        return findings
    parts = _cut(page, findings.first, findings.last)
    ends = [end for start, end in parts if end < plan.first]
    return findings.within(findings.first, ends[-1] if ends else plan.first - 1)


def before_reason(findings: Findings) -> Findings:
    """A new amount alone, without why it is so: `30, it was on sale`, `350, это со скидкой`."""
    page = findings.page
    parts = _cut(page, findings.first, findings.last)
    reason = next((start for start, _ in parts[1:] if page.hits.at("that", start)), None)
    told = findings if reason is None else findings.within(findings.first, reason - 1)
    is_bare = bool(told.amounts) and not _has_content(page, (told.first, told.last))
    is_whole = (told.amounts, told.numbers, told.days, told.accounts) == (
        findings.amounts,
        findings.numbers,
        findings.days,
        findings.accounts,
    )
    return told if is_bare and is_whole else findings


def _cut(page: Page, first: int, last: int) -> list[Span]:
    """Stretches between commas, line ends and words such as `and`."""
    spans: list[Span] = []
    start = first
    for index in range(first, last + 1):
        is_break = page.is_free(index) and (
            page.word(index) in _BREAKS
            or page.hits.over("and", index) is not None
            or _ends_sentence(page, index)
        )
        if is_break:
            spans.append((start, index - 1))
            start = index + 1
        elif index > start and "\n" in page.text[page.tokens[index - 1].end : page.tokens[index].start]:
            spans.append((start, index - 1))
            start = index
    spans.append((start, last))
    return [span for span in spans if span[0] <= span[1]]


def _ends_sentence(page: Page, index: int) -> bool:
    return page.word(index) == "." and not page.glued(index + 1)


def _merged(findings: Findings, spans: list[Span]) -> list[Span]:
    """Stretches with an amount each; one without joins the next if it names a thing, else the one before."""
    page = findings.page
    merged: list[Span] = []
    waiting: Span | None = None
    for span in spans:
        current = (waiting[0], span[1]) if waiting else span
        if findings.within(*current).amounts:
            merged.append(current)
            waiting = None
        elif merged and not _has_content(page, current):
            merged[-1] = (merged[-1][0], current[1])
            waiting = None
        else:
            waiting = current
    if waiting and merged:
        merged[-1] = (merged[-1][0], waiting[1])
    return merged


def _has_content(page: Page, span: Span) -> bool:
    return next(content_runs(page, *span), None) is not None


def _by_order(findings: Findings, span: Span) -> list[Span]:
    """A stretch with several amounts, cut where the order "thing, amount" or "amount, thing" shows it."""
    amounts = findings.within(*span).amounts
    if len(amounts) <= 1:
        return [span]
    page = findings.page
    first, last = span
    ends = [amount.last for amount in amounts]
    behind = [(start, end) for start, end in zip([first, *(end + 1 for end in ends[:-1])], ends, strict=True)]
    behind[-1] = (behind[-1][0], last)
    if all(
        _has_content(page, (start, amount.first - 1))
        for (start, _), amount in zip(behind, amounts, strict=True)
    ):
        return behind
    starts = [amount.first for amount in amounts]
    ahead = list(zip([first, *starts[1:]], [*(start - 1 for start in starts[1:]), last], strict=True))
    if all(
        _has_content(page, (amount.last + 1, end)) for (_, end), amount in zip(ahead, amounts, strict=True)
    ):
        return ahead
    return [span]
