"""The one way into a practice's rows: a transaction in which the database knows which practice.

There is no all-practices mode. Whoever serves several practices opens one short scope after the
other.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ringback.queries import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID


@contextmanager
def scope(
    practice_id: UUID, *asked: tuple[str, Mapping[str, Any]]
) -> Iterator[list[list[tuple[Any, ...]]]]:
    """Everything inside sees and writes this practice's rows only, in one transaction.

    What is `asked` (named statements and their values) is answered on entering, in the same trip.

    The setting is local to the transaction and so ends with it; inside another transaction (a
    test's, or a savepoint) it is set back on leaving, so that nothing later is scoped by chance.
    """
    before = statement.practice() if statement.inside_transaction() else None
    with transaction.atomic():
        yield statement.together([_about(practice_id), *asked])[1:]
        if before is not None:
            statement.set_practice(before)


def trip(practice_id: UUID, *asked: tuple[str, Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several named statements in one scope, all of them in one trip.

    Inside another transaction that is about its own practice again afterwards.
    """
    if statement.inside_transaction():
        with scope(practice_id, *asked) as found:
            return found
    return statement.together([_about(practice_id), *asked])[1:]


def _about(practice_id: UUID) -> tuple[str, dict[str, str]]:
    return "practice", {"practice": str(practice_id)}
