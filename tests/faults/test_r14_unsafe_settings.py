"""R14: `ringback serve` refuses, in one sentence, a database that could lose acknowledged work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults import refusing

if TYPE_CHECKING:
    from tests.faults.server import Seed


def test_serving_is_refused_by_the_name_of_the_setting_that_is_off(seed: Seed) -> None:
    assert refusing.run(seed) == []
