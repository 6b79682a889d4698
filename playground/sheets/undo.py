from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial


class Undo:
    """What has to be taken back when a batch fails half-way; it makes a batch all or nothing.

    Everything a spreadsheet keeps is immutable and replaced as a whole (`change`), or knows the
    inverse of its own change (`remember`). Outside `all_or_nothing` nothing is remembered.
    """

    def __init__(self) -> None:
        self._steps: list[Callable[[], object]] | None = None

    def change(self, holder: object, name: str, value: object) -> None:
        """Set an attribute; taken back, it has its old value again."""
        self.remember(partial(setattr, holder, name, getattr(holder, name)))
        setattr(holder, name, value)

    def remember(self, inverse: Callable[[], object]) -> None:
        """Note how to take the change back that is being made."""
        if self._steps is not None:
            self._steps.append(inverse)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Take back all changes of the block when it raises. Nested blocks belong to the outermost."""
        if self._steps is not None:
            yield
            return
        steps: list[Callable[[], object]] = []
        self._steps = steps
        try:
            yield
        except BaseException:
            self._steps = None
            for inverse in reversed(steps):
                inverse()
            raise
        finally:
            self._steps = None
