"""What other systems bring in: under which name it is known, what becomes of it, when to look.

Nothing that came in is thrown away: what cannot be read waits for somebody who looks at it.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from ringback.rules.oneline import controls_in
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from datetime import datetime


class State(StrEnum):
    """What became of it so far."""

    WAITING = "waiting"
    TAKEN = "taken"
    LOOK = "look"
    NOTHING = "nothing"


class Trouble(StrEnum):
    """Why it could not be taken in by itself."""

    NO_DOCUMENT = "no_document"
    EMPTY = "empty"
    NOT_TEXT = "not_text"
    IN_THE_FUTURE = "in_the_future"
    TOO_LONG_AGO = "too_long_ago"
    LOCATION = "location"
    REFUSED = "refused"
    FAILED = "failed"


WHY: Final[dict[Trouble, str]] = {
    Trouble.NO_DOCUMENT: gettext_noop("It is not in a form Ringback can read."),
    Trouble.EMPTY: gettext_noop("Neither a number nor a name nor a message was found in it."),
    Trouble.NOT_TEXT: gettext_noop("Something else than words stands in “{about}”."),
    Trouble.IN_THE_FUTURE: gettext_noop("Its date is in the future."),
    Trouble.TOO_LONG_AGO: gettext_noop("Its date is more than five years ago."),
    Trouble.LOCATION: gettext_noop("It names a place this practice does not have."),
    Trouble.REFUSED: gettext_noop("It may not come in this way. Ask whoever set it up."),
    Trouble.FAILED: gettext_noop(
        "Ringback tried several times and failed. Tell whoever looks after Ringback."
    ),
}
"""The same in words. What somebody wrote is never among them."""

MOST_TRIES: Final = 5
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_NAME: Final = 200
LONGEST_WHY: Final = 200

TAKEN_ALREADY: Final = gettext_noop("It is in the queue already.")
ON_ITS_WAY: Final = gettext_noop("It is on its way into the queue.")
SAY_WHY: Final = gettext_noop("Say why there is nothing to do.")
SETTLED_ALREADY: Final = gettext_noop("Somebody said already that there is nothing to do.")


def known_as(given: str, body: bytes, at: datetime) -> str:
    """Under which name an event is known: its sender's own, else what is in it and the day.

    Without a name of its sender's the same words on another day are another event: somebody may
    well ask for the same thing twice.
    """
    if given and len(given) <= LONGEST_NAME and not controls_in(given):
        return given
    if given:
        return f"sha256 {sha256(given.encode('utf-8', 'replace')).hexdigest()}"
    return f"sha256 {sha256(body).hexdigest()} {at.date().isoformat()}"


def of_refusal(code: str) -> Trouble:
    """What a refusal of the rules means for whoever looks at it."""
    return Trouble(code) if code in set(Trouble) else Trouble.REFUSED


def again_at(tries: int, now: datetime) -> datetime | None:
    """When to try again what failed for a reason nobody foresaw; None: somebody has to look."""
    if tries >= MOST_TRIES:
        return None
    return now + FIRST_PAUSE * (1 << max(tries - 1, 0))


def again_refusals(state: State) -> tuple[Reason, ...]:
    """Why it may not be tried again by hand; empty means it may."""
    if state is State.TAKEN:
        return (Reason(code="taken_already", words=TAKEN_ALREADY),)
    if state is State.WAITING:
        return (Reason(code="on_its_way", words=ON_ITS_WAY),)
    return ()


def nothing_refusals(state: State, why: str) -> tuple[Reason, ...]:
    """Why nobody may say that there is nothing to do; empty means they may."""
    if state is State.NOTHING:
        return (Reason(code="settled_already", words=SETTLED_ALREADY),)
    if no := again_refusals(state):
        return no
    if not why.strip():
        return (Reason(code="why", words=SAY_WHY),)
    return ()
