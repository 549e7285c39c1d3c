"""What to do next about a phone log that cannot be read, in the words of the command line."""

from typing import Final

FEWER_DAYS: Final = "export fewer days at a time"
AS_TEXT: Final = "export the log as CSV or JSON"

ADVICE: Final[dict[str, str]] = {
    "too_large": FEWER_DAYS,
    "too_many_rows": FEWER_DAYS,
    "other_kind": AS_TEXT,
    "not_text": AS_TEXT,
    "no_header": "export it with column names",
    "no_start": "name it with --map started=COLUMN",
    "no_time": "name it with --map time=COLUMN",
    "no_number": "name it with --map caller=COLUMN",
    "no_result": "name it with --map result=COLUMN",
    "no_such_zone": "try --zone America/New_York",
    "not_a_day": "write it like --date 2026-11-23",
}
"""By the code of the trouble; the others say all there is to say themselves."""


def said(trouble: Exception) -> str:
    """What is wrong, and what to do about it here."""
    advice = ADVICE.get(getattr(trouble, "code", ""), "")
    return f"{trouble}; {advice}" if advice else str(trouble)
