"""What `ringback setup` does once the database is there: the practice, its hours, its manager."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings

from ringback.actions import invitation, practice
from ringback.actions.invitation import Asked
from ringback.cli.actor import acting
from ringback.queries import practice as practices
from ringback.queries import roster
from ringback.rules import people, phone
from ringback.rules.access import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.cli.setup import Wanted
    from ringback.rules.access import Actor


def anything(_told: Wanted) -> str:
    """An answer that anything is right for."""
    return ""


def _country(told: Wanted) -> str:
    if practices.states_of(told.country) is None:
        return f"No holidays are known for the country {told.country!r}."
    return ""


def _state(told: Wanted) -> str:
    states = practices.states_of(told.country) or ()
    if not told.state or told.state in states:
        return ""
    known = ", ".join(sorted(states))
    return f"{told.state!r} is none of the states of {told.country}: {known}."


def _phone(told: Wanted) -> str:
    return " ".join(str(each) for each in phone.own_refusals(told.phone, told.country))


def _category(told: Wanted) -> str:
    codes = [each["code"] for each in practice.default_pathways()]
    if told.category in codes:
        return ""
    kinds = ", ".join(sorted(codes))
    return f"{told.category!r} is no kind of request. There are: {kinds}."


def _name(told: Wanted) -> str:
    if any(each.slug == told.slug for each in practices.practices()):
        return f"A practice called {told.name} is set up here already."
    return ""


def _manager(told: Wanted, code: str) -> str:
    """Why whoever manages it first cannot be asked in, as far as it is of this kind."""
    asked = people.Invited(
        email=told.manager_email.strip().lower(),
        name=told.manager_name.strip(),
        roles=frozenset({Role.MANAGER}),
        is_here=False,
        was_asked=False,
    )
    found = (each for each in people.invitation_refusals(asked) if each.code == code)
    return " ".join(str(each) for each in found)


CHECKS: Final[dict[str, Callable[[Wanted], str]]] = {
    "name": _name,
    "country": _country,
    "state": _state,
    "phone": _phone,
    "category": _category,
    "manager_name": lambda told: _manager(told, "no_name"),
    "manager_email": lambda told: _manager(told, "no_address"),
}
"""What is wrong with an answer as far as it can only be known here; "" for nothing."""


def set_up(wanted: Wanted, week: Mapping[str, Sequence[str]], *, now: datetime) -> str:
    """Make the practice; answers the link of its first manager, "" where it goes by mail."""
    practice.establish(
        practice.NewPractice(
            slug=wanted.slug,
            name=wanted.name,
            zone=wanted.zone,
            country=wanted.country,
            state=wanted.state,
            phone=wanted.phone,
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
