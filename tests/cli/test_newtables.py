"""Tables made quickly are the tables the framework makes at its own pace."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db.migrations.state import ProjectState

from ringback.cli import newtables
from ringback.engine import addresses, binaries, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("afresh")

ADMIN = "RINGBACK_TEST_ADMIN"


@pytest.fixture
def slowly_made() -> Iterator[str]:
    """A database migrated by the framework's own command, without any help."""
    admin, name = os.environ[ADMIN], f"{settings.DATABASES['default']['NAME']}_slowly"
    roles.drop_database(admin, name)
    roles.prepare(admin, name)
    owner = addresses.at(admin, name).replace(addresses.ADMIN_ROLE, addresses.OWNER_ROLE, 1)
    migrate = [sys.executable, "-m", "django", "migrate", "--database", "owner", "-v", "0"]
    env = {**os.environ, "DATABASE_URL": owner, "DATABASE_OWNER_URL": owner}
    subprocess.run(migrate, env=env, check=True)
    yield name
    roles.drop_database(admin, name)


def described(name: str) -> list[str]:
    """Every table, constraint, index, trigger, policy and grant, but not our remark on them."""
    dump = [str(binaries.find().tool("pg_dump")), "--schema-only", "--restrict-key=none"]
    at = addresses.at(os.environ[ADMIN], name)
    done = subprocess.run([*dump, at], capture_output=True, text=True, check=True)
    of_ours = "COMMENT ON TABLE public.django_migrations"
    return [
        line for line in done.stdout.splitlines() if line and not line.startswith(("--", of_ours))
    ]


def test_an_empty_database_gets_the_same_tables_in_either_way(slowly_made: str) -> None:
    quickly_made = described(settings.DATABASES["default"]["NAME"])
    assert sum("CREATE POLICY" in line for line in quickly_made) > 20
    assert quickly_made == described(slowly_made)


def test_one_that_holds_something_is_migrated_as_the_framework_does() -> None:
    thorough = ProjectState.reload_model
    with newtables.quickly():
        assert ProjectState.reload_model is thorough
