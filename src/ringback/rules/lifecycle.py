"""The stages a callback passes through, and which step may follow which.

Every open callback has a stage, a category, a due time, a next action with the party that owes it,
and an owner or its place among those anyone may take. Nothing expires out of existence.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ringback.rules.reason import Reason, gettext_noop


class Stage(StrEnum):
    """Where a callback stands."""

    UNSORTED = "unsorted"
    WAITING = "waiting"
    OWNED = "owned"
    SCHEDULED = "scheduled"
    ESCALATED = "escalated"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class Party(StrEnum):
    """Who owes the next action."""

    PRACTICE = "practice"
    OWNER = "owner"
    CLINICIAN = "clinician"
    PATIENT = "patient"
    THIRD_PARTY = "third_party"


class Outcome(StrEnum):
    """How a callback ended."""

    DONE = "done"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    IN_ERROR = "entered_in_error"
    NOT_A_PATIENT = "not_a_patient"


class Step(StrEnum):
    """What may be done to a callback."""

    SORT = "sort"
    CLAIM = "claim"
    RELEASE = "release"
    LAPSE = "lapse"
    SCHEDULE = "schedule"
    ESCALATE = "escalate"
    ACCEPT = "accept"
    ANSWER = "answer"
    HOLD = "hold"
    CLOSE = "close"
    REOPEN = "reopen"


OTHERS: Final = (Party.CLINICIAN, Party.PATIENT, Party.THIRD_PARTY)
"""Whoever owes the next action while those who work the list wait for it."""

S = Stage
STEPS: Final[dict[Step, dict[Stage, Stage]]] = {
    Step.SORT: {S.UNSORTED: S.WAITING, S.OWNED: S.OWNED, S.WAITING: S.WAITING},
    Step.CLAIM: {
        S.UNSORTED: S.UNSORTED,
        S.WAITING: S.OWNED,
        S.OWNED: S.OWNED,
        S.SCHEDULED: S.OWNED,
        S.ON_HOLD: S.OWNED,
    },
    Step.RELEASE: {
        S.UNSORTED: S.UNSORTED,
        S.OWNED: S.WAITING,
        S.SCHEDULED: S.WAITING,
        S.ESCALATED: S.ESCALATED,
    },
    Step.LAPSE: {
        S.UNSORTED: S.UNSORTED,
        S.OWNED: S.WAITING,
        S.SCHEDULED: S.WAITING,
        S.ESCALATED: S.ESCALATED,
    },
    Step.SCHEDULE: {
        S.UNSORTED: S.UNSORTED,
        S.OWNED: S.SCHEDULED,
        S.SCHEDULED: S.SCHEDULED,
        S.ON_HOLD: S.SCHEDULED,
    },
    Step.ESCALATE: {S.WAITING: S.ESCALATED, S.OWNED: S.ESCALATED, S.SCHEDULED: S.ESCALATED},
    Step.ACCEPT: {S.ESCALATED: S.ESCALATED},
    Step.ANSWER: {S.ESCALATED: S.WAITING},
    Step.HOLD: {S.OWNED: S.ON_HOLD, S.SCHEDULED: S.ON_HOLD},
    Step.CLOSE: {
        S.UNSORTED: S.CLOSED,
        S.WAITING: S.CLOSED,
        S.OWNED: S.CLOSED,
        S.SCHEDULED: S.CLOSED,
        S.ESCALATED: S.CLOSED,
        S.ON_HOLD: S.CLOSED,
    },
    Step.REOPEN: {S.CLOSED: S.WAITING},
}

CLOSED_ALREADY: Final = gettext_noop("This callback is closed. Reopen it first.")
WITH_A_CLINICIAN: Final = gettext_noop("A clinician has this one; it comes back with their answer.")
NOT_FROM_HERE: Final = gettext_noop("This cannot be done at this stage.")


def after(step: Step, stage: Stage) -> Stage | None:
    """The stage this step leads to, or None where it may not follow."""
    return STEPS[step].get(stage)


def refusals(step: Step, stage: Stage) -> tuple[Reason, ...]:
    """Why this step may not follow this stage; empty means it may."""
    if after(step, stage) is not None:
        return ()
    if stage is Stage.CLOSED:
        return (Reason(code="closed", words=CLOSED_ALREADY),)
    if stage is Stage.ESCALATED:
        return (Reason(code="escalated", words=WITH_A_CLINICIAN),)
    return (Reason(code="wrong_stage", words=NOT_FROM_HERE),)
