"""The ground of the tests: one embedded PostgreSQL, migrated once, one database per process.

Every test works on practices of its own and really commits; row-level security, the claim and the
journal are exercised as they run in life, as the app role. Nothing is cleaned up between tests
because nothing of one practice can be seen from another, which is itself under test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import django
import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from hypothesis import settings as properties

from ringback.engine import addresses, roles, session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

    from ringback.engine.addresses import Addresses
    from tests.browser.desks import Desks
    from tests.cast import Cast

ADMIN = "RINGBACK_TEST_ADMIN"
HOME = "RINGBACK_TEST_HOME"
TEMPLATE = "ringback_template"
NO_WAITING_FOR_THE_DISK = "-c synchronous_commit=off"
"""For this process's own connections: what a test wrote need not outlive the power. Servers that
tests start are as in life, and what the disk keeps is proved in tests/faults."""

LONG = {
    "actions/test_anything.py", "cli/test_demo.py", "cli/test_setup.py", "house/test_every_word.py",
    "jobs/test_tick.py", "oracle/test_clock.py",
}  # fmt: skip
"""Few tests that take long: begun last, one of them would keep one process alone at work for a
minute or more."""

ground = ExitStack()

properties.register_profile("unhurried", deadline=None)  # a busy machine is no failure
properties.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    """Start the database once, in the process that leads; give every process one of its own."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # see pytest_collection_modifyitems
    if _needs_none(config):
        return
    # Commands that tests start keep what they have compiled, as in life; else each of hundreds
    # compiles the whole product anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ringback.config.settings"
    os.environ.setdefault("RINGBACK_DEMO", "1")
    os.environ.setdefault("RINGBACK_HOSTS", "testserver,127.0.0.1,localhost")
    if ADMIN not in os.environ:
        _start()
    _own_database(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    django.setup()
    if getattr(config.option, "numprocesses", None):
        # The workers inherit this; each must read the settings after it has a database of its own.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """Stop what this process started."""
    ground.close()


def _needs_none(config: pytest.Config) -> bool:
    """The rules need no database; the faults start servers of their own."""
    asked = [str(each).replace("\\", "/") for each in config.args]
    without = ("tests/rules", "tests/faults")
    return bool(asked) and all(any(each in one for each in without) for one in asked)


def _start() -> None:
    """An external server where RINGBACK_TEST_ADMIN names one; the embedded one otherwise."""
    home = Path(tempfile.mkdtemp(prefix="ringback-tests-"))
    ground.callback(shutil.rmtree, home, ignore_errors=True)
    ground.callback(session.destroy, home)
    ground.enter_context(session.use(home))
    os.environ[ADMIN] = session.cluster(home).admin()
    os.environ[HOME] = str(home)


def _own_database(name: str) -> None:
    """A copy of the migrated template takes a few milliseconds."""
    admin = os.environ[ADMIN]
    database = f"ringback_test_{name}"
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        _migrate_template(admin)
    _begin_anew(admin, database)
    os.environ.update(_addresses(admin, database).environment())
    ground.callback(roles.drop_database, admin, database)
    # A worker inherits the leader's environment, and pytest-django reads the settings from it
    # before this file is asked: without this line every worker would use the leader's database.
    for each in settings.DATABASES.values():
        each["NAME"] = database
        each.setdefault("OPTIONS", {})["options"] = NO_WAITING_FOR_THE_DISK


def _begin_anew(admin: str, database: str) -> None:
    roles.drop_database(admin, database)
    roles.create_database(admin, database, template=TEMPLATE)


def _migrate_template(admin: str) -> None:
    """In a process of its own: migrations want the owner, tests the app role.

    By the product's own command: its remark on the tables saves each server that tests start from
    asking whether anything is to be migrated.
    """
    roles.drop_database(admin, TEMPLATE)
    roles.prepare(admin, TEMPLATE)
    env = {**os.environ, **_addresses(admin, TEMPLATE).environment()}
    migrate = [sys.executable, "-m", "ringback", "database", "migrate"]
    subprocess.run(migrate, env=env, check=True, stdout=subprocess.DEVNULL)


def _addresses(admin: str, database: str) -> Addresses:
    """The app's and the owner's roads beside the superuser's (the server trusts its socket)."""
    here = addresses.at(admin, database)
    app = here.replace(addresses.ADMIN_ROLE, addresses.APP_ROLE, 1)
    return addresses.Addresses(
        app=app, direct=app, owner=here.replace(addresses.ADMIN_ROLE, addresses.OWNER_ROLE, 1)
    )


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is ready: see above. Nothing is made, flushed or wrapped by Django."""


@pytest.fixture(scope="module")
def afresh(django_db_blocker: DjangoDbBlocker) -> None:
    """This process's database begins anew, for a file that runs the whole house on it.

    A thousand tests before it left their practices, and every tick would go through all of them.
    """
    _desks().shut()
    with django_db_blocker.unblock():
        for each in connections.all():
            each.close()
            getattr(each, "close_pool", bool)()
    _begin_anew(os.environ[ADMIN], settings.DATABASES["default"]["NAME"])


@pytest.fixture(scope="module", autouse=True)
def _only_at_the_desks(request: pytest.FixtureRequest) -> None:
    """The server and the browser that stay for the next file at the desks end before any other."""
    if ADMIN in os.environ and not _at_a_desk(request.path):
        _desks().leave()


@pytest.fixture(scope="session", autouse=True)
def _desks_are_left() -> Iterator[None]:
    """They end with the last test."""
    yield
    if ADMIN in os.environ:
        _desks().leave()


def _desks() -> Desks:
    from tests.browser import desks  # needs Django, which is set up after this file is read

    return desks.here


def _at_a_desk(file: Path) -> bool:
    return file.parent.name in {"browser", "story"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files at the desks come one after another, because they share a server: see desks.py.

    Those with settings of their own are the last of them. Of the others the long ones come first
    where several processes share the work: so all of them end at about the same time.
    """
    sizes = Counter(each.path for each in items)
    shared = hasattr(config, "workerinput")

    def place(item: pytest.Item) -> tuple[bool, bool, bool, int]:
        elsewhere = not _at_a_desk(item.path)
        own = hasattr(getattr(item, "module", None), "SERVED_WITH")
        short = "/".join(item.path.parts[-2:]) not in LONG
        return elsewhere, own, shared and short, -sizes[item.path] if shared else 0

    items.sort(key=place)  # and otherwise as they were shuffled


@pytest.fixture(autouse=True)
def _real_database(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test may use the database, and really commits.

    The language of a test's last page is not the next one's: a request leaves it with its thread.
    """
    if ADMIN not in os.environ:
        yield
        return
    with request.getfixturevalue("django_db_blocker").unblock():
        connections.close_all()  # one of a database that began anew meanwhile is dead
        yield
    translation.deactivate()


@pytest.fixture
def cedar() -> Cast:
    """A practice of this test's own."""
    from tests import cast  # needs Django, which is set up after this file is read

    return cast.gather()


@pytest.fixture
def elm() -> Cast:
    """A second practice, which must see nothing of the first."""
    from tests import cast

    return cast.gather("Elm Avenue Pediatrics")
