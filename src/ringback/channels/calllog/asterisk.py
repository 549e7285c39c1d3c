"""A row of Asterisk's Master.csv, with or without FreePBX around it, in our words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import RowError
from ringback.channels.calllog.times import Times, seconds_of
from ringback.rules.phonelog import Direction, LogRow, is_extension

COLUMNS = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata",
    "start", "answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid",
    "userfield",
)  # fmt: skip
FEWEST = 16
"""Asterisk writes uniqueid and userfield only where it is told to."""
DISPOSITIONS = frozenset({"ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"})

GREETING_SECONDS = 10
"""Asterisk's own greeting, instructions and tone take 12; with a short one recorded, 9 or more."""

_ALIASES = {"calldate": "start", "callerid": "clid", "source": "src", "destination": "dst"}
_NUMERIC_ID = re.compile(r"(?:[\w.-]+-)?(\d{9,11})\.\d+")
_BOX = re.compile(r"vm[a-z]?\d+")
_FROM_OUTSIDE = (
    "from-trunk", "from-pstn", "from-did", "from-digital", "from-analog", "from-zaptel",
    "from-dahdi", "from-sip-external", "ext-did", "incoming", "inbound", "pstn",
)  # fmt: skip
_FROM_INSIDE = ("from-internal", "internal", "from-phones", "phones", "outgoing", "outbound")
_MACHINES = frozenset(
    {
        "agi", "answer", "authenticate", "background", "backgroundetect", "busy", "congestion",
        "controlplayback", "deadagi", "dictate", "digitreceive", "directory", "disa", "echo",
        "eagi", "fax", "festival", "milliwatt", "minivmrecord", "musiconhold", "park",
        "playback", "playtones", "progress", "queuemusic", "read", "receivefax", "record",
        "ringing", "saydigits", "saynumber", "sayunixtime", "stasis", "swift", "voicemail",
        "voicemailmain", "vmauthenticate", "wait", "waitexten", "waitforsilence", "zapateller",
    }
)  # fmt: skip


_PEOPLE = frozenset({"bridge", "confbridge", "meetme", "pickup"})
"""Applications that join people though the row names no second channel."""
_ABSENT = dict.fromkeys(COLUMNS, "")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """Where each column stands."""

    index: tuple[tuple[str, int], ...]
    linked: int | None

    def row(self, cells: list[str]) -> dict[str, str]:
        """Return the row by column names; an absent column is an empty one."""
        have = len(cells)
        return _ABSENT | {name: cells[at] for name, at in self.index if at < have}


def layout_of(first: list[str], *, header: bool) -> Layout:
    """Find the columns, by name where there is a header, else by Asterisk's own order."""
    if header:
        names = [_ALIASES.get(name.strip().lower(), name.strip().lower()) for name in first]
        index = {name: at for at, name in reversed(list(enumerate(names)))}
        known = tuple((name, index[name]) for name in COLUMNS if name in index)
        return Layout(index=known, linked=index.get("linkedid"))
    extra = range(len(COLUMNS), len(first))
    linked = next((at for at in extra if _NUMERIC_ID.fullmatch(first[at])), None)
    return Layout(index=tuple((name, at) for at, name in enumerate(COLUMNS)), linked=linked)


def is_row(cells: list[str]) -> bool:
    """Return whether this is a row of Master.csv."""
    return len(cells) >= FEWEST and cells[14].upper() in DISPOSITIONS and cells[9][:2].isdigit()


def read_row(
    cells: list[str], line: int, layout: Layout, numbers: Numbers, times: Times
) -> tuple[LogRow, str]:
    """Return one row's facts and a doubt worth reporting, or raise RowError."""
    row = layout.row(cells)
    disposition = row["disposition"].upper()
    if disposition not in DISPOSITIONS:
        raise RowError(_('not a disposition: "{text}"').format(text=row["disposition"]))
    started, doubt = _start(row["start"], row["uniqueid"], times)
    duration, billed = _seconds(row["duration"]), _seconds(row["billsec"])
    app = row["lastapp"].lower()
    channel, other = row["channel"], row["dstchannel"]
    answered = disposition == "ANSWERED"
    talked = answered and ((bool(other) and app not in _MACHINES) or app in _PEOPLE)
    caller = numbers(row["src"]) or _named(numbers(row["clid"]))
    callee = numbers(row["dst"])
    fact = LogRow(
        line=line,
        started_at=started,
        ended_at=started + timedelta(seconds=duration),
        caller=caller,
        callee=callee,
        direction=_direction(row, caller, callee),
        talked=talked,
        talk_seconds=billed if talked else 0,
        ring_seconds=duration - billed if talked else None,
        voicemail_seconds=_left(row, billed) if answered and _in_voicemail(app, row) else None,
        call_id=cells[layout.linked]
        if layout.linked is not None and layout.linked < len(cells)
        else "",
        row_id=row["uniqueid"],
        legs=tuple(_leg(name) for name in (channel, other) if name),
        leg=_leg(channel) if channel.startswith("Local/") and not _dials(channel) else "",
        rang_first=_leg(channel) if _dials(channel) else "",
        stands_for=_leg(other) if other.startswith("Local/") else "",
    )
    return fact, doubt


def _start(text: str, uniqueid: str, times: Times) -> tuple[datetime, str]:
    """Read the start; where the clock shows it twice, the id holds the second it really was."""
    started, doubt = times.read(text)
    match = _NUMERIC_ID.fullmatch(uniqueid) if doubt else None
    if match is None:
        return started, doubt
    created = datetime.fromtimestamp(int(match[1]), UTC)
    later = started + timedelta(hours=1)
    nearer = min((started, later), key=lambda moment: abs(moment - created))
    return (nearer, "") if abs(nearer - created) < timedelta(minutes=20) else (started, doubt)


def _in_voicemail(app: str, row: dict[str, str]) -> bool:
    """Return whether a voicemail box had the caller; FreePBX names its boxes vmu201, vmb201."""
    return app == "voicemail" or (not row["dstchannel"] and bool(_BOX.fullmatch(row["dst"])))


def _left(row: dict[str, str], billed: int) -> int:
    """Seconds in the box; none where the greeting alone, which must be heard first, takes longer.

    VoiceMail's second argument holds "u" or "b" for a greeting; "s" leaves the instructions out.
    """
    options = row["lastdata"].partition(",")[2]
    greeted = not {"u", "b"}.isdisjoint(options) and "s" not in options
    return 0 if greeted and billed < GREETING_SECONDS else billed


def _named(number: str | None) -> str | None:
    """Keep what stands beside a name only when it is a number."""
    return number if number and number.lstrip("+").isdigit() else None


def _seconds(text: str) -> int:
    found = seconds_of(text) if text.isdecimal() else None
    if found is None:
        raise RowError(_('not a number of seconds: "{text}"').format(text=text))
    return found


def _leg(channel: str) -> str:
    """Name a leg; the two halves of a Local channel (";1" and ";2") are one."""
    return channel[:-2] if channel[-2:] in {";1", ";2"} else channel


def _direction(row: dict[str, str], caller: str | None, callee: str | None) -> Direction:
    """Say which way a row went, from its context, the channels' kinds and the numbers."""
    context = row["dcontext"].lower()
    if context.startswith(_FROM_OUTSIDE):
        return "inbound"
    kind, far = _kind(row["channel"]), _kind(row["dstchannel"])
    if kind == "local" and not is_extension(caller):
        return "outbound" if far == "trunk" and _dials(row["channel"]) else "unknown"
    if kind in {"local", "extension"}:
        return _of_extension(far, callee)
    if kind == "trunk" and is_extension(caller):
        # A telephone with a name, which but for this looks like a trunk.
        outside = callee is not None and callee.startswith("+")
        return "outbound" if outside else _of_extension(far, callee)
    if kind == "trunk" and context.startswith(_FROM_INSIDE):
        return _from_inside(row, context, callee)
    return "inbound" if kind == "trunk" else "unknown"


def _from_inside(row: dict[str, str], context: str, callee: str | None) -> Direction:
    """Tell a telephone with a name that calls out from a caller who is being handed over.

    Asterisk writes whom a caller is handed to into the row of the talk before, beside what was
    dialled then; and the trunk the caller came by may be the one that leads out again.
    """
    if "xfer" in context or callee is None or not callee.startswith("+"):
        return "unknown"
    if _peer(row["channel"]) == _peer(row["dstchannel"]):
        return "inbound"
    dialled = row["lastdata"] if row["lastapp"].lower() == "dial" else ""
    return "inbound" if dialled and callee[-7:] not in dialled else "outbound"


def _dials(channel: str) -> bool:
    """Return whether this half of a Local channel acts only where a program began the call."""
    return channel.startswith("Local/") and channel.endswith(";1")


def _of_extension(far: str, callee: str | None) -> Direction:
    if far == "trunk" and not is_extension(callee):
        return "outbound"
    if far or callee is None or is_extension(callee) or not callee.lstrip("+").isdigit():
        return "internal"
    return "outbound"


def _kind(channel: str) -> str:
    """Return what a channel leads to: a trunk, an extension, Asterisk itself; "" for none."""
    return _kind_of(_peer(channel))


def _peer(channel: str) -> str:
    """Name whom a channel leads to, without the number of this one channel."""
    return channel.rpartition("-")[0] or channel


@lru_cache(maxsize=4096)
def _kind_of(name: str) -> str:
    technology, _, peer = name.partition("/")
    if not peer:
        return ""
    if technology == "Local":
        return "local"
    return "extension" if technology != "DAHDI" and is_extension(peer.split("@")[0]) else "trunk"
