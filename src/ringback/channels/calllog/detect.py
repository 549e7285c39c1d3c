"""Which phone system a log comes from, told from its content."""

import re
from collections.abc import Iterable
from typing import Literal, get_args

from ringback.channels.calllog import asterisk
from ringback.channels.calllog.columns import plain
from ringback.rules.reason import gettext_noop

Format = Literal["asterisk", "3cx", "ringcentral", "zoom", "twilio", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)

NAMES: dict[Format, str] = {
    "asterisk": gettext_noop("Asterisk or FreePBX (Master.csv)"),
    "3cx": gettext_noop("3CX call history"),
    "ringcentral": gettext_noop("RingCentral call log"),
    "zoom": gettext_noop("Zoom Phone call log"),
    "twilio": gettext_noop("Twilio call list"),
    "csv": gettext_noop("a table with a header"),
}

# A log is of the first system of which all of one set of columns are there.
_SIGNS: tuple[tuple[Format, tuple[frozenset[str], ...]], ...] = (
    (
        "asterisk",
        (frozenset({"dcontext", "disposition"}), frozenset({"dstchannel", "disposition"})),
    ),
    (
        "3cx",
        (
            frozenset({"historyid"}),
            frozenset({"reasonterminated"}),
            frozenset({"fromno", "tono"}),
            frozenset({"calltime", "ringing", "talking"}),
            frozenset({"callactivitydetails"}),
        ),
    ),
    ("twilio", (frozenset({"parentcallsid"}), frozenset({"callsid"}), frozenset({"sid", "from"}))),
    (
        "ringcentral",
        (
            frozenset({"actionresult"}),
            frozenset({"telephonysessionid"}),
            frozenset({"sessionid", "result"}),
        ),
    ),
    (
        "zoom",
        (
            frozenset({"callernumber", "calleenumber"}),
            frozenset({"callerdidnumber"}),
            frozenset({"calleedidnumber"}),
            frozenset({"callpathid"}),
            frozenset({"callerextnumber"}),
            frozenset({"callernumbertype"}),
        ),
    ),
)


def by_columns(names: Iterable[str]) -> Format:
    """Return the system whose column names these are, else "csv"."""
    have = {plain(name) for name in names}
    for system, signs in _SIGNS:
        if any(sign <= have for sign in signs):
            return system
    return "csv"


def is_json(sample: str) -> bool:
    """Return whether a file is JSON rather than a table."""
    return sample.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def looks_like_header(cells: list[str]) -> bool:
    """Return whether a first row holds names rather than a call: no times, no numbers in it."""
    return not asterisk.is_row(cells) and not any(
        re.search(r"\d{2}:\d{2}|\d{7}", cell) for cell in cells
    )
