"""Which column of a log says what: guessed from its name, corrected by `--map field=Column`."""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ringback.channels.calllog.problems import UnusableLog

FIELDS: dict[str, tuple[str, ...]] = {
    "started": (
        "starttime", "start", "started", "startedat", "startdatetime", "datetime", "dateandtime",
        "calldate", "calltime", "timestart", "callstart", "callstarttime", "calldatetime",
        "timestamp", "begin", "begintime", "setuptime", "datecreated", "starttimelocal",
    ),
    "date": ("date", "day", "startdate"),
    "time": ("time", "timeofday", "hour"),
    "ended": (
        "endtime", "end", "ended", "endedat", "timeend", "callend", "callendtime", "hanguptime",
    ),
    "answered_at": (
        "answertime", "timeanswered", "answerstarttime", "answeredat", "answer", "connecttime",
    ),
    "caller": (
        "from", "fromno", "fromnumber", "caller", "callernumber", "callerid", "callerdidnumber",
        "src", "source", "calling", "callingnumber", "callingparty", "cli", "ani", "originator",
        "fromphonenumber", "callfrom", "sourcenumber", "callerphone", "clid", "callerphonenumber",
    ),
    "caller_extension": ("callerextnumber", "fromextensionnumber", "callerextension", "fromdn"),
    "caller_type": ("fromtype", "callerexttype", "callernumbertype"),
    "callee": (
        "to", "tono", "tonumber", "callee", "calleenumber", "calleedidnumber", "destination", "dst",
        "dialed", "dialednumber", "dialno", "called", "callednumber", "calledparty", "dnis",
        "tophonenumber", "callto", "destinationnumber", "calleephonenumber",
    ),
    "callee_extension": ("calleeextnumber", "toextensionnumber", "calleeextension", "todn"),
    "callee_type": ("totype", "calleeexttype", "calleenumbertype"),
    "other_party": ("phonenumber", "phone", "number", "externalnumber"),
    "extension": ("extension", "ext", "agent", "user", "extensionnumber"),
    "direction": (
        "direction", "calldirection", "inout", "calltype", "type",  # codespell:ignore inout
    ),
    "result": (
        "actionresult", "result", "callresult", "status", "callstatus", "disposition", "outcome",
        "answered", "calloutcome", "resultdescription",
    ),
    "duration": (
        "duration", "durationseconds", "durationsec", "callduration", "totalduration", "totals",
        "length", "seconds", "durationinseconds", "totaltime", "calllength",
    ),
    "talk": ("talking", "talktime", "billsec", "talkduration", "talktimeseconds", "conversation"),
    "ring": ("ringing", "ringtime", "ringduration", "waitingtime", "waittime", "ringseconds"),
    "call_id": (
        "linkedid", "sessionid", "telephonysessionid", "callid", "callsid", "sid", "conversationid",
        "uniqueid", "callguid", "id",
    ),
    "parent_id": ("parentcallsid",),
    "history_id": ("historyid",),
    "taken_by": ("finaltype", "answeredby"),
    "final_callee": ("finalnumber", "finaldn"),
    "connect_type": ("connecttype",),
    "kind": ("type", "calltype"),
    "voicemail_seconds": ("voicemailseconds", "voicemailduration", "voicemail"),
}  # fmt: skip

SAYS_WHEN = ("started", "date")
SAYS_WHETHER = ("result", "answered_at", "talk", "taken_by")


def plain(name: str) -> str:
    """Return a column's name with only its letters and digits."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def guess(header: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which column is which field; what the person said wins over what we guess."""
    names = list(header)
    by_name = {plain(name): name for name in reversed(names)}
    found = {
        field: by_name[alias]
        for field, aliases in FIELDS.items()
        for alias in reversed(aliases)
        if alias in by_name
    }
    found.update(_stated(names, mapping or {}))
    return _without_doubles(found)


def check(columns: Mapping[str, str]) -> None:
    """Refuse a log whose columns do not say when, or whether anybody answered."""
    if not any(field in columns for field in SAYS_WHEN):
        raise UnusableLog(_("no column says when a call began: name it with --map started=COLUMN"))
    if "date" in columns and not ("started" in columns or "time" in columns):
        raise UnusableLog(_("no column says the time of day: name it with --map time=COLUMN"))
    if not any(field in columns for field in ("caller", "callee", "other_party")):
        raise UnusableLog(_("no column has the caller's number: name it with --map caller=COLUMN"))
    if not any(field in columns for field in SAYS_WHETHER):
        raise UnusableLog(_("no column says whether a call was answered: --map result=COLUMN"))


def _stated(names: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    stated = {}
    by_name = {plain(name): name for name in names}
    for said, column in mapping.items():
        field = _field(said)
        if plain(column) not in by_name:
            words = _("--map {field}={column}: no such column; the columns are {names}")
            raise UnusableLog(words.format(field=field, column=column, names=", ".join(names)))
        stated[field] = by_name[plain(column)]
    return stated


def _field(said: str) -> str:
    """Return the field a person means: by our name for it, or by one its columns often have."""
    if said in FIELDS:
        return said
    found = (field for field, aliases in FIELDS.items() if plain(said) in aliases)
    field = next(found, None)
    if field is None:
        known = ", ".join(FIELDS)
        words = _('--map: there is no field "{said}"; the fields are {known}')
        raise UnusableLog(words.format(said=said, known=known))
    return field


def _without_doubles(found: dict[str, str]) -> dict[str, str]:
    """Let "Type" be the direction only where no column of its own says it."""
    if found.get("direction") != found.get("kind"):
        return found
    return {field: column for field, column in found.items() if field != "kind"}
