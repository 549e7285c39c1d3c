"""Who is on the line is compared with what we know; what they answered is never kept.

Each comparison leaves its outcome and nothing else. Where as many do not agree as the practice
says, the check is locked for this call, however many are sent at once; a lead lifts it with a
reason. "Not verified, nothing disclosed" is an end like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ringback.actions import calling, holding
from ringback.actions.act import Refused, signed
from ringback.models import CheckLift, Comparison, Patient
from ringback.queries import calling as calls
from ringback.queries import onfile, practice
from ringback.rules import birthdate, matching, verification
from ringback.rules.access import Permission
from ringback.rules.identifier import Identifier, Way
from ringback.rules.reason import Reason
from ringback.rules.verification import Compared, Standing, WhyNot

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Call, Callback
    from ringback.rules.access import Actor
    from ringback.rules.identifier import Policy

LONGEST: Final = 120
"""An answer is no longer than this, in letters."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was said, or how it was found in the chart. It is compared and forgotten.

    `in_chart` is None where it is matched here; `of_age` what the chart says of the patient's age.
    """

    identifier: Identifier
    said: str = ""
    in_chart: bool | None = None
    of_age: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whether it agreed, and where the check stands now."""

    agreed: bool
    standing: Standing


def compare(callback_id: UUID, answer: Answer, *, by: Actor, now: datetime, fence: int) -> Outcome:
    """Compare one answer. Raises Refused where it does not count (ask again), Stale, Held.

    The callback's row is locked, so that fifty at once count as they come.
    """
    with signed(
        "check compared", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = calling.within(act, callback_id, fence)
        check, policy = calls.check_of(call), onfile.asked_in(call)
        compared = _compared(call, callback, answer, policy, by=by, now=now)
        if reasons := verification.refusals(check, compared, policy):
            raise Refused(*reasons)
        Comparison.objects.create(
            practice_id=by.practice_id,
            call_id=call.id,
            identifier=compared.identifier,
            way=compared.way,
            agreed=compared.agreed,
            at=now,
            by_id=by.person_id,
        )
        call.wrong = verification.after(check, compared, policy).wrong
        if answer.of_age is not None and compared.agreed:
            call.of_age = answer.of_age
        standing = calling.weigh(call, callback, now)
        act.details = {
            "call": str(call.id),
            "identifier": str(compared.identifier),
            "way": str(compared.way),
            "agreed": compared.agreed,
        }
        return Outcome(agreed=compared.agreed, standing=standing)


def _compared(
    call: Call, callback: Callback, answer: Answer, policy: Policy, *, by: Actor, now: datetime
) -> Compared:
    """The outcome of one comparison. Raises Refused where there is nothing to compare."""
    what = answer.identifier
    if what is Identifier.NAME:
        way, agreed, this_line = Way.SAID, True, False
    elif answer.in_chart is not None:
        _only_in_the_chart(callback, what, policy)
        way, agreed, this_line = Way.AGAINST_CHART, answer.in_chart, False
    else:
        way, (agreed, this_line) = Way.MATCHED_HERE, _matched(call, callback, answer, now)
    return Compared(
        identifier=what, way=way, agreed=agreed, at=now, by=by.person_id, this_line=this_line
    )


def _only_in_the_chart(callback: Callback, what: Identifier, policy: Policy) -> None:
    """What is on file is matched here: one press is no way around five wrong answers."""
    if what in calls.matched_here(callback, onfile.known(callback), policy):
        raise Refused(Reason(code="on_file", words=matching.ON_FILE))


def _matched(call: Call, callback: Callback, answer: Answer, now: datetime) -> tuple[bool, bool]:
    """Whether it agrees with the file, and whether it is only the line they are on."""
    if callback.patient_id is None:
        raise Refused(Reason(code="not_on_file", words=matching.NOT_ON_FILE))
    about = Patient.objects.get(practice_id=callback.practice_id, id=callback.patient_id)
    said = answer.said[:LONGEST]
    match answer.identifier:
        case Identifier.BIRTH_DATE:
            return _same_day(about, said, callback, now), False
        case Identifier.PHONE:
            return _same_phone(call, callback, said)
        case Identifier.ADDRESS:
            _enough(about.address, said)
            return matching.same_address(said, about.address), False
        case _:
            on_file = getattr(about, answer.identifier)
            _enough(on_file, said)
            return matching.same_number(said, on_file), False


def _enough(on_file: object, said: str, fewest: int = matching.FEWEST_LETTERS) -> None:
    """There is something on file, and enough was said. Raises Refused: it is asked again."""
    if not on_file:
        raise Refused(Reason(code="not_on_file", words=matching.NOT_ON_FILE))
    if reasons := matching.too_little(said, fewest):
        raise Refused(*reasons)


def _same_day(about: Patient, said: str, callback: Callback, now: datetime) -> bool:
    """Whether a date as said is the one on file. What nobody can read is asked again."""
    if about.birth_date is None:
        raise Refused(Reason(code="not_on_file", words=matching.NOT_ON_FILE))
    today = now.astimezone(ZoneInfo(practice.zone(callback.practice_id))).date()
    country = practice.country(callback.practice_id)
    heard = birthdate.said(said, today=today, country=country)
    if heard.ask_again:
        raise Refused(*heard.ask_again)
    return heard.matches(about.birth_date)


def _same_phone(call: Call, callback: Callback, said: str) -> tuple[bool, bool]:
    found = onfile.known(callback)
    on_file = [each for each in found.contact.numbers if not onfile.new_number(found, each.number)]
    _enough(on_file, said, matching.FEWEST_DIGITS)
    if matching.is_this_line(said, call.number):
        return False, True
    return matching.same_phone(said, on_file, not_this=call.number), False


def looked_up_age(
    callback_id: UUID, *, of_age: bool, by: Actor, now: datetime, fence: int
) -> Standing:
    """What the chart says of the patient's age, where no birth date is on file."""
    with signed(
        "age looked up", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = calling.within(act, callback_id, fence)
        call.of_age = of_age
        act.details = {"call": str(call.id)}
        return calling.weigh(call, callback, now)


def not_verified(callback_id: UUID, why: WhyNot, *, by: Actor, now: datetime, fence: int) -> None:
    """End the check: nothing is disclosed in this call. Raises Refused, Stale, Held, NotFound."""
    with signed(
        "not verified", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = calling.within(act, callback_id, fence)
        check = verification.ended(calls.check_of(call), why)
        call.ended_why, call.verified_at = check.ended or why, None
        calling.weigh(call, callback, now)
        act.details = {"call": str(call.id), "why": str(call.ended_why)}


def lift(callback_id: UUID, reason: str, *, by: Actor, now: datetime, fence: int) -> None:
    """A lead lets a locked check go on, with a reason. Raises Refused, Stale, NotFound."""
    with signed(
        "check lifted", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.current(act, callback_id, fence)
        call = calls.under_way(callback)
        if call is None:
            raise Refused(Reason(code="no_call", words=calling.NO_CALL))
        reason = " ".join(reason.split())[:500]
        check, policy = calls.check_of(call), onfile.asked_in(call)
        if reasons := verification.lift_refusals(check, reason, act.by.roles, policy):
            raise Refused(*reasons)
        made = CheckLift(
            practice_id=by.practice_id, call_id=call.id, by_id=by.person_id, at=now, reason=reason
        )
        made.save()
        call.wrong = verification.lifted(check, made.facts(), act.by.roles, policy).wrong
        calling.weigh(call, callback, now)
        act.details = {"call": str(call.id)}
