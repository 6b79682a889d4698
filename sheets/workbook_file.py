"""An `.xlsx` file that people may edit too: read again when it changed, replaced as a whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import openpyxl
from openpyxl.workbook import Workbook as Book

from sheets.sheet import SheetError

_Stamp = tuple[int, int, int]
_TRIES: Final = 3


class WorkbookFile:
    """The file and the last state that was read of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._book: Book | None = None
        self._stamp: _Stamp | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a file."""
        return self.path.exists()

    @property
    def stamp(self) -> str:
        """Another word after each time that the file was saved, by whomever.

        Raises:
            SheetError: it is gone, or cannot be reached now.
        """
        return _word(self._stamp_now())

    def forget(self) -> None:
        """Read the file anew next time."""
        self._book, self._stamp = None, None

    def load(self) -> Book:
        """The workbook as it stands on disk.

        Raises:
            SheetError: it is gone, cannot be reached now, or is no workbook (then it is left as it is).
        """
        stamp = self._stamp_now()
        if self._book is None or stamp != self._stamp:
            self.forget()
            self._book, self._stamp = self._read(), stamp
        return self._book

    def create(self, book: Book) -> None:
        """Make the file; its folder too.

        Raises:
            SheetError: it cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SheetError(f"cannot make the folder of {self.path}: {error}", "outage") from error
        self.forget()
        self._replace(book)

    @property
    def loaded(self) -> str:
        """The stamp of the state that was read or written last; empty when there is none."""
        return _word(self._stamp) if self._stamp else ""

    def rewrite(self, change: Callable[[Book], None], *, read_at: str = "") -> None:
        """Change the newest state of the file; when somebody else saves in between, theirs is changed anew.

        With `read_at`, the stamp of a state, only that state is changed.

        Raises:
            SheetError: what `load` raises, or it is open in a spreadsheet program, or cannot be written, or
                it is in another state than that (`stale`).
        """
        self._refuse_while_open()
        for _ in range(_TRIES):
            book = self.load()
            if read_at and self.loaded != read_at:
                raise SheetError(f"{self.path} was saved by another program since it was read", "stale")
            try:
                change(book)
                if self._replace(book):
                    return
            except BaseException:
                self.forget()  # what is in memory is half changed
                raise
            self.forget()
        raise SheetError(f"{self.path} is being saved by another program again and again", "outage")

    def _read(self) -> Book:
        try:
            return openpyxl.load_workbook(self.path, rich_text=True)
        except OSError as error:
            raise SheetError(f"cannot read {self.path}: {error}", "outage") from error
        except Exception as error:  # a damaged file can make the reader raise anything
            raise SheetError(
                f"{self.path} cannot be read as a workbook and was left as it is; repair it, or move it away",
                "refused",
            ) from error

    def _replace(self, book: Book) -> bool:
        """Put the workbook in the file's place; not (False) when the file changed since `load`."""
        part: Path | None = None
        try:
            with tempfile.NamedTemporaryFile(
                dir=self.path.parent, prefix=f".{self.path.stem}-", suffix=".part", delete=False
            ) as file:
                part = Path(file.name)
                book.save(file)
                file.flush()
                os.fsync(file.fileno())
            if self._stamp is not None:
                if self._stamp_now() != self._stamp:
                    return False
                shutil.copymode(self.path, part)
            part.replace(self.path)
            self._flush_folder()
        except OSError as error:
            raise SheetError(f"cannot write {self.path}: {error}", "outage") from error
        finally:
            if part is not None:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
        self._book, self._stamp = book, self._stamp_now()
        return True

    def _stamp_now(self) -> _Stamp:
        try:
            stat = self.path.stat()
        except FileNotFoundError as error:
            raise SheetError(f"{self.path} was moved or deleted", "gone") from error
        except OSError as error:
            raise SheetError(f"cannot reach {self.path}: {error}", "outage") from error
        return (stat.st_ino, stat.st_mtime_ns, stat.st_size)

    def _refuse_while_open(self) -> None:
        """What a program that has the file open saves later would undo our write."""
        name = self.path.name
        for mark in (f"~${name}", f".~lock.{name}#"):
            if self.path.with_name(mark).exists():
                raise SheetError(f"{self.path} is open in a spreadsheet program; close it there", "outage")

    def _flush_folder(self) -> None:
        """Make the replacement outlive a power cut, where folders can be opened (not on Windows)."""
        with suppress(PermissionError):
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def _word(stamp: _Stamp) -> str:
    return " ".join(map(str, stamp))
