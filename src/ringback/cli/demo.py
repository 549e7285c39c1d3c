"""`ringback demo`: the whole product with an invented practice, in one command."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import django

from ringback.cli import ground, serve
from ringback.cli.whole import whole
from ringback.engine.parent import exit_with_parent
from ringback.engine.signals import stoppable
from ringback.engine.supervisor import DOOR, Child, listen_at
from ringback.engine.wallclock import now as clock

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from socket import socket

    from ringback.cli.ground import Ground


KINDNESS = 10
"""How far the filling of the past gives way to the pages somebody is looking at."""


def run() -> int:
    """Start, fill on the first run, serve; Ctrl-C stops everything and keeps the data."""
    os.environ["RINGBACK_DEMO"] = "1"
    with closing(listen_at(serve.HOST, 0)) as post:
        os.environ.update(_mail(post))

        def beside(env: Mapping[str, str]) -> list[Child]:
            return [_twin(env, post), *_past(env)]

        return serve.serve("Ringback demo", _fill, _filled, beside=beside)


def _mail(post: socket) -> dict[str, str]:
    """Mail goes to a twin of a mail server, whatever else the environment says."""
    return {
        "EMAIL_URL": f"smtp://{serve.HOST}:{post.getsockname()[1]}",
        "EMAIL_FROM": "ringback@cedar-street.example",
        "RINGBACK_URL": f"http://{serve.HOST}:{serve.port()}/",
        "RINGBACK_DEMO_MAIL": str(ground.home() / "demo-mail"),
    }


def _twin(env: Mapping[str, str], post: socket) -> Child:
    """Keeps what the demo sends; nothing leaves the machine."""
    number = post.fileno()
    argv = [sys.executable, "-m", "ringback.channels.email.twin"]
    return Child(name="mail", argv=argv, env={**env, DOOR: str(number)}, fds=(number,))


def days() -> int:
    """How many days the demo shows, today included: RINGBACK_DEMO_DAYS, or 35."""
    return whole("RINGBACK_DEMO_DAYS", 35, most=365)


def fill_past() -> None:
    """The days before, while people are looking around already; gives way to everything else."""
    exit_with_parent()
    os.nice(KINDNESS)
    django.setup()
    from ringback.cli.simulation import fill  # noqa: PLC0415 - models need Django set up

    with stoppable():
        now = clock()
        fill.fill_past(now, days())
        _past_note().write_text(f"{_day(now)}\n", encoding="ascii")


def _past(env: Mapping[str, str]) -> list[Child]:
    """What fills the days before, once a day; nothing where only today is shown."""
    note = _past_note()
    if days() == 1 or (note.exists() and note.read_text("ascii").strip() == _day(clock())):
        return []
    argv = [sys.executable, "-m", "ringback", "demo-past"]
    return [Child(name="the days before", argv=argv, env=env, once=True)]


def _fill() -> None:
    from ringback.cli.simulation import fill  # noqa: PLC0415 - models need Django set up

    day_ends_at = fill.fill_once(clock())
    _note().write_text(f"{day_ends_at.isoformat()}\n", encoding="ascii")


def _filled(found: Ground) -> bool:
    """Whether the home's own database was filled for this very day, and its tables are ours."""
    note = _note()
    if not (found.embedded and note.exists() and ground.is_up_to_date(found.addresses)):
        return False
    return clock() < datetime.fromisoformat(note.read_text(encoding="ascii").strip())


def _past_note() -> Path:
    """For which day the days before have been filled."""
    return ground.home() / "demo-past-filled"


def _day(now: datetime) -> str:
    return f"{now:%Y-%m-%d} {days()} days"


def _note() -> Path:
    """Until when the demo needs no fresh day."""
    return ground.home() / "demo-day-ends"
