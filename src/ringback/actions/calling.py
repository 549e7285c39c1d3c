"""Somebody presses Call: the call begins, says who is on the line, and ends with its result.

Two people never dial one number at once, and nobody dials one that is blocked. Whoever was verified
was verified in this call: when it ends, so does that.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from ringback.actions import holding
from ringback.actions.act import Refused, signed
from ringback.models import Authority, Call, Entry
from ringback.queries import calling, onfile, policy, statement
from ringback.queries.scope import scope
from ringback.rules import contact, verification
from ringback.rules.access import Permission
from ringback.rules.calling import Direction
from ringback.rules.otheroffice import CallBack
from ringback.rules.patientrule import Use
from ringback.rules.policy import Part
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.verification import Caller, Stake, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.calling import Situation
    from ringback.rules.otheroffice import Office

ON_THE_PHONE: Final = gettext_noop(
    "{name} is on the phone with this number now. Wait until they are done."
)
NO_CALL: Final = gettext_noop("There is no call under way. Press Call first.")
NO_NUMBER: Final = gettext_noop("There is no number to call. Ask where they can be reached.")
NOT_THEIRS: Final = gettext_noop("Nobody of that name stands on this patient's file.")


def begin(callback_id: UUID, *, by: Actor, now: datetime, fence: int, number: str = "") -> UUID:
    """Open the call. Raises Refused where the number may not be dialled, Stale, Held, NotFound.

    Pressed again it is the same call. A call of one's own that was left open elsewhere ends.
    """
    with signed("call begun", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        callback = holding.mine(act, callback_id, fence)
        if (open_one := calling.under_way(callback)) is not None:
            act.silent = True
            return open_one.id
        dialled = number or callback.phone
        _may_dial(act, callback, dialled)
        end_open(act.by.practice_id, now, callbacks=[callback.id])
        _hang_up_elsewhere(act)
        found = onfile.known(callback)
        made = Call.objects.create(
            practice_id=by.practice_id,
            callback_id=callback.id,
            patient_id=callback.patient_id,
            by_id=by.person_id,
            begun_at=now,
            number=dialled,
            caller=Caller.PATIENT,
            stakes=[Stake.NEW_NUMBER] if onfile.new_number(found, dialled) else [],
            wrong=calling.wrong_lately(callback, now),
            asked_by_id=_asked_by(by.practice_id),
        )
        _keep(callback, now)
        act.details = {"call": str(made.id)}
        return made.id


def answer_within(act: Act, callback: Callback, number: str) -> None:
    """Within another action: they rang, and the call is under way.

    Whoever is on another call that is still theirs stays on that one.
    """
    practice_id, person_id = act.by.practice_id, act.by.person_id
    own = Call.objects.filter(practice_id=practice_id, by_id=person_id, ended_at__isnull=True)
    if own.filter(callback__owner_id=person_id).exclude(callback_id=callback.id).exists():
        return
    _hang_up_elsewhere(act)
    stakes = [Stake.NEW_NUMBER] if onfile.new_number(onfile.known(callback), number) else []
    Call.objects.create(
        practice_id=practice_id,
        callback_id=callback.id,
        patient_id=callback.patient_id,
        by_id=person_id,
        begun_at=act.now,
        number=number,
        direction=Direction.IN,
        stakes=stakes,
        wrong=calling.wrong_lately(callback, act.now),
        asked_by_id=_asked_by(practice_id),
    )
    _keep(callback, act.now)


def _asked_by(practice_id: UUID) -> UUID | None:
    """The version of what callers are asked for: the whole call goes on by it."""
    found = policy.current(practice_id, Part.VERIFICATION)
    return found.id if found else None


def _may_dial(act: Act, callback: Callback, number: str) -> None:
    """Nobody else is on it, and the patient's rules allow it. Raises Refused with every reason."""
    if not number:
        raise Refused(Reason(code="no_number", words=NO_NUMBER))
    practice_id = act.by.practice_id
    statement.lock_key(str(practice_id), f"{practice_id} dial {number}")
    if name := calling.colleague(practice_id, number, act.by.person_id):
        values = (("name", name),)
        raise Refused(Reason(code="on_the_phone", words=ON_THE_PHONE, values=values))
    found = onfile.known(callback).contact
    reasons = contact.refusals(
        Use.DIAL, found, onfile.settings(practice_id), now=act.now, number=number
    )
    if reasons:
        raise Refused(*reasons, contact.instead(found, onfile.settings(practice_id), act.now))


def _hang_up_elsewhere(act: Act) -> None:
    """A person is on one call: whatever they left open about another matter is over."""
    Call.objects.filter(
        practice_id=act.by.practice_id, by_id=act.by.person_id, ended_at__isnull=True
    ).update(ended_at=act.now)


def _keep(callback: Callback, now: datetime) -> None:
    """The call counts as activity for as long as it may last, where time counts at all."""
    if callback.lease_until is None:
        return
    until = now + timedelta(seconds=settings.CALL_S)
    callback.lease_until = max(callback.lease_until, until)
    callback.save(update_fields=["lease_until"])


def end(callback_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """Hang up without a result yet; who was verified no longer is. Raises Refused, Stale, Held."""
    with signed("call ended", by=by, now=now, needs=Permission.WORK, subject_id=callback_id) as act:
        call, callback = within(act, callback_id, fence)
        end_open(by.practice_id, now, callbacks=[callback.id])
        if callback.stage in holding.LEASED:
            callback.lease_until = holding.lease_from(now)
            callback.save(update_fields=["lease_until"])
        act.details = {"call": str(call.id)}


def end_open(practice_id: UUID, now: datetime, *, callbacks: Iterable[UUID]) -> None:
    """Within another action: the calls about these callbacks are over."""
    Call.objects.filter(
        practice_id=practice_id, callback_id__in=list(callbacks), ended_at__isnull=True
    ).update(ended_at=now)


def end_left_open(practice_id: UUID, *, now: datetime) -> int:
    """A tick duty: a call that nobody ended is over after as long as one may last.

    Where its callback is somebody's only for as long as they do something with it, that ends it.
    """
    began = now - timedelta(seconds=settings.CALL_S)
    with scope(practice_id):
        left = Call.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            practice_id=practice_id, ended_at__isnull=True, begun_at__lte=began
        )
        over = list(left.exclude(callback__stage__in=holding.LEASED))
        end_open(practice_id, now, callbacks=[each.callback_id for each in over])
        Entry.objects.bulk_create(
            Entry(
                practice_id=practice_id,
                at=now,
                via="tick",
                verb="call ended",
                subject_kind="callback",
                subject_id=each.callback_id,
                details={"call": str(each.id)},
            )
            for each in over
        )
    return len(over)


def within(act: Act, callback_id: UUID, fence: int) -> tuple[Call, Callback]:
    """The actor's open call about a callback, locked. Raises Refused where there is none."""
    callback = holding.mine(act, callback_id, fence)
    call = calling.under_way(callback)
    if call is None:
        raise Refused(Reason(code="no_call", words=NO_CALL))
    return call, callback


def weigh(call: Call, callback: Callback, now: datetime) -> Standing:
    """Where the check stands by now, kept with the call: since when somebody is verified in it."""
    found = calling.weighed(call, callback, onfile.known(callback), now)
    if found.standing is not Standing.VERIFIED:
        call.verified_at = None
    elif call.verified_at is None:
        call.verified_at = now
    call.save(
        update_fields=[
            "caller", "situations", "stakes", "authority", "said_relation", "of_age", "office",
            "office_person", "call_back", "wrong", "ended_why", "verified_at",
        ]
    )  # fmt: skip
    return found.standing


def say_caller(
    callback_id: UUID,
    caller: Caller,
    *,
    by: Actor,
    now: datetime,
    fence: int,
    authority_id: UUID | None = None,
) -> Standing:
    """Who they say they are; for whoever speaks for the patient, under which entry on file.

    Naming the entry says that they gave its name and relation. What was tried stays tried. Raises
    Refused for an entry that is not this patient's, Stale, Held, NotFound, NotPermitted.
    """
    with signed(
        "caller said", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = within(act, callback_id, fence)
        check = verification.as_caller(calling.check_of(call), caller)
        speaks = check.caller in verification.THIRD_PARTIES
        call.caller = check.caller
        call.authority_id = _entry(callback, authority_id) if speaks and authority_id else None
        call.said_relation = call.authority_id is not None
        act.details = {"call": str(call.id), "caller": str(call.caller)}
        return weigh(call, callback, now)


def _entry(callback: Callback, authority_id: UUID) -> UUID:
    found = Authority.objects.filter(
        practice_id=callback.practice_id, patient=callback.patient_id, id=authority_id
    )
    if not found.exists():
        raise Refused(Reason(code="not_theirs", words=NOT_THEIRS))
    return authority_id


def situation(
    callback_id: UUID, what: Situation, *, by: Actor, now: datetime, fence: int
) -> Standing:
    """Something special about the call; said again it is taken back. Raises as `say_caller`."""
    with signed(
        "situation said", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = within(act, callback_id, fence)
        call.situations = sorted({*call.situations} ^ {str(what)})
        act.details = {"call": str(call.id), "situation": str(what)}
        return weigh(call, callback, now)


def more_at_stake(callback_id: UUID, *, by: Actor, now: datetime, fence: int) -> Standing:
    """They want their contact details changed: one detail more must agree. Raises as above."""
    with signed(
        "contact change asked", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = within(act, callback_id, fence)
        check = verification.with_stake(calling.check_of(call), Stake.CONTACT_CHANGE)
        call.stakes = sorted(check.stakes)
        act.details = {"call": str(call.id)}
        return weigh(call, callback, now)


def office(callback_id: UUID, said: Office, *, by: Actor, now: datetime, fence: int) -> Standing:
    """Which office is on the line, who speaks, and where our number for them is from."""
    with signed(
        "office said", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        call, callback = within(act, callback_id, fence)
        call.caller = Caller.OTHER_OFFICE
        call.office, call.office_person = said.organisation[:120], said.name[:120]
        call.call_back = CallBack(said.call_back)
        act.details = {"call": str(call.id), "call_back": str(said.call_back)}
        return weigh(call, callback, now)
