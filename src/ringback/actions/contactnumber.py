"""A number turns out wrong, or another's: it is marked, and another one is chosen or typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ringback.actions import holding
from ringback.actions.act import Refused, signed
from ringback.models import Entry, PatientNumber
from ringback.queries import counted, onfile, practice
from ringback.rules import contact, phone
from ringback.rules.access import Permission
from ringback.rules.attempt import Result
from ringback.rules.contact import Flag
from ringback.rules.patientrule import Use
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.models import Attempt, Callback
    from ringback.rules.access import Actor

MARKS: Final = {
    Result.WRONG_NUMBER: Flag.WRONG,
    Result.GREETING_MISMATCH: Flag.GREETING_MISMATCH,
}
"""What a result says of the number it was tried at."""

WHOLE_NUMBER: Final = gettext_noop("Write the whole number, with its area code.")
SAME_NUMBER: Final = gettext_noop("That is the number that was tried. Choose or write another one.")


def mark(callback: Callback, result: Result, number: str) -> dict[str, Any]:
    """Within the action that logs it: the number is marked; answers what to undo, if anything.

    Nobody dials a marked number any more, whichever matter it is about.
    """
    if result not in MARKS or callback.patient_id is None or not number.startswith("+"):
        return {}
    row, _ = PatientNumber.objects.get_or_create(
        practice_id=callback.practice_id,
        patient_id=callback.patient_id,
        number=number,
        defaults={"flag": Flag.NOT_ON_FILE},
    )
    was = row.flag
    PatientNumber.objects.filter(id=row.id).update(flag=MARKS[result])
    return {"id": str(row.id), "was": was}


def unmark(marked: dict[str, Any]) -> None:
    """Within the action that takes the result back: the number is what it was."""
    PatientNumber.objects.filter(id=marked["id"]).update(flag=marked["was"])


def unmark_struck(callback: Callback, tried: Attempt) -> None:
    """Within the action that strikes its try through: nothing marks the number any more.

    Unless another try that counts said the same of it, about whichever matter of this patient.
    """
    entry = Entry.objects.filter(
        practice_id=callback.practice_id,
        subject_id=callback.id,
        verb="attempted",
        details__attempt=str(tried.id),
    ).first()
    marked = entry.details.get("marked") if entry else None
    if not marked or callback.patient_id is None:
        return
    others = counted.attempts(callback.practice_id).filter(
        callback__patient_id=callback.patient_id, number=tried.number, result__in=[*MARKS]
    )
    if not others.exclude(id=tried.id).exists():
        unmark(marked)


def use(callback_id: UUID, number: str, *, by: Actor, now: datetime, fence: int) -> None:
    """Call another number from now on. Raises Refused where it may not be dialled, Stale, Held.

    One that is not on file is asked about more closely on the call: see rules/verification.py.
    """
    with signed(
        "number chosen", by=by, now=now, needs=Permission.WORK, subject_id=callback_id
    ) as act:
        callback = holding.mine(act, callback_id, fence)
        whole = phone.normalised(number, practice.country(by.practice_id))
        if not whole.startswith("+"):
            raise Refused(Reason(code="whole_number", words=WHOLE_NUMBER))
        if whole == callback.phone:
            raise Refused(Reason(code="same_number", words=SAME_NUMBER))
        callback.phone = whole
        found, set_by_us = onfile.known(callback).contact, onfile.settings(by.practice_id)
        if no := contact.refusals(Use.DIAL, found, set_by_us, now=now, number=whole):
            raise Refused(*no)
        callback.save(update_fields=["phone"])
