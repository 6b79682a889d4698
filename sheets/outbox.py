from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from manager import Link, SheetJob, SheetState


class SheetQueue(Protocol):
    """Where the jobs of the sheet wait; `ConversationManager` is one. Each method is one transaction."""

    async def due_sheet_jobs(self, limit: int) -> tuple[SheetJob, ...]:
        """The jobs that may be tried now, backfills last, oldest first, at most one per operation.

        READY, UNKNOWN and VERIFY ones, and BLOCKED ones that were given a time to be tried again.
        """

    async def next_sheet_job_at(self) -> datetime | None:
        """When the next waiting job may be tried; None when none waits."""

    async def sheet_jobs_sending(self, ids: Sequence[int], note: bytes | None = None) -> None:
        """Commit SENDING, the time, and one attempt more; with a note in the place of the one before."""

    async def sheet_note(self) -> bytes | None:
        """The note that was left, by whichever process."""

    async def set_sheet_note(self, note: bytes | None) -> None:
        """Leave this one, or none."""

    async def sheet_jobs_moved(
        self, ids: Sequence[int], state: SheetState, *, reason: str = "", retry_at: datetime | None = None
    ) -> None:
        """Put jobs into a state; those without `retry_at` that need a person wait for one."""

    async def link(self, links: Sequence[Link]) -> None:
        """These versions were read back in these rows: they are DONE."""

    async def recover_sheet_jobs(self) -> int:
        """Whatever is SENDING becomes UNKNOWN: nobody waits for its answer any more."""
