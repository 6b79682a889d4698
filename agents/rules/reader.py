from dataclasses import replace

from agents.reading import ITEM, Reading, Setting
from agents.rules.acts.commands import command, first_clause, last_clause
from agents.rules.acts.following import follow_up
from agents.rules.acts.queries import query_of
from agents.rules.acts.questions import is_question
from agents.rules.acts.references import reference_of
from agents.rules.acts.rejection import is_crowded, is_no_operation, is_overlong, is_refused
from agents.rules.certainty.weighing import verdict
from agents.rules.money.figures import find_figures
from agents.rules.names.finding import find_accounts, find_categories, find_unknown_account
from agents.rules.operations.bare_currency import bare_currency
from agents.rules.operations.describing import is_content
from agents.rules.operations.exchange import far_coin
from agents.rules.operations.findings import Findings
from agents.rules.operations.negation import without_negated
from agents.rules.operations.notices import as_notice, is_sound
from agents.rules.operations.receipts import as_receipt
from agents.rules.operations.splitting import before_plans, before_reason
from agents.rules.operations.telling import read_new, read_reply
from agents.rules.page import Page


class RulesReader:
    """The reader that always runs first: rules and word lists, no network, the same answer every time.

    The first message loads the word lists, unless `warm_up` did.
    """

    async def read(self, text: str, setting: Setting) -> Reading:
        """What the message says, by rules alone."""
        return read(text, setting)


def read(text: str, setting: Setting) -> Reading:
    """What the message says, by rules alone; pure, so it may be called from anywhere.

    `certain` is False where words or numbers are left that the rules cannot place, and for lists. A text
    that is too long to be a note is not read: whatever it says, it is no operation.
    """
    if is_overlong(text) or is_crowded(page := Page.of(text, setting.language)):
        return Reading("none", certain=False)
    if not any(token.kind in ("word", "number", "tag", "mixed") for token in page.tokens):
        return Reading("none")
    if setting.is_ordered:
        return _ordered(page, setting)
    for said in (first_clause(page), page, last_clause(page)):
        act = command(said, setting.thread) if said is not None else None
        if said is not None and act is not None:
            return _undone(said, setting) if act == "delete" else Reading(act)
    if (followed := follow_up(page, setting)) is not None:
        return Reading("query", query=followed)
    if is_question(page, setting):
        return Reading("query", query=query_of(page, setting))
    if setting.thread is None and page.tokens[-1].word == "?":
        return Reading("none", certain=False)
    return _told(page, setting)


def _ordered(page: Page, setting: Setting) -> Reading:
    """The operation in words of which the person has said by a command that they are one."""
    findings, unknown = _find(page, setting)
    return read_new(findings, setting, unknown)


def _undone(page: Page, setting: Setting) -> Reading:
    """An undo, with what it names, such as the coffee of `delete the coffee`."""
    hit = next(iter(page.hits.all("undo")), None)
    named = [index for index in range(len(page.tokens)) if hit and is_content(page, index)]
    named = [index for index in named if hit and not hit.first <= index <= hit.last]
    if not named:
        return Reading("delete")
    query = replace(query_of(page, setting), metric="list", type=None, limit=1)
    return Reading("delete", query=query, reference=page.said(named[0], named[-1]))


def _set_aside(page: Page) -> None:
    """Take the words of an answer that comes later for no name: `let me check`."""
    if not any(token.kind == "number" for token in page.tokens):
        for hit in page.free_hits("stall"):
            page.claim(hit.first, hit.last, "skip")


def find(text: str, setting: Setting) -> tuple[Findings, str]:
    """What the rooms find in a message: its amounts, days and names, and an account that is on no list."""
    return _find(Page.of(text, setting.language), setting)


def _find(page: Page, setting: Setting) -> tuple[Findings, str]:
    figures = find_figures(page, setting)
    money = figures.money
    _set_aside(page)
    accounts = find_accounts(page, setting.book.accounts, is_reply=setting.thread is not None)
    is_card_told = any(number.role == "tail" for number in money.others)
    unknown = "" if is_card_told else find_unknown_account(page, money.amounts, is_known=bool(accounts))
    categories = find_categories(page, setting.book.categories)
    coin = None if figures.has_numbers else bare_currency(page, setting.book.currency)
    into = far_coin(page, setting.book.currency) if len(money.amounts) == 1 else None
    last = len(page.tokens) - 1
    found = Findings(
        page, 0, last, money.amounts, money.others, figures.days, accounts, categories, coin, into
    )
    if (receipt := as_receipt(found)) is not None:
        return receipt, ""
    return before_reason(as_notice(without_negated(found), setting.book.accounts)), unknown


def _told(page: Page, setting: Setting) -> Reading:
    findings, unknown = _find(page, setting)
    reference = reference_of(findings) if not findings.form else None
    if setting.thread is not None:
        is_item = reference is not None and reference.startswith(ITEM)
        reading = read_reply(findings, setting, unknown, is_talk=is_no_operation(findings))
        return replace(reading, reference=reference if is_item else None)
    is_fixed = reference is not None and page.hits.has("fix")
    is_printed = findings.form == "receipt" or is_sound(findings)
    is_none = is_refused(findings) if is_printed else is_no_operation(findings)
    if is_none and not is_fixed:
        return Reading("none", certain=not findings.amounts, reference=reference)
    done = findings if is_fixed or is_printed else before_plans(findings)
    reading = _weighed(done, read_new(done, setting, unknown), is_correction=reference is not None)
    if reference is not None:
        return replace(reading, reference=reference)
    return reading if done is findings else replace(reading, certain=False)


def _weighed(findings: Findings, reading: Reading, *, is_correction: bool) -> Reading:
    """A reading of money, doubted or taken for talk where too little speaks for an operation."""
    has_money = any(draft.amount is not None or draft.balance is not None for draft in reading.drafts)
    if reading.act != "tell" or not has_money or findings.form == "receipt" or is_sound(findings):
        return reading
    match verdict(findings):
        case "operation":
            return reading
        case "talk" if not is_correction:
            return Reading("none", certain=False)
        case _:
            return replace(reading, is_doubtful=True, certain=False)
