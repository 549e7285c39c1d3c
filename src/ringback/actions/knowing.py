"""At the door: what the practice's list of known callers makes of something that comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Sum

from ringback.actions import judging
from ringback.models import KnownCaller
from ringback.queries import practice, statement
from ringback.rules import knowncaller as rules
from ringback.rules.arrival import Kind
from ringback.rules.knowncaller import Call, NextTime, NotAPatient, Recording
from ringback.rules.missedcall import Settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ringback.actions.act import Act
    from ringback.rules.access import Actor

BY_TELEPHONE: Final = frozenset({Kind.MISSED_CALL, Kind.VOICEMAIL, Kind.FAX})
"""What comes in by itself from a number; whatever a person brings in, that person has looked at."""


@dataclass(frozen=True, kw_only=True)
class Heed:
    """What follows from the list: set aside, another kind of request, no moving earlier."""

    aside: Settled | None = None
    category: str = ""
    tightens: bool = True


NOTHING: Final = Heed()


def asked(by: Actor, phone: str) -> dict[str, Any]:
    """What listed.sql is asked."""
    return {"practice": by.practice_id, "phone": phone}


def heed(
    act: Act, kind: Kind, text: str, *, asked: str | None, found: Sequence[Sequence[Any]]
) -> Heed:
    """What becomes of something from a number, given its entry if it has one.

    Every call set aside is counted; every tenth of the practice waits for a person's look.
    """
    if not found or kind not in BY_TELEPHONE or asked is not None:
        return NOTHING
    (entry_id, number, who, next_time, category, at, by_id, so_far, is_patients), *_ = found
    entry = rules.KnownCaller(
        number=number,
        who=NotAPatient(who),
        next_time=NextTime(next_time),
        added_at=at,
        added_by=by_id,
        category=category or None,
    )
    call = Call(
        number=number,
        is_patients=is_patients,
        recording=recording(kind, text),
        level=judging.heard(kind, text)[0],
    )
    means = rules.meaning(call, [entry])
    if means.next_time is NextTime.SET_ASIDE:
        return _set_aside(act, entry_id, so_far + 1)
    known = means.category and means.category in _codes(act)
    return Heed(category=means.category or "" if known else "", tightens=means.tightens)


def recording(kind: Kind, text: str) -> Recording:
    """What is on a voicemail, as far as its words tell; nobody has listened to it yet."""
    if kind is not Kind.VOICEMAIL:
        return Recording.NONE
    return Recording.SPEECH if text.strip() else Recording.NOT_KNOWN


def _set_aside(act: Act, entry_id: Any, number: int) -> Heed:  # noqa: ANN401 - a key as it came
    """Counted over all numbers, one after the other: two at once are never both the tenth."""
    practice_id = act.by.practice_id
    statement.lock_key(str(practice_id), f"{practice_id} set aside")
    entries = KnownCaller.objects.filter(practice_id=practice_id)
    entries.filter(id=entry_id).update(set_aside=number)
    so_far = entries.aggregate(all=Sum("set_aside"))["all"]
    look = rules.in_review_sample(so_far)
    return Heed(aside=Settled.TO_LOOK_AT if look else Settled.SET_ASIDE, tightens=False)


def _codes(act: Act) -> set[str]:
    return {each.category.code for each in practice.categories(act.by.practice_id)}
