"""The patient rings back: whoever answers may deal with it now, whoever had it.

Refused only while its owner is on the phone about it. What a clinician has been asked stays with
the clinicians: that they rang is written down, and the answer comes as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ringback.rules import lifecycle
from ringback.rules.lifecycle import Stage, Step
from ringback.rules.phone import is_whole
from ringback.rules.reason import Reason, gettext_noop

if TYPE_CHECKING:
    from uuid import UUID

ON_THE_PHONE: Final = gettext_noop(
    "{name} is on the phone about this right now. Tell the caller so, or write down what they say."
)
CLOSED: Final = gettext_noop("This one is closed by now. Write the call down as a new one.")

FEWEST_LETTERS: Final = 4
"""A name with fewer letters is looked for nowhere: it would find half the practice."""


def refusals(
    stage: Stage, *, on_call: UUID | None, on_call_name: str, person_id: UUID
) -> tuple[Reason, ...]:
    """Why whoever answers may not deal with this now; empty means they may.

    `on_call` is who is on the phone about it, if anybody.
    """
    if stage is Stage.CLOSED:
        return (Reason(code="closed", words=CLOSED),)
    if on_call is not None and on_call != person_id:
        values = (("name", on_call_name),)
        return (Reason(code="held", words=ON_THE_PHONE, values=values),)
    return ()


def goes_over(stage: Stage) -> bool:
    """Whether it goes into the hands of whoever answers, or only the call is written down."""
    return lifecycle.after(Step.CLAIM, stage) is not None


def worth_asking(name: str, number: str) -> bool:
    """Whether what was typed so far is somebody's whole number, or enough of a name to look for."""
    letters = sum(each.isalpha() for each in name)
    return is_whole(number) or letters >= FEWEST_LETTERS
