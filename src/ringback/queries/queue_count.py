"""How long a list is, where more depends on it than the number beside a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.queries.queue import PAGE, Count, conditions, counting
from ringback.queries.scope import trip

if TYPE_CHECKING:
    from ringback.queries.queue import Wanted
    from ringback.rules.access import Actor


def of(actor: Actor, wanted: Wanted, *, most: int) -> Count:
    """How many callbacks it has, narrowed as it is, counted no further than `most`."""
    asked = conditions(actor, wanted, PAGE)
    values = {**asked, **counting(asked, wanted), "most": most + 1}
    (counted,) = trip(actor.practice_id, ("queue_counts", values))
    number, more = {name: found for name, *found in counted}[wanted.filter]
    return Count(min(number, most), more)
