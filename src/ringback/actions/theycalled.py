"""The patient rings back and whoever answers deals with it: it is theirs alone, at once.

The one who had it keeps what they wrote and is told on their screen. The call counts as a try, so
the first action is made and the tries that were planned are not needed any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from ringback.actions import arrival, attempt, calling, claim, holding
from ringback.actions.act import Held, NotFound, Refused, Stale, locked, signed
from ringback.models import Attempt, Patient, Person
from ringback.queries import calling as calls
from ringback.rules import theycalled
from ringback.rules.access import Permission
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Stage
from ringback.rules.reason import Reason

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.models import Callback
    from ringback.rules.access import Actor


@dataclass(frozen=True, kw_only=True)
class Rang:
    """A call somebody answered: the number it came from, what was said, and which patient it is.

    `form` is the one it was typed in: sent again, its words are not written down twice.
    """

    number: str = ""
    words: str = ""
    patient_id: UUID | None = None
    form: str = ""


def deal(callback_id: UUID, rang: Rang, *, by: Actor, now: datetime, fence: int | None) -> bool:
    """Take it over and write the call down; whether it is in their hands now.

    Without a `fence`, for what has come in just now, whoever has it. The same form twice is one
    call. Raises Held while somebody else is on the phone about it, Stale where it changed hands
    since it was shown, Refused where it is closed, NotFound, NotPermitted.
    """
    with signed(
        "patient called us",
        by=by,
        now=now,
        needs=Permission.WORK,
        subject_id=callback_id,
        takes=True,
    ) as act:
        callback = locked(act, callback_id)
        if _written_before(act, callback, rang):
            act.silent = True
            return callback.owner_id == by.person_id
        if fence not in {None, callback.fence}:
            raise Stale(Reason(code="stale", words=holding.STALE), fence=callback.fence)
        _refuse(act, callback)
        act.details = _from(callback, by)
        moves = theycalled.goes_over(Stage(callback.stage))
        if moves:
            claim.own_within(act, callback)
        _known_as(act, callback, rang)
        if rang.words.strip():
            arrival.join(act, callback, _said(callback, rang, now))
        made = attempt.Made(
            result=Result.PATIENT_CALLED_US,
            number=rang.number,
            idempotency_key=_key(callback, rang),
        )
        act.details["attempt"] = str(attempt.log_within(act, callback, made, holds=moves))
        if moves:
            calling.answer_within(act, callback, rang.number or callback.phone)
        return moves


def _key(callback: Callback, rang: Rang) -> str | None:
    """Of one form and one callback: a caller may have rung about two matters."""
    return f"form {rang.form} {callback.id}" if rang.form else None


def _written_before(act: Act, callback: Callback, rang: Rang) -> bool:
    """Whether this form has been written down here already: somebody pressed twice."""
    key = _key(callback, rang)
    made = Attempt.objects.filter(practice_id=act.by.practice_id, idempotency_key=key)
    return key is not None and made.exists()


def _refuse(act: Act, callback: Callback) -> None:
    call = calls.under_way(callback)
    on_call, name = (call.by_id, call.by.name) if call else (None, "")
    reasons = theycalled.refusals(
        Stage(callback.stage), on_call=on_call, on_call_name=name, person_id=act.by.person_id
    )
    if reasons:
        raise (Held if on_call else Refused)(*reasons)


def _from(callback: Callback, by: Actor) -> dict[str, Any]:
    """Who had it before, for the journal and for their screen."""
    if callback.owner_id in {None, by.person_id}:
        return {}
    name = Person.objects.filter(id=callback.owner_id).values_list("name", flat=True).first()
    return {"owner": str(callback.owner_id), "name": name or ""}


def _known_as(act: Act, callback: Callback, rang: Rang) -> None:
    """Whose it is, where nobody had said so and whoever answers does. Raises NotFound."""
    if rang.patient_id is None or callback.patient_id is not None:
        return
    here = Patient.objects.filter(
        practice_id=act.by.practice_id, id=rang.patient_id, withdrawn_at__isnull=True
    )
    if not here.exists():
        raise NotFound
    callback.patient_id = rang.patient_id
    callback.save(update_fields=["patient"])


def _said(callback: Callback, rang: Rang, now: datetime) -> arrival.New:
    return arrival.New(
        source="desk",
        external_id=f"{rang.form or uuid4()} {callback.id}",
        kind=Kind.LIVE_CALL,
        happened_at=now,
        phone=rang.number,
        text=rang.words.strip(),
    )
