"""A call comes in: what is open for this caller, what was closed lately, who is on file.

Found by the whole number and by the whole name, as a caller gives them: nobody browses here.
Whoever does not see in the list who somebody is learns what kind of request it is, who has it and
what was tried, and nothing more of the patient than they typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import F, Q

from ringback.models import Call, Callback, Patient, PatientNumber
from ringback.queries import search, seen
from ringback.queries.scope import scope
from ringback.rules import patientlist, theycalled
from ringback.rules.access import Permission, refusals
from ringback.rules.contact import Flag
from ringback.rules.lifecycle import Stage
from ringback.rules.phone import is_whole

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.queries.search import Finished
    from ringback.rules.access import Actor
    from ringback.rules.reason import Reason

MOST: Final = 5
"""So many of each are shown; a number or a whole name leads to fewer but for a switchboard."""


@dataclass(frozen=True, kw_only=True)
class OpenOne:
    """An open callback of the caller. `name` and `words` are None where they are not for them.

    `refused` is why it may not be dealt with now; `stays` says that a clinician has it.
    """

    id: UUID
    fence: int
    category: str
    stage: str
    due_at: datetime
    name: str | None
    words: str | None
    owner_name: str
    mine: bool
    tries: int
    last_result: str
    last_tried_at: datetime | None
    next_attempt_at: datetime | None
    promised_at: datetime | None
    outcome_needed: str
    refused: tuple[Reason, ...]
    stays: bool


@dataclass(frozen=True, kw_only=True)
class OnFile:
    """A patient on file. `name` is None where all that is theirs to know is that there is one."""

    id: UUID
    name: str | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """All there is for a caller. `asked` says that enough was typed to look for them."""

    asked: bool = False
    open: list[OpenOne] = field(default_factory=list)
    closed: list[Finished] = field(default_factory=list)
    patients: list[OnFile] = field(default_factory=list)

    def number(self) -> int:
        """How many things were found."""
        return len(self.open) + len(self.closed) + len(self.patients)


NOTHING: Final = Found()


def found(actor: Actor, *, name: str, number: str, now: datetime) -> Found:
    """What is known of this caller; nothing until a whole number or enough of a name is there."""
    if refusals(actor, Permission.SEE_QUEUE) or not theycalled.worth_asking(name, number):
        return NOTHING
    whose = _whose(name, number)
    with scope(actor.practice_id):
        return Found(
            asked=True,
            open=_open(actor, whose),
            closed=search.finished_of(actor, whose, now=now),
            patients=_on_file(actor, name, number),
        )


def _whose(name: str, number: str) -> Q:
    by_name = Q(name__iexact=name) if theycalled.worth_asking(name, "") else Q(pk__in=())
    return by_name | search.with_number(number) if is_whole(number) else by_name


def _open(actor: Actor, whose: Q) -> list[OpenOne]:
    in_lanes = Q() if actor.lanes is None else Q(category__in=actor.lanes)
    rows = (
        Callback.objects.select_related("owner")
        .filter(whose, in_lanes, practice_id=actor.practice_id, closed_at__isnull=True)
        .order_by("rank", "due_at", "received_at", "id")[:MOST]
    )
    found = list(rows)
    on_call = _on_call(actor, [each.id for each in found])
    return [_open_one(actor, each, on_call.get(each.id)) for each in found]


def _on_call(actor: Actor, ids: list[UUID]) -> dict[UUID, tuple[UUID, str]]:
    under_way = Call.objects.filter(
        practice_id=actor.practice_id,
        callback_id__in=ids,
        ended_at__isnull=True,
        by_id=F("callback__owner_id"),
    )
    told = under_way.values_list("callback_id", "by_id", "by__name")
    return {callback_id: (by, name) for callback_id, by, name in told}


def _open_one(actor: Actor, row: Callback, on_call: tuple[UUID, str] | None) -> OpenOne:
    owns = row.owner_id == actor.person_id
    by, name = on_call or (None, "")
    stage = Stage(row.stage)
    return OpenOne(
        id=row.id,
        fence=row.fence,
        category=row.category,
        stage=row.stage,
        due_at=row.due_at,
        name=row.name if seen.may(actor, "callback", "name", owns=owns) else None,
        words=row.words if seen.may(actor, "callback", "words", owns=owns) else None,
        owner_name=row.owner.name if row.owner else "",
        mine=owns,
        tries=row.tries,
        last_result=row.last_result,
        last_tried_at=row.last_tried_at,
        next_attempt_at=row.next_attempt_at,
        promised_at=row.promised_at,
        outcome_needed=row.outcome_needed,
        refused=theycalled.refusals(
            stage, on_call=by, on_call_name=name, person_id=actor.person_id
        ),
        stays=not theycalled.goes_over(stage),
    )


def _on_file(actor: Actor, name: str, number: str) -> list[OnFile]:
    """Patients on file with this name or number, by name. One number may be of a whole family."""
    with_number = (
        PatientNumber.objects.filter(practice_id=actor.practice_id, number=number)
        .exclude(flag=Flag.NOT_ON_FILE)
        .values("patient_id")
    )
    worth, whole = theycalled.worth_asking(name, ""), patientlist.folded(name)
    by_name = Q(folded=whole) & ~Q(folded="") if worth else Q(pk__in=())
    whose = by_name | Q(id__in=with_number) if is_whole(number) else by_name
    here = Patient.objects.filter(practice_id=actor.practice_id, withdrawn_at__isnull=True)
    rows = here.filter(whose).order_by("name", "id")
    named = seen.may(actor, "patient", "name", owns=False)
    return [
        OnFile(id=each.id, name=each.name if named or _typed(each.name, name) else None)
        for each in rows[:MOST]
    ]


def _typed(theirs: str, typed: str) -> bool:
    return patientlist.folded(theirs) == patientlist.folded(typed)
