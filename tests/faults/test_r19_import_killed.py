"""R19: an import killed half way goes on where it was, and leaves what a whole one leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import import_killed

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_an_import_killed_at_ten_moments_is_resumed_and_changes_nothing_twice(seed: Seed) -> None:
    assert len(import_killed.POINTS) == 10
    with import_killed.served(seed) as server:
        assert import_killed.run(server) == []
