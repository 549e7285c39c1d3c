"""R24: of two who save one thing, one is told 412 and keeps every word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import two_people
from tests.faults.server import a_server

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_of_two_who_save_one_thing_one_wins_and_the_other_keeps_the_text(seed: Seed) -> None:
    with a_server(seed) as server:
        assert two_people.run(server, pairs=200) == []
