"""What the bot asks, word for word, and the labels of the answers it offers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from agents import AGAIN, DOUBTED, FORWARDED, IMPORTED, NEW
from bot.wording import amounts, titles
from bot.wording.texts import Html, Texts
from ledger import Draft, Money
from manager import Ask, Book, Card, Option, Question, Thread


def question_text(card: Card, question: Question, t: Texts) -> Html:
    """The question of a card, in words."""
    draft = card.thread.draft
    return asked(draft, question, t, card.book)


def asked(draft: Draft, question: Question, t: Texts, book: Book) -> Html:
    """The exact question about a draft."""
    values = [option.value for option in question.options]
    match question.field:
        case "amount" | "to_amount":
            return _how_much(draft, question, t)
        case "account" | "to_account":
            new = next((value.removeprefix(NEW) for value in values if value.startswith(NEW)), None)
            if new is not None:
                return t("I don’t know the account «{name}». Choose one, or tap “New account”", name=new)
            return _which_account(draft, question, t)
        case "currency" | "category" | "description":
            return _what(question, t)
        case "day":
            shown = amounts.day(draft.day, t.language) if draft.day else ""
            return t("{date} is in the future. Record it for today, or keep that date?", date=shown)
        case "refund":
            return t("Is it money back for a purchase, or income?")
        case "confirm":
            return _confirm(draft, values, t, book)
        case "which":
            return _which_one(draft, values, t, book)


def labelled(ask: Ask, t: Texts, book: Book, targets: tuple[Thread, ...] = ()) -> Ask:
    """The decision with words on its offered answers."""
    options = tuple(
        option if option.label else Option(option.value, _label(option.value, ask, t, book, targets))
        for option in ask.question.options
    )
    return replace(ask, question=replace(ask.question, options=options))


def _label(value: str, ask: Ask, t: Texts, book: Book, targets: tuple[Thread, ...]) -> str:
    currency = ask.draft.currency or book.currency
    match ask.question.field, value:
        case (("amount" | "to_amount"), _):
            return f"{_plain(Decimal(value), currency, t)}"
        case "refund", "refund":
            return t.plain("Refund, lowers spending")
        case "refund", _:
            return t.plain("Income")
        case "confirm", _:
            return _confirm_label(value, ask, t, book)
        case "day", _:
            return amounts.day(date.fromisoformat(value), t.language)
        case "which", "both":
            return t.plain("Both")
        case "which", "neither":
            return t.plain("Neither")
        case "which", "new":
            return t.plain("New operation")
        case _:
            return _thread_label(value, t, book, targets)


def _confirm_label(value: str, ask: Ask, t: Texts, book: Book) -> str:
    if value.startswith(AGAIN):
        return t.plain("Record it again")
    if value in (FORWARDED, IMPORTED, DOUBTED):
        return t.plain("Record it")
    money = titles.value(ask.draft, book.currency)
    return t.plain("Record {amount}", amount=amounts.money(money, t.language, plus=True) if money else "")


def _thread_label(value: str, t: Texts, book: Book, targets: tuple[Thread, ...]) -> str:
    thread = next((one for one in targets if str(one.id) == value), None)
    if thread is None:
        return value
    if thread.booked is not None:
        return t.plain("Change #{number}", number=thread.booked.number)
    money = titles.value(thread.draft, book.currency)
    name = titles.subject(thread.draft, t)
    return f"{name} {amounts.money(money, t.language)}" if money else name


def _how_much(draft: Draft, question: Question, t: Texts) -> Html:
    if question.options:
        rivals = [option.label or option.value for option in question.options]
        listed = ", ".join(rivals[:-1])
        return t("Which amount is it: {a} or {b}?", a=listed, b=rivals[-1])
    if question.field == "to_amount":
        return t("How much arrived?")
    if draft.amount is not None:
        return t(
            "I can’t read the amount «{raw}». Write digits, for example <b>1250.50</b>", raw=draft.amount
        )
    return t("How much?")


def _what(question: Question, t: Texts) -> Html:
    if question.field == "currency":
        return t("Which currency?")
    return t("Which category?") if question.field == "category" else t("What for?")


def _which_account(draft: Draft, question: Question, t: Texts) -> Html:
    if question.field == "to_account" or draft.type == "income":
        return t("To which account?")
    return t("From which account?") if draft.type == "transfer" else t("Which account?")


def _confirm(draft: Draft, values: list[str], t: Texts, book: Book) -> Html:
    value = next(iter(values), "")
    if value.startswith(AGAIN):
        number = value.removeprefix(AGAIN)
        return t("It looks like #{number}, which you told me before. Record it again?", number=number)
    if value == IMPORTED:
        return t("Did I read it rightly?")
    if value == FORWARDED:
        return t("These are somebody else’s words. Record them?")
    if value == DOUBTED:
        return t("Is this an operation? Nothing is written yet. Record it?")
    account = book.account(draft.account or "")
    currency = account.currency if account else book.currency
    if draft.balance is None or draft.amount is None:
        return t("Record the difference?")
    said = Money.of(draft.balance, currency)
    in_book = Money.of(draft.balance - draft.amount, currency)
    return t(
        "In the books: {book}. You say: {said}.\nRecord the difference?",
        book=amounts.money(in_book, t.language),
        said=amounts.money(said, t.language),
    )


def _which_one(draft: Draft, values: list[str], t: Texts, book: Book) -> Html:
    if "new" in values:
        return t(
            "Is <b>{title}</b> a change, or a new operation?", title=titles.title(draft, t, book.currency)
        )
    said = [draft.account, draft.to_account, draft.category, draft.description]
    words = next((word for word in said if word), None)
    if words is None and draft.amount is not None:
        words = _plain(draft.amount, draft.currency or book.currency, t)
    return t("{what} for which one?", what=words) if words else t("Which one do you mean?")


def _plain(amount: Decimal, currency: str, t: Texts) -> str:
    return f"{amounts.number(amount, currency, t.language)} {amounts.sign(currency, t.language)}"
