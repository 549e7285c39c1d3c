"""A part of how the practice works is written anew, restored, or the practice closes early.

A part is checked whole before it is kept. Hours do more: what is open is judged again by them.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from ringback.actions import agreement, policy, retiming
from ringback.actions.act import NotFound, Refused, looked, signed
from ringback.models import PolicyPart
from ringback.queries import policy as kept
from ringback.queries import practice, statement
from ringback.rules import closure, contactpolicy, hoursfile, identifier, promise, scriptcheck
from ringback.rules import policy as rules
from ringback.rules.access import Permission
from ringback.rules.closure import Outcome
from ringback.rules.policy import Part
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.closure import Closure

T = TypeVar("T")

NOTHING_NEW: Final = gettext_noop("Nothing is different from what is set now.")

CHECKS: Final[dict[Part, Callable[[Mapping[str, Any]], Sequence[Reason]]]] = {
    Part.HOURS: hoursfile.mistakes,
    Part.PROMISES: promise.mistakes,
    Part.SCRIPTS: scriptcheck.of_written,
    Part.CONTACT: contactpolicy.mistakes,
    Part.VERIFICATION: identifier.mistakes,
}
"""What is wrong with a part as written; empty means it can be kept."""


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What a closure would do, and the version of each place's hours it was looked at against."""

    outcome: Outcome
    seen: Mapping[str, int]


def allowed(*, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not change how the practice works."""
    with _signed("setup opened", by=by, now=now) as act:
        act.silent = True


def change(
    part: Part,
    written: Mapping[str, Any],
    *,
    seen: int,
    reason: str,
    by: Actor,
    now: datetime,
    name: str = "",
) -> int:
    """Write the next version of a part; answers its number. Hours may be of one place, `name`.

    `seen` is the version the person had before them. Raises Stale, and Refused with every mistake.
    """
    with _signed("policy changed", by=by, now=now) as act, _agreeing(part, by):
        return change_within(act, part, written, seen=seen, reason=reason, name=name)


def restore(
    part: Part,
    number: int,
    *,
    seen: int,
    reason: str,
    by: Actor,
    now: datetime,
    name: str = "",
) -> int:
    """Write an earlier version once more, as the newest. Raises NotFound, and as `change`."""
    with _signed("policy restored", by=by, now=now) as act, _agreeing(part, by):
        earlier = PolicyPart.objects.filter(
            practice_id=by.practice_id, kind=str(part), name=name, version=number
        ).first()
        if earlier is None:
            raise NotFound
        found = change_within(act, part, earlier.written, seen=seen, reason=reason, name=name)
        act.details["restored"] = number
        return found


def _agreeing(part: Part, by: Actor) -> AbstractContextManager[None]:
    """The script goes on fitting the pathways; no other part has to."""
    return agreement.kept(by.practice_id) if part is Part.SCRIPTS else nullcontext()


def change_within(
    act: Act, part: Part, written: Mapping[str, Any], *, seen: int, reason: str, name: str = ""
) -> int:
    """The same as part of an action that does more."""
    _refuse_mistakes(part, written, reason, name)
    found, _ = _write(act, part, {name: written}, seen={name: seen}, reason=reason)
    return found[0].version


def hours_within(
    act: Act,
    writes: Mapping[str, Mapping[str, Any]],
    *,
    seen: Mapping[str, int],
    reason: str,
    keep: bool = True,
) -> Outcome:
    """The hours of the practice ("") and of places at once; answers what they moved.

    Hours that say what is set already are no version. Not `keep`: it is only looked at. Raises as
    `change`.
    """
    for name, written in writes.items():
        _refuse_mistakes(Part.HOURS, written, reason, name)
    new = {name: each for name, each in writes.items() if _differs(act, name, each)}
    if not new:
        return Outcome(moved=(), uncovered=())
    return _write(act, Part.HOURS, new, seen=seen, reason=reason, keep=keep)[1]


def _differs(act: Act, name: str, written: Mapping[str, Any]) -> bool:
    before = kept.current(act.by.practice_id, Part.HOURS, name)
    return before is None or hoursfile.whole(before.written) != hoursfile.whole(written)


def close(
    closing: Closure, names: Sequence[str], *, seen: Mapping[str, int], by: Actor, now: datetime
) -> UUID:
    """Close the practice ("") or its places early or for a day; answers the version that says so.

    Raises Refused, Stale. Whatever is due earlier by it moves in the same step.
    """
    with _signed("closed early", by=by, now=now) as act:
        statement.lock_practice(str(by.practice_id))
        writes, _ = _closures(act, closing, names)
        found, _ = _write(act, Part.HOURS, writes, seen=seen, reason=closing.why)
        act.details["day"] = closing.day.isoformat()
        return found[0].id


def foreseen(closing: Closure, names: Sequence[str], *, by: Actor, now: datetime) -> Foreseen:
    """What `close` would do; nothing is kept. Raises Refused."""

    def look(act: Act) -> Foreseen:
        writes, versions = _closures(act, closing, names)
        _, outcome = _write(act, Part.HOURS, writes, seen=versions, reason=closing.why, keep=False)
        return Foreseen(outcome=outcome, seen=versions)

    return _looked("closing looked at", look, by=by, now=now)


def foreseen_hours(
    written: Mapping[str, Any], *, seen: int, reason: str, by: Actor, now: datetime, name: str = ""
) -> Outcome:
    """What `change` to these hours would move; nothing is kept. Raises as it does."""

    def look(act: Act) -> Outcome:
        return _look(act, written, seen=seen, reason=reason, name=name)

    return _looked("hours looked at", look, by=by, now=now)


def foreseen_reopening(
    day: date, *, seen: int, reason: str, by: Actor, now: datetime, name: str = ""
) -> Outcome:
    """What `reopen` would move; nothing is kept. Raises as it does."""

    def look(act: Act) -> Outcome:
        return _look(act, _reopened(act, day, name), seen=seen, reason=reason, name=name)

    return _looked("reopening looked at", look, by=by, now=now)


def reopen(day: date, *, seen: int, reason: str, by: Actor, now: datetime, name: str = "") -> int:
    """Give a day that is different its usual hours again. Raises Refused, Stale.

    What became due earlier stays so: a time is never moved back.
    """
    with _signed("reopened", by=by, now=now) as act:
        written = _reopened(act, day, name)
        return change_within(act, Part.HOURS, written, seen=seen, reason=reason, name=name)


def _reopened(act: Act, day: date, name: str) -> dict[str, Any]:
    found = kept.current(act.by.practice_id, Part.HOURS, name)
    if found is None or not closure.is_different(found.written, day):
        raise Refused(Reason(code="day", words=closure.USUAL_ANYWAY))
    return closure.reopened(found.written, day)


def _looked(verb: str, look: Callable[[Act], T], *, by: Actor, now: datetime) -> T:
    return looked(verb, look, by=by, now=now, needs=Permission.SET_UP, subject_kind="policy")


def _look(act: Act, written: Mapping[str, Any], *, seen: int, reason: str, name: str) -> Outcome:
    _refuse_mistakes(Part.HOURS, written, reason, name)
    writes = {name: written}
    return _write(act, Part.HOURS, writes, seen={name: seen}, reason=reason, keep=False)[1]


def _signed(verb: str, *, by: Actor, now: datetime) -> AbstractContextManager[Act]:
    return signed(verb, by=by, now=now, needs=Permission.SET_UP, subject_kind="policy")


def _closures(
    act: Act, closing: Closure, names: Sequence[str]
) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """The hours with the closure in them, for each place that is open then; and their versions."""
    practice_id = act.by.practice_id
    today = act.now.astimezone(ZoneInfo(practice.zone(practice_id))).date()
    writes: dict[str, dict[str, Any]] = {}
    versions: dict[str, int] = {}
    reasons: tuple[Reason, ...] = ()
    for name in names:
        version = kept.current(practice_id, Part.HOURS, name)
        if version is None or not version.written:
            raise NotFound
        year = closing.day.year
        calendar = practice.calendar_of(practice_id, version.written, range(year, year + 1))
        wrong = closure.refusals(closing, calendar, today=today)
        if not wrong:
            writes[name] = closure.closed(version.written, closing, calendar)
            versions[name] = version.version
        reasons = reasons or wrong
    if not writes:
        raise Refused(*reasons)
    return writes, versions


def _refuse_mistakes(part: Part, written: Mapping[str, Any], reason: str, name: str) -> None:
    no_own_hours = part is Part.HOURS and bool(name) and not written
    wrong = [] if no_own_hours else list(CHECKS[part](written))
    wrong += rules.reason_refusals(reason)
    if wrong:
        raise Refused(*wrong)


def _refuse_never_open(act: Act, writes: Mapping[str, Mapping[str, Any]]) -> None:
    """Hours in which nobody is called back are none. A place may have none of its own."""
    today = act.now.astimezone(ZoneInfo(practice.zone(act.by.practice_id))).date()
    years = range(today.year, (today + hoursfile.SOON).year + 1)
    for written in writes.values():
        if not written:
            continue
        calendar = practice.calendar_of(act.by.practice_id, written, years)
        if not hoursfile.opens_soon(calendar, today):
            raise Refused(Reason(code="day", words=hoursfile.NOT_SOON))


def _write(
    act: Act,
    part: Part,
    writes: Mapping[str, Mapping[str, Any]],
    *,
    seen: Mapping[str, int],
    reason: str,
    keep: bool = True,
) -> tuple[list[PolicyPart], Outcome]:
    """The next version of each, and what hours make of what is open."""
    opened = []
    if part is Part.HOURS:
        if keep:
            statement.lock_practice(str(act.by.practice_id))
        opened = retiming.affected(act, frozenset(writes), hold=keep)
        _refuse_never_open(act, writes)
    found = [_follow(act, part, each, name, seen, reason) for name, each in writes.items()]
    outcome = retiming.tightened(act, opened, keep=keep)
    act.subject_id = found[0].id
    if part is Part.HOURS:
        act.details |= {"names": list(writes), **retiming.details(outcome)}
    return found, outcome


def _follow(
    act: Act,
    part: Part,
    written: Mapping[str, Any],
    name: str,
    seen: Mapping[str, int],
    reason: str,
) -> PolicyPart:
    before = kept.current(act.by.practice_id, part, name)
    found = policy.follow(act, part, written, seen=seen.get(name, 0), reason=reason, name=name)
    if before is not None and before.written == dict(written):
        raise Refused(Reason(code="nothing_new", words=NOTHING_NEW))
    return found
