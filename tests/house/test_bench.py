"""What the measurements stand on fits the tables of today."""

from __future__ import annotations

import os

import psycopg

from bench import ground
from ringback.engine import addresses, roles
from tests.conftest import ADMIN, TEMPLATE


def test_a_database_to_measure_in_fills_with_as_many_callbacks_as_asked_for() -> None:
    admin = os.environ[ADMIN]
    name = f"ringback_bench_{os.getpid()}"
    roles.create_database(admin, name, template=TEMPLATE)
    try:
        here = addresses.at(admin, name)
        ground.settle(here)
        ground.fill(here, ground.Size(rows=60, open=30))
        with psycopg.connect(here) as connection:
            asked = "SELECT count(*), count(*) FILTER (WHERE closed_at IS NULL) FROM callback"
            assert connection.execute(asked).fetchone() == (60, 30)
    finally:
        roles.drop_database(admin, name)
