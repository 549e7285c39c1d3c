"""R6: the same arrival fifty times at once is one arrival and fifty good answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import together
from tests.faults.server import a_server

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_the_same_arrival_fifty_times_at_once_is_one(seed: Seed) -> None:
    with a_server(seed) as server:
        for round_seed in (6, 60, 600):
            assert together.run(server, seed=round_seed) == []
