"""The gate that both readers pass: what the person's text does not support is dropped, so the bot asks."""

from dataclasses import replace
from typing import Final, Protocol

from agents.grounds import Figure, Grounds, Surveyor, figure_of, survey
from agents.reading import Act, Reading, Setting
from agents.rivalry import settle
from agents.wording import akin, opens, words
from ledger import Draft, Evidence, Field, Origin, is_currency
from manager import Period, Query

MOST_LISTED: Final = 100
"""Operations that a question may list at most."""

COMMANDS: Final[tuple[Act, ...]] = ("delete", "restore", "cancel")
"""Acts that change what is recorded or asked without telling anything."""

_OURS: Final[tuple[Origin, ...]] = ("button", "habit", "book")
_PAIRS: Final[tuple[tuple[Field, Field], ...]] = (
    ("amount", "currency"),
    ("balance", "currency"),
    ("to_amount", "to_currency"),
)
_CURRENCIES: Final[tuple[Field, ...]] = ("currency", "to_currency")
_MARKS: Final = frozenset(" ,.'’-&+/()")
_UNPLACED_TYPE: Final = Evidence("type", "guess", confidence=0.7)


class Gate(Protocol):
    """Keeps of a reading what the text supports."""

    def __call__(self, text: str, reading: Reading, setting: Setting) -> Reading:
        """The reading without what is not grounded."""


def gate(text: str, reading: Reading, setting: Setting, *, surveyor: Surveyor = survey) -> Reading:
    """What of a reading is grounded in the person's own text and lists. Pure; a field that fails is dropped.

    An amount must be what a number of the text means, a currency must be named or the default, a day must be
    named or today, names must stand in the lists, words in the text. A currency that stands beside the amount
    is taken even if the reader missed it. A model's reading must besides explain every number that can be
    money, and use none twice: what is left over makes rivals; and to undo, to bring back or to drop
    something must be said. A reading that lost something is not certain.
    """
    if not (reading.drafts or reading.query or reading.unknown_account or reading.by == "model"):
        return reading
    check = _Check(text, setting, surveyor(text, setting))
    checked = tuple(check.draft(draft) for draft in reading.drafts)
    is_whole = all(told.said <= kept.said for told, kept in zip(reading.drafts, checked, strict=True))
    gated = replace(
        reading,
        drafts=checked if reading.by == "rules" else tuple(draft for draft in checked if draft.said),
        query=check.query(reading.query) if reading.query else None,
        unknown_account=reading.unknown_account if check.is_worded(reading.unknown_account) else "",
        certain=reading.certain and is_whole,
    )
    if reading.by == "model" and reading.act in COMMANDS and not check.grounds.has_command:
        return Reading("none", by="model")
    return settle(gated, check.grounds.figures, setting) if reading.by == "model" else gated


class _Check:
    """One message, and what it supports."""

    def __init__(self, text: str, setting: Setting, grounds: Grounds) -> None:
        self.grounds = grounds
        self._text = text
        self._words = words(text)
        self._setting = setting
        self._book = setting.book

    def draft(self, told: Draft) -> Draft:
        """The fields that hold, with the currencies that stand beside their amounts."""
        kept = told.without(field for field in told.said if not self._holds(told, field))
        if kept.account is not None and kept.account == kept.to_account:
            kept = kept.without(("to_account",))
        sound = {None, *self._default_currencies(kept), *self.grounds.currencies}
        kept = kept.without(field for field in _CURRENCIES if getattr(kept, field) not in sound)
        for amount, currency in _PAIRS:
            kept = self._with_currency(kept, amount, currency, was_said=currency in told.said)
        proof = kept.origin("type")
        if proof is None or self._is_placed(proof):
            return kept
        return replace(kept, evidence=(*(one for one in kept.evidence if one is not proof), _UNPLACED_TYPE))

    def query(self, query: Query) -> Query:
        """A question whose filters are names of the lists and words of the text, in sound bounds."""
        categories = {one.name for one in self._book.categories}
        return replace(
            query,
            category=query.category if query.category in categories else None,
            account=query.account if query.account and self._book.account(query.account) else None,
            words=query.words if all(self._is_akin(word) for word in words(query.words)) else "",
            period=_in_order(query.period),
            than=_in_order(query.than),
            limit=min(max(query.limit, 1), MOST_LISTED),
        )

    def is_worded(self, said: str) -> bool:
        """Whether every word, and every unusual sign, is the person's own; a word may be cut short."""
        parts = words(said)
        is_own = all(any(opens(part, own) for own in self._words) for part in parts)
        signs = {char for char in said if not char.isalnum()} - _MARKS
        return bool(parts) and is_own and len(said) <= len(self._text) and signs <= set(self._text)

    def _holds(self, draft: Draft, field: Field) -> bool:
        if field == "type":
            return True
        proof = draft.origin(field)
        if proof is None or not self._is_placed(proof):
            return False
        match field:
            case "amount" | "to_amount" | "balance":
                return self._figure(draft, field) is not None
            case "currency" | "to_currency":
                return is_currency(getattr(draft, field))
            case "account" | "to_account":
                return self._is_account(getattr(draft, field), proof)
            case "category":
                return self._is_category(draft, proof)
            case "day":
                return draft.day == self._setting.today or draft.day in self.grounds.days
            case "refund":
                return not draft.refund or bool(proof.text)
            case "description" | "counterparty" | "tags":
                return self._is_own(draft, field)

    def _is_own(self, draft: Draft, field: Field) -> bool:
        """Whether a text is made of the person's words; a counterparty may stand in another case."""
        match field:
            case "description":
                return self.is_worded(draft.description or "")
            case "counterparty":
                return self._are_akin(draft.counterparty or "")
            case _:
                return all(self.is_worded(tag) for tag in draft.tags or ())

    def _is_placed(self, proof: Evidence) -> bool:
        """Whether the quoted words really stand where the evidence says; a text may leave some out."""
        if not 0 <= proof.start <= proof.end <= len(self._text):
            return False
        place = self._text[proof.start : proof.end]
        is_shortened = proof.field in ("description", "counterparty") and set(words(proof.text)) <= set(
            words(place)
        )
        return place == proof.text or is_shortened

    def _figure(self, draft: Draft, field: Field) -> Figure | None:
        """The number of the text that an amount rests on."""
        return figure_of(self.grounds.figures, draft, field)

    def _default_currencies(self, draft: Draft) -> set[str]:
        """The currencies that need not be named: the book's, and those of the accounts that were."""
        accounts = {draft.account, draft.to_account}
        return {self._book.currency, *(one.currency for one in self._book.accounts if one.name in accounts)}

    def _with_currency(self, draft: Draft, amount: Field, currency: Field, *, was_said: bool) -> Draft:
        """The draft with the currency beside its amount; an amount whose currency failed is in doubt too."""
        figure = self._figure(draft, amount)
        if figure is None:
            return draft
        if figure.currency is None:
            is_doubtful = was_said and currency not in draft.said
            return draft.without((amount,)) if is_doubtful else draft
        if getattr(draft, currency) == figure.currency:
            return draft
        said = self._text[figure.start : figure.end]
        proof = Evidence(currency, "said", said, figure.start, figure.end)
        filled = draft.fill(currency, figure.currency, "said")
        return replace(filled, evidence=(*(one for one in filled.evidence if one.field != currency), proof))

    def _is_account(self, name: str, proof: Evidence) -> bool:
        if self._book.account(name) is None:
            return False
        is_ours = proof.origin in _OURS or (proof.origin == "default" and name == self._book.default_account)
        return is_ours or bool(proof.text)

    def _is_category(self, draft: Draft, proof: Evidence) -> bool:
        kinds = {one.kind for one in self._book.categories if one.name == draft.category}
        is_fitting = draft.type not in ("expense", "income") or draft.type in kinds
        return bool(kinds) and is_fitting and (bool(proof.text) or proof.origin != "said")

    def _are_akin(self, said: str) -> bool:
        signs = {char for char in said if not char.isalnum()} - _MARKS
        parts = words(said)
        return bool(parts) and all(self._is_akin(word) for word in parts) and signs <= set(self._text)

    def _is_akin(self, word: str) -> bool:
        return any(akin(word, own) or opens(word, own) for own in self._words)


def _in_order(period: Period | None) -> Period | None:
    """A period, unless it ends before it begins."""
    return period if period is not None and period[0] <= period[1] else None
