from dataclasses import replace
from decimal import Decimal
from typing import Any

from agents.reading import Setting
from agents.rules.names.finding import CONFIDENCE, Found
from agents.rules.numbers.number import Number
from agents.rules.operations.describing import Words, counterparty, describe
from agents.rules.operations.exchange import exchanged, is_exchange, is_half_told
from agents.rules.operations.findings import Findings
from agents.rules.operations.kind import GUESS, SURE, Kind
from agents.rules.operations.kinds import kind_of
from ledger import Draft, Evidence, Field, OperationType, Origin


def draft_of(findings: Findings, setting: Setting, *, is_reply: bool) -> Draft:
    """One operation, or one answer, as a draft whose every field has its evidence in the message."""
    about = describe(findings)
    kind = kind_of(findings, about, setting.book.accounts)
    if is_reply:
        kind = _as_told(kind, findings, setting)
    writer = _Writer(findings)
    writer.kind(kind, findings)
    if kind.type == "adjustment":
        writer.balance(_balance(findings))
    else:
        writer.money(findings)
    if kind.type == "transfer" and not is_reply and is_half_told(findings, setting.book.accounts):
        writer.half(findings)
    writer.accounts(kind, setting)
    if kind.type not in ("adjustment", "transfer"):
        writer.category(findings, kind.type)
    if findings.days:
        day = findings.days[0]
        writer.put("day", day.day, day.first, day.last)
    writer.words(findings, about, kind, is_reply=is_reply)
    return writer.draft()


def _as_told(kind: Kind, findings: Findings, setting: Setting) -> Kind:
    """The kind of an answer or a correction: an expense is no balance, and moves by two accounts alone.

    `it was 19 actually, cash` and `put it on the card` say how a thing was paid.
    """
    if kind.type is not None and kind.hit is None:
        return replace(kind, type=None)
    if _known_type(setting) not in ("expense", "income") or kind.hit is None or kind.hit.role == "type":
        return kind
    is_paid = kind.type == "transfer" and not findings.amounts and not (kind.account and kind.to_account)
    is_cash = kind.type == "transfer" and kind.hit.role == "deposit" and len(findings.accounts) == 1
    if kind.type == "adjustment" or is_paid or (is_cash and not findings.amounts):
        return Kind(None, account=next(iter(findings.accounts), None))
    return kind


def _known_type(setting: Setting) -> OperationType | None:
    """What the conversation is about so far."""
    thread = setting.thread
    booked = thread.booked.operation.type if thread and thread.booked else None
    return (thread.draft.type if thread else None) or booked


def _balance(findings: Findings) -> Number | None:
    return findings.balance() or next(iter(findings.amounts), None)


class _Writer:
    """Collects fields with their evidence."""

    def __init__(self, findings: Findings) -> None:
        self._page = findings.page
        self._values: dict[str, Any] = {}
        self._evidence: list[Evidence] = []

    def draft(self) -> Draft:
        """What was collected."""
        return Draft(**self._values, evidence=tuple(self._evidence))

    def put(self, field: Field, value: object, first: int, last: int, confidence: float = SURE) -> None:
        """Set a field, said by the tokens `first` to `last`; below full confidence it is a guess."""
        start, end = self._page.tokens[first].start, self._page.tokens[last].end
        origin: Origin = "said" if confidence >= SURE else "guess"
        self._values[field] = value
        self._evidence.append(Evidence(field, origin, self._page.text[start:end], start, end, confidence))

    def kind(self, kind: Kind, findings: Findings) -> None:
        if kind.type is None:
            return
        if kind.hit is not None:
            self.put("type", kind.type, kind.hit.first, kind.hit.last, kind.confidence)
        else:
            self._values["type"] = kind.type
            self._evidence.append(Evidence("type", "guess", confidence=kind.confidence))
        if kind.refund is not None and kind.hit is not None:
            self.put("refund", kind.refund, kind.hit.first, kind.hit.last)

    def balance(self, number: Number | None) -> None:
        if number is not None and len(number.readings) == 1:
            self.put("balance", number.value, number.first, number.last)
            if number.currency:
                self.put("currency", number.currency, number.first, number.last)

    def money(self, findings: Findings) -> None:
        amounts = findings.amounts
        if is_exchange(findings):
            given, got = exchanged(findings)
            self.put("to_amount", got.value, got.first, got.last)
            self.put("to_currency", got.currency, got.first, got.last)
            amounts = (given,)
        if amounts and (value := only_value(amounts)) is not None:
            amount = amounts[0]
            self.put("amount", value, amount.first, amount.last)
            if amount.currency:
                self.put("currency", amount.currency, amount.first, amount.last)
        if "amount" not in self._values:
            self._currencies(findings)

    def half(self, findings: Findings) -> None:
        """The currency of an exchange for which its amount is not told yet."""
        if findings.into is not None:
            self.put("to_currency", findings.into.code, findings.into.first, findings.into.last)

    def _currencies(self, findings: Findings) -> None:
        """A currency that was named without an amount, or of amounts of which only one is meant."""
        coin = findings.coin
        if coin is not None:
            self.put("currency", coin.code, coin.first, coin.last)
        codes = {amount.currency for amount in findings.amounts if amount.currency}
        if len(codes) == 1:
            amount = next(amount for amount in findings.amounts if amount.currency)
            self.put("currency", amount.currency, amount.first, amount.last)

    def accounts(self, kind: Kind, setting: Setting) -> None:
        question = setting.thread.question if setting.thread else None
        if (
            question is not None
            and question.field == "to_account"
            and kind.to_account is None
            and kind.account
        ):
            kind = replace(kind, account=None, to_account=kind.account)
        if (
            _known_type(setting) == "transfer"
            and kind.account
            and kind.account.direction == "to"
            and not kind.to_account
        ):
            kind = replace(kind, account=None, to_account=kind.account)
        for field, found in (("account", kind.account), ("to_account", kind.to_account)):
            if found is not None:
                confidence = GUESS if found.how in ("typo", "alias") else SURE
                self.put(
                    "account" if field == "account" else "to_account",
                    found.name,
                    found.first,
                    found.last,
                    confidence,
                )

    def category(self, findings: Findings, type_: OperationType | None) -> None:
        chosen = choose_category(findings, type_)
        if chosen is None:
            return
        name, found = chosen
        is_named = found.how in ("marked", "name")
        self.put("category", name, found.first, found.last, SURE if is_named else CONFIDENCE[found.how])

    def words(self, findings: Findings, about: Words | None, kind: Kind, *, is_reply: bool) -> None:
        chosen = choose_category(findings, kind.type)
        is_only_category = (
            is_reply
            and chosen is not None
            and chosen[1].how == "name"
            and about is not None
            and (about.first, about.last) == (chosen[1].first, chosen[1].last)
        )
        is_verb = kind.hit is not None and about is not None and about.first <= kind.hit.first <= about.last
        if about is not None and not is_only_category and not (kind.type == "transfer" and is_verb):
            self._put_words("description", about)
        other = counterparty(findings, about, is_person=kind.is_person)
        if other is not None:
            self._put_words("counterparty", other, confidence=0.9)
        tags = [
            token for token in findings.page.tokens[findings.first : findings.last + 1] if token.kind == "tag"
        ]
        if tags:
            self._values["tags"] = tuple(token.text for token in tags)
            self._evidence.append(Evidence("tags", "said", tags[0].text, tags[0].start, tags[0].end))

    def _put_words(self, field: Field, words: Words, confidence: float = SURE) -> None:
        self._values[field] = words.text
        origin: Origin = "said" if confidence >= SURE else "guess"
        self._evidence.append(Evidence(field, origin, words.text, words.start, words.end, confidence))


def choose_category(findings: Findings, type_: OperationType | None) -> tuple[str, Found] | None:
    """The category of the right kind that was named, else the first that a word leads to."""
    wanted = "income" if type_ == "income" else "expense"
    fitting = [
        (dict(found.kinds)[kind], found)
        for found in findings.categories
        for kind in (wanted, *(("income",) if type_ is None else ()))
        if kind in dict(found.kinds)
    ]
    order = {"marked": 0, "name": 1, "word": 2, "typo": 3}
    return min(fitting, key=lambda pair: order[pair[1].how], default=None)


def only_value(amounts: tuple[Number, ...]) -> Decimal | None:
    """The one amount that can be meant, or None when there are several."""
    values = {value for amount in amounts for value in amount.readings}
    return next(iter(values)) if len(values) == 1 else None
