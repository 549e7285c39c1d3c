"""When a hospital, a laboratory or another office calls: who they are, and what we do for them.

Treatment may be discussed between those who treat (45 CFR 164.506), but what is said is decided by
a clinician or a lead. Whoever answers takes the words and the reference, makes sure of the office,
and connects or passes it on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ringback.rules.reason import Missing, Reason, gettext_noop


class CallBack(StrEnum):
    """Where the number comes from on which the office can be called back."""

    NONE = "none"
    GIVEN = "given"
    LOOKED_UP = "looked_up"
    ON_OUR_LIST = "on_our_list"


OUR_OWN: Final = frozenset({CallBack.LOOKED_UP, CallBack.ON_OUR_LIST})
"""Numbers that say something about an office; one the caller gives says nothing."""


@dataclass(frozen=True, kw_only=True)
class Office:
    """What the caller said of themselves, and where our number for them comes from."""

    organisation: str
    name: str
    call_back: CallBack = CallBack.NONE


ORGANISATION: Final = gettext_noop("Ask which hospital, laboratory, pharmacy or office they are.")
NAME: Final = gettext_noop("Ask for their own name and department.")
OUR_NUMBER: Final = gettext_noop(
    "Look up the office's number yourself, on our list or where it is published, and call back on "
    "that one. The number they give proves nothing."
)
TAKE: Final = gettext_noop("Take their words exactly, their reference number and how urgent it is.")
CONNECT: Final = gettext_noop("Connect them to a clinician or a lead, or pass it on to one now.")
SAY_NOTHING: Final = gettext_noop(
    "Say nothing about the patient, not even that they are one: a clinician or a lead decides that."
)


def missing(office: Office) -> tuple[Missing, ...]:
    """What is still missing before this office may be connected; empty means nothing is."""
    lacking = []
    if not office.organisation.strip():
        lacking.append(Missing(code="organisation", words=ORGANISATION))
    if not office.name.strip():
        lacking.append(Missing(code="name", words=NAME))
    if office.call_back not in OUR_OWN:
        lacking.append(Missing(code="our_number", words=OUR_NUMBER))
    return tuple(lacking)


def what_staff_may_do(office: Office) -> tuple[Reason, ...]:
    """What whoever answers does now, in this order. Nothing in it discloses anything."""
    steps = [("take", TAKE), ("say_nothing", SAY_NOTHING)]
    steps += [] if missing(office) else [("connect", CONNECT)]
    return tuple(Reason(code=code, words=words) for code, words in steps)
