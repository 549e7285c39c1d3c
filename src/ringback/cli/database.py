"""`ringback database`: the roles on a server of one's own, and the tables."""

from __future__ import annotations

from ringback.cli import ground
from ringback.engine import roles
from ringback.engine.signals import stoppable


def prepare(admin: str) -> None:
    """Run the role SQL as the superuser whose URL is given, or print it.

    Run so, the roles get no passwords: what the script's placeholders are for is set by hand.
    """
    if not admin:
        print(roles.script())
        return
    with ground.reaching():
        roles.prepare(admin)
    print("The roles and the database are ready. Give the four roles their passwords.")


def migrate() -> None:
    """Bring the tables up to date."""
    with stoppable(), ground.django():
        print("The tables are up to date.")


def check() -> None:
    """Compare models and migrations; needs no database."""
    ground.set_up()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
