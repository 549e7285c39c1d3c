"""Faults break things on purpose and take minutes: `make faults` asks for them by path.

`make test`, which asks for nothing or for `tests`, does not collect them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.server import a_seed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.server import Seed


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:  # noqa: ARG001
    """Leave this folder alone unless somebody named it."""
    return None if any("faults" in str(each) for each in config.args) else True


@pytest.fixture(scope="session")
def seed() -> Iterator[Seed]:
    """A practice with eight people, made once."""
    with a_seed() as made:
        yield made
