from agents.rules.names.finding import Found
from agents.rules.operations.describing import Words
from agents.rules.operations.exchange import exchange_of
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import LIKELY, SURE, Kind, first_hit, named_type
from agents.rules.operations.notices import notice_kind
from agents.rules.operations.people import borrowed, came_back, given
from agents.rules.operations.transfers import between_accounts, cash_moved, moved
from agents.rules.vocabulary.lexicon import Hit
from ledger import Account, OperationType


def kind_of(findings: Findings, about: Words | None, accounts: tuple[Account, ...]) -> Kind:
    """The type of what is told, and the direction between the person's own accounts."""
    named = _named(findings.accounts)
    only = named[0] if len(named) == 1 else None
    if findings.form == "receipt":
        return Kind("expense", LIKELY, None, only)
    if findings.form == "notice" and (kind := notice_kind(findings, accounts)) is not None:
        return kind
    return (
        _adjustment(findings, about, only)
        or exchange_of(findings, named, accounts)
        or between_accounts(findings, named, accounts)
        or cash_moved(findings, about, only, accounts)
        or borrowed(findings, about, only)
        or given(findings, about, only)
        or moved(findings, about, only)
        or _signed(findings, only)
        or came_back(findings, about, only)
        or _told(findings, about, only)
        or Kind(_default(findings, about), account=only or (named[0] if named else None))
    )


def _named(found: tuple[Found, ...]) -> list[Found]:
    """The accounts without repetition, in order."""
    seen: dict[str, Found] = {}
    for item in found:
        seen.setdefault(item.name, item)
    return list(seen.values())


def _adjustment(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """`card really has 12400`, `на карте осталось 12400`; of which account it is may be still to be told."""
    if about is not None or _is_moved(findings):
        return None
    if only is None:
        return _balance_alone(findings)
    is_paid = findings.page.hits.before("by_means", only.first) and not only.direction
    if is_paid and not first_hit(findings, "balance"):
        return None
    hit = first_hit(findings, "really", "balance")
    has_number = bool(findings.amounts) or findings.balance() is not None
    if hit is not None and hit.role == "really":
        hit = hit if has_number and not _is_better_amount(findings, hit, only) else None
    if hit is None and has_number:
        hit = next(iter(findings.page.hits.all("holds", "recount")), None) or _stands(findings, only)
    named = named_type(findings)
    if hit is None and named is not None and named.value == "adjustment":
        hit = named
    return Kind("adjustment", SURE, hit, only) if hit else None


def _is_moved(findings: Findings) -> bool:
    """Whether a verb says that money moved; `gezählt` is no `gezahlt`, though it may be written so."""
    page, hit = findings.page, first_hit(findings, "spend", "earn", "transfer", "deed")
    is_counted = hit is not None and page.hits.over("recount", hit.first) is not None
    return hit is not None and not (is_counted and not page.tokens[hit.first].text.isascii())


def _balance_alone(findings: Findings) -> Kind | None:
    """`balance 830`: what some account holds, and nothing else."""
    hit = first_hit(findings, "balance")
    is_only = hit is not None and findings.balance() is not None and not findings.amounts
    return Kind("adjustment", SURE, hit) if is_only and not findings.accounts else None


def _stands(findings: Findings, only: Found) -> Hit | None:
    """A small word right between an account and its amount: `cash is 40`."""
    amount = findings.balance() or next(iter(findings.amounts), None)
    between = range(only.last + 1, amount.first) if amount is not None else range(0)
    hits = (findings.page.hits.over("stands", index) for index in between)
    return next((hit for hit in hits if hit is not None), None)


def _is_better_amount(findings: Findings, really: Hit, only: Found) -> bool:
    """Whether "actually" corrects an amount and names how it was paid: `actually 14 and by credit card`."""
    is_paid = bool(findings.amounts) and only.direction != "to"
    return is_paid and really.first < findings.amounts[0].first < only.first


def _signed(findings: Findings, only: Found | None) -> Kind | None:
    sign = next((amount.sign for amount in findings.amounts if amount.sign), "")
    if not sign:
        return None
    place = next(amount.first for amount in findings.amounts if amount.sign)
    hit = Hit("sign", sign, place, place)
    return Kind("income" if sign == "+" else "expense", SURE, hit, only)


def _told(findings: Findings, about: Words | None, only: Found | None) -> Kind | None:
    """Verbs and words of spending and earning; the longer phrase wins, `gave me` over `gave`."""
    named = named_type(findings)
    if named is not None and named.value in ("expense", "income"):
        return Kind("income" if named.value == "income" else "expense", SURE, named, only)
    denied = first_hit(findings, "type") if named is None else None
    if denied is not None and denied.value in ("expense", "income"):
        return Kind("expense" if denied.value == "income" else "income", SURE, denied, only)
    got = next((hit for hit in findings.page.hits.all("got") if hit.last + 1 in _places(findings)), None)
    spend, earn = first_hit(findings, "spend", "deed"), first_hit(findings, "earn") or got
    if earn is not None and _is_shared(findings, earn):
        return Kind("expense", SURE, None if spend is None else spend, only)
    if earn is not None and (spend is None or _is_wider(earn, spend) or _is_priced(findings, earn, spend)):
        is_person = about is not None and about.first < earn.first and about.text[:1].isupper()
        return Kind("income", SURE, earn, only, is_person=is_person and not findings.categories)
    noun = first_hit(findings, "earn_noun")
    is_got = noun is not None and spend is not None and _is_wider(noun, spend) and noun.last > noun.first
    if spend is not None and not is_got:
        return Kind("expense", SURE, spend, only)
    if noun is not None:
        return Kind("income", LIKELY, noun, only)
    return None


def _is_shared(findings: Findings, earn: Hit) -> bool:
    """Whether it is a bill that came, of which only a share is told: `hesap 3200 geldi, benim payım 800`."""
    part = first_hit(findings, "my_part")
    return part is not None and part.first > earn.last


def _is_priced(findings: Findings, earn: Hit, spend: Hit) -> bool:
    """Whether the only amount belongs to what was sold, and how it was paid is told behind it."""
    if len(findings.amounts) != 1 or not earn.last < findings.amounts[0].first < spend.first:
        return False
    between = range(earn.last + 1, findings.amounts[0].first)
    return all(findings.page.tokens[index].kind == "word" for index in between)


def _places(findings: Findings) -> set[int]:
    """Where the amounts begin."""
    return {amount.first for amount in findings.amounts}


def _is_wider(one: Hit, other: Hit) -> bool:
    """Whether a phrase holds another one and more."""
    return one.first <= other.first and other.last <= one.last


def _default(findings: Findings, about: Words | None) -> OperationType | None:
    """An amount with a thing and no other sign is an expense, unless the thing only ever brings income."""
    if not findings.amounts or about is None:
        return None
    givers = {hit.last + 1 for hit in findings.page.hits.all("from_person")}
    if any(hit.first in givers for hit in findings.page.hits.all("family")):
        return "income"
    kinds = [dict(found.kinds) for found in findings.categories]
    if kinds and all("income" in item and "expense" not in item for item in kinds):
        return "income"
    return "expense"
