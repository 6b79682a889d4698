"""Whether a message that replies to nothing speaks of an entry that is already in the book."""

from agents.reading import JUST, LAST
from agents.rules.acts.commands import first_word
from agents.rules.operations.describing import Words, describe
from agents.rules.operations.findings import Findings


def reference_of(findings: Findings) -> str | None:
    """The entry that a message corrects: the last one, or the one its words name; None when it corrects none.

    `no, it was 6`, `not 30 but 33`, `that was yesterday` and a lone `by card` speak of the last entry;
    `change coffee to 350` and `the coffee was 4.60` of one with coffee.
    """
    about = describe(findings)
    if not _says_value(findings):
        return None
    if about is None:
        return LAST if _corrects(findings) else JUST if _is_bare(findings) else None
    is_named = findings.has("fix") or _was_between(findings, about)
    is_short = len(findings.amounts) <= 1 and not findings.has("spend", "earn", "transfer", "deed")
    return about.text if is_named and is_short and not findings.page.hits.has("plan") else None


def _says_value(findings: Findings) -> bool:
    """Whether a field of an operation is told at all."""
    marked = any(found.how == "marked" for found in findings.categories)
    return bool(findings.amounts or findings.days or findings.accounts or marked)


def _corrects(findings: Findings) -> bool:
    """Whether words without a thing of their own correct something that was told before."""
    page, first = findings.page, first_word(findings.page)
    if findings.has("balance") or (findings.has("plan") and not findings.has("fix")):
        return False
    if findings.accounts and findings.amounts and findings.page.hits.has("really"):
        return False
    moves = ("spend", "earn", "transfer", "withdraw", "deposit")
    if (
        findings.amounts
        and findings.has(*moves)
        and not any(one.role == "negated" for one in findings.numbers)
    ):
        return False
    begins = [index for index in range(len(page.tokens)) if page.tokens[index].kind != "sign"][:1]
    roles = ("no", "oops", "fix", "that")
    if any(page.hits.at(role, index) for index in (*begins, first or 0) for role in roles):
        return True
    is_negated = any(number.role == "negated" for number in findings.numbers)
    return is_negated or page.hits.has("fix") or not (findings.amounts or findings.numbers)


def _is_bare(findings: Findings) -> bool:
    """Whether a message is a number alone, perhaps with its currency."""
    is_more = findings.accounts or findings.page.hits.has("really")
    moves = ("spend", "earn", "transfer", "balance")
    return len(findings.amounts) == 1 and not (is_more or findings.numbers or findings.has(*moves))


def _was_between(findings: Findings, about: Words) -> bool:
    """Whether "was" stands between the thing and its only amount."""
    if len(findings.amounts) != 1 or findings.days or findings.accounts:
        return False
    hit = findings.page.hits.before("was", findings.amounts[0].first)
    return hit is not None and about.last < hit.first
