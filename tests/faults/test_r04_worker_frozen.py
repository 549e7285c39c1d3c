"""R4: a worker frozen past its lease and thawed marks nothing, and repeats one mail at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import worker_frozen

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_a_frozen_workers_late_mark_is_refused(seed: Seed) -> None:
    assert worker_frozen.run(seed) == []
