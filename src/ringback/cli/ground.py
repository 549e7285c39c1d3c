"""The ground a command stands on: the database it uses, and Django set up on top of it."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ringback.engine import addresses, safety, session
from ringback.engine.account import server_account
from ringback.engine.home import open_home, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.engine.addresses import Addresses


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The database a command uses, and whether it is the one that comes with the product."""

    addresses: Addresses
    embedded: bool


@contextmanager
def database() -> Iterator[Ground]:
    """The external database where DATABASE_URL names one, else the embedded one, while needed.

    Raises EngineTrouble where it cannot be had or is not safe for patient data.
    """
    external = addresses.from_environment(os.environ)
    if external is None:
        with session.use() as found:
            os.environ.update(found.environment())
            yield Ground(addresses=found, embedded=True)
        return
    for warning in safety.require(external.app, embedded=False):
        print(f"ringback: {warning}", file=sys.stderr)
    yield Ground(addresses=external, embedded=False)


@contextmanager
def django() -> Iterator[Ground]:
    """The same, with Django set up in this process and the tables brought up to date."""
    with database() as ground:
        set_up()
        migrate(ground.addresses)
        yield ground


def set_up() -> None:
    """Configure Django for this process; once is enough."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ringback.config.settings")
    os.environ.setdefault("RINGBACK_SECRET_KEY", secret_key())
    import django as framework  # noqa: PLC0415 - only commands that need Django pay for it

    framework.setup()


def migrate(found: Addresses) -> None:
    """Bring the tables up to date as their owner, where this command knows the owner's address."""
    if found.owner is None:
        return
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", database="owner", interactive=False, verbosity=0)


def secret_key() -> str:
    """This home's own secret, made once and kept in a file only its owner can read."""
    account = server_account()
    return open_home(resolve(os.environ), account).secret("django-secret-key")


def os_user() -> str:
    """Who runs this command, for the journal."""
    return getpass.getuser()
