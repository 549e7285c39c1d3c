"""The call: pressing Call, who is on the line, the check, and what was asked beside the script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from django.core.exceptions import BadRequest

from ringback.actions import calling, checking, script
from ringback.actions.act import Refused
from ringback.actions.checking import Answer
from ringback.rules import phone
from ringback.rules.calling import Situation
from ringback.rules.identifier import Identifier
from ringback.rules.oneline import in_one_line
from ringback.rules.otheroffice import CallBack, Office
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.verification import Caller, WhyNot
from ringback.web.call import done_or_refused, fence_of
from ringback.web.forms import form_only, pressed

if TYPE_CHECKING:
    from datetime import datetime
    from enum import StrEnum

    from django.http import HttpResponseBase

    from ringback.rules.access import Actor
    from ringback.web.staff import StaffRequest

E = TypeVar("E", bound="StrEnum")

DID_NOT_AGREE: Final = gettext_noop("That does not agree with what we have. Ask again, or another.")
SAID: Final = "said."
"""Where a detail is typed as its caller says it: the field's name, before the detail's code."""

CONTACT_CHANGE: Final = "contact_change"
IN_CHART: Final[dict[str, tuple[bool, bool | None]]] = {
    "yes": (True, None),
    "of_age": (True, True),
    "minor": (True, False),
    "no": (False, None),
}
"""What one press says of the chart: whether it agrees, and whether they are of age."""


@form_only
def begin(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Call: the call's page is open from now on."""
    fence, number = fence_of(request), request.POST.get("number", "")
    number = number if phone.is_whole(number) else ""
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: calling.begin(callback_id, by=by, now=now, fence=fence, number=number),
    )


@form_only
def end(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Hang up without a result yet."""
    fence = fence_of(request)
    return done_or_refused(
        request, callback_id, lambda by, now: calling.end(callback_id, by=by, now=now, fence=fence)
    )


@form_only
def caller(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Who is on the line, and as whom on file."""
    fence, who = fence_of(request), _known(Caller, pressed(request, "caller"))
    entry = _id(request.POST.get("authority", ""))
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: calling.say_caller(
            callback_id, who, by=by, now=now, fence=fence, authority_id=entry
        ),
    )


@form_only
def situation(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Something special about the call, or that contact details are to change."""
    fence, said = fence_of(request), request.POST.get("situation", "")
    if said == CONTACT_CHANGE:
        return done_or_refused(
            request,
            callback_id,
            lambda by, now: calling.more_at_stake(callback_id, by=by, now=now, fence=fence),
        )
    what = _known(Situation, said)
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: calling.situation(callback_id, what, by=by, now=now, fence=fence),
    )


@form_only
def office(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Which other office is on the line."""
    fence = fence_of(request)
    said = Office(
        organisation=in_one_line(request.POST.get("organisation", "")),
        name=in_one_line(request.POST.get("person", "")),
        call_back=_known(CallBack, request.POST.get("call_back", CallBack.NONE)),
    )
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: calling.office(callback_id, said, by=by, now=now, fence=fence),
    )


@form_only
def check(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Compare one detail; what was said is in no answer of ours."""
    fence, in_the_chart = fence_of(request), request.POST.get("chart", "")
    in_chart, of_age = IN_CHART.get(in_the_chart, (None, None))
    what = _known(Identifier, pressed(request, "identifier") or said_of(request))
    answer = Answer(
        identifier=what,
        said=in_one_line(request.POST.get(f"{SAID}{what}", "")),
        in_chart=in_chart,
        of_age=of_age,
    )

    def compare(by: Actor, now: datetime) -> None:
        if not checking.compare(callback_id, answer, by=by, now=now, fence=fence).agreed:
            raise Refused(Reason(code="did_not_agree", words=DID_NOT_AGREE))

    return done_or_refused(request, callback_id, compare)


@form_only
def age(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """What the chart says of the patient's age."""
    fence, of_age = fence_of(request), request.POST.get("of_age") == "yes"
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: checking.looked_up_age(
            callback_id, of_age=of_age, by=by, now=now, fence=fence
        ),
    )


@form_only
def not_verified(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Not verified, nothing disclosed."""
    fence, why = fence_of(request), _known(WhyNot, request.POST.get("why", ""))
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: checking.not_verified(callback_id, why, by=by, now=now, fence=fence),
    )


@form_only
def lift(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """A lead lets a locked check go on."""
    fence, reason = fence_of(request), request.POST.get("reason", "")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: checking.lift(callback_id, reason, by=by, now=now, fence=fence),
    )


@form_only
def question(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """Something was asked that is not in the script: kept for a manager, of nobody."""
    line, language = request.POST.get("line", ""), request.POST.get("language", "")
    text = in_one_line(request.POST.get("question", ""))
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: script.asked(callback_id, line, language, text, by=by, now=now),
    )


def said_of(request: StaffRequest) -> str:
    """The detail that somebody typed, as its caller says it; "" where none was."""
    given = (name for name in request.POST if name.startswith(SAID) and request.POST[name].strip())
    return next(given, "").removeprefix(SAID)


def _known(kind: type[E], text: str) -> E:
    if text not in set(kind):
        raise BadRequest("no such choice")
    return kind(text)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
