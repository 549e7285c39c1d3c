"""What `ringback setup` does once the database is there: the practice, its hours, its manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ringback.actions import invitation, practice
from ringback.actions.invitation import Asked
from ringback.cli.actor import acting
from ringback.engine.trouble import EngineTrouble
from ringback.queries import practice as practices
from ringback.queries import roster
from ringback.rules import people
from ringback.rules.access import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.cli.setup import Wanted
    from ringback.rules.access import Actor


def refuse(wanted: Wanted) -> None:
    """Raise EngineTrouble for what can only be known here: places, kinds, a name that is taken."""
    states = practices.states_of(wanted.country)
    if states is None:
        raise EngineTrouble(f"No holidays are known for the country {wanted.country!r}.")
    if wanted.state and wanted.state not in states:
        known = ", ".join(sorted(states))
        raise EngineTrouble(f"{wanted.state!r} is none of the states of {wanted.country}: {known}.")
    codes = [each["code"] for each in practice.default_pathways()]
    if wanted.category not in codes:
        kinds = ", ".join(sorted(codes))
        raise EngineTrouble(f"{wanted.category!r} is no kind of request. There are: {kinds}.")
    manager = people.Invited(
        email=wanted.manager_email.strip().lower(),
        name=wanted.manager_name,
        roles=frozenset({Role.MANAGER}),
        is_here=False,
        was_asked=False,
    )
    if reasons := people.invitation_refusals(manager):
        raise EngineTrouble(" ".join(str(each) for each in reasons))
    if any(each.slug == wanted.slug for each in practices.practices()):
        raise EngineTrouble(f"A practice called {wanted.name} is set up here already.")


def set_up(wanted: Wanted, week: Mapping[str, Sequence[str]], *, now: datetime) -> str:
    """Make the practice; answers the link of its first manager, "" where it goes by mail."""
    practice.establish(
        practice.NewPractice(
            slug=wanted.slug,
            name=wanted.name,
            zone=wanted.zone,
            country=wanted.country,
            state=wanted.state,
            week=week,
        ),
        now=now,
    )
    by = acting(wanted.slug)
    asked = Asked(
        email=wanted.manager_email,
        name=wanted.manager_name,
        roles=frozenset({Role.MANAGER}),
        lanes=_lanes_with(wanted.category, by, now),
    )
    secret = invitation.invite(asked, by=by, now=now)
    return f"{settings.BASE_URL}/sign-in/welcome/{secret}" if secret else ""


def _lanes_with(category: str, by: Actor, now: datetime) -> frozenset[UUID]:
    """Where the kind of request they begin with is looked through."""
    lanes = roster.read(by, now=now).lanes
    return frozenset(each.id for each in lanes if category in each.categories)
