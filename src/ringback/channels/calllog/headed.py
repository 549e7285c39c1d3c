"""A row whose columns have names, of whatever phone system, in our words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ringback.channels.calllog import words
from ringback.channels.calllog.numbers import Numbers
from ringback.channels.calllog.problems import RowError
from ringback.channels.calllog.times import Times, seconds_of
from ringback.rules.phonelog import Direction, LogRow

Fields = Mapping[str, str]

_NAME = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"\d\D?\d\D?\d\D{0,2}\d\D?\d\D?\d\D?\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """When a row's call began, was answered and ended, as far as the log says."""

    started_at: datetime
    ended_at: datetime
    ring: int | None
    talk: int | None
    timed: bool
    doubt: str


def read_row(fields: Fields, line: int, numbers: Numbers, times: Times) -> tuple[LogRow, str]:
    """Return one row's facts and a doubt worth reporting, or raise RowError."""
    get = fields.get
    if "fax" in get("kind", "").lower() or get("direction", "").lower() == "fax":
        raise RowError(_("a fax, not a telephone call"))
    span = _span(fields, times)
    caller, callee = _parties(fields, numbers)
    direction = _direction(fields, caller)
    meant = _outcome(fields, span)
    talked = meant == "person" and not _machine_took(fields)
    row = LogRow(
        line=line,
        started_at=span.started_at,
        ended_at=span.ended_at,
        caller=caller,
        callee=callee,
        direction=direction,
        talked=talked,
        talk_seconds=(span.talk or 0) if talked else 0,
        ring_seconds=span.ring if talked else None,
        voicemail_seconds=_voicemail(fields, meant, span),
        call_id=get("parent_id") or get("call_id", ""),
        legs=(f"history {get('history_id')}",) if get("history_id") else (),
        timed=span.timed,
    )
    return row, span.doubt


def twilio(row: LogRow, fields: Fields) -> LogRow:
    """Set right what Twilio means by its words.

    An incoming call is "completed" as soon as a program took it. Whether a person did, only the
    calls that program dialled can say: they name it as their parent.
    """
    sid, parent = fields.get("call_id", ""), fields.get("parent_id", "")
    said = fields.get("direction", "")
    if said == "inbound" and fields.get("caller", "").startswith(("client:", "sip:")):
        return replace(row, direction="outbound", stands_for=sid)
    if said == "inbound":
        return replace(row, stands_for=sid)
    if parent:
        return replace(row, leg=parent)
    if said == "outbound-dial":
        return replace(row, direction="unknown", call_id="", row_id=sid)
    return row


def without_answer_of_programs(rows: list[LogRow]) -> list[LogRow]:
    """Where a log has dialled legs, a call without one was taken by a program and nobody else."""
    taken = {row.leg for row in rows if row.leg}
    if not taken:
        return rows
    return [
        replace(row, talked=False) if row.stands_for and row.stands_for not in taken else row
        for row in rows
    ]


def _span(fields: Fields, times: Times) -> Span:
    get = fields.get
    started, doubt = times.read(get("started") or f"{get('date', '')} {get('time', '')}")
    talk, ring = seconds_of(get("talk", "")), seconds_of(get("ring", ""))
    duration = seconds_of(get("duration", ""))
    if get("answered_at"):
        ring = round((_moment(get("answered_at", ""), times, started) - started).total_seconds())
    whole = duration if duration is not None else (talk or 0) + (ring or 0)
    if ring is None and talk is not None and duration is not None and duration >= talk:
        ring = duration - talk
    if ring is not None and talk is None and duration is not None:
        talk = duration - ring if duration > ring else duration
    ended = started + timedelta(seconds=max(whole, (talk or 0) + (ring or 0)))
    if get("ended"):
        ended = max(_moment(get("ended", ""), times, started), started)
    return Span(
        started_at=started,
        ended_at=ended,
        ring=ring,
        talk=talk if talk is not None else duration,
        timed=bool(get("ended")) or bool(get("ring")) or bool(whole),
        doubt=doubt,
    )


def _moment(text: str, times: Times, otherwise: datetime) -> datetime:
    """Read a later time of a row; one that cannot be read does not cost the row."""
    try:
        return times.read(text)[0]
    except RowError:
        return otherwise


def _parties(fields: Fields, numbers: Numbers) -> tuple[str | None, str | None]:
    get = fields.get
    caller = numbers(get("caller", "")) or numbers(get("caller_extension", ""))
    callee = numbers(get("callee", "")) or numbers(get("callee_extension", ""))
    other = get("other_party", "")
    if other and not (caller and callee):
        outgoing = words.direction(get("direction", "")) == "outbound"
        inside = caller or callee or numbers(get("extension", ""))
        return (inside, numbers(other)) if outgoing else (numbers(other), inside)
    return caller, callee


def _direction(fields: Fields, caller: str | None) -> Direction:
    if "internal" in fields.get("connect_type", "").lower():
        return "internal"
    stated = words.direction(fields.get("direction", ""))
    if stated != "unknown":
        return stated
    inside = [_is_inside(fields.get(name, "")) for name in ("caller_type", "callee_type")]
    if inside[0] is False:
        return "inbound"
    if inside == [True, False] and caller is not None:
        return "outbound"
    callee = fields.get("callee", "")
    if caller and caller.startswith("+") and _NAME.search(callee) and not _NUMBER.search(callee):
        # Somebody's or some box's name, without a number to dial: it is the practice's own.
        return "inbound"
    return "unknown"


def _is_inside(kind: str) -> bool | None:
    """Return whether a party's type is one of the practice's own telephones; None: not said."""
    kind = kind.lower()
    if not kind:
        return None
    return not any(word in kind for word in ("line", "external", "pstn", "trunk", "bridge"))


def _outcome(fields: Fields, span: Span) -> words.Outcome:
    text = fields.get("result", "")
    meant = words.outcome(text) if text else None
    if meant is not None:
        return meant
    if "missed" in fields.get("direction", "").lower():
        return "nobody"
    if "answered_at" in fields:
        return "person" if fields["answered_at"] else "nobody"
    if "talk" in fields:
        return "person" if span.talk else "nobody"
    if text:
        raise RowError(_('not a result we know: "{text}"').format(text=text))
    if "taken_by" in fields:
        return "person" if fields["taken_by"] else "nobody"
    raise RowError(_("it does not say whether the call was answered"))


def _machine_took(fields: Fields) -> bool:
    """Ask the last party's type first, then the name of the one called."""
    taken_by = fields.get("taken_by", "")
    if taken_by:
        return words.is_machine(taken_by)
    if fields.get("callee_type"):
        return words.is_machine(fields["callee_type"])
    return words.is_voicemail(fields.get("callee", ""))


def _voicemail(fields: Fields, meant: words.Outcome, span: Span) -> int | None:
    stated = fields.get("voicemail_seconds", "")
    if stated:
        return seconds_of(stated)
    if meant == "voicemail":
        # The log says that one was left, if not always how long it is.
        return max(span.talk or 0, 5)
    took = (fields.get("taken_by"), fields.get("callee_type"), fields.get("callee"))
    if meant == "person" and any(words.is_voicemail(name) for name in took if name):
        return span.talk or 0
    return None
