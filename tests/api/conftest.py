"""A program at the machine door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.rules.access import Actor
    from tests.api.machine import Machine


@pytest.fixture
def machine() -> Callable[[Actor], Machine]:
    """Makes a program with a token of somebody's."""
    from tests.api import machine  # needs Django, which is set up after this file is read

    return machine.with_token
