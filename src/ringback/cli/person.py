"""`ringback person`: what whoever runs the machine does for one person, where no manager can."""

from __future__ import annotations

from typing import Annotated

import typer

from ringback.cli import ground
from ringback.engine.signals import stoppable
from ringback.engine.trouble import EngineTrouble
from ringback.engine.wallclock import now as clock

app = typer.Typer(help="People: a new way in for somebody who lost phone and codes.")


@app.callback()
def of_people() -> None:
    """People: a new way in for somebody who lost phone and codes."""


@app.command("way-in")
def way_in(
    email: Annotated[str, typer.Argument(help="Whose: the address they sign in with.")],
) -> None:
    """Print a link with which somebody chooses password and second step anew. It works once.

    Make sure first that it is them who asks. Each of their practices has it in its record.
    """
    with stoppable(), ground.django():
        from django.conf import settings  # noqa: PLC0415
        from django.urls import reverse  # noqa: PLC0415

        from ringback.actions import wayin  # noqa: PLC0415 - models need Django set up
        from ringback.cli.actor import acting_at  # noqa: PLC0415
        from ringback.queries import person  # noqa: PLC0415

        person_id = person.of_email(email)
        places = person.practices_of(person_id) if person_id else []
        if person_id is None or not places or email.endswith(".invalid"):
            raise EngineTrouble(f"Nobody with the address {email} works here.")
        by = [acting_at(each.id) for each in places]
        secret = wayin.renew_everywhere(person_id, by=by, now=clock())
        link = f"{settings.BASE_URL}{reverse('welcome', args=[secret])}"
        hours = round(settings.NEW_WAY_IN_S / 3600, 1)
        print(f"This link works once, for {hours:g} hours. Hand it to them and to nobody else:")
        print(f"  {link}")
        print(f"Written down at: {', '.join(each.name for each in places)}.")
