"""`ringback token`: a key to the machine door for one person."""

from __future__ import annotations

from ringback.cli import ground
from ringback.engine.signals import stoppable
from ringback.engine.wallclock import now as clock


def run(name: str, email: str, slug: str, as_email: str = "") -> None:
    """Print a new token; it can never be read again."""
    with stoppable(), ground.django():
        from ringback.actions import door  # noqa: PLC0415 - models need Django set up
        from ringback.cli.actor import acting  # noqa: PLC0415

        by, whom = acting(slug, as_email), acting(slug, email)
        print(door.issue_token(name, by=by, now=clock(), whom=whom))
