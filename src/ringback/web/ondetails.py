"""What is learned on the phone of how to reach them: confirmed, taken back, or put on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.core.exceptions import BadRequest

from ringback.actions import ondetails
from ringback.rules.ondetails import How
from ringback.web.call import done_or_refused, fence_of
from ringback.web.forms import form_only, pressed

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from ringback.web.staff import StaffRequest

SETTLES: Final = {"confirm": ondetails.confirm, "otherwise": ondetails.take_back}


@form_only
def settle(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """What they asked for is so, or they say otherwise."""
    fence, settled = fence_of(request), SETTLES.get(pressed(request, "so"))
    try:
        rule_id = UUID(request.POST.get("rule", ""))
    except ValueError:
        raise BadRequest("no such thing asked for") from None
    if settled is None:
        raise BadRequest("no such choice")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: settled(callback_id, rule_id, by=by, now=now, fence=fence),
    )


@form_only
def add_number(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """A new number of theirs, given in this call."""
    fence, posted = fence_of(request), request.POST
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: ondetails.add_number(
            callback_id,
            posted.get("new_number", ""),
            label=posted.get("label", ""),
            preferred=posted.get("preferred") == "yes",
            by=by,
            now=now,
            fence=fence,
        ),
    )


@form_only
def told_old(request: StaffRequest, callback_id: UUID) -> HttpResponseBase:
    """The old number or address was told of the change."""
    fence, how = fence_of(request), request.POST.get("how", "")
    if how not in set(How):
        raise BadRequest("no such way")
    return done_or_refused(
        request,
        callback_id,
        lambda by, now: ondetails.told_old(callback_id, How(how), by=by, now=now, fence=fence),
    )
