"""The addresses at which people sign in, for tests that ask every one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator

from ringback.actions import invitation
from ringback.actions.invitation import Asked
from ringback.config import signin_urls
from ringback.engine.wallclock import now as clock
from ringback.rules.access import Role

if TYPE_CHECKING:
    from ringback.models import Person
    from tests.cast import Cast


@dataclass(frozen=True, kw_only=True)
class Way:
    """One of them, and whether it is there before somebody signed in."""

    name: str
    address: str
    before: bool


def ways(cast: Cast, them: Person) -> list[Way]:
    """All of them, with real things in their places."""
    asked = Asked(email="nora@example.org", name="Nora Vale", roles=frozenset({Role.FRONT_DESK}))
    secret = invitation.invite(asked, by=cast.mara, now=clock())
    first = Authenticator.objects.filter(user_id=them.id).values_list("pk", flat=True)[0]
    places = {"<str:secret>": secret, "<str:provider_id>": "practice", "<int:pk>": str(first)}
    found = []
    for each in (*signin_urls.entrance, *signin_urls.own):
        address = str(each.pattern)
        for place, value in places.items():
            address = address.replace(place, value)
        before = each in signin_urls.entrance
        found.append(Way(name=str(each.name), address=f"/{address}", before=before))
    return found
