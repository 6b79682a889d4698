"""Money that people give, send and bring back: who gave, and who got."""

from typing import Final

from agents.rules.names.finding import Found
from agents.rules.names.usual import is_usual_thing
from agents.rules.operations.describing import Words, is_content
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import ASK, LIKELY, SURE, Kind, first_hit
from agents.rules.page import Page
from agents.rules.vocabulary.lexicon import Hit

_DATIVE: Final = frozenset("еуюі")
_RECEIVING: Final = frozenset("еуюи")
"""How Russian names end when something is given to them."""


def given(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """Somebody gives: `мама подарила 5000`, `Вася скинул 300`; `маме` and `to mom` are who receives."""
    page, give = findings.page, first_hit(findings, "give")
    if give is None:
        return None
    if _has_given(findings, give):
        return Kind("income", LIKELY, give, only, is_person=True)
    to_me = first_hit(findings, "to_me")
    givers = (hit for hit in page.hits.all("family") if hit.last < give.first)
    giver = next((hit for hit in givers if page.hits.before("for_person", hit.first) is None), None)
    is_received = to_me is not None or page.hits.has("debt") or (only is not None and only.direction == "to")
    if giver is not None and (is_received or "tr" in page.codes):
        return Kind("income", LIKELY, give, only, is_person=True)
    giver_at = give.first - 1
    if about is None or not about.first <= giver_at <= about.last or not is_content(page, giver_at):
        return None
    if page.hits.before("for_person", giver_at) is not None or is_usual_thing(page.word(giver_at)):
        return None
    is_name = page.tokens[giver_at].text[:1].isupper() and "de" not in page.codes
    is_person = page.hits.over("family", giver_at) is not None or is_name
    is_subject = page.word(giver_at)[-1] not in _RECEIVING and about.first == giver_at
    return Kind("income", LIKELY, give, only, is_person=True) if is_person and is_subject else None


def _has_given(findings: Findings, give: Hit) -> bool:
    """Whether a person is who acts, by the verb right behind the name: `Mama hat 40 gegeben`."""
    page = findings.page
    if first_hit(findings, "mine", "pronoun") or page.hits.has("account_word"):
        return False
    people = [index for index in range(findings.first, give.first) if _is_person(page, index)]
    return any(page.hits.at("third", index + 1) for index in people)


def _is_person(page: Page, index: int) -> bool:
    is_named = _is_name(page, index) and "de" not in page.codes
    is_kin = page.hits.over("family", index) is not None
    return is_named or is_kin or (index > 0 and _follows_kin(page, index))


def _follows_kin(page: Page, index: int) -> bool:
    """Whether a name stands behind what it is to the person: `Tante Inge`."""
    return _is_name(page, index) and page.hits.over("family", index - 1) is not None


def borrowed(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """What is taken as a debt comes in: `взяла у сестры в долг 7000`, `took a loan 500`.

    `занял брату` is the other way round: who stands in the dative right behind the verb receives.
    """
    page = findings.page
    owed = (hit for hit in page.hits.all("debt") if page.hits.over("family", hit.last + 1))
    if any(page.word(hit.last + 1)[-1] in _DATIVE for hit in owed):
        return Kind("expense", SURE, first_hit(findings, "debt"), only)
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
    hit = first_hit(findings, "came_back")
    if (given_back := noun or hit) is not None and _is_to_person(findings, given_back):
        return Kind("expense", SURE, given_back, only, is_person=True)
    if noun is not None:
        return Kind("expense", SURE, noun, only, refund=True)
    if hit is None:
        return None
    page, is_before = findings.page, about is not None and about.first < hit.first
    if is_before and page.hits.has("to_me", "debt"):
        return Kind("income", SURE, hit, only, is_person=True)
    if page.hits.has("mine") or (hit.last + 1 < len(page.tokens) and _is_name(page, hit.last + 1)):
        return Kind("expense", SURE, hit, only, is_person=True)
    if not is_before and page.hits.at("for_price", hit.last + 1):
        return Kind("expense", SURE, hit, only, refund=True)
    is_friend = about is not None and is_before and _is_first_name(findings, about)
    return Kind("income", SURE if is_friend else ASK, hit, only, is_person=is_before)


def _is_first_name(findings: Findings, about: Words) -> bool:
    """Whether one who brings money back is called by name, and no shop is: `Пашка вернул 2000`."""
    page = findings.page
    if about.first != about.last or page.hits.over("merchant", about.first) or findings.categories:
        return False
    is_own_script = page.word(about.first).isascii() == page.word(about.first + 1).isascii()
    return page.tokens[about.first].text.istitle() and is_own_script and "de" not in page.codes


def _is_to_person(findings: Findings, hit: Hit) -> bool:
    """Whether money was given back to somebody behind the verb: `remboursé 15 à Léa`."""
    page = findings.page
    if page.hits.has("to_me"):
        return False
    led = (one.last + 1 for one in page.hits.all("for_person") if one.first > hit.last)
    places = [index for index in led if index < len(page.tokens)]
    return any(_is_name(page, index) or page.hits.over("family", index) is not None for index in places)


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
