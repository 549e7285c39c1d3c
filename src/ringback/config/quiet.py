"""What the terminal hears of a request that was refused: one line, and of a form nothing."""

from __future__ import annotations

import logging
import re
from typing import Final

TOLD_ON_THE_PAGE: Final = frozenset({409, 412, 422})
"""A form with a mistake in it, or one somebody else was quicker than: ordinary work."""

REFUSED: Final = range(400, 500)

_KEY: Final = re.compile(r"(/sign-in/welcome/)[^/\s]+")


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
