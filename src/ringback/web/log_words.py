"""What is wrong with a phone log, and what to do about it on this page: no word of a command line.

The sentence says which line and why; the advice is ours. Each stands at the field it is about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringback.web.words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from ringback.channels.calllog.problems import UnusableLog

FEWER_DAYS: Final = gettext_lazy(
    "Export fewer days at a time, or ask your IT to import it on the command line."
)
EXPORT_AGAIN: Final = gettext_lazy("Export it once more, and choose the new file.")
AS_TEXT: Final = gettext_lazy("Export the log as CSV or JSON.")
WHICH_COLUMN: Final = gettext_lazy("Say below what is in which column.")
WHICH_SYSTEM: Final = gettext_lazy(
    "If it was taken for the log of another phone system, say which it is under “More about this "
    "file”."
)
ASK_IT: Final = gettext_lazy("Ask your IT.")

ADVICE: Final[dict[str, StrOrPromise]] = {
    "unreadable": EXPORT_AGAIN,
    "not_a_file": EXPORT_AGAIN,
    "max_file": ASK_IT,
    "too_large": FEWER_DAYS,
    "too_many_rows": FEWER_DAYS,
    "empty": EXPORT_AGAIN,
    "only_header": gettext_lazy("Look whether the export has the days you want."),
    "no_calls": gettext_lazy("Look whether the export has the days you want."),
    "other_kind": AS_TEXT,
    "not_text": AS_TEXT,
    "not_json": EXPORT_AGAIN,
    "not_a_log": EXPORT_AGAIN,
    "no_header": gettext_lazy("Export it with the names of its columns in the first row."),
    "no_row_usable": WHICH_SYSTEM,
    "no_row_usable_of_many": WHICH_SYSTEM,
    "no_start": WHICH_COLUMN,
    "no_time": WHICH_COLUMN,
    "no_number": WHICH_COLUMN,
    "no_result": WHICH_COLUMN,
    "no_such_column": WHICH_COLUMN,
    "no_such_field": WHICH_COLUMN,
    "no_such_zone": gettext_lazy("Write it like America/New_York."),
    "no_such_format": gettext_lazy("Choose one from the list."),
    "not_a_day": gettext_lazy("Write it like 2026-11-23."),
    "not_a_number": gettext_lazy("Write it like (202) 555-0100, with commas between several."),
    "no_number_listed": gettext_lazy("Write one number a line."),
    "too_many_listed": gettext_lazy("Leave out those that never call."),
    "no_call_that_day": gettext_lazy("Choose another day, or none for all of them."),
}

FIELDS: Final[dict[str, str]] = {
    "no_start": "columns",
    "no_time": "columns",
    "no_number": "columns",
    "no_result": "columns",
    "no_such_column": "columns",
    "no_such_field": "columns",
    "no_such_zone": "zone",
    "no_such_format": "format",
    "not_a_day": "date",
    "no_call_that_day": "date",
    "not_a_number": "our_number",
    "no_number_listed": "known_callers",
    "too_many_listed": "known_callers",
}
"""Where on the page the trouble is settled; the file itself where nothing else is named."""


def sentence(trouble: UnusableLog, name: str = "") -> str:
    """What is wrong and what to do next, as two sentences; `name` is the file's."""
    what, advice = in_words(trouble.reason), ADVICE[trouble.code]
    if name:
        return _("{file}: {what}. {advice}").format(file=name, what=what, advice=advice)
    return _("{what}. {advice}").format(what=what[:1].upper() + what[1:], advice=advice)


def problem(trouble: UnusableLog, name: str = "", only: str = "") -> Mapping[str, str]:
    """The trouble as a form shows it; `only` is the one field of a page that has no other."""
    field = only or FIELDS.get(trouble.code, "file")
    about_file = field in {"file", "columns", "rows"}
    return {"field": field, "words": sentence(trouble, name if about_file else "")}
