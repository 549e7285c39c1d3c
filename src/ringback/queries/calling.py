"""The call under way and its check, as the page shows them: what came of it, never what was said.

What may be said is read only where somebody was verified in this very call: before that it is in no
row, and so in no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import F

from ringback.models import Call, CheckLift, Comparison, Patient
from ringback.queries import onfile, policy, practice, seen
from ringback.rules import authority, script, speaking, verification
from ringback.rules.calling import Situation
from ringback.rules.identifier import Identifier
from ringback.rules.otheroffice import CallBack, Office
from ringback.rules.policy import Part
from ringback.rules.verification import Caller, Standing

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.models import Callback
    from ringback.queries.onfile import Known, OnFile, VisitRow
    from ringback.rules.access import Actor
    from ringback.rules.identifier import Policy
    from ringback.rules.reason import Missing
    from ringback.rules.script import Script
    from ringback.rules.verification import Check


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A call's check held against the practice's rules, today."""

    check: Check
    policy: Policy
    standing: Standing
    missing: tuple[Missing, ...]


@dataclass(frozen=True, kw_only=True)
class CallRow:
    """The call under way. `mine` says that it is the reader's; only they go on with it.

    `agreed` are the details that agreed; `to_ask` what can still be asked for, `here` those of them
    that can be matched here, the others being compared in the chart. `left` are the tries left.
    """

    id: UUID
    mine: bool
    by: str
    begun_at: datetime
    number: str
    caller: Caller
    situations: frozenset[Situation]
    standing: Standing
    missing: tuple[Missing, ...]
    agreed: tuple[Identifier, ...]
    to_ask: tuple[Identifier, ...]
    here: frozenset[Identifier]
    needed: int
    left: int
    one_more: bool
    age_asked: bool
    authority_id: UUID | None
    said_relation: bool
    office: Office


@dataclass(frozen=True, kw_only=True)
class CallingView:
    """What is known of the call and of the patient's file, for whoever may see who it is.

    `colleague` is somebody on the phone with this number now. `visits` is empty until somebody was
    verified in this call. `script` is the practice's, in its version `script_version`.
    """

    call: CallRow | None
    file: OnFile
    colleague: str
    verified: bool
    visits: tuple[VisitRow, ...]
    script: Script
    script_version: int


def view(callback: Callback, actor: Actor, *, owns: bool, now: datetime) -> CallingView | None:
    """The call and the file; None for whoever may not see who it is. Inside a scope."""
    if not seen.may(actor, "contact_rule", "said", owns=owns):
        return None
    call, found = under_way(callback), onfile.known(callback)
    row = None if call is None else _row(call, callback, found, actor, now)
    verified = row is not None and row.mine and row.standing is Standing.VERIFIED
    somebody_else = row is not None and Situation.SOMEONE_ELSE in row.situations
    written = policy.current(callback.practice_id, Part.SCRIPTS)
    return CallingView(
        call=row,
        file=onfile.card(callback, found, now=now, somebody_else=somebody_else),
        colleague=colleague(callback.practice_id, callback.phone, actor.person_id),
        verified=verified,
        visits=onfile.visits(callback, found, now=now) if verified else (),
        script=script.read(written.written if written else {}),
        script_version=written.version if written else 0,
    )


def under_way(callback: Callback) -> Call | None:
    """The open call about a callback, if it is its owner's. Inside a scope."""
    return (
        Call.objects.select_related("by")
        .filter(
            practice_id=callback.practice_id,
            callback_id=callback.id,
            by_id=callback.owner_id,
            ended_at__isnull=True,
        )
        .first()
    )


def colleague(practice_id: UUID, number: str, person_id: UUID) -> str:
    """Who else is on the phone with this number now; "" for nobody. Inside a scope."""
    if not number:
        return ""
    on = Call.objects.filter(
        practice_id=practice_id,
        number=number,
        ended_at__isnull=True,
        by_id=F("callback__owner_id"),
    ).exclude(by_id=person_id)
    return on.values_list("by__name", flat=True).first() or ""


def check_of(call: Call) -> Check:
    """The check of a call, with every comparison in it. Inside a scope."""
    compared = Comparison.objects.filter(practice_id=call.practice_id, call_id=call.id)
    lifts = CheckLift.objects.filter(practice_id=call.practice_id, call_id=call.id)
    return call.facts(
        tuple(each.facts() for each in compared.order_by("at", "id")),
        tuple(each.facts() for each in lifts.order_by("at", "id")),
    )


def weighed(call: Call, callback: Callback, found: Known, now: datetime) -> Weighed:
    """Where the check of this call stands today. Inside a scope."""
    asked = onfile.asked_for(callback.practice_id)
    zone = practice.zone(callback.practice_id)
    today = now.astimezone(ZoneInfo(zone)).date()
    check = check_of(call)
    right = _authority(call, callback, found, asked, today)
    return Weighed(
        check=check,
        policy=asked,
        standing=verification.standing(check, asked, right),
        missing=verification.missing(check, asked, right),
    )


def _authority(
    call: Call, callback: Callback, found: Known, asked: Policy, today: date
) -> tuple[Missing, ...]:
    """What the caller's right to hear it lacks today."""
    entry = dict(found.speakers).get(call.authority_id) if call.authority_id else None
    topic = speaking.topic_of(callback.category)
    return authority.missing(
        caller=Caller(call.caller),
        patient=_of_age(call, found),
        claim=authority.Claim(topic=topic, on_file=entry, said=call.said_relation),
        today=today,
        majority=asked.age_of_majority,
    )


def _of_age(call: Call, found: Known) -> authority.Patient:
    """The patient, with what the chart said of their age in this call where we do not know it."""
    about = found.patient
    if about.birth_date is not None or about.of_age_in_chart is not None:
        return about
    return authority.Patient(
        of_age_in_chart=call.of_age, emancipated=about.emancipated, own_care=about.own_care
    )


def _row(call: Call, callback: Callback, found: Known, actor: Actor, now: datetime) -> CallRow:
    stands = weighed(call, callback, found, now)
    return CallRow(
        id=call.id,
        mine=call.by_id == actor.person_id,
        by=call.by.name,
        begun_at=call.begun_at,
        number=call.number,
        caller=Caller(call.caller),
        situations=frozenset(Situation(each) for each in call.situations),
        standing=stands.standing,
        missing=stands.missing,
        agreed=tuple(each for each, _ in verification.how_verified(stands.check)),
        to_ask=verification.left_to_ask(stands.check, stands.policy),
        here=_matched_here(callback, found),
        needed=verification.needed(stands.check, stands.policy),
        left=max(0, verification.WRONG_TRIES - stands.check.wrong),
        one_more=verification.needed(stands.check, stands.policy) > stands.policy.needed,
        age_asked=any(each.code == "age_unknown" for each in stands.missing),
        authority_id=call.authority_id,
        said_relation=call.said_relation,
        office=Office(
            organisation=call.office,
            name=call.office_person,
            call_back=CallBack(call.call_back),
        ),
    )


def _matched_here(callback: Callback, found: Known) -> frozenset[Identifier]:
    """Which details are on file, so that they can be matched here; never what they are."""
    if found.patient_id is None:
        return frozenset()
    about = Patient.objects.get(practice_id=callback.practice_id, id=found.patient_id)
    there = {
        Identifier.BIRTH_DATE: about.birth_date is not None,
        Identifier.ADDRESS: bool(about.address),
        Identifier.RECORD_NUMBER: bool(about.record_number),
        Identifier.POLICY_NUMBER: bool(about.policy_number),
        Identifier.PHONE: len(found.labels) > 1,
    }
    return frozenset(each for each, is_there in there.items() if is_there)
