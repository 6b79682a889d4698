from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from agents import NEW, as_draft
from bot.wording import amounts, titles
from bot.wording.callbacks import Callback, Verb
from bot.wording.questions import question_text
from bot.wording.texts import Html, Texts, texts
from ledger import Draft, Field
from manager import Booked, Button, Buttons, Card, Option, SheetStanding

SheetUrl = Callable[[int | None], str]
"""The address of a row of the sheet (None: of the sheet); empty where there is nothing to open."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as Telegram gets it: HTML and buttons."""

    text: str
    buttons: Buttons = ()


def render(card: Card, sheet_url: SheetUrl, note: str = "") -> Rendered:
    """A conversation's card as it stands: question, receipt, correction, undone, put aside or dropped."""
    t = texts(card.language)
    thread = card.thread
    if thread.question is not None and thread.status == "active":
        return _question(card, t)
    if thread.booked is not None:
        return _receipt(card, thread.booked, t, sheet_url, note)
    if thread.status == "abandoned":
        return _put_aside(card, t)
    text = (
        t("Not recorded.")
        if not thread.draft.said
        else t("<s>{title}</s>\nNot recorded.", title=_title(thread.draft, card, t))
    )
    back = (_button(card, "back", t.plain("Bring back")),)
    return Rendered(text, (back,) if thread.draft.said else ())


def continued(card: Card) -> Rendered:
    """The one line that stays of a card when its conversation goes on further below."""
    t = texts(card.language)
    booked = card.thread.booked
    draft = as_draft(booked.operation) if booked else card.thread.draft
    if not draft.said or draft.amount is None:
        return Rendered(t("→ continued below"))
    return Rendered(t("{title} → continued below", title=_title(draft, card, t)))


def change(card: Card, changes: list[list[str]], version: int, sheet_url: SheetUrl) -> Rendered:
    """What a correction changed, and that the sheet has it once it has."""
    t = texts(card.language)
    booked = card.thread.booked
    if booked is None:
        return Rendered(t("Not recorded."))
    listed = ", ".join(f"{old} → {new}" for old, new in changes)
    text = t("Changed <b>#{number}</b>: {changes}.", number=booked.number, changes=listed)
    is_newest = booked.version == version
    if is_newest and card.sheet == "linked":
        text = Html(f"{text} {_updated(card, t)}")
    elif is_newest and card.sheet == "waiting":
        text = Html(f"{text} {t('The sheet is not answering, I keep trying.')}")
    if not is_newest or booked.state == "void":
        return Rendered(text)
    revert = _button(card, "revert", t.plain("Undo the change"), str(version))
    return Rendered(text, ((revert, *_sheet_button(card, t, sheet_url)),))


def _question(card: Card, t: Texts) -> Rendered:
    thread, question = card.thread, card.thread.question
    if question is None:
        raise ValueError("a card without a question")
    text = question_text(card, question, t)
    if question.field == "which":
        rows = _pairs([_option(card, index, option) for index, option in enumerate(question.options)])
        return Rendered(text, rows)
    head = t("❓ <b>{title}</b>", title=_title(thread.draft, card, t))
    is_bare = question.field == "refund" or thread.draft.type == "adjustment"
    details = "" if is_bare else _details(thread.draft, card, t, frozenset())
    lines = [head, details, text]
    drop = _button(card, "drop", t.plain("Don't record"))
    choices = [_option(card, index, option) for index, option in enumerate(question.options)]
    match question.field:
        case "confirm":
            rows = (*_pairs(choices), (_button(card, "last", t.plain("Show last 10")), drop))
        case "refund" | "day":
            rows = (*((choice,) for choice in choices), (drop,))
        case "amount" | "to_amount":
            rows = (*_pairs(choices), (drop,))
        case _:
            rows = (*_pairs(choices), (_button(card, "other", t.plain("Other…")), drop))
    return Rendered("\n".join(line for line in lines if line), rows)


def _receipt(card: Card, booked: Booked, t: Texts, sheet_url: SheetUrl, note: str) -> Rendered:
    draft = as_draft(booked.operation)
    is_void = booked.state == "void"
    title = _title(draft, card, t)
    head = Html(f"↩️ <s>{title}</s>") if is_void else Html(f"{_sign(card, booked)} <b>{title}</b>")
    lines = [head, _details(draft, card, t, card.guesses, booked), _place(card, booked, t)]
    if note:
        lines.append(t(note))
    return Rendered("\n".join(lines), _receipt_buttons(card, booked, t, sheet_url))


def _receipt_buttons(card: Card, booked: Booked, t: Texts, sheet_url: SheetUrl) -> Buttons:
    if booked.state == "void":
        return ((_button(card, "back", t.plain("Bring back")),),)
    row = [_button(card, "undo", t.plain("Undo")), _button(card, "edit", t.plain("Change"))]
    if booked.operation.type == "transfer":
        row.append(_button(card, "swap", t.plain("Swap")))
        return (tuple(row),)
    return ((*row, *_sheet_button(card, t, sheet_url)),)


def _sheet_button(card: Card, t: Texts, sheet_url: SheetUrl) -> tuple[Button, ...]:
    """The button that opens the row, once the sheet has it and where it is on the web."""
    url = sheet_url(card.rows[0]) if card.sheet == "linked" and card.rows else ""
    return (Button(t.plain("Sheet"), url=url),) if url else ()


def _put_aside(card: Card, t: Texts) -> Rendered:
    draft = card.thread.draft
    started_on = card.thread.started_on
    day = amounts.day(started_on, t.language) if started_on else ""
    head = t("💤 <b>{title}</b>, {day}", title=_title(draft, card, t), day=day)
    return Rendered(f"{head}\n{t('Put aside. Reply here to finish it.')}")


def _sign(card: Card, booked: Booked) -> str:
    if card.sheet == "waiting":
        return "⏳"
    if card.sheet in ("refused", "missing", "edited", "doubled"):
        return "⚠️"
    return "✏️" if booked.version > 1 else "✅"


def _place(card: Card, booked: Booked, t: Texts) -> str:
    """The third line: the number, and where the operation stands. Never more than is true."""
    number = booked.number
    if booked.state == "void":
        if card.sheet == "left out":
            return t("#{number} · undone. Left out of the sheet, as was decided", number=number)
        is_marked = card.sheet == "linked"
        return (
            _undone(card, number, t)
            if is_marked
            else t("#{number} · undone, the sheet will follow", number=number)
        )
    if card.sheet == "linked":
        return _linked(card, booked, t)
    return t(_STANDING[card.sheet], number=number)


def _linked(card: Card, booked: Booked, t: Texts) -> str:
    place = t("#{number} · in the sheet, {rows}", number=booked.number, rows=_rows(card, t))
    if booked.changed_at is not None:
        day = booked.changed_at.astimezone(ZoneInfo(card.timezone)).date()
        return place + t(" · changed {day}", day=amounts.day(day, t.language))
    if card.written_at is not None:
        return place + t(", written at {time}", time=amounts.clock(card.written_at, card.timezone))
    return place


def _rows(card: Card, t: Texts) -> str:
    if len(card.rows) > 1:
        return t.plain("rows {first}–{last}", first=card.rows[0], last=card.rows[-1])
    return t.plain("row {row}", row=card.rows[0] if card.rows else "?")


def _undone(card: Card, number: int, t: Texts) -> str:
    if len(card.rows) > 1:
        first, last = card.rows[0], card.rows[-1]
        return t(
            "#{number} · undone, rows {first}–{last} are marked Void", number=number, first=first, last=last
        )
    return t(
        "#{number} · undone, row {row} is marked Void", number=number, row=card.rows[0] if card.rows else "?"
    )


def _updated(card: Card, t: Texts) -> str:
    if len(card.rows) > 1:
        return t("Rows {first}–{last} are updated.", first=card.rows[0], last=card.rows[-1])
    return t("Row {row} is updated.", row=card.rows[0] if card.rows else "?")


def _details(
    draft: Draft, card: Card, t: Texts, guesses: frozenset[Field], booked: Booked | None = None
) -> str:
    """The second line: type, account, category and day, as far as known; guesses are named."""

    def named(field: Field, value: str | None) -> str:
        guessed = field in guesses or draft.is_guess(field)
        return f"{t('{value}', value=value)}{t(' (my guess)') if guessed else ''}" if value else ""

    account = named("account", draft.account)
    if draft.type == "transfer":
        ends = f"{_end(draft, card, t, 0)} → {_end(draft, card, t, 1)}"
        rate = titles.rate(draft)
        parts = [ends + (t(" (rate {rate})", rate=rate) if rate else "")]
    else:
        kind = t.plain("Refund") if draft.refund else titles.type_name(draft.type or "expense", t)
        parts = [kind, account, named("category", draft.category)]
    if booked is not None and draft.day is not None:
        today = booked.recorded_at.astimezone(ZoneInfo(card.timezone)).date()
        parts.append(amounts.day(draft.day, t.language, today=today))
    return " · ".join(part for part in parts if part)


def _end(draft: Draft, card: Card, t: Texts, leg: int) -> str:
    """One side of a transfer; with its amount when the currencies differ."""
    name = t("{value}", value=(draft.account, draft.to_account)[leg] or "?")
    if not titles.rate(draft) or draft.amount is None or draft.to_amount is None:
        return name
    values = ((-draft.amount, draft.currency), (draft.to_amount, draft.to_currency))
    amount, currency = values[leg]
    code = currency or card.book.currency
    shown = amounts.number(amount, code, t.language, plus=True)
    return f"{name} {amounts.sign(code, t.language)} {shown}"


def _title(draft: Draft, card: Card, t: Texts) -> Html:
    return titles.title(draft, t, card.book.currency)


def _option(card: Card, index: int, option: Option) -> Button:
    style = "success" if option.value == "yes" else ""
    t = texts(card.language)
    is_new = option.value.startswith(NEW)
    label = t.plain("New account “{name}”", name=option.label) if is_new else option.label
    return _button(card, "set", label, str(index), style=style)


def _button(card: Card, verb: Verb, label: str, argument: str = "", *, style: str = "") -> Button:
    data = Callback(verb, card.thread.id, card.thread.revision, argument).pack()
    return Button(label, data=data, style=style)  # type: ignore[arg-type]  # "", success or danger


def _pairs(buttons: list[Button]) -> Buttons:
    """Rows of two; a long label stands alone."""
    rows: list[tuple[Button, ...]] = []
    for button in buttons:
        short = len(button.label) <= LONG_LABEL
        if rows and short and len(rows[-1]) == 1 and len(rows[-1][0].label) <= LONG_LABEL:
            rows[-1] = (rows[-1][0], button)
        else:
            rows.append((button,))
    return tuple(rows)


LONG_LABEL = 20


_STANDING: dict[SheetStanding, str] = {
    "none": "#{number} · saved",
    "going": "#{number} · saved, going to the sheet",
    "waiting": "#{number} · saved. The sheet is not answering, I keep trying",
    "refused": "#{number} · saved. Google refuses me access to the sheet",
    "missing": "#{number} · saved. Its row is gone from the sheet",
    "edited": "#{number} · saved. Its row in the sheet was changed by hand",
    "doubled": "#{number} · saved. Its row stands twice in the sheet",
    "left out": "#{number} · saved in the books. Left out of the sheet, as was decided",
}
