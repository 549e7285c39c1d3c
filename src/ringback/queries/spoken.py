"""What a call and its check say for the note: with whom, and how it was made sure who it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.models import Authority, Call, Comparison
from ringback.queries import counted
from ringback.rules.identifier import IN_WORDS, Identifier, Way
from ringback.rules.notetext import Verified
from ringback.rules.reason import gettext_noop
from ringback.rules.verification import THIRD_PARTIES, Caller

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor

IN_A_NOTE: Final[dict[Identifier, str]] = {**IN_WORDS, Identifier.NAME: gettext_noop("name")}
"""What was compared, as a note names it: never what was said."""

RELATIONS: Final[dict[Caller, str]] = {
    Caller.PARENT: gettext_noop("parent"),
    Caller.GUARDIAN: gettext_noop("guardian"),
    Caller.AUTHORISED: gettext_noop("caregiver"),
}


def under_way(callback_id: UUID, actor: Actor) -> Call | None:
    """The actor's own call about this, while it lasts. Inside a scope."""
    found = Call.objects.filter(practice_id=actor.practice_id, callback_id=callback_id)
    return found.filter(by_id=actor.person_id, ended_at__isnull=True).first()


def told(call: Call | None) -> dict[str, Any]:
    """The facts of a note that this call settles; nothing where there was none."""
    if call is None:
        return {}
    found: dict[str, Any] = dict(zip(("verified", "identifiers"), _sure(call), strict=True))
    found["checked"] = call.caller != Caller.OTHER_OFFICE
    if call.caller in THIRD_PARTIES:
        found |= _third_party(call)
    if call.caller == Caller.OTHER_OFFICE:
        found["party"] = ", ".join(each for each in (call.office_person, call.office) if each)
    return found


def _sure(call: Call) -> tuple[Verified | None, tuple[str, ...]]:
    if call.caller == Caller.NEW_TO_US:
        return Verified.NEW_TO_US, ()
    if call.verified_at is None or not counted.checks(call.practice_id).filter(id=call.id):
        nobody = call.ended_why or (call.ended_at and call.caller != Caller.OTHER_OFFICE)
        return (Verified.NOT_VERIFIED if nobody else None), ()
    agreed = Comparison.objects.filter(practice_id=call.practice_id, call_id=call.id, agreed=True)
    rows = list(agreed.order_by("at").values_list("identifier", "way"))
    chart = any(way == Way.AGAINST_CHART for _, way in rows)
    how = Verified.CHECKED_CHART if chart else Verified.MATCHED_HERE
    return how, tuple(IN_A_NOTE[Identifier(each)] for each, _ in rows)


def _third_party(call: Call) -> dict[str, str]:
    if call.authority_id is None:
        return {"relation": RELATIONS[Caller(call.caller)]}
    known = Authority.objects.get(practice_id=call.practice_id, id=call.authority_id)
    return {"who": known.name, "relation": known.relation}
