"""Taking every permission check away takes a minute: `make checks` asks for it by name.

`make test`, which asks for nothing or for `tests`, does not collect it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TAKEN_AWAY = "test_every_check_counts.py"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave it alone unless somebody named it."""
    named = any(TAKEN_AWAY in str(each) for each in config.args)
    return True if collection_path.name == TAKEN_AWAY and not named else None
