"""What the terminal hears of a request that was refused: one line, and of a form nothing.

Whoever reads the terminal may not see patients, however talkative it was made.
"""

from __future__ import annotations

import logging
import re
from traceback import format_tb
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType

TOLD_ON_THE_PAGE: Final = frozenset({409, 412, 422})
"""A form with a mistake in it, or one somebody else was quicker than: ordinary work."""

REFUSED: Final = range(400, 500)

_KEY: Final = re.compile(r"(/sign-in/(?:welcome|address)/|/in/)[^/\s]+")


class OneLine(logging.Filter):
    """Leaves ordinary mistakes out, and the trace of what no page of ours sends."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether this is written at all."""
        status = getattr(record, "status_code", 0)
        if status in TOLD_ON_THE_PAGE:
            return False
        if status in REFUSED:
            record.exc_info, record.exc_text = None, None
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_key, record.args))
        return True


def _without_key(told: object) -> object:
    """An address that is itself a key is not written down."""
    return _KEY.sub(r"\1...", told) if isinstance(told, str) else told


class WithoutWords(logging.Formatter):
    """Says where a mistake was made and of which kind, never its words.

    A database quotes the row it refuses, a conversion the text it could not read: either may be a
    patient's. The lines of the trace are ours, and enough to find the mistake.
    """

    def formatException(  # noqa: N802 - the standard library calls it so
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The trace of each mistake that led to it, the first one first."""
        said: list[str] = []
        seen: set[int] = set()
        error = ei[1]
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            said.insert(0, "".join([*format_tb(error.__traceback__), type(error).__name__]))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(said)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """The line; of what the event loop says of a task only the first, which names no value."""
        said = super().formatMessage(record)
        return said.partition("\n")[0] if record.name == "asyncio" else said
