"""A whole policy file is applied: what differs is written, all of it or nothing.

New hours in it move what is open, as they do when they are set on their page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ringback.actions import agreement, category, parts, places, practice
from ringback.actions.act import Refused, Stale, looked, signed
from ringback.models import Lane, LaneMember
from ringback.queries import policyfile as written
from ringback.queries import statement
from ringback.rules import policychange, policyfile, walltime
from ringback.rules.access import Permission
from ringback.rules.policy import Part
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ringback.actions.act import Act
    from ringback.queries.policyfile import Whole
    from ringback.rules.access import Actor
    from ringback.rules.closure import Outcome
    from ringback.rules.policychange import Changed, Key

CHANGED_MEANWHILE = gettext_noop(
    "Something of this was changed while you looked at it. Nothing is applied: look again."
)
PEOPLE_IN_IT = gettext_noop(
    "People work in the lane {name}, so its kinds of request are changed on the page of the lanes."
)


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What was written, and what new hours made of what is open."""

    changed: tuple[Changed, ...]
    outcome: Outcome


def exported(*, by: Actor, now: datetime) -> Whole:
    """Everything the practice has set, for a file; that it was asked for is written down."""
    with signed(
        "policy exported", by=by, now=now, needs=Permission.SEE_SETUP, subject_kind="policy"
    ) as act:
        act.changed = False
        return written.whole(by.practice_id)


def apply(
    data: Mapping[str, Any], *, seen: Mapping[Key, int], reason: str, by: Actor, now: datetime
) -> Applied:
    """Write every part the file says otherwise, each as a new version; answers what that did.

    `seen` are the versions its difference was shown against. Raises Refused with every mistake of
    the file, Stale where somebody changed a part meanwhile.
    """
    with signed(
        "policy applied", by=by, now=now, needs=Permission.SET_UP, subject_kind="policy"
    ) as act:
        statement.lock_practice(str(by.practice_id))
        done = _applied(act, data, seen, reason, keep=True)
        act.silent = not done.changed
        changed = [" ".join(each.key).strip() for each in done.changed]
        act.details |= {"reason": reason, "changed": changed}
        return done


def foreseen(
    data: Mapping[str, Any], *, seen: Mapping[Key, int], reason: str, by: Actor, now: datetime
) -> Applied:
    """What `apply` would write and move; nothing is kept. Raises as it does."""

    def look(act: Act) -> Applied:
        return _applied(act, data, seen, reason, keep=False)

    needs = Permission.SET_UP
    return looked("policy looked at", look, by=by, now=now, needs=needs, subject_kind="policy")


def _applied(
    act: Act, data: Mapping[str, Any], seen: Mapping[Key, int], reason: str, *, keep: bool
) -> Applied:
    practice_id = act.by.practice_id
    whole = written.whole(practice_id)
    codes = {each["code"] for each in whole.data["pathways"]}
    if wrong := policyfile.mistakes(data, codes):
        raise Refused(*wrong)
    found = policychange.changed(whole.data, data)
    if any(whole.seen.get(each.key, 0) != seen.get(each.key, 0) for each in found):
        raise Stale(Reason(code="stale", words=CHANGED_MEANWHILE), fence=0)
    with agreement.kept(practice_id):
        outcome = _write(act, found, seen, reason, keep=keep)
    return Applied(changed=tuple(found), outcome=outcome)


def _write(
    act: Act, found: Sequence[Changed], seen: Mapping[Key, int], reason: str, *, keep: bool
) -> Outcome:
    """Everything but the hours first; what is told of the action is what the hours moved."""
    named = {each.key[1]: each.after for each in found if each.key[0] == "places"}
    places.as_filed(act, {slug: str(each["name"]) for slug, each in named.items()})
    beside = frozenset(each.key[1] for each in found if each.key[0] == "pathways")
    for each in found:
        part, name = each.key
        version = seen.get(each.key, 0)
        if part == "pathways":
            category.follow(act, name, each.after, seen=version, reason=reason, beside=beside)
        elif part == "lanes":
            _lane(act, each.after)
        elif part == "practice":
            practice.as_filed(act, str(each.after["phone"]))
        elif part not in {"places", "hours"}:
            parts.change_within(act, Part(part), each.after, seen=version, reason=reason)
    act.subject_kind, act.subject_id, act.details = "policy", None, {}
    return _hours(act, found, seen, reason, keep=keep)


def _hours(
    act: Act, found: Sequence[Changed], seen: Mapping[Key, int], reason: str, *, keep: bool
) -> Outcome:
    """The hours of the practice and its places in one step: what is open is judged once."""
    hours = {each.key[1]: each.after for each in found if each.key[0] == "hours"}
    versions = {name: seen.get(("hours", name), 0) for name in hours}
    return parts.hours_within(act, hours, seen=versions, reason=reason, keep=keep)


def _lane(act: Act, lane: Mapping[str, Any]) -> None:
    """A lane's people may work what is in it, so what is in it changes only while it has none."""
    mine = Lane.objects.filter(practice_id=act.by.practice_id, removed_at=None, name=lane["name"])
    found = mine.select_for_update().first() or Lane(
        practice_id=act.by.practice_id, name=lane["name"], categories=[], created_at=act.now
    )
    people = LaneMember.objects.filter(
        practice_id=act.by.practice_id, lane_id=found.id, until__isnull=True
    )
    if sorted(found.categories) != lane["categories"] and people.exists():
        values = (("name", found.name),)
        raise Refused(Reason(code="people_in_it", words=PEOPLE_IN_IT, values=values))
    found.categories = list(lane["categories"])
    found.room = lane.get("room", 0)
    found.check_minutes = lane.get("check_minutes")
    found.check_from, found.check_until = (walltime.at(lane.get(key)) for key in _RHYTHM)
    found.save()


_RHYTHM = ("check_from", "check_until")
