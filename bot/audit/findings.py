"""What was found in the sheet, as messages with the decisions for buttons."""

from collections.abc import Sequence
from typing import Final

from agents import as_draft
from bot.audit import differences
from bot.wording import amounts, titles
from bot.wording.callbacks import Callback
from bot.wording.texts import Html, Texts
from manager import Booked, Button, Buttons, FindingKind, Notice, SheetCheck, SheetFinding, Verdict
from sheets.audit import Discrepancy, Sum

LONGEST: Final = 30
"""A value that is longer does not go on a button."""

REPORT: Final = "report"
"""What the button that asks for everything as a file carries."""

MONTHS: Final = 5
"""Months that are listed where the sums differ."""


def summary(
    name: str,
    check: SheetCheck,
    waiting: dict[FindingKind, int],
    t: Texts,
    timezone: str,
    *,
    sums: Sequence[Sum],
) -> Notice:
    """What a check of the whole sheet counted, with a button for each kind that waits for a decision."""
    counts = check.counts
    lines = [
        t("<b>Sheet check: {book}</b>", book=name),
        t(
            "{operations}, {rows}, checked at {time}",
            operations=t.plural("{count} operation", "{count} operations", counts.get("operations", 0)),
            rows=t.plural("{count} row", "{count} rows", counts.get("rows", 0)),
            time=amounts.clock(check.checked_at, timezone),
        ),
        *_counted(check, t),
    ]
    if not counts.get("operations") and not counts.get("rows"):
        lines.append(t("Nothing is booked yet, and the sheet is empty."))
    else:
        lines += _sums(sums, t)
    report = Button(t.plain("Full report"), data=Callback("audit", argument=REPORT).pack())
    asked = (*_kinds(waiting, t), (report,)) if any(waiting.values()) else ()
    return Notice("\n".join(lines), (*asked, *again(t)))


def again(t: Texts) -> Buttons:
    """The button that compares once more."""
    return ((Button(t.plain("Compare again"), data=Callback("audit", argument="again").pack()),),)


def _sums(sums: Sequence[Sum], t: Texts) -> list[Html]:
    """Whether the sums are the same, and the first months in which they are not."""
    differing = [one for one in sums if one.difference]
    if not differing:
        return [t("The sums are the same in every currency and month.")]
    lines = [
        t(
            "{month}, {currency}: books {book}, sheet {sheet}",
            month=amounts.month(one.month, t.language) if one.month else t.plain("without a day"),
            currency=one.currency or t.plain("without a currency"),
            book=amounts.exact(one.book, t.language),
            sheet=amounts.exact(one.sheet, t.language),
        )
        for one in differing[:MONTHS]
    ]
    if len(differing) > MONTHS:
        lines.append(t("… and {count} more", count=len(differing) - MONTHS))
    if all(one.is_explained for one in differing):
        return [t("The sums differ only by the rows above."), *lines]
    return [t("⚠️ The sums differ by more than the rows above."), *lines]


def _counted(check: SheetCheck, t: Texts) -> list[Html]:
    counts = check.counts
    told: tuple[tuple[str, Html], ...] = (
        ("match", t.plural("{count} matches", "{count} match", counts.get("match", 0))),
        (
            "moved",
            t.plural(
                "{count} moved: found again, link repaired",
                "{count} moved: found again, links repaired",
                counts.get("moved", 0),
            ),
        ),
        ("edited", t.plural("{count} edited by hand", "{count} edited by hand", counts.get("edited", 0))),
        ("missing", t.plural("{count} missing", "{count} missing", counts.get("missing", 0))),
        ("double", t.plural("{count} double", "{count} double", counts.get("double", 0))),
        (
            "foreign",
            t.plural(
                "{count} typed by hand, not mine", "{count} typed by hand, not mine", counts.get("foreign", 0)
            ),
        ),
        (
            "ignored",
            t.plural(
                "{count} not mine, left alone as you said",
                "{count} not mine, left alone as you said",
                counts.get("ignored", 0),
            ),
        ),
        (
            "waiting",
            t.plural(
                "{count} waiting to be written", "{count} waiting to be written", counts.get("waiting", 0)
            ),
        ),
    )
    return [words for state, words in told if counts.get(state)]


def _kinds(waiting: dict[FindingKind, int], t: Texts) -> Buttons:
    labels: tuple[tuple[FindingKind, str], ...] = (
        ("edited", t.plain("Edited {count}", count=waiting.get("edited", 0))),
        ("missing", t.plain("Missing {count}", count=waiting.get("missing", 0))),
        ("double", t.plain("Double {count}", count=waiting.get("double", 0))),
        ("foreign", t.plain("Not mine {count}", count=waiting.get("foreign", 0))),
    )
    shown = [
        Button(label, data=Callback("audit", argument=kind).pack())
        for kind, label in labels
        if waiting.get(kind)
    ]
    return tuple(tuple(shown[place : place + 2]) for place in range(0, len(shown), 2))


def problem(finding: SheetFinding, found: Discrepancy, t: Texts, *, may_ask: bool = False) -> Notice:
    """One finding with its decisions, for whoever keeps the books; `may_ask` offers to ask its person."""
    booked = found.booked
    if booked is None or finding.kind == "foreign":
        return _foreign(finding, found, t)
    match finding.kind:
        case "edited":
            head = t("{what}: edited by hand", what=_named(booked, t))
            text = Html(f"{head}\n{_edits(found, t)}")
            rows = _edited_buttons(finding, found, t)
            if may_ask:
                ask = _button(finding, "ask", t.plain("Ask {name}", name=booked.who))
                rows = (*rows, (ask, _skip(finding, t)))
                return Notice(text, rows)
        case "missing":
            text = t("{what}: its row is gone", what=_named(booked, t))
            rows = (
                (_button(finding, "write again", t.plain("Write again")),),
                (_button(finding, "void", t.plain("Undo it in the books"), style="danger"),),
            )
        case _:
            text = t(
                "{what}: stands in {rows}",
                what=_named(booked, t),
                rows=differences.numbers([row.row for row in found.rows], t),
            )
            keep = tuple(
                _button(finding, f"keep:{place}", t.plain("Keep row {row}", row=row.row))
                for place, row in enumerate(found.rows)
            )
            rows = tuple(keep[place : place + 2] for place in range(0, len(keep), 2))
    return Notice(text, (*rows, (_skip(finding, t),)))


def question(finding: SheetFinding, found: Discrepancy, t: Texts) -> Notice:
    """What the person whose operation it is is asked when somebody changed its row."""
    booked = found.booked
    if booked is None:
        raise ValueError("a question about nobody's operation")
    if [edit.column for edit in found.edits] == ["amount"]:
        text = t(
            "{what}: the sheet says {sheet}, you said {book}. Which is right?",
            what=_named(booked, t),
            sheet=_sheet_amount(found, t),
            book=_book_amount(booked, t),
        )
    else:
        head = t("{what}: its row in the sheet was changed by hand", what=_named(booked, t))
        text = Html(f"{head}\n{_edits(found, t)}\n{t('Which is right?')}")
    return Notice(text, _edited_buttons(finding, found, t))


def decided(finding: SheetFinding, verdict: Verdict, who: str, text: str, t: Texts) -> Notice:
    """The message of a finding once it is decided: what was done, by whom, and the way back."""
    done = {
        "take": t("Taken into the books, {who}", who=who),
        "put back": t("The books were right, the row follows. {who}", who=who),
        "write again": t("The row is written again. {who}", who=who),
        "void": t("Undone in the books. {who}", who=who),
        "keep": t("The other row is marked Void and has no ID any more. {who}", who=who),
        "ignore": t("Left alone from now on. {who}", who=who),
    }[verdict]
    undo = Button(t.plain("Undo this decision"), data=Callback("undecide", finding.id).pack())
    return Notice(Html(f"{text}\n✓ {done}"), () if verdict == "write again" else ((undo,),))


def _foreign(finding: SheetFinding, found: Discrepancy, t: Texts) -> Notice:
    line = differences.line(found, t)
    where = differences.numbers(line.rows, t)
    words = {"where": f"{where[0].upper()}{where[1:]}", "what": line.what, "day": line.day}
    if found.rows[0].op_id:
        text = t("{where} names an operation that is not in the books: <i>{what}</i> {day}", **words)
    else:
        text = t("{where} was typed by hand: <i>{what}</i> {day}", **words)
    take = _button(finding, "take", t.plain("Take into the books"))
    ignore = _button(finding, "ignore", t.plain("Leave it alone"))
    return Notice(text, ((take,), (ignore, _skip(finding, t))))


def _edited_buttons(finding: SheetFinding, found: Discrepancy, t: Texts) -> Buttons:
    take, put = t.plain("Take what the sheet says"), t.plain("Put the books’ back")
    if [edit.column for edit in found.edits] == ["amount"] and found.booked is not None:
        sheet, book = _sheet_amount(found, t), _book_amount(found.booked, t)
        if len(sheet) <= LONGEST:
            take = t.plain("Take {sheet} from the sheet", sheet=sheet)
            put = t.plain("Put {book} back", book=book)
    return ((_button(finding, "take", take),), (_button(finding, "put back", put),))


def _edits(found: Discrepancy, t: Texts) -> Html:
    rows = {row.op_id: row.row for row in found.rows}
    lines = [
        t(
            "{difference} ({row})",
            difference=differences.changed(edit, t),
            row=differences.numbers([rows[edit.op_id]], t),
        )
        for edit in found.edits
    ]
    return Html("\n".join(lines))


def _named(booked: Booked, t: Texts) -> Html:
    operation = booked.operation
    title = titles.title(as_draft(operation), t, operation.amount.currency)
    day = amounts.day(operation.day, t.language)
    return t(
        "<b>#{number}</b> {title}, {day}, {who}", number=booked.number, title=title, day=day, who=booked.who
    )


def _sheet_amount(found: Discrepancy, t: Texts) -> str:
    edit = found.edits[0]
    cells = next(row.cells for row in found.rows if row.op_id == edit.op_id)
    return differences.money(edit.sheet, cells["currency"], t)


def _book_amount(booked: Booked, t: Texts) -> str:
    return amounts.money(booked.operation.amount, t.language)


def _skip(finding: SheetFinding, t: Texts) -> Button:
    return _button(finding, "skip", t.plain("Later"))


def _button(finding: SheetFinding, argument: str, label: str, *, style: str = "") -> Button:
    version = finding.version or 0
    data = Callback("decide", finding.id, version, argument).pack()
    return Button(label, data=data, style=style)  # type: ignore[arg-type]  # "", success or danger
