"""One reading: what a screen asks of one thing goes to the database in one trip, and nothing twice.

A reading lasts as long as one query of ours. Queries write nothing, so what is held in it cannot be
stale by our own doing, and an action, which writes, never begins inside one (actions/act.py). What
is held is gone with it: nothing is remembered from one reading to the next.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from ringback.queries import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

P = ParamSpec("P")
T = TypeVar("T")
Asked = tuple[str, dict[str, Any]]
"""A named statement with its values."""

_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def ahead(*asked: Asked) -> Iterator[None]:
    """A reading that begins with these statements, all of them in one trip. Inside a scope.

    Whoever asks one of them inside has its rows already; anything else is asked when it is wanted.
    Inside another reading it is part of that.
    """
    around = _held.get()
    held = {} if around is None else around
    wanted = {key: each for each in asked if (key := _key(*each)) not in held}
    if wanted:
        held.update(zip(wanted, statement.together(wanted.values()), strict=True))
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)


def under_way() -> bool:
    """Whether a reading has begun and not ended."""
    return _held.get() is not None


def rows(name: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a named statement; in a reading it is run once."""
    held = _held.get()
    if held is None:
        return statement.rows(name, values)
    key = _key(name, values)
    if key not in held:
        held[key] = statement.rows(name, values)
    found: list[tuple[Any, ...]] = held[key]
    return found


def once(ask: Callable[P, T]) -> Callable[P, T]:
    """A query of hashable arguments that is answered once in a reading, and anew outside of one."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        held = _held.get()
        if held is None:
            return ask(*args, **kwargs)
        key = (ask, args, tuple(sorted(kwargs.items())))
        if key not in held:
            held[key] = ask(*args, **kwargs)
        found: T = held[key]
        return found

    return asked


def _key(name: str, values: Mapping[str, Any]) -> Hashable:
    return name, tuple((each, _hashable(value)) for each, value in sorted(values.items()))


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value
