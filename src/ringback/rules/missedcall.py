"""What a phone log's missed calls ask of us: whom to call back, once each, and who needs nothing.

A caller we reached later in the same log, or who reached us, needs no callback. A caller who hid
the number cannot have one, unless there is a voicemail to listen to. Everybody else gets one,
however often they called. The numbers agree with the audited day: whoever it counts as never
returned is called back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.arrival import MISSED, UNSORTED, Kind, refusals
from ringback.rules.dayaudit import local_date
from ringback.rules.phone import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from ringback.rules.phonelog import Call

FEWEST_DIGITS: Final = 7
"""Fewer are an extension or a service, and nobody to call back."""


class Settled(StrEnum):
    """Why something that came in needs no callback."""

    RETURNED = "returned"
    REACHED_US = "reached_us"
    NO_NUMBER = "no_number"
    KNOWN_CALLER = "known_caller"
    SET_ASIDE = "set_aside"
    TO_LOOK_AT = "to_look_at"
    UNDONE = "undone"


ASIDE: Final = frozenset({Settled.SET_ASIDE, Settled.TO_LOOK_AT})
"""On the list of automatic callers; every tenth of them waits for a person who looks at it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """Missed calls of one number that become one callback, in the order of time."""

    phone: str
    calls: tuple[Call, ...]

    @property
    def kind(self) -> Kind:
        """A voicemail among them is what a person has to look at first."""
        left = any(call.voicemail for call in self.calls)
        return Kind.VOICEMAIL if left else Kind.MISSED_CALL

    @property
    def category(self) -> str:
        """The pathway the callback begins on."""
        return UNSORTED if self.kind is Kind.VOICEMAIL else MISSED


@dataclass(frozen=True, kw_only=True, slots=True)
class Sorted:
    """Every missed call of a log, exactly once: to call back, settled, or not to be believed."""

    matters: list[Matter] = field(default_factory=list)
    settled: list[tuple[Call, Settled]] = field(default_factory=list)
    doubtful: list[tuple[Call, str]] = field(default_factory=list)


def kind_of(call: Call) -> Kind:
    """What the caller did."""
    return Kind.VOICEMAIL if call.voicemail else Kind.MISSED_CALL


def phone_of(call: Call) -> str:
    """The number to call back, or "" where there is none that could be dialled."""
    caller = call.caller or ""
    digits = sum(letter.isdigit() for letter in caller)
    return caller if digits >= FEWEST_DIGITS and len(caller) <= LONGEST else ""


def sort_out(
    calls: Sequence[Call],
    *,
    known_callers: AbstractSet[str] = frozenset(),
    day: date | None = None,
    zone: ZoneInfo,
    now: datetime,
) -> Sorted:
    """Say of every missed call of one day, or of all days, what becomes of it.

    Contacts on any day of the log count: a return next morning is a return.
    """
    found = Sorted()
    waiting: dict[str, list[Call]] = {}
    for call, contact in _missed(calls):
        if day is not None and local_date(call, zone) != day:
            continue
        if doubt := doubt_of(call, now):
            found.doubtful.append((call, doubt))
        elif settled := _settled(call, contact, known_callers):
            found.settled.append((call, settled))
        else:
            waiting.setdefault(phone_of(call) or f"hidden {call.external_id}", []).append(call)
    found.settled.reverse()
    found.doubtful.reverse()
    found.matters.extend(_matters(waiting.values()))
    return found


def doubt_of(call: Call, now: datetime) -> str:
    """Why a call cannot be believed to have happened when the log says; "" when it can."""
    return next((each.words for each in refusals(happened_at=call.started_at, now=now)), "")


def _missed(calls: Iterable[Call]) -> Iterable[tuple[Call, Settled | None]]:
    """Missed calls, latest first, each with how its caller was spoken to afterwards."""
    contact: dict[str, Settled] = {}
    for call in reversed(sorted(calls, key=lambda call: call.started_at)):  # noqa: C413 - ties too
        outbound = call.direction == "outbound"
        number = call.callee if outbound else call.caller
        if call.direction == "internal":
            continue
        if not call.answered and not outbound:
            yield call, contact.get(number or "")
        elif call.answered and number:
            contact[number] = Settled.RETURNED if outbound else Settled.REACHED_US


def _settled(
    call: Call, contact: Settled | None, known_callers: AbstractSet[str]
) -> Settled | None:
    """A voicemail is never set aside unheard, whoever left it, unless they were spoken to since."""
    if contact is not None and phone_of(call):
        return contact
    if call.voicemail:
        return None
    if not phone_of(call):
        return Settled.NO_NUMBER
    return Settled.KNOWN_CALLER if call.caller in known_callers else None


def _matters(waiting: Iterable[list[Call]]) -> list[Matter]:
    found = [Matter(phone=phone_of(calls[0]), calls=tuple(reversed(calls))) for calls in waiting]
    return sorted(found, key=lambda each: each.calls[0].started_at)
