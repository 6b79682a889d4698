import re

import pytest
from playwright.async_api import expect

from playground.sheets import Google, Person
from tests.playground.page.driver import Bot, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SHEET_LINK = "https://docs.google.com/spreadsheets/d/playground-home/edit#gid=0&range=A4"


def columns(google: Google, index: int) -> list[str]:
    return [row[index] for row in google.spreadsheets["playground-home"].rows(0)]


async def test_what_the_bot_writes_appears_and_its_row_is_marked(
    ledger: Person, window: Window, bot: Bot
) -> None:
    del ledger
    assert await bot.writes("Ledger!A5:F5", [4, "2026-11-21", "Expense", -990, "OK", "DDD"]) == 200

    await expect(window.cell("D5")).to_have_text("-990")
    await expect(window.page.locator("#grid tr.current")).to_contain_text("DDD")
    await expect(window.page.locator("#sheet-status")).to_contain_text("row 5 written")


async def test_the_ledger_comes_into_view_when_the_bot_adds_it_unless_another_tab_was_chosen(
    window: Window, bot: Bot
) -> None:
    async def add(sheet_id: int, title: str) -> None:
        properties = {"sheetId": sheet_id, "title": title}
        await bot.client.post(
            "/google/v4/spreadsheets/playground-home:batchUpdate",
            json={"requests": [{"addSheet": {"properties": properties}}]},
            headers={"Authorization": f"Bearer {bot.google_token}"},
        )

    tabs = window.page.locator("#tabs").get_by_role("tab")
    await add(5, "Accounts")
    await bot.writes("Accounts!A1", ["Cash"])
    await add(6, "Ledger")
    await bot.writes("Ledger!A1:B2", ["Operation ID", "Amount"], ["AAA", -300])
    await expect(window.cell("B2")).to_have_text("-300")
    await expect(tabs.filter(has_text="Ledger")).to_have_attribute("aria-selected", "true")

    await tabs.filter(has_text="Accounts").click()
    await bot.writes("Ledger!A3:B3", ["BBB", -400])

    await expect(tabs.filter(has_text="Ledger")).to_have_class(re.compile("news"))
    await expect(tabs.filter(has_text="Accounts")).to_have_attribute("aria-selected", "true")


async def test_a_void_row_is_struck_through(ledger: Person, window: Window, bot: Bot) -> None:
    del ledger
    await expect(window.cell("D4")).to_have_css("text-decoration-line", "line-through")
    await expect(window.cell("D2")).to_have_css("text-decoration-line", "none")

    await bot.writes("Ledger!E2", ["Void"])

    await expect(window.cell("D2")).to_have_css("text-decoration-line", "line-through")


async def test_the_sheet_button_of_a_card_shows_the_row(ledger: Person, window: Window, bot: Bot) -> None:
    for number in range(5, 90):
        ledger.type("Ledger", number, 1, str(number))
    await window.cell("A2").click()
    link = SHEET_LINK.replace("A4", "A77")
    await bot.says("✅ Coffee", reply_markup={"inline_keyboard": [[{"text": "Sheet", "url": link}]]})
    await expect(window.cell("A77")).not_to_be_in_viewport()

    await window.key("Sheet").click()

    await expect(window.cell("A77")).to_be_in_viewport()
    await expect(window.page.locator("#cell-address")).to_have_text("A77")
    assert len(window.page.context.pages) == 1


async def test_a_link_in_a_cell_that_leads_to_the_bot_starts_it_here(ledger: Person, window: Window) -> None:
    ledger.type("Ledger", 2, 7, "https://t.me/ThreadbookBot?start=op_7K3Q")
    await window.cell("G2").get_by_role("link").click()

    await expect(window.message("/start op_7K3Q")).to_be_visible()


async def test_a_cell_is_edited_as_a_person_would(ledger: Person, window: Window, google: Google) -> None:
    del ledger
    await window.cell("D2").dblclick()
    await window.page.keyboard.type("-350")
    await window.page.keyboard.press("Enter")

    await expect(window.cell("D2")).to_have_text("-350")
    await expect(window.cell("D3")).to_be_focused()
    await expect(window.page.locator("#sheet-status")).to_contain_text("you changed D2")
    assert google.spreadsheets["playground-home"].values(0)[1][3] == -350
    await expect(window.page.locator("#grid tr.current")).to_have_count(0)


async def test_the_grid_is_walked_and_written_with_the_keyboard(
    ledger: Person, window: Window, google: Google
) -> None:
    del ledger
    await window.cell("A2").click()
    await window.page.keyboard.press("ArrowRight")
    await window.page.keyboard.press("ArrowDown")
    await window.page.keyboard.press("ArrowRight")
    await expect(window.cell("C3")).to_be_focused()

    await window.page.keyboard.type("7")
    await window.page.keyboard.press("Escape")
    assert columns(google, 2)[2] == "Income"

    await window.page.keyboard.press("Delete")
    await expect(window.cell("C3")).to_have_text("")


async def test_the_line_above_the_grid_shows_and_changes_the_selected_cell(
    ledger: Person, window: Window
) -> None:
    ledger.type("Ledger", 2, 3, "a text that is much longer than the column will ever be shown")
    await window.cell("C2").click()
    line = window.page.get_by_label("Content of the selected cell")
    await expect(line).to_have_value("a text that is much longer than the column will ever be shown")

    await line.fill("Transfer")
    await line.press("Enter")

    await expect(window.cell("C2")).to_have_text("Transfer")


async def test_sorting_by_a_column_keeps_the_header_and_follows_the_marked_row(
    ledger: Person, window: Window, bot: Bot, google: Google
) -> None:
    del ledger
    sheet = google.spreadsheets["playground-home"]
    freeze = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    request = {"updateSheetProperties": {"properties": freeze, "fields": "gridProperties.frozenRowCount"}}
    answer = await bot.client.post(
        f"/google/v4/spreadsheets/{sheet.spreadsheet_id}:batchUpdate",
        json={"requests": [request]},
        headers={"Authorization": f"Bearer {bot.google_token}"},
    )
    assert answer.status_code == 200
    await bot.writes("Ledger!C2", ["Refund"])
    await expect(window.page.locator("#grid tr.current")).to_contain_text("AAA")

    await window.page.locator(".letter[data-column='3'] button").click()
    await window.item("Sort sheet Z → A").click()

    await expect(window.cell("F2")).to_have_text("BBB")
    assert columns(google, 5) == ["Operation ID", "BBB", "AAA", "CCC"]
    await expect(window.page.locator("#grid tr.current")).to_contain_text("AAA")
    await expect(window.page.locator("#grid tr.current")).to_have_attribute("aria-rowindex", "3")


async def test_rows_are_inserted_copied_and_deleted_by_the_menu_of_the_row(
    ledger: Person, window: Window, google: Google
) -> None:
    del ledger
    await window.page.locator("tr[aria-rowindex='2'] .number button").click()
    await window.item("Insert a row above").click()
    await expect(window.cell("F3")).to_have_text("AAA")

    await window.cell("F3").click(button="right")
    await window.item("Copy this row to the end").click()
    await expect(window.cell("F6")).to_have_text("AAA")

    await window.cell("F4").click(button="right")
    await window.item("Delete this row").click()
    await expect(window.cell("F5")).to_have_text("AAA")
    assert columns(google, 5) == ["Operation ID", "", "AAA", "CCC", "AAA"]


async def test_tabs_are_switched_and_hidden_ones_do_not_show(
    ledger: Person, window: Window, bot: Bot
) -> None:
    del ledger
    requests = [
        {"addSheet": {"properties": {"sheetId": 7, "title": "Accounts"}}},
        {"addSheet": {"properties": {"sheetId": 8, "title": "_Lists", "hidden": True}}},
    ]
    answer = await bot.client.post(
        "/google/v4/spreadsheets/playground-home:batchUpdate",
        json={"requests": requests},
        headers={"Authorization": f"Bearer {bot.google_token}"},
    )
    assert answer.status_code == 200
    tabs = window.page.locator("#tabs").get_by_role("tab")
    await expect(tabs).to_have_text(["Ledger", "Accounts"])
    await bot.writes("Accounts!A1", ["Cash"])
    await expect(tabs.last).to_have_class(re.compile("news"))

    await tabs.last.click()

    await expect(window.cell("A1")).to_have_text("Cash")
    await expect(tabs.last).to_have_attribute("aria-selected", "true")


async def test_a_change_that_the_sheet_refuses_is_told(ledger: Person, window: Window) -> None:
    ledger.delete_columns("Ledger", 8, 19)
    await window.cell("P3").dblclick()
    await window.page.keyboard.type("x")
    await window.page.keyboard.press("Enter")

    await expect(window.page.locator(".toast.error")).to_contain_text("That did not work")
    window.errors.clear()  # the browser itself reports the refused request


async def test_the_charts_of_a_tab_stand_above_its_cells(ledger: Person, window: Window) -> None:
    cells = {"startRowIndex": 1, "endRowIndex": 4}
    labels = {"sourceRange": {"sources": [{**cells, "startColumnIndex": 1, "endColumnIndex": 2}]}}
    amounts = {"sourceRange": {"sources": [{**cells, "startColumnIndex": 3, "endColumnIndex": 4}]}}
    charts = window.page.locator("#charts figure")
    await expect(charts).to_have_count(0)

    ledger.add_charts("Ledger", [{"title": "Money", "pieChart": {"domain": labels, "series": amounts}}])

    await expect(charts).to_have_count(1)
    await expect(charts.get_by_role("img")).to_have_attribute("aria-label", re.compile("Money.*85,000"))
    ledger.delete_charts("Ledger")
    await expect(charts).to_have_count(0)
