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
def scope(practice_id: UUID) -> Iterator[None]:
    """Everything inside sees and writes this practice's rows only, in one transaction.

    The setting is local to the transaction and so ends with it; inside another transaction (a
    test's, or a savepoint) it is set back on leaving, so that nothing later is scoped by chance.
    """
    before = statement.practice() if statement.inside_transaction() else None
    with transaction.atomic():
        statement.set_practice(str(practice_id))
        yield
        if before is not None:
            statement.set_practice(before)


def trip(practice_id: UUID, *asked: tuple[str, Mapping[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """The rows of several named statements in one scope, all of them in one trip.

    Inside another transaction, which must be about its own practice afterwards, one by one.
    """
    if statement.inside_transaction():
        with scope(practice_id):
            return [statement.rows(name, values) for name, values in asked]
    about = ("practice", {"practice": str(practice_id)})
    return statement.together([about, *asked])[1:]
