"""One callback's life as a list of steps, each with its moment: a plan, nothing done yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from ringback.rules.arrival import Kind
    from ringback.rules.attempt import Result
    from ringback.rules.lifecycle import Party
    from ringback.rules.queue import Level


class Who(StrEnum):
    """The four people of the practice."""

    DANA = "dana"
    VIK = "vik"
    OSEI = "osei"
    MARA = "mara"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that happens at a moment (UTC)."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class Arrive(Step):
    """The patient acts."""

    kind: Kind
    source: str
    text: str = ""
    seconds: int | None = None
    visit_date: date | None = None
    best_time: str = ""


@dataclass(frozen=True, kw_only=True)
class Work(Step):
    """Somebody of the practice acts."""

    who: Who


@dataclass(frozen=True, kw_only=True)
class Sort(Work):
    """They read or listened, and put it on its pathway."""

    code: str


@dataclass(frozen=True, kw_only=True)
class Raise(Work):
    """They make it more pressing."""

    level: Level


@dataclass(frozen=True, kw_only=True)
class Claim(Work):
    """They take it."""


@dataclass(frozen=True, kw_only=True)
class Try(Work):
    """They try to reach somebody."""

    result: Result
    note: str = ""
    call_again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Phone(Work):
    """They press Call, and are on the phone about it."""


@dataclass(frozen=True, kw_only=True)
class Hold(Work):
    """They wait for somebody else, with a note."""

    party: Party
    review_at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Work):
    """They hand it to a colleague, with a line of why."""

    to: Who
    why: str


@dataclass(frozen=True, kw_only=True)
class PutAside(Work):
    """They put it aside until a time, with a line of why."""

    until: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class PutRight(Work):
    """They strike their last try through: it was somebody else's, who may have heard it."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Escalate(Work):
    """They hand it to a clinician."""


@dataclass(frozen=True, kw_only=True)
class Answer(Work):
    """A clinician says what the patient is to be told."""

    text: str


@dataclass(frozen=True, kw_only=True)
class GiveBack(Work):
    """They give it back, with a note."""

    note: str


@dataclass(frozen=True, kw_only=True)
class Finish(Work):
    """They close it as done."""

    facts: dict[str, Any]
    note: str


@dataclass(frozen=True, kw_only=True)
class Lapse(Step):
    """Nobody acted for too long: the practice's clock gives it back."""


@dataclass(kw_only=True)
class Life:
    """One person's matter, from what came in to how it ended."""

    name: str
    phone: str
    language: str = ""
    steps: list[Step] = field(default_factory=list)
