from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from agents.reading import Reading, Setting
from agents.rules.numbers.number import Number
from agents.rules.operations.describing import DROPPED, MOODS, describe, is_content
from agents.rules.operations.drafts import draft_of
from agents.rules.operations.exchange import is_exchange
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import GUESS, first_hit
from agents.rules.operations.reversal import reversed_draft
from agents.rules.operations.splitting import split
from agents.rules.operations.things import names_thing
from ledger import Draft, Evidence, Origin

LONG: Final = 4
"""More words of content than this, without a sign of money, are chatter rather than an operation."""

_VERBS: Final = (
    "spend",
    "earn",
    "deed",
    "transfer",
    "withdraw",
    "deposit",
    "put_aside",
    "came_back",
    "refund",
    "atm",
)
_DOUBTFUL: Final = frozenset({"discount", "glued", "unreadable", "vague", "percent", "range", "ordinal"})
_SHORT: Final = 3
_PRODUCT: Final = 3
"""Two factors and what they make."""
_SCORE: Final = 20


def read_new(findings: Findings, setting: Setting, unknown: str) -> Reading:
    """A message that belongs to no conversation yet: operations, a bare answer, or nothing about money."""
    findings = _with_total(findings)
    if several := _several(findings, setting):
        return Reading("tell", several, unknown_account=unknown, certain=False)
    rivals = _rivals(findings)
    draft = draft_of(findings, setting, is_reply=False)
    if not _is_told(findings, draft, unknown, rivals):
        return Reading("none", certain=not findings.amounts)
    certain = not rivals and not _has_doubts(findings) and _has_known(findings, draft)
    is_vague = draft.amount is None and any(number.role == "vague" for number in findings.numbers)
    return Reading(
        "tell", (draft,), rivals=rivals, unknown_account=unknown, certain=certain, is_vague=is_vague
    )


def read_reply(findings: Findings, setting: Setting, unknown: str, *, is_talk: bool) -> Reading:
    """An answer to a conversation or a correction of it: only what was said, no defaults.

    `is_talk`: it would tell of no operation if it stood alone, so its words say of none what it was for.
    """
    findings = _with_total(findings)
    if several := _several(findings, setting):
        return Reading("tell", several, unknown_account=unknown, certain=False)
    rivals = _rivals(findings)
    draft = reversed_draft(findings, draft_of(findings, setting, is_reply=True), setting)
    if unknown:
        return Reading("tell", (draft,), rivals=rivals, unknown_account=unknown)
    name = _unlisted(findings, draft, setting)
    if name:
        return Reading("tell", (_without_words(draft),), rivals=rivals, unknown_account=name)
    draft = _as_answer(draft, setting)
    is_placed = draft.description is None or draft.amount is not None or bool(findings.categories)
    is_placed = is_placed or (not is_talk and _says_what_for(findings, setting))
    if not is_placed:
        draft = draft.without(("description", "counterparty"))
    return Reading(
        "tell", (draft,), rivals=rivals, certain=is_placed and not rivals and not _has_doubts(findings)
    )


def _says_what_for(findings: Findings, setting: Setting) -> bool:
    """Whether a short note answers what an amount was for."""
    question = setting.thread.question if setting.thread else None
    if question is None or question.field != "description":
        return False
    words = _content_words(findings)
    return len(words) <= LONG and not any(findings.page.hits.over(role, at) for role in MOODS for at in words)


def _several(findings: Findings, setting: Setting) -> tuple[Draft, ...]:
    """The operations of a message that tells more than one; none where it tells one."""
    if len(findings.amounts) < 2 or is_exchange(findings) or _are_rivals(findings):  # noqa: PLR2004  # two make several
        return ()
    parts = split(findings)
    return _list(parts, setting) if parts else ()


def _with_total(findings: Findings) -> Findings:
    """The person's own part, where it is named; else a total where it stands alone.

    A total says nothing new where it is the sum of the others.
    """
    part = next(iter(findings.page.hits.all("my_part")), None)
    own = tuple(amount for amount in findings.amounts if part is not None and amount.first > part.last)
    totals = tuple(number for number in findings.numbers if number.role == "total")
    if (whole := _of_heads(findings)) is not None:
        return replace(findings, amounts=(whole,))
    if part is not None and len(own) == 1:
        others = tuple(number for number in findings.numbers if number not in totals)
        return replace(findings, amounts=own, numbers=others)
    if not totals:
        return findings
    others = tuple(number for number in findings.numbers if number.role != "total")
    is_sum = sum(amount.value for amount in findings.amounts) == totals[0].value
    if findings.amounts and is_sum:
        return replace(findings, numbers=others)
    told = tuple(number.as_role("amount") for number in totals)
    return replace(findings, amounts=(*findings.amounts, *told), numbers=others)


def _of_heads(findings: Findings) -> Number | None:
    """The sum of a price for each, where the product is told: `7 euro a testa per 10, … 70`."""
    if len(findings.amounts) < _PRODUCT or not findings.page.hits.has("apiece"):
        return None
    *factors, last = (number for number in findings.amounts if len(number.readings) == 1)
    pairs = combinations(factors, 2)
    return last if any(one.value * two.value == last.value for one, two in pairs) else None


def _rivals(findings: Findings) -> tuple[Decimal, ...]:
    """Amounts of which only one can be meant."""
    if is_exchange(findings):
        return ()
    ranged = tuple(number for number in findings.numbers if number.role == "range" and _is_price(number))
    values = [value for number in (*findings.amounts, *ranged) for value in number.readings]
    distinct = tuple(dict.fromkeys(values))
    return distinct if len(distinct) > 1 else ()


def _are_rivals(findings: Findings) -> bool:
    """Whether an "or" stands between amounts, and nothing of its own: `38 or maybe 48`, `210还是220`."""
    page, pairs = findings.page, zip(findings.amounts, findings.amounts[1:], strict=False)
    small = ("or", "filler", "currency", "opinion", "vague", *DROPPED)
    return all(
        any(page.hits.over("or", index) for index in range(one.last + 1, two.first))
        and all(
            page.tokens[index].kind == "sign" or any(page.hits.over(role, index) for role in small)
            for index in range(one.last + 1, two.first)
        )
        for one, two in pairs
    )


def _is_price(number: Number) -> bool:
    """Whether the end of a range may be an amount, and not the score of a match."""
    return number.currency is not None or number.value > _SCORE


def _list(parts: tuple[Findings, ...], setting: Setting) -> tuple[Draft, ...]:
    """Operations of a list: a day said once holds for all, an account for the items before it."""
    drafts = [draft_of(part, setting, is_reply=False) for part in parts]
    days = [draft for draft in drafts if draft.day is not None]
    if len(days) == 1:
        drafts = [_shared(draft, days[0], "day", 1.0) for draft in drafts]
    for order in (range(len(drafts) - 2, -1, -1), range(1, len(drafts))):
        for index in order:
            neighbour = drafts[index + (1 if order.step < 0 else -1)]
            if drafts[index].account is None and drafts[index].type != "transfer":
                drafts[index] = _shared(drafts[index], neighbour, "account", GUESS)
    return tuple(drafts)


def _shared(draft: Draft, other: Draft, field: str, confidence: float) -> Draft:
    """A draft with a field that was said beside another item of the list."""
    proof = next((proof for proof in other.evidence if proof.field == field), None)
    if proof is None or getattr(draft, field) is not None:
        return draft
    origin: Origin = "said" if confidence >= 1 else "guess"
    copied = Evidence(proof.field, origin, proof.text, proof.start, proof.end, confidence)
    known = (
        Draft(day=other.day, evidence=(copied,))
        if field == "day"
        else Draft(account=other.account, evidence=(copied,))
    )
    return draft.merge(known)


def _is_told(findings: Findings, draft: Draft, unknown: str, rivals: tuple[Decimal, ...]) -> bool:
    """Whether a message tells something about money at all."""
    words = _content_words(findings)
    has_verb = first_hit(findings, *_VERBS) is not None
    is_money = bool(findings.accounts or findings.categories or has_verb or unknown)
    is_money = is_money or any(amount.currency or amount.sign for amount in findings.amounts)
    if draft.amount is not None or draft.balance is not None or rivals:
        return is_money or len(words) <= LONG
    if first_hit(findings, "earn_noun") is not None and len(words) <= _SHORT and not findings.numbers:
        return True
    is_vague = any(number.role in ("vague", "unreadable") for number in findings.numbers)
    if has_verb and (words or draft.type == "transfer"):
        return True
    if is_vague and words:
        return is_money or len(words) <= _SHORT
    named = {index for found in findings.categories for index in range(found.first, found.last + 1)}
    is_named = len(words) <= _SHORT and all(index in named for index in words) and not findings.numbers
    return (is_named or names_thing(findings, words)) and bool(draft.said or unknown)


def _has_known(findings: Findings, draft: Draft) -> bool:
    """Whether anything but the amount is known: a verb, an account, a category, a currency."""
    if draft.description is None:
        return True
    has_verb = first_hit(findings, *_VERBS, "earn_noun") is not None
    is_money = any(amount.currency or amount.sign for amount in findings.amounts)
    return bool(findings.accounts or findings.categories or has_verb or is_money)


def _content_words(findings: Findings) -> list[int]:
    return [index for index in range(findings.first, findings.last + 1) if is_content(findings.page, index)]


def _has_doubts(findings: Findings) -> bool:
    """Whether something is left that the rules could not place."""
    if any(number.role in _DOUBTFUL for number in findings.numbers) or len(findings.days) > 1:
        return True
    mixed = any(token.kind in ("mixed", "phone", "link") for token in findings.page.tokens)
    return mixed or len(_content_words(findings)) > LONG


def _unlisted(findings: Findings, draft: Draft, setting: Setting) -> str:
    """What was answered to "which account?" and is on no list."""
    question = setting.thread.question if setting.thread else None
    if question is None or question.field not in ("account", "to_account"):
        return ""
    about = describe(findings)
    is_name = about is not None and not draft.said - {"description", "category", "counterparty", "type"}
    is_short = len(_content_words(findings)) <= _SHORT
    has_verb = first_hit(findings, *_VERBS, "plan", "not", "stall") is not None
    return about.text if about is not None and is_name and is_short and not has_verb else ""


def _without_words(draft: Draft) -> Draft:
    return draft.without(("description", "category", "counterparty", "type"))


def _as_answer(draft: Draft, setting: Setting) -> Draft:
    """The draft read in the light of the question: a bare number is what was asked for."""
    thread = setting.thread
    if thread is None:
        return draft
    question = thread.question
    booked = thread.booked.operation.type if thread.booked else None
    type_ = thread.draft.type or booked
    if type_ == "adjustment" and draft.amount is not None and draft.balance is None:
        return _renamed(draft, is_balance=True)
    if (
        question is not None
        and question.field == "to_amount"
        and draft.amount is not None
        and draft.to_amount is None
    ):
        return _renamed(draft, is_balance=False)
    if question is not None and question.field == "refund" and draft.type == "income":
        return draft.merge(Draft(refund=False, evidence=(Evidence("refund", "said"),)))
    return draft


def _renamed(draft: Draft, *, is_balance: bool) -> Draft:
    """A draft whose amount is another number of the operation: the balance, or what arrived."""
    proof, value = draft.origin("amount"), draft.amount
    draft = draft.without(("amount",))
    if is_balance:
        return draft.merge(Draft(balance=value, evidence=(replace(proof, field="balance"),) if proof else ()))
    return draft.merge(Draft(to_amount=value, evidence=(replace(proof, field="to_amount"),) if proof else ()))
