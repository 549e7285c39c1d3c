"""What a call and its check say for the note: with whom, and how it was made sure who it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.models import Authority, Call
from ringback.queries import counted, reading
from ringback.rules.identifier import IN_WORDS, Identifier, Way
from ringback.rules.notetext import Verified
from ringback.rules.reason import gettext_noop
from ringback.rules.verification import THIRD_PARTIES, Caller, Compared

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.reading import Asked
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
    found = open_call(actor.practice_id, callback_id)
    return found if found is not None and found.by_id == actor.person_id else None


@reading.once
def open_call(practice_id: UUID, callback_id: UUID) -> Call | None:
    """The one call about a callback that has not ended, whosever it is. Inside a scope."""
    found = Call.objects.select_related("by").filter(practice_id=practice_id)
    return found.filter(callback_id=callback_id, ended_at__isnull=True).first()


@reading.once
def of_try(practice_id: UUID, call_id: UUID | None) -> Call | None:
    """The call a try is the result of, where one was under way. Inside a scope."""
    return Call.objects.filter(practice_id=practice_id, id=call_id).first() if call_id else None


def compared(practice_id: UUID, call_id: UUID) -> tuple[Compared, ...]:
    """What came of each comparison in a call, the first first. Inside a scope."""
    return tuple(
        Compared(
            identifier=Identifier(identifier), way=Way(way), agreed=agreed, at=at, by=by,
            this_line=this_line,
        )
        for identifier, way, agreed, at, by, this_line in reading.rows(*check(practice_id, call_id))
    )  # fmt: skip


def check(practice_id: UUID, call_id: UUID) -> Asked:
    """Which statement tells what was compared."""
    return "compared_in", {"practice": practice_id, "call": call_id}


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
    if call.verified_at is None or not counted.stands(call):
        nobody = call.ended_why or (call.ended_at and call.caller != Caller.OTHER_OFFICE)
        return (Verified.NOT_VERIFIED if nobody else None), ()
    agreed = [each for each in compared(call.practice_id, call.id) if each.agreed]
    chart = any(each.way == Way.AGAINST_CHART for each in agreed)
    how = Verified.CHECKED_CHART if chart else Verified.MATCHED_HERE
    return how, tuple(IN_A_NOTE[each.identifier] for each in agreed)


def _third_party(call: Call) -> dict[str, str]:
    if call.authority_id is None:
        return {"relation": RELATIONS[Caller(call.caller)]}
    known = Authority.objects.get(practice_id=call.practice_id, id=call.authority_id)
    return {"who": known.name, "relation": known.relation}
