"""A callback is handed to a colleague, to a post or back to anyone, with one line of why.

Whoever gets it must be able to work on it: at work here, in the lane it belongs to. What waits for
a clinician, or is a clinician's matter, an assistant never passes from person to person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules import access
from ringback.rules.access import Permission, Role
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.lifecycle import refusals as at_stage
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ringback.rules.access import Actor


class Kind(StrEnum):
    """How a callback changed hands, or waits in the same ones."""

    HANDED = "handed"
    BACK = "back"
    ASIDE = "aside"
    WAITING = "waiting"


LONGEST_WHY: Final = 200
"""One line: the next person reads it in the list."""

SAY_WHY: Final = gettext_noop("Say in one line why you hand it over: they read it first.")
TOO_LONG: Final = gettext_noop("That is longer than one line. Put the rest into the note.")
TO_WHOM: Final = gettext_noop("Choose who gets it: a colleague, a post, or anyone.")
TO_YOURSELF: Final = gettext_noop("It is yours already. Choose somebody else.")
NOT_THEIRS: Final = gettext_noop("{name} does not work on this kind of request. Choose another.")
NOBODY_THERE: Final = gettext_noop("Nobody who works on this kind of request fills that post now.")
CLINICIANS_MATTER: Final = gettext_noop(
    "This is a clinician’s matter: ask a clinician, or give it back to anyone."
)


@dataclass(frozen=True, kw_only=True)
class Handing:
    """Somebody hands a callback on. `to` is who gets it, as they are at work here; None for others.

    `post_filled` says whether somebody who works on it fills the post, None where none was chosen.
    `anyone` says that it goes back to everybody.
    """

    by: Actor
    to: Actor | None
    category: str
    stage: Stage
    level: Level
    why: str
    anyone: bool = False
    post_filled: bool | None = None


def line(text: str) -> str:
    """What was written, on one line."""
    return " ".join(text.replace("\0", " ").split())


def refusals(it: Handing) -> tuple[Reason, ...]:
    """Why it cannot be handed on like this; empty means it can."""
    if it.stage is Stage.ESCALATED:
        return at_stage(Step.ESCALATE, it.stage)
    return (*_of_the_receiver(it), *_of_the_matter(it), *_of_the_line(it))


def _of_the_receiver(it: Handing) -> tuple[Reason, ...]:
    if it.anyone or it.post_filled:
        return ()
    if it.post_filled is False:
        return (Reason(code="nobody_there", words=NOBODY_THERE),)
    if it.to is None:
        return (Reason(code="to_whom", words=TO_WHOM),)
    if it.to.person_id == it.by.person_id:
        return (Reason(code="to_yourself", words=TO_YOURSELF),)
    return () if may_get(it.to, it.category) else (_not_theirs(it.to.name),)


def may_get(who: Actor, category: str) -> bool:
    """Whether this person may be given a callback of this kind."""
    return not (access.refusals(who, Permission.WORK) or access.lane_refusals(who, category))


def _not_theirs(name: str) -> Reason:
    return Reason(code="not_theirs", words=NOT_THEIRS, values=(("name", name),))


def _of_the_matter(it: Handing) -> tuple[Reason, ...]:
    clinical = it.level is not Level.ROUTINE
    if it.anyone or not clinical or not only_assists(it.by.roles):
        return ()
    return (Reason(code="clinicians_matter", words=CLINICIANS_MATTER),)


def only_assists(roles: AbstractSet[Role]) -> bool:
    """Whether somebody is an assistant and nothing more here."""
    return roles <= {Role.ASSISTANT}


def _of_the_line(it: Handing) -> tuple[Reason, ...]:
    said = line(it.why)
    if not said and not it.anyone:
        return (Reason(code="say_why", words=SAY_WHY),)
    if len(said) > LONGEST_WHY:
        return (Reason(code="why_too_long", words=TOO_LONG),)
    return ()
