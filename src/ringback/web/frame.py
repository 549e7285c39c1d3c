"""What every page carries around its content: who, where, what time it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse

from ringback.engine.wallclock import now as clock
from ringback.queries import practice
from ringback.rules.access import Permission, refusals, shut_by_pin
from ringback.rules.signedin import WARN_BEFORE
from ringback.web import kept, language, practices, silence, standing
from ringback.web.words import Clock, initials

if TYPE_CHECKING:
    from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html. Pages without a person have only the demo flag."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"demo": settings.DEMO, "languages": language.choices()}
    where = practice.remembered(actor.practice_id)
    return {
        "demo": settings.DEMO,
        "languages": language.choices(),
        "actor_name": actor.name,
        "actor_initials": initials(actor.name),
        **practices.frame(request),
        "practice_zone": where.zone,
        "practice_time": Clock(clock(), where.zone).moment_now(),
        "can_import": not refusals(actor, Permission.IMPORT),
        "can_see_setup": not refusals(actor, Permission.SEE_SETUP),
        "can_see_ledger": not refusals(actor, Permission.SEE_LEDGER),
        "can_receive": not refusals(actor, Permission.RECEIVE),
        "came_in_at": _came_in_at(request),
        "can_work": not refusals(actor, Permission.WORK),
        "can_see_incidents": not refusals(actor, Permission.SEE_INCIDENTS),
        "can_put_right": not refusals(actor, Permission.PUT_RIGHT),
        "can_export": not refusals(actor, Permission.EXPORT),
        "can_hand_out": not refusals(actor, Permission.HAND_OUT),
        "can_cover": not refusals(actor, Permission.COVER),
        "can_audit": not refusals(actor, Permission.AUDIT_DAY),
        "live_url": "" if refusals(actor, Permission.SEE_QUEUE) else "/live",
        "stands": _stands(request),
        "kept": kept.told(request),
        "shared_desk": standing.on_shared_desk(request),
        "actor_id": actor.person_id,
        "shows_more": shut_by_pin(actor),
        "silence": silence.lines(request.at_work, clock()),  # type: ignore[attr-defined]
        "locks_in": standing.locks_in(request, clock()),
        "warn_before": int(WARN_BEFORE.total_seconds()),
    }


def _came_in_at(request: HttpRequest) -> str:
    """Where a call that comes in is written down, and back from there to this callback.

    The queue has the button in its head; that form itself needs none.
    """
    found = request.resolver_match
    if found is None or found.url_name in {"queue", "search", "new-arrival", "arrival-found"}:
        return ""
    here = found.kwargs.get("callback_id")
    return reverse("new-arrival") + (f"?from={here}" if here else "")


def _stands(request: HttpRequest) -> str:
    """Which line of the rail this page stands under."""
    found = request.resolver_match
    name = (found.url_name if found else None) or ""
    return "mine" if name == "queue" and request.GET.get("filter") == "mine" else name
