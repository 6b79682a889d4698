"""From the model's answer to a reading: quotes become places in the person's text."""

from typing import Any, Final

from pydantic import ValidationError

from agents.errors import ReaderError
from agents.model.answer import (
    Answer,
    AskedDays,
    AskedQuery,
    SaidDay,
    SaidFlag,
    SaidNumber,
    SaidText,
    ToldOperation,
)
from agents.model.quotes import Quotes
from agents.reading import Reading, Setting
from agents.wording import alike, words
from ledger import Category, Draft, Evidence, Field
from manager import Book, Period, Query

NAMED: Final = 1.0
LED: Final = 0.9
"""Confidence in a category that a word of the person's own list leads to."""

GUESSED: Final = 0.7
"""Confidence in a name that the words do not resemble: it is shown as "my guess"."""

_PLAIN: Final[tuple[Field, ...]] = (
    "amount",
    "currency",
    "to_amount",
    "to_currency",
    "day",
    "description",
    "counterparty",
    "balance",
    "refund",
)

Said = SaidText | SaidNumber | SaidDay | SaidFlag


def understood(words: str, text: str, setting: Setting) -> Reading:
    """What a model's words say it understood; nothing is checked against the text yet: that is the gate's.

    Raises:
        ReaderError: the words are no answer. What is said in them stays out of the error, for it is logged.
    """
    try:
        answer = Answer.model_validate_json(words)
    except ValidationError as error:
        faults = ", ".join(sorted({fault["type"] for fault in error.errors()}))
        raise ReaderError(f"the model's answer does not fit: {faults}", kind="unreadable") from None
    return _reading(answer, text, setting)


def _reading(answer: Answer, text: str, setting: Setting) -> Reading:
    if answer.act == "query" and answer.query is None:
        raise ReaderError("the model sees a question and does not say which", kind="unreadable")
    quotes = Quotes(text)
    told = answer.operations if answer.act == "tell" else []
    return Reading(
        answer.act,
        tuple(_draft(operation, quotes, setting.book) for operation in told),
        _query(answer.query) if answer.query is not None and answer.act == "query" else None,
        unknown_account=answer.unknown_account.strip() if answer.act == "tell" else "",
        by="model",
    )


def _draft(told: ToldOperation, quotes: Quotes, book: Book) -> Draft:
    values: dict[str, Any] = {}
    evidence: list[Evidence] = []

    def put(field: Field, value: object, quote: str, confidence: float = NAMED) -> None:
        values[field] = value
        evidence.append(quotes.evidence(field, quote, confidence))

    if told.type is not None:
        put("type", told.type.value, told.type.quote, NAMED if told.type.quote else LED)
    for field in _PLAIN:
        said: Said | None = getattr(told, field)
        if said is not None:
            is_code = field in ("currency", "to_currency")
            put(field, str(said.value).strip().upper() if is_code else said.value, said.quote)
    for field, account in (("account", told.account), ("to_account", told.to_account)):
        if account is not None:
            put(field, account.value, account.quote, _account_confidence(account, book))
    if told.category is not None:
        put("category", told.category.value, told.category.quote, _category_confidence(told.category, book))
    if told.tags:
        put("tags", tuple(tag.value for tag in told.tags), told.tags[0].quote)
    return Draft(**values, evidence=tuple(evidence))


def _account_confidence(said: SaidText, book: Book) -> float:
    account = book.account(said.value)
    names = (account.name, *account.words) if account else ()
    return NAMED if _names(said.quote, *names) else GUESSED


def _category_confidence(said: SaidText, book: Book) -> float:
    category: Category | None = next((one for one in book.categories if one.name == said.value), None)
    if category is None:
        return GUESSED
    if _names(said.quote, category.name):
        return NAMED
    return LED if _names(said.quote, *category.words) else GUESSED


def _names(quote: str, *names: str) -> bool:
    """Whether a word of the quote is a word of one of these names, in whatever case or number."""
    said = words(quote)
    return any(alike(one, other) for name in names for one in words(name) for other in said)


def _query(asked: AskedQuery) -> Query:
    return Query(
        asked.metric,
        asked.type,
        asked.category,
        asked.account,
        asked.words.strip(),
        _days(asked.period),
        asked.limit,
        _days(asked.than),
        asked.each,
        asked.by,
    )


def _days(asked: AskedDays | None) -> Period | None:
    return (asked.since, asked.until) if asked is not None else None
