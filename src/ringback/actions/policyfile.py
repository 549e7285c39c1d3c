"""A whole policy file is applied: what differs is written, all of it or nothing."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from ringback.actions import category, policy
from ringback.actions.act import Refused, Stale, signed
from ringback.models import Lane, LaneMember, Location
from ringback.queries import policyfile as written
from ringback.rules import policychange, policyfile
from ringback.rules.access import Permission
from ringback.rules.policy import Part
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ringback.actions.act import Act
    from ringback.queries.policyfile import Whole
    from ringback.rules.access import Actor
    from ringback.rules.policychange import Changed, Key

CHANGED_MEANWHILE = gettext_noop(
    "Something of this was changed while you looked at it. Nothing is applied: look again."
)
PEOPLE_IN_IT = gettext_noop(
    "People work in the lane {name}, so its kinds of request are changed on the page of the lanes."
)


def exported(*, by: Actor, now: datetime) -> Whole:
    """Everything the practice has set, for a file; that it was asked for is written down."""
    with signed(
        "policy exported", by=by, now=now, needs=Permission.SEE_SETUP, subject_kind="policy"
    ) as act:
        act.changed = False
        return written.whole(by.practice_id)


def apply(
    data: Mapping[str, Any], *, seen: Mapping[Key, int], reason: str, by: Actor, now: datetime
) -> list[Changed]:
    """Write every part the file says otherwise, each as a new version; answers which.

    `seen` are the versions its difference was shown against. Raises Refused with every mistake of
    the file, Stale where somebody changed a part meanwhile.
    """
    with signed(
        "policy applied", by=by, now=now, needs=Permission.SET_UP, subject_kind="policy"
    ) as act:
        whole = written.whole(by.practice_id)
        codes = {each["code"] for each in whole.data["pathways"]}
        if wrong := policyfile.mistakes(data, codes):
            raise Refused(*wrong)
        found = policychange.changed(whole.data, data)
        if any(whole.seen.get(each.key, 0) != seen.get(each.key, 0) for each in found):
            raise Stale(Reason(code="stale", words=CHANGED_MEANWHILE), fence=0)
        beside = frozenset(each.key[1] for each in found if each.key[0] == "pathways")
        _write(act, found, seen, reason, beside)
        act.silent = not found
        changed = [" ".join(each.key).strip() for each in found]
        act.subject_kind, act.details = "policy", {"reason": reason, "changed": changed}
        return list(found)


def _write(
    act: Act,
    found: Sequence[Changed],
    seen: Mapping[Key, int],
    reason: str,
    beside: frozenset[str],
) -> None:
    for each in found:
        part, name = each.key
        version = seen.get(each.key, 0)
        if part == "pathways":
            category.follow(act, name, each.after, seen=version, reason=reason, beside=beside)
        elif part == "places":
            _place(act, name, each.after)
        elif part == "lanes":
            _lane(act, each.after)
        else:
            policy.follow(act, Part(part), each.after, seen=version, reason=reason, name=name)


def _place(act: Act, slug: str, place: Mapping[str, Any]) -> None:
    """A place the practice has gets its name; one it has not is opened, or opened again."""
    Location.objects.update_or_create(
        practice_id=act.by.practice_id,
        slug=slug,
        defaults={"name": place["name"], "removed_at": None},
        create_defaults={"name": place["name"], "created_at": act.now},
    )


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
    found.check_from, found.check_until = (_wall(lane.get(key)) for key in _RHYTHM)
    found.save()


_RHYTHM = ("check_from", "check_until")


def _wall(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
