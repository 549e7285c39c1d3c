"""R3: kill -9 of the worker in the middle of sending loses no mail; a repeat has the same name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import worker_killed

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_every_mail_arrives_though_its_sender_is_killed(seed: Seed) -> None:
    assert worker_killed.run(seed) == []
