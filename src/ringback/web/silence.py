"""Whether a part that works by the clock has stopped: said on every page, also on open ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext_lazy

from ringback.rules.heartbeat import Part, Watched, silent

if TYPE_CHECKING:
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from ringback.queries.person import AtWork

WORDS: Final[dict[Part, StrOrPromise]] = {
    Part.TICK: gettext_lazy(
        "Ringback’s clock has stopped: nothing is given back, opened or moved up by itself now. "
        "Watch the due times, and tell whoever looks after Ringback."
    ),
    Part.WORKER: gettext_lazy(
        "No mail goes out now: what is to be sent waits. Tell whoever looks after Ringback."
    ),
    Part.INTAKE: gettext_lazy(
        "What other systems bring is kept, but does not reach the queue now. Tell whoever looks "
        "after Ringback."
    ),
}


class Watch:
    """Since when this process answers pages; nobody watches before it does."""

    since: datetime | None = None


def begin(now: datetime) -> None:
    """From now on the silence of a part is told."""
    Watch.since = now


def parts(found: AtWork, now: datetime) -> tuple[Part, ...]:
    """The parts that are silent now; none where nobody watches."""
    if Watch.since is None:
        return ()
    there = {Part.TICK, Part.INTAKE} | ({Part.WORKER} if settings.POST else set())
    watched = Watched(parts=frozenset(there), last=found.beats, since=Watch.since)
    return silent(watched, now, timedelta(seconds=settings.SILENT_AFTER_S))


def lines(found: AtWork, now: datetime) -> list[dict[str, object]]:
    """Every part with its words, and whether they are to be read now: an open page shows them."""
    still = parts(found, now)
    return [
        {"part": str(part), "words": words, "silent": part in still}
        for part, words in WORDS.items()
    ]
