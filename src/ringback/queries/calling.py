"""The call under way and its check, as the page shows them: what came of it, never what was said.

What may be said is read only where somebody was verified in this very call: before that it is in no
row, and so in no page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ringback.models import CheckLift, Comparison
from ringback.queries import in_force, onfile, practice, reading, seen, spoken
from ringback.rules import authority, identifier, speaking, verification
from ringback.rules.calling import Situation
from ringback.rules.identifier import Identifier, Way
from ringback.rules.otheroffice import CallBack, Office
from ringback.rules.verification import Caller, Lift, Standing

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from ringback.models import Call, Callback
    from ringback.queries.onfile import Known, OnFile, VisitRow
    from ringback.queries.reading import Asked
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
    that can be matched here, the others being compared in the chart. `left` are the tries left of
    all the practice gives, `tries`.
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
    tries: int
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
    script, version = in_force.said(callback.practice_id)
    return CallingView(
        call=row,
        file=onfile.card(callback, found, now=now, somebody_else=somebody_else),
        colleague=colleague(callback.practice_id, callback.phone, actor.person_id),
        verified=verified,
        visits=onfile.visits(callback, found, now=now) if verified else (),
        script=script,
        script_version=version,
    )


def asked(callback: Callback, actor: Actor) -> list[Asked]:
    """Which statements tell what is not of the call itself."""
    line = on_the_line(callback.practice_id, callback.phone, actor.person_id)
    return [in_force.asked(callback.practice_id), *([line] if callback.phone else [])]


def under_way(callback: Callback) -> Call | None:
    """The open call about a callback, if it is its owner's. Inside a scope."""
    found = spoken.open_call(callback.practice_id, callback.id)
    return found if found is not None and found.by_id == callback.owner_id else None


def colleague(practice_id: UUID, number: str, person_id: UUID) -> str:
    """Who else is on the phone with this number now; "" for nobody. Inside a scope."""
    if not number:
        return ""
    found = reading.rows(*on_the_line(practice_id, number, person_id))
    return found[0][0] if found else ""


def on_the_line(practice_id: UUID, number: str, person_id: UUID) -> Asked:
    """Which statement tells that."""
    return "on_the_line", {"practice": practice_id, "number": number, "person": person_id}


def check_of(call: Call) -> Check:
    """The check of a call, with every comparison in it. Inside a scope."""
    lifts: Asked = ("lifts_of", {"practice": call.practice_id, "call": call.id})
    with reading.ahead(spoken.check(call.practice_id, call.id), lifts):
        return call.facts(
            spoken.compared(call.practice_id, call.id),
            tuple(Lift(at=at, by=by, reason=why) for at, by, why in reading.rows(*lifts)),
        )


def wrong_lately(callback: Callback, now: datetime) -> int:
    """What did not agree with the patient's file lately, in any call, since a lead last lifted it.

    Each call is a check of its own, but nobody may try out a whole calendar by beginning anew.
    Inside a scope.
    """
    if callback.patient_id is None:
        return 0
    about = {
        "practice_id": callback.practice_id,
        "call__callback__patient_id": callback.patient_id,
    }
    lifts = CheckLift.objects.filter(**about).order_by("-at").values_list("at", flat=True)
    since = verification.counts_since(now, lifts.first())
    tried = Comparison.objects.filter(**about, way=Way.MATCHED_HERE, agreed=False, at__gt=since)
    return min(tried.count(), identifier.WRONG_TRIES[-1])


def weighed(call: Call, callback: Callback, found: Known, now: datetime) -> Weighed:
    """Where the check of this call stands today. Inside a scope."""
    asked = onfile.asked_in(call)
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
    counts = verification.counts(stands.check, stands.policy)
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
        agreed=tuple(each for each, _ in verification.how_verified(stands.check) if each in counts),
        to_ask=verification.left_to_ask(stands.check, stands.policy),
        here=matched_here(callback, found, stands.policy),
        needed=verification.needed(stands.check, stands.policy),
        tries=stands.policy.wrong_tries,
        left=max(0, stands.policy.wrong_tries - stands.check.wrong),
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


def matched_here(callback: Callback, found: Known, policy: Policy) -> frozenset[Identifier]:
    """Which details are matched here, being on file; never what they are. Inside a scope."""
    if found.patient_id is None:
        return frozenset()
    about = onfile.patient(callback.practice_id, found.patient_id)
    there = {
        Identifier.BIRTH_DATE: about.birth_date is not None,
        Identifier.ADDRESS: bool(about.address),
        Identifier.RECORD_NUMBER: bool(about.record_number),
        Identifier.POLICY_NUMBER: bool(about.policy_number),
        Identifier.PHONE: len(found.labels) > 1,
    }
    return frozenset(each for each, is_there in there.items() if is_there) - policy.only_in_chart
