"""Money that people give, send and bring back: who gave, and who got."""

from typing import Final

from agents.rules.names.finding import Found
from agents.rules.names.usual import is_usual_thing
from agents.rules.operations.describing import Words
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import ASK, LIKELY, SURE, Kind, first_hit
from agents.rules.page import Page

_RECEIVING: Final = frozenset("еуюи")
"""How Russian names end when something is given to them."""


def given(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """Somebody gives: `мама подарила 5000`, `Вася скинул 300`; `маме` and `to mom` are who receives."""
    page, give = findings.page, first_hit(findings, "give")
    if give is None:
        return None
    to_me = first_hit(findings, "to_me")
    givers = (hit for hit in page.hits.all("family") if hit.last < give.first)
    giver = next((hit for hit in givers if page.hits.before("for_person", hit.first) is None), None)
    is_received = to_me is not None or page.hits.has("debt") or (only is not None and only.direction == "to")
    if giver is not None and (is_received or "tr" in page.codes):
        return Kind("income", LIKELY, give, only, is_person=True)
    if about is None or about.last != give.first - 1:
        return None
    if page.hits.before("for_person", about.first) is not None or is_usual_thing(about.text):
        return None
    is_name = page.tokens[about.last].text[:1].isupper() and "de" not in page.codes
    is_person = page.hits.over("family", about.last) is not None or is_name
    is_subject = page.word(about.last)[-1] not in _RECEIVING and about.first == about.last
    return Kind("income", LIKELY, give, only, is_person=True) if is_person and is_subject else None


def borrowed(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """What is taken as a debt comes in: `взяла у сестры в долг 7000`, `took a loan 500`."""
    took, debt = first_hit(findings, "took"), first_hit(findings, "debt")
    if debt is None or (took is None and not _is_lent_by(findings, about)):
        return None
    hit = took or debt
    is_led = about is not None and about.first < hit.first and about.text[:1].isupper()
    return Kind("income", SURE, hit, only, is_person=is_led and took is not None)


def _is_lent_by(findings: Findings, about: Words | None) -> bool:
    """Whether a debt is from a person, and it was not paid: `von meinem Bruder 200 geliehen`."""
    hits = findings.page.hits
    paid = (hit for hit in hits.all("spend", "came_back", "refund") if not hits.over("debt", hit.first))
    return about is not None and is_from_person(findings, about) and next(paid, None) is None


def came_back(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """`Ozon returned 1200` may be a refund or income: the person is asked; `refund` says which."""
    noun = first_hit(findings, "refund")
    if noun is not None:
        return Kind("expense", SURE, noun, only, refund=True)
    hit = first_hit(findings, "came_back")
    if hit is None:
        return None
    page, is_before = findings.page, about is not None and about.first < hit.first
    if is_before and page.hits.has("to_me", "debt"):
        return Kind("income", SURE, hit, only, is_person=True)
    if page.hits.has("mine") or (hit.last + 1 < len(page.tokens) and _is_name(page, hit.last + 1)):
        return Kind("expense", SURE, hit, only, is_person=True)
    if not is_before and page.hits.at("for_price", hit.last + 1):
        return Kind("expense", SURE, hit, only, refund=True)
    return Kind("income", ASK, hit, only, is_person=is_before)


def _is_name(page: Page, index: int) -> bool:
    """Whether a token is a person's name: capital in a message that is not all capitals."""
    return page.is_free(index) and page.tokens[index].text[:1].isupper() and not page.text.isupper()


def is_from_person(findings: Findings, about: Words) -> bool:
    """`from grandma`, `от Анны`: a name behind the word that says who gave."""
    page = findings.page
    places = [hit.last + 1 for hit in page.hits.all("from_person") if hit.last + 1 < len(page.tokens)]
    return any(
        about.first <= at <= about.last and (page.hits.over("family", at) or _is_name(page, at))
        for at in places
    )
