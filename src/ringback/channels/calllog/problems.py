"""What can be wrong with a phone log: the file as a whole, or one of its rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_RAW = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One line that could not be read, or could only be read with a doubt worth saying."""

    line: int
    reason: str
    raw: str
    skipped: bool = True

    def __str__(self) -> str:
        return _("line {n}: {reason}").format(n=self.line, reason=self.reason)


class UnusableLog(ValueError):  # noqa: N818  # it says what happened
    """The file cannot be used at all: the words say which line and why."""


class TooLarge(UnusableLog):
    """The file is larger than may be read."""


class RowError(ValueError):
    """One row cannot be read: the words say why."""


def clipped(cells: list[str] | str) -> str:
    """Return a row as it stood in the file, short enough to be listed."""
    text = cells if isinstance(cells, str) else ",".join(cells)
    return text if len(text) <= LONGEST_RAW else text[:LONGEST_RAW] + "…"
