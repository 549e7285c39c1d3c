"""R1: kill -9 of the database loses nothing acknowledged, doubles nothing, and is over soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import database_killed
from tests.faults.server import a_server

if TYPE_CHECKING:
    from tests.faults.server import Seed

SEED = 20261123


def test_what_was_acknowledged_outlives_the_death_of_the_database(seed: Seed) -> None:
    with a_server(seed) as server:
        outcome = database_killed.run(server, seed=SEED, kills=6)
        assert server.said().count("the database had ended; it runs again.") == 6
    print(f"\nR1 seed {SEED}: {outcome.summary()}")  # noqa: T201
    assert outcome.wrong == []
