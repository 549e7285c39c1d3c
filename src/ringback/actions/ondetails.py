"""What a patient says on the phone of how to reach them is confirmed, taken back or put on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.actions import holding
from ringback.actions.act import Refused, signed
from ringback.models import ContactRule, PatientNumber
from ringback.queries import calling, onfile, practice, sofar
from ringback.queries.ondetails import asker
from ringback.rules import ondetails, phone
from ringback.rules.access import Permission
from ringback.rules.contact import Flag
from ringback.rules.oneline import in_one_line
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor
    from ringback.rules.ondetails import Asker, How

WHOLE_NUMBER: Final = gettext_noop("Write the whole number, with its area code.")
NOBODY_ON_FILE: Final = gettext_noop("Nobody is on file for this callback yet.")
NOTHING_OWED: Final = gettext_noop("There is nothing to tell the old contact.")
LABEL: Final = 40


def confirm(callback_id: UUID, rule_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """It is so: from now on it is kept to as it was said. Raises Refused, Stale, Held, NotFound."""
    with signed(
        "contact rule confirmed", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        found = _rule(act, callback_id, rule_id, fence)
        if no := ondetails.confirming_refusals(found.facts()):
            raise Refused(*no)
        found.confirmed_by_id, found.confirmed_at = act.by.person_id, now
        found.save(update_fields=["confirmed_by", "confirmed_at"])


def take_back(callback_id: UUID, rule_id: UUID, *, by: Actor, now: datetime, fence: int) -> None:
    """They say otherwise: it stands in nobody's way any more. Raises as `confirm`."""
    with signed(
        "contact rule taken back", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        found = _rule(act, callback_id, rule_id, fence)
        found.removed_at = now
        found.save(update_fields=["removed_at"])


def _rule(act: Act, callback_id: UUID, rule_id: UUID, fence: int) -> ContactRule:
    """What they asked for, locked, where whoever acts may settle it."""
    callback, who = _asking(act, callback_id, fence)
    if no := ondetails.refusals(who):
        raise Refused(*no)
    found = (
        ContactRule.objects.select_for_update()
        .filter(patient=_patient(callback), id=rule_id, removed_at__isnull=True)
        .first()
    )
    if found is None:
        raise Refused(Reason(code="no_longer", words=ondetails.NO_LONGER))
    act.details = {"rule": str(rule_id)}
    return found


def _asking(act: Act, callback_id: UUID, fence: int) -> tuple[Callback, Asker]:
    """The callback and who acts on whose word: its owner, or a manager whoever owns it."""
    callback = holding.current(act, callback_id, fence)
    call = calling.under_way(callback)
    who = asker(act.by, call, callback, onfile.known(callback), act.now)
    if not who.manager:
        holding.mine(act, callback_id, fence)
    return callback, who


def _patient(callback: Callback) -> UUID:
    if callback.patient_id is None:
        raise Refused(Reason(code="nobody_on_file", words=NOBODY_ON_FILE))
    found: UUID = callback.patient_id
    return found


def add_number(
    callback_id: UUID,
    typed: str,
    *,
    label: str = "",
    preferred: bool = False,
    by: Actor,
    now: datetime,
    fence: int,
) -> None:
    """A number they gave in this call is on file from now on. Raises Refused, Stale, Held.

    One that was marked by mistake, or as somebody else's, is theirs again by their word.
    """
    with signed(
        "contact details changed", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        holding.mine(act, callback_id, fence)
        callback, who = _asking(act, callback_id, fence)
        whole = phone.normalised(typed, practice.country(by.practice_id))
        if not whole.startswith("+"):
            raise Refused(Reason(code="whole_number", words=WHOLE_NUMBER))
        patient_id = _patient(callback)
        there = _theirs(act, patient_id).filter(number=whole).first()
        flag = Flag(there.flag) if there else None
        if no := ondetails.number_refusals(who, flag, preferred=preferred):
            raise Refused(*no)
        called = in_one_line(label)[:LABEL] or (there.label if there else "")
        _write(act, patient_id, whole, label=called, preferred=preferred)
        act.details = {"patient": str(patient_id)}


def _theirs(act: Act, patient_id: UUID) -> QuerySet[PatientNumber]:
    return PatientNumber.objects.filter(practice_id=act.by.practice_id, patient_id=patient_id)


def _write(act: Act, patient_id: UUID, number: str, *, label: str, preferred: bool) -> None:
    """The number as it is from now on; of several, one is the one they prefer."""
    if preferred:
        _theirs(act, patient_id).filter(flag=Flag.PREFERRED).update(flag=Flag.ALLOWED)
    PatientNumber.objects.update_or_create(
        practice_id=act.by.practice_id,
        patient_id=patient_id,
        number=number,
        defaults={"label": label, "flag": Flag.PREFERRED if preferred else Flag.ALLOWED},
    )


def told_old(callback_id: UUID, how: How, *, by: Actor, now: datetime, fence: int) -> None:
    """The old number or address was told of the change, by hand. Raises Refused, Stale, Held."""
    with signed(
        "old contact told", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.current(act, callback_id, fence)
        if callback.closed_at is None:
            holding.mine(act, callback_id, fence)
        if not ondetails.owed(each.verb for each in sofar.events(callback)):
            raise Refused(Reason(code="nothing_owed", words=NOTHING_OWED))
        act.details = {"how": str(how)}
