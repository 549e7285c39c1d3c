"""What can be wrong with a phone log: the file as a whole, or one of its rows.

A file's trouble has a code and values beside its words, so that each face can add what to do next:
the command line names its options, a page what stands on it.
"""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from ringback.channels.calllog import limits
from ringback.rules.reason import Reason, gettext_noop

LONGEST_RAW: Final = 500
LONGEST_REASON: Final = 300
LONGEST_SAID: Final = 1_000
"""A list of columns or formats within a sentence."""

TYPED: Final = frozenset({"zone", "format", "day", "text", "column", "field", "given"})
"""The values of a sentence that are what somebody typed."""

WORDS: Final[dict[str, str]] = {
    "unreadable": gettext_noop("the file cannot be read: {why}"),
    "not_a_file": gettext_noop("this is not a file: save the log as one first"),
    "max_file": gettext_noop("RINGBACK_MAX_FILE must be a number of bytes, not {given}"),
    "too_large": gettext_noop("the file has {size} and at most {limit} are read"),
    "too_many_rows": gettext_noop("the file has more than {most} rows"),
    "empty": gettext_noop("the file is empty: it has 0 rows"),
    "only_header": gettext_noop("the file has 0 rows: nothing but a header, or nothing at all"),
    "no_calls": gettext_noop("the file is JSON with 0 calls in it"),
    "other_kind": gettext_noop("this is {what}"),
    "not_text": gettext_noop("this is not a text file"),
    "not_json": gettext_noop("line {n}: not JSON ({why}); is the file cut off there?"),
    "not_a_log": gettext_noop("line {n}: not a log: {why}"),
    "no_header": gettext_noop(
        "line {n}: not a log we know: there is no header, and {columns} columns are not "
        "Asterisk's 18"
    ),
    "no_row_usable": gettext_noop("none of the rows can be used: {problem}"),
    "no_row_usable_of_many": gettext_noop(
        "none of the rows can be used: {problem} (and {n} more)"
    ),
    "no_start": gettext_noop("no column says when a call began"),
    "no_time": gettext_noop("no column says the time of day"),
    "no_number": gettext_noop("no column has the caller's number"),
    "no_result": gettext_noop("no column says whether a call was answered"),
    "no_such_column": gettext_noop(
        "{field}={column}: no such column; the columns are {columns}"
    ),
    "no_such_field": gettext_noop('there is no field "{field}"; the fields are {fields}'),
    "no_such_zone": gettext_noop('there is no time zone "{zone}"'),
    "no_such_format": gettext_noop('no format is called "{format}"; there are {formats}'),
    "not_a_day": gettext_noop('"{day}" is not a day'),
    "not_a_number": gettext_noop('"{text}" is not a telephone number'),
    "no_number_listed": gettext_noop(
        "line {n}: the list of callers who are no patients has no telephone number in it"
    ),
    "too_many_listed": gettext_noop(
        "the list of callers who are no patients has more than {most} numbers"
    ),
    "no_call_that_day": gettext_noop("there is no call on {day} in this log: it has {span}"),
}  # fmt: skip
"""What is said of a file, by code: what it is and where. What to do next, each face adds itself."""

COLUMN_CODES: Final = frozenset({"no_start", "no_time", "no_number", "no_result"})
"""A person can settle these by saying what is in which column."""


class UnusableLog(ValueError):  # noqa: N818  # it says what happened
    """The file cannot be used at all: the words say which line and why."""

    def __init__(self, code: str, **values: object) -> None:
        filled = tuple((name, _echoed(name, str(value))) for name, value in values.items())
        self.reason = Reason(code=code, words=WORDS[code], values=filled)
        super().__init__(str(self.reason))

    @property
    def code(self) -> str:
        """Which trouble it is, for whoever adds the advice."""
        return self.reason.code


def _echoed(name: str, value: str) -> str:
    """What somebody typed, short enough to be said back; what we say ourselves, as it is."""
    return clipped(value, limits.ECHOED_CHARACTERS if name in TYPED else LONGEST_SAID)


class TooLarge(UnusableLog):
    """The file is larger than may be read."""


class RowError(ValueError):
    """One row cannot be read: the words say why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One line that could not be read, or could only be read with a doubt worth saying."""

    line: int
    reason: str
    raw: str
    skipped: bool = True

    def __str__(self) -> str:
        return _("line {n}: {reason}").format(n=self.line, reason=self.reason)


@dataclass(kw_only=True, slots=True)
class Problems:
    """The lines worth a word: the first of them are kept, all are counted."""

    kept: list[Problem] = field(default_factory=list)
    skipped: int = 0
    doubtful: int = 0

    def add(self, line: int, reason: str, raw: list[str] | str, *, skipped: bool = True) -> None:
        """Count a line, and keep it unless there are too many."""
        self.skipped += skipped
        self.doubtful += not skipped
        if len(self.kept) < limits.PROBLEMS:
            reason = clipped(reason, LONGEST_REASON)
            found = Problem(line=line, reason=reason, raw=clipped(raw), skipped=skipped)
            self.kept.append(found)

    @property
    def more(self) -> int:
        """How many were counted and not kept."""
        return self.skipped + self.doubtful - len(self.kept)


def clipped(cells: list[str] | str, longest: int = LONGEST_RAW) -> str:
    """Return a row as it stood in the file, short enough to be listed."""
    text = cells if isinstance(cells, str) else ",".join(cells)
    return text if len(text) <= longest else text[:longest] + "…"
