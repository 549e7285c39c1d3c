"""`ringback database`: the roles on a server of one's own, and the tables."""

from __future__ import annotations

from ringback.cli import ground
from ringback.engine import roles


def prepare(admin: str) -> None:
    """Run the role SQL as the superuser whose URL is given, or print it."""
    if admin:
        roles.prepare(admin)
    else:
        print(roles.script())


def migrate() -> None:
    """Bring the tables up to date."""
    with ground.django():
        print("The tables are up to date.")
