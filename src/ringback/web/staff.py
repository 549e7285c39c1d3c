"""A request by somebody at work here: what every staff page can rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from ringback.queries.person import AtWork
    from ringback.rules.access import Actor


class StaffRequest(HttpRequest):
    """A request whose person ActorMiddleware has found."""

    actor: Actor
    at_work: AtWork
