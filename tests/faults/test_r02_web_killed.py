"""R2: kill -9 of the web in the middle of a request leaves it committed or absent, never half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import web_killed

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_a_request_the_web_died_on_is_committed_or_absent_and_can_be_sent_again(
    seed: Seed,
) -> None:
    assert len(web_killed.POINTS) == 20
    with web_killed.served(seed) as server:
        assert web_killed.run(server) == []
