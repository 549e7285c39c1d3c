"""The ground a command stands on: the database it uses, and Django set up on top of it."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import psycopg

from ringback.engine import addresses, safety, session, stamp
from ringback.engine.account import server_account
from ringback.engine.home import open_home, resolve
from ringback.engine.trouble import EngineTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ringback.engine.addresses import Addresses
    from ringback.engine.home import Home

SETTINGS = "ringback.config.settings"
"""Named, not imported: the composition root stands above the command line."""


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
    with reaching():
        addresses.parse(external.app)
        warnings = safety.require(external.app, embedded=False)
    for warning in warnings:
        print(f"ringback: {warning}", file=sys.stderr)
    yield Ground(addresses=external, embedded=False)


@contextmanager
def django() -> Iterator[Ground]:
    """The same, with Django set up in this process and the tables up to date."""
    with database() as ground, framework(ground):
        yield ground


@contextmanager
def framework(ground: Ground) -> Iterator[None]:
    """Django set up on this ground, the tables up to date; let go of afterwards."""
    set_up()
    bring_up_to_date(ground.addresses)
    try:
        yield
    finally:
        disconnect()


def is_up_to_date(found: Addresses) -> bool:
    """Whether the database says that it has this code's tables. Costs one short connection."""
    with reaching():
        return stamp.read(found.app) == stamp.of_code()


@contextmanager
def reaching() -> Iterator[None]:
    """Say in one sentence that a server named in the environment cannot be used as asked."""
    try:
        yield
    except ValueError as wrong:
        raise EngineTrouble(f"DATABASE_URL cannot be read: {wrong}.") from None
    except psycopg.Error as trouble:
        words = str(trouble).strip().splitlines() or [type(trouble).__name__]
        raise EngineTrouble(f"The database cannot be used: {words[-1].strip()}") from None


def set_up() -> None:
    """Configure Django for this process; once is enough."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("RINGBACK_SECRET_KEY", secret_key())
    os.environ.setdefault("RINGBACK_FIELD_KEYS", field_keys())
    import django as framework  # noqa: PLC0415 - only commands that need Django pay for it

    framework.setup()


def require_settings() -> None:
    """Read the settings as the children will. Raises EngineTrouble for one that means nothing."""
    import_module(os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS))


def disconnect() -> None:
    """Let go of the database and of the pool's threads, if Django ever had them."""
    from ringback.queries import statement  # noqa: PLC0415 - needs Django set up

    statement.leave()


def bring_up_to_date(found: Addresses) -> None:
    """Migrate as the tables' owner, unless the database says that it has this code's tables.

    Raises EngineTrouble where tables are missing and the owner's address is not known here.
    """
    if is_up_to_date(found):
        return
    if found.owner is None:
        _require_tables()
        return
    from django.core.management import call_command  # noqa: PLC0415

    from ringback.cli import newtables  # noqa: PLC0415 - needs Django set up

    with newtables.quickly():
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    stamp.write(found.owner, stamp.of_code())


def _require_tables() -> None:
    from django.db import connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connections["default"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise EngineTrouble(
            "The tables are not those of this version; run `ringback database migrate` with "
            "DATABASE_OWNER_URL set."
        )


def secret_key() -> str:
    """This home's own secret, made once and kept in a file only its owner can read."""
    return _home().secret("django-secret-key")


def field_keys() -> str:
    """The key under which single fields of this home are kept unreadable, made once like that."""
    return _home().secret("field-key")


def home() -> Path:
    """The folder of this installation."""
    return _home().path


def _home() -> Home:
    return open_home(resolve(os.environ), server_account())


def os_user() -> str:
    """Who runs this command, for the journal."""
    return getpass.getuser()
