"""Which column of a log says what: guessed from its name, corrected by whoever knows better."""

import re
from collections.abc import Iterable, Mapping

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
SAYS_WHO = ("caller", "callee", "other_party")
SAYS_WHETHER = ("result", "answered_at", "talk", "taken_by")


def plain(name: str) -> str:
    """Return a column's name with only its letters and digits."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def guess(header: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which column is which field; what the person said wins over what we guess.

    A field said to be in no column ("") is in none.
    """
    names = list(header)
    by_name = {plain(name): name for name in reversed(names)}
    found = {
        field: by_name[alias]
        for field, aliases in FIELDS.items()
        for alias in reversed(aliases)
        if alias in by_name
    }
    found.update(_stated(names, mapping or {}))
    return _without_doubles({field: column for field, column in found.items() if column})


def unsettled(columns: Mapping[str, str]) -> UnusableLog | None:
    """Say which column is missing to know when, who, or whether anybody answered; None for none."""
    if not any(field in columns for field in SAYS_WHEN):
        return UnusableLog("no_start")
    if "started" not in columns and "time" not in columns:
        return UnusableLog("no_time")
    if not any(field in columns for field in SAYS_WHO):
        return UnusableLog("no_number")
    if not any(field in columns for field in SAYS_WHETHER):
        return UnusableLog("no_result")
    return None


def _stated(names: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    stated = {}
    by_name = {plain(name): name for name in names}
    for said, column in mapping.items():
        field = _field(said)
        if not column:
            stated[field] = ""
            continue
        if plain(column) not in by_name:
            raise UnusableLog(
                "no_such_column", field=field, column=column, columns=", ".join(names)
            )
        stated[field] = by_name[plain(column)]
    return stated


def _field(said: str) -> str:
    """Return the field a person means: by our name for it, or by one its columns often have."""
    if said in FIELDS:
        return said
    found = (field for field, aliases in FIELDS.items() if plain(said) in aliases)
    field = next(found, None)
    if field is None:
        raise UnusableLog("no_such_field", field=said, fields=", ".join(FIELDS))
    return field


def _without_doubles(found: dict[str, str]) -> dict[str, str]:
    """Let "Type" be the direction only where no column of its own says it."""
    if found.get("direction") != found.get("kind"):
        return found
    return {field: column for field, column in found.items() if field != "kind"}
