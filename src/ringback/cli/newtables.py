"""All tables of an empty database, made in a quarter of the time.

After each step of a migration the framework makes anew every model that leads to the changed one,
which here is nearly all of them: three quarters of a first start. It does so for migrations that
walk from row to row; an empty database has none. The tables so made and those made the long way are
held against each other in tests/cli/test_newtables.py.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connections
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def quickly() -> Iterator[None]:
    """Migrate in here: on an empty database each step makes only its own model anew."""
    if connections["owner"].introspection.table_names():
        yield
        return
    thorough = ProjectState.reload_model
    ProjectState.reload_model = _reload_alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = thorough  # type: ignore[method-assign]


def _reload_alone(
    self: ProjectState,
    app_label: str,
    model_name: str,
    delay: bool = False,  # noqa: ARG001 - the framework's own form
) -> None:
    if "apps" not in vars(self):
        return
    with self.apps.bulk_update():
        self.apps.unregister_model(app_label, model_name)
        self.models[app_label, model_name].render(self.apps)
    self.apps.clear_cache()
