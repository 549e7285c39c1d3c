"""Finding a callback by what somebody says of themselves: a name, or a number.

Whoever sees patients in the list finds them by a part of the name or the last four digits. An
assistant finds their own like that, and what is nobody's or a colleague's only by the whole number
or the whole name, as a caller gives it: there is nothing to browse. All of it stays in the lanes;
of what is outside them, whoever may open it in need is told that it is there. What was finished in
the last two weeks is found by the whole number or name only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from ringback.models import Callback
from ringback.queries import practice, seen
from ringback.queries.scope import scope
from ringback.rules.access import Permission, refusals
from ringback.rules.phone import is_whole, normalised

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ringback.rules.access import Actor

LAST_DIGITS: Final = 4
FINISHED_FOR: Final = timedelta(days=14)
MOST_FINISHED: Final = 10
PLACES: Final = ("search", "name", "number", "loosely", "ends", "holds")


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A callback that was closed lately: how and when (UTC). The name for whoever may see it."""

    id: UUID
    category: str
    outcome: str
    closed_at: datetime
    name: str | None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a search finds beside the queue: what was `finished` lately, and what is `outside`."""

    finished: list[Finished]
    outside: UUID | None


def beside(actor: Actor, text: str, *, now: datetime) -> Beside:
    """What this search finds that the queue does not show."""
    return Beside(finished=_finished(actor, text, now=now), outside=_outside(actor, text))


def asked(actor: Actor, text: str) -> dict[str, Any]:
    """What queue_page.sql is asked for a search; None for each where nothing is searched for."""
    text = text.strip()
    if not text:
        return dict.fromkeys(PLACES)
    digits = "".join(character for character in text if character.isdigit())
    of_a_number = len(digits) > LAST_DIGITS or len(digits) == len(text) == LAST_DIGITS
    number = normalised(text, practice.country(actor.practice_id))
    return {
        "search": True,
        "name": text,
        "number": number if is_whole(number) else None,
        "loosely": browses(actor),
        "ends": digits[-10:] if of_a_number else None,
        "holds": None if of_a_number else f"%{_literally(text)}%",
    }


def browses(actor: Actor) -> bool:
    """Whether they find by a part: whoever sees in the list who somebody is, and their number."""
    return all(seen.may(actor, "callback", each, owns=False) for each in ("name", "phone"))


def _outside(actor: Actor, text: str) -> UUID | None:
    """The most pressing open callback outside their lanes that has exactly this name or number.

    Only for whoever may open it in need; what it is, they learn by doing that and no sooner.
    """
    if actor.lanes is None or not text.strip() or refusals(actor, Permission.BREAK_GLASS):
        return None
    with scope(actor.practice_id):
        found = Callback.objects.filter(
            _exactly(actor, text), practice_id=actor.practice_id, closed_at__isnull=True
        ).exclude(category__in=actor.lanes)
        ordered = found.order_by("rank", "due_at", "received_at", "id")
        return ordered.values_list("id", flat=True).first()


def _finished(actor: Actor, text: str, *, now: datetime) -> list[Finished]:
    """What was closed in the last two weeks in their lanes with exactly this name or number.

    The newest first.
    """
    if not text.strip() or refusals(actor, Permission.SEE_QUEUE):
        return []
    with scope(actor.practice_id):
        return finished_of(actor, _exactly(actor, text), now=now)


def finished_of(actor: Actor, whose: Q, *, now: datetime) -> list[Finished]:
    """What of these was closed in the last two weeks, in their lanes. Inside a scope."""
    in_lanes = Q() if actor.lanes is None else Q(category__in=actor.lanes)
    named = seen.may(actor, "callback", "name", owns=False)
    found = Callback.objects.filter(
        whose, in_lanes, practice_id=actor.practice_id, closed_at__gt=now - FINISHED_FOR
    )
    rows = list(found.order_by("-closed_at", "id")[:MOST_FINISHED])
    return [
        Finished(
            id=each.id,
            category=each.category,
            outcome=each.outcome or "",
            closed_at=each.closed_at,
            name=each.name if named else seen.name(actor, each.name),
        )
        for each in rows
        if each.closed_at
    ]


def _exactly(actor: Actor, text: str) -> Q:
    """The whole name, or the whole number where it is one."""
    named = Q(name__iexact=text.strip())
    number = normalised(text.strip(), practice.country(actor.practice_id))
    return named | with_number(number) if is_whole(number) else named


def with_number(number: str) -> Q:
    """Of this number, said so that the index of numbers that were closed may be walked."""
    return Q(phone=number) & ~Q(phone="")


def _literally(text: str) -> str:
    """The text without the characters that mean something to LIKE."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
