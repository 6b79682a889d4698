"""Whether a message that replies to nothing speaks of an entry that is already in the book."""

from agents.reading import ITEM, JUST, LAST
from agents.rules.acts.commands import first_word
from agents.rules.dates.calendars import ordinal_at
from agents.rules.operations.describing import Words, describe, is_content
from agents.rules.operations.findings import Findings
from agents.rules.page import Page

_MOVES = ("spend", "earn", "transfer", "withdraw", "deposit")
_OPENING = ("no", "oops", "fix", "that", "was", "reverse")
_SMALL = ("filler", "command", "was", "really", "oops", "that", "at", "each", "from", "to")
_BREAKS = frozenset({",", ";", "—", "–", "("})
_LED = ("for_person", "link", "to", "that", "was", "filler", "command", "oops", "so", "and", "is")


def reference_of(findings: Findings) -> str | None:
    """The entry that a message corrects: the last one, or the one its words name; None when it corrects none.

    `no, it was 6`, `not 30 but 33`, `that was yesterday` and a lone `by card` speak of the last entry;
    `change coffee to 350` and `the coffee was 4.60` of one with coffee, `2: card` of the second of a list.
    """
    trimmed = _without_reason(findings)
    return (_reference(trimmed) if trimmed is not None else None) or _reference(findings)


def _without_reason(findings: Findings) -> Findings | None:
    """A correction without the clause behind it: `the boots were 45, I mixed up the digits`."""
    page = findings.page
    start = findings.amounts[0].last if len(findings.amounts) == 1 else None
    if start is None:
        return None
    end = next((at for at in range(start + 1, findings.last) if page.word(at) in _BREAKS), None)
    return findings.within(findings.first, end - 1) if end is not None else None


def _reference(findings: Findings) -> str | None:
    about = describe(findings)
    if not _says_value(findings):
        return None
    if about is None:
        return _item(findings) or (LAST if _corrects(findings) else JUST if _is_bare(findings) else None)
    if _is_only_deed(findings, about) and _opens(findings.page):
        return LAST
    if _is_only_category(findings, about) and (_opens(findings.page) or _is_led(findings)):
        return LAST
    if (named := _named_category(findings)) is not None:
        return named
    was = _was_between(findings, about) or _insists(findings, about)
    is_moved = _is_moved(findings)
    is_named = was or is_moved or findings.has("fix") or _is_replaced(findings)
    is_short = len(findings.amounts) <= 1 and (was or is_moved or not findings.has(*_MOVES[:3]))
    is_told = not was and findings.has("deed")
    is_planned = any(
        findings.page.hits.over("fix", hit.first) is None for hit in findings.page.hits.all("plan")
    )
    return _naming(findings, about) if is_named and is_short and not (is_told or is_planned) else None


def _says_value(findings: Findings) -> bool:
    """Whether a field of an operation is told at all."""
    is_listed = any(found.how in ("marked", "name") for found in findings.categories)
    is_placed = bool(findings.amounts or findings.days or findings.accounts or findings.coin)
    return is_placed or is_listed or (findings.has("type", "reverse") and _opens(findings.page))


def _item(findings: Findings) -> str | None:
    """The only number of a line that a message begins with, where it tells a value and no thing."""
    items = [number for number in findings.numbers if number.role == "item"]
    return f"{ITEM}{items[0].value}" if len(items) == 1 and items[0].first == 0 else None


def _corrects(findings: Findings) -> bool:
    """Whether words without a thing of their own correct something that was told before."""
    page = findings.page
    if findings.has("balance") or (findings.has("plan") and not findings.has("fix")):
        return False
    is_negated = any(number.role == "negated" for number in findings.numbers)
    if _counts(findings) or (findings.amounts and findings.has(*_MOVES) and not is_negated):
        return False
    if _opens(page) or _trails(page):
        return True
    return is_negated or page.hits.has("fix") or not (findings.amounts or findings.numbers)


def _counts(findings: Findings) -> bool:
    """Whether it is told what an account holds: `card really has 12400`, but not `actually 14 by card`."""
    if not (findings.accounts and findings.amounts and findings.page.hits.has("really")):
        return False
    return findings.accounts[0].first < findings.amounts[0].first


def _opens(page: Page) -> bool:
    """Whether a message begins as a correction: with a "no", an "oops", a "that"."""
    begins = [index for index in range(len(page.tokens)) if page.tokens[index].kind != "sign"][:1]
    places = (*begins, first_word(page) or 0)
    return any(page.hits.at(role, index) for index in places for role in _OPENING)


def _trails(page: Page) -> bool:
    """Whether a message ends as a correction: `45 actually`, `350, извини`."""
    last = max((index for index, token in enumerate(page.tokens) if token.kind != "sign"), default=0)
    return page.hits.over("oops", last) is not None


def _is_replaced(findings: Findings) -> bool:
    """Whether one amount is told instead of another: `juice 140, not 120`."""
    return len(findings.amounts) == 1 and any(number.role == "negated" for number in findings.numbers)


def _is_only_category(findings: Findings, about: Words) -> bool:
    """Whether all that is named is a category of the list."""
    return any(
        found.how == "name" and (found.first, found.last) == (about.first, about.last)
        for found in findings.categories
    )


def _is_only_deed(findings: Findings, about: Words) -> bool:
    """Whether all that is named is what was done, and of that only when or how: `it was eaten yesterday`."""
    page = findings.page
    places = range(about.first, about.last + 1)
    is_deed = all(page.hits.over("deed", index) for index in places if is_content(page, index))
    return is_deed and not findings.amounts


def _is_bare(findings: Findings) -> bool:
    """Whether a message is a number alone, perhaps with its currency."""
    is_more = findings.accounts or findings.page.hits.has("really")
    is_moved = findings.has("spend", "earn", "transfer", "balance")
    return len(findings.amounts) == 1 and not (is_more or findings.numbers or is_moved)


def _naming(findings: Findings, about: Words) -> str:
    """The words that name an entry; `the second one` names the second item of what was told last."""
    page = findings.page
    words = [
        index
        for index in range(about.first, about.last + 1)
        if is_content(page, index) and not page.hits.over("link", index)
    ]
    place = ordinal_at(page, words[0]) if len(words) == 1 else None
    return f"{ITEM}{place}" if place else _joined(page, words) or about.text


def _joined(page: Page, words: list[int]) -> str:
    """Words as they were written, with a space where others are left out."""
    said = ""
    for before, index in zip([-1, *words], words, strict=False):
        start = page.tokens[before].end if before == index - 1 >= 0 else page.tokens[index].start
        said += (" " if said and before != index - 1 else "") + page.text[start : page.tokens[index].end]
    return said


def _named_category(findings: Findings) -> str | None:
    """The thing that is said to belong to a category of the list: `that sandwich was for the kids`."""
    page = findings.page
    hit = next(iter(page.hits.all("was")), None)
    found = next((one for one in findings.categories if one.how == "name"), None)
    if hit is None or found is None or found.first < hit.first or findings.amounts:
        return None
    rest = [
        index for index in range(hit.last + 1, findings.last + 1) if not found.first <= index <= found.last
    ]
    about = describe(findings.within(findings.first, hit.first - 1)) if hit.first > findings.first else None
    is_all = all(
        page.tokens[index].kind == "sign" or any(page.hits.over(role, index) for role in _LED)
        for index in rest
    )
    return _naming(findings, about) if about is not None and is_all else None


def _is_led(findings: Findings) -> bool:
    """Whether only small words stand beside a category: `for the kids`, `на детей`."""
    page = findings.page
    rest = [
        index
        for index, token in enumerate(page.tokens)
        if token.kind != "sign"
        and not any(found.first <= index <= found.last for found in findings.categories)
    ]
    return bool(rest) and all(any(page.hits.over(role, index) for role in _LED) for index in rest)


def _is_moved(findings: Findings) -> bool:
    """Whether a thing without an amount is put on another account: `move the pizza to the card`."""
    is_priced = bool(findings.amounts or findings.numbers)
    return findings.has("transfer") and bool(findings.accounts) and not is_priced


def _was_between(findings: Findings, about: Words) -> bool:
    """Whether "was" stands between the thing and its only amount, or a day or an account is told of it so."""
    page = findings.page
    if not findings.amounts:
        return any(hit.first > about.last for hit in page.hits.all("was"))
    if len(findings.amounts) != 1 or findings.days or findings.accounts:
        return False
    amount = findings.amounts[0]
    between = range(about.last + 1, amount.first)
    is_joined = all(_is_small(page, index) for index in between)
    is_was = any(page.hits.over("was", index) for index in between) and is_joined
    behind = any(page.hits.at("was", amount.last + step) for step in (1, 2))
    return is_was or (behind and about.last < amount.first)


def _insists(findings: Findings, about: Words) -> bool:
    """Whether a thing and its only amount are told against what was told: `der Kuchen doch 18`."""
    page = findings.page
    if (
        len(findings.amounts) != 1
        or findings.days
        or findings.accounts
        or about.first > findings.amounts[0].first
    ):
        return False
    return any(hit.first > about.first for hit in page.hits.all("oops", "really"))


def _is_small(page: Page, index: int) -> bool:
    is_word = any(page.hits.over(role, index) for role in _SMALL)
    return page.tokens[index].kind == "sign" or is_word
