"""A spreadsheet program that is not ours opens the workbook, and comes to the sums of the book."""

import random
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from ledger import Account, Category, Draft, Money, Operation
from manager import Booked, ConversationManager, Founding, Lists, Record, Step, Turn, Void
from sheets import Entry, Register, Rendering, rows_of
from sheets.layout import Language
from sheets.tabs.content import FIRST_CATEGORY
from sheets.tabs.summary import FIRST_HELD
from sheets.workbook import Workbook
from tests.conftest import FakeClock
from tests.manager.story import ANNA, BOT
from tests.manager.story import Book as Story

SOFFICE = shutil.which("soffice")
SPENDING = ("Cafés", "Taxi", "Home", "Pets ?", "Fun", "Gifts", "Health", "Rent")
LISTS = Lists(
    (
        Account("Cash", "RUB"),
        Account("Card *1*", "RUB"),
        Account("Card 21", "RUB"),
        Account("Euro ~box", "EUR"),
    ),
    (*(Category(name, "expense") for name in SPENDING), Category("Salary", "income")),
)
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture
def story(tmp_path: Path, clock: FakeClock) -> Story:
    made = Story(tmp_path / "book.db", clock)
    founding = Founding(ANNA.id, "en", "RUB", str(ZONE), LISTS)
    made.manager = ConversationManager(made.path, bot_id=BOT, founding=founding, now=clock)
    return made


def happened(seed: int, count: int) -> list[Operation]:
    """A year of somebody's money: every type, refunds, three accounts of one currency and one of another."""
    chance = random.Random(seed)  # noqa: S311  # a test's story
    names = [account.name for account in LISTS.accounts]
    told = []
    for number in range(count):
        day = date(2026, chance.randint(1, 12), chance.randint(1, 28))
        amount = Money.of(f"{chance.randint(1, 4999)}.{chance.randint(0, 99):02}", "RUB")
        account = chance.choice(names[:3])
        match number % 9:
            case 0:
                told.append(Operation("income", amount, day, account, "Salary"))
            case 1:
                euros = Money.of(str(chance.randint(1, 90)), "EUR")
                told.append(Operation("transfer", amount, day, account, to_account=names[3], received=euros))
            case 2:
                told.append(Operation("adjustment", -amount, day, account))
            case 3:
                spent = Money.of(str(chance.randint(1, 90)), "EUR")
                told.append(Operation("expense", spent, day, names[3], chance.choice(SPENDING)))
            case _:
                category = chance.choice(SPENDING)
                told.append(
                    Operation("expense", amount, day, account, category, refund=not chance.randrange(5))
                )
    return told


async def booked(story: Story, operations: Sequence[Operation]) -> list[Booked]:
    """Book all of that, and undo every seventh."""
    for number, operation in enumerate(operations):
        decision = Record("ExpenseAgent", Draft(type=operation.type), operation)
        (conversation_id,) = await story.turn(story.said("told"), Step(decision))
        if number % 7 == 0:
            thread = await story.manager.get_conversation_context(conversation_id)
            assert thread is not None
            again = story.said("undo")
            context = await story.opened(again)
            step = Step(Void(), conversation_id, thread.revision)
            await story.manager.record(Turn(again, context.book.id, context.today, (step,)))
    return [job.booked for job in await story.manager.due_sheet_jobs(10_000)]


def recalculated(path: Path, folder: Path) -> Book:
    """The workbook with the values that LibreOffice computes."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder),
        str(path),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)  # noqa: S603  # found on the path
    assert "Error" not in done.stderr, done.stderr
    return load_workbook(folder / path.name, data_only=True)


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here to open the workbook with")
@pytest.mark.parametrize("language", ["en", "ru"])
async def test_the_sums_of_the_workbook_are_the_books_own(
    story: Story, tmp_path: Path, language: Language
) -> None:
    await story.manager.open()
    rows = await booked(story, happened(11, 90))
    context = await story.opened(story.said("balance?"))
    sheet = Workbook(tmp_path / "book.xlsx", language)
    sheet.prepare()
    since = await story.manager.counted_since(context.book.id)
    sheet.furnish(Register.of(context.book, since))
    rendering = Rendering(language, ZONE, "ThreadbookBot")
    sheet.append([Entry(one.number, rows_of(one, rendering)) for one in rows])
    ask_for_year(tmp_path / "book.xlsx", 2026)

    book = recalculated(tmp_path / "book.xlsx", tmp_path / "office")

    accounts, summary = book.worksheets[2], book.worksheets[1]
    lines = list(accounts.iter_rows(min_row=2, max_col=5, values_only=True))
    shown = {line[0]: line[4] for line in lines}
    held = await story.manager.balances(context.book.id)
    assert {one.account: Decimal(one.minor) / 100 for one in held} == {
        name: round(Decimal(value), 2) for name, value in shown.items()
    }
    opened = {name: round(Decimal(opening), 2) for name, _, opening, _, _ in lines}
    assert {name: one for name, one in opened.items() if one} == opening(rows)
    listed = [summary.cell(FIRST_HELD + place, 17).value for place in range(1, len(lines) + 1)]
    assert listed == [line[4] for line in lines]
    assert year_of(summary) == spent_by_month(rows)
    top = [summary.cell(FIRST_CATEGORY + place, 17).value for place in range(1, 7)]
    assert top == sorted(top, reverse=True)
    assert top[0] > 0
    problems = [
        cell.value for tab in book for row in tab.iter_rows() for cell in row if cell.data_type == "e"
    ]
    assert problems == []
    await story.manager.close()


def opening(rows: Sequence[Booked]) -> dict[str, Decimal]:
    """What was said to be on each account on the first day on which anything was said of it."""
    told = [one.operation for one in rows if one.operation.type == "adjustment" and one.state == "booked"]
    first = {
        account: min(one.day for one in told if one.account == account)
        for account in {one.account for one in told}
    }
    found: dict[str, Decimal] = defaultdict(Decimal)
    for one in told:
        if one.day == first[one.account]:
            found[one.account] += one.amount.amount
    return dict(found)


def ask_for_year(path: Path, year: int) -> None:
    """Type a year in place of the present one."""
    book = load_workbook(path)
    book.worksheets[1]["B1"] = year
    book.save(path)


def year_of(summary) -> dict[tuple[str, int], Decimal]:
    """What the summary says was spent on each category in each month."""
    lines = summary.iter_rows(min_row=FIRST_CATEGORY + 1, max_col=13, values_only=True)
    return {
        (line[0], month): round(Decimal(line[month]), 2)
        for line in lines
        if line[0]
        for month in range(1, 13)
        if round(line[month], 2)
    }


def spent_by_month(rows: Sequence[Booked]) -> dict[tuple[str, int], Decimal]:
    spent: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for one in rows:
        operation = one.operation
        if operation.type == "expense" and one.state == "booked" and operation.amount.currency == "RUB":
            sign = -1 if operation.refund else 1
            spent[operation.category or "", operation.day.month] += sign * operation.amount.amount
    return {key: value for key, value in spent.items() if value}
