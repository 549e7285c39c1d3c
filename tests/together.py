"""Doing one thing many times at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, TypeVar

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def at_once(times: int, do: Callable[[int], T]) -> list[T]:
    """What `do(0)`, `do(1)` ... answer when nobody waits for anybody else."""
    ready = Barrier(times)

    def one(number: int) -> T:
        ready.wait()
        try:
            return do(number)
        finally:
            connections.close_all()  # back to the pool: a thread that ends does not give it back

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))
