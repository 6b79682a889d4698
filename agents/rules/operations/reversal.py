"""Money that went the other way round: `andersrum`, `наоборот`, `the other way around`."""

from agents.reading import Setting
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import first_hit
from ledger import Draft, Evidence, Operation


def reversed_draft(findings: Findings, draft: Draft, setting: Setting) -> Draft:
    """The draft of a correction; where it only says "the other way round", what was booked is turned around.

    The accounts of a transfer change places, an expense becomes an income, an income an expense.
    """
    booked = setting.thread.booked if setting.thread else None
    hit = first_hit(findings, "reverse")
    if booked is None or hit is None or draft.said & {"type", "account", "to_account", "amount"}:
        return draft
    turned = _turned(booked.operation)
    said = findings.page.said(hit.first, hit.last)
    start, end = findings.page.tokens[hit.first].start, findings.page.tokens[hit.last].end
    for field in ("type", "account", "to_account"):
        if getattr(turned, field) is not None:
            turned = turned.merge(Draft(evidence=(Evidence(field, "said", said, start, end),)))
    return draft.merge(turned)


def _turned(operation: Operation) -> Draft:
    match operation.type:
        case "transfer":
            return Draft(account=operation.to_account, to_account=operation.account)
        case "expense":
            return Draft(type="income")
        case "income":
            return Draft(type="expense")
    return Draft()
