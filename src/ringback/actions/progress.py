"""What is true of a callback so far, as the rule of done wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.models import Attempt, DoneFact, Note
from ringback.queries import practice
from ringback.rules import attempt, done
from ringback.rules.attempt import Result, Try
from ringback.rules.done import Progress

if TYPE_CHECKING:
    from ringback.models import Callback


def tries(callback: Callback) -> list[Try]:
    """Every try of a callback, oldest first."""
    made = Attempt.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id
    ).order_by("happened_at", "entered_at", "id")
    return [
        Try(
            result=Result(each.result),
            happened_at=each.happened_at,
            call_again_at=each.call_again_at,
        )
        for each in made
    ]


def of(callback: Callback, *, note: str = "") -> Progress:
    """The facts given, the facts its tries amount to, and the latest note if none is given."""
    made = tries(callback)
    zone = practice.zone(callback.practice_id)
    counted = {"two_tries"} if attempt.two_day_parts(made, zone) else set()
    given = DoneFact.objects.filter(practice_id=callback.practice_id, callback_id=callback.id)
    return Progress(
        facts=dict(given.values_list("code", "value")),
        counted=frozenset(counted),
        tries=len(made),
        note=note or _latest_note(callback),
    )


def outcome_needed(callback: Callback) -> str:
    """What the list shows as still needed, after something changed."""
    return done.outcome_needed(practice.category(callback.category_version_id), of(callback))


def _latest_note(callback: Callback) -> str:
    signed = Note.objects.filter(
        practice_id=callback.practice_id, callback_id=callback.id
    ).order_by("-signed_at", "-id")
    return signed.values_list("text", flat=True).first() or ""
