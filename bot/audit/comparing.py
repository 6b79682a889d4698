from bot.settings import Settings
from bot.sheet.keeper import chosen_spreadsheet, open_sheet, rendering
from manager import book_beside_sheet, utc_now
from sheets import SheetError
from sheets.audit import Report, reconcile


def compared(settings: Settings) -> Report:
    """The owner's book beside its sheet, from outside the bot and while it may run; nothing is decided.

    Raises:
        StoreError: the book cannot be read.
        SheetError: the sheet cannot be read, or there is none yet.
    """
    with book_beside_sheet(settings.database, settings.owner_id) as book:
        if book.habits is None:
            raise SheetError("nobody has written to the bot yet, so there is nothing to compare", "gone")
        if not chosen_spreadsheet(settings, book.habits) and not settings.workbook.exists():
            raise SheetError(f"{settings.workbook} does not exist yet", "gone")
        read_at, sheet = utc_now(), open_sheet(settings, book.habits)
        try:
            sheet.locate()
            scan = sheet.scan()
        finally:
            sheet.close()
        return reconcile(
            book.linkages(), scan, rendering(book.habits, ""), read_at=read_at, ignored=book.ignored
        )
