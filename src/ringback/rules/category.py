"""The practice's pathways: what one kind of request is, how soon, by whom, and when it is done.

A pathway is the practice's data (readable TOML in defaults/, edited on a page); what it means is
the code here, and how it is written down is rules/categoryfile.py. Every version is kept, and a
callback is judged by the version it arrived under.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ringback.rules.reason import gettext_noop

if TYPE_CHECKING:
    from ringback.rules.access import Role
    from ringback.rules.condition import Condition
    from ringback.rules.queue import Level
    from ringback.rules.window import Window


class Kind(StrEnum):
    """What a request touches. Only a routine one may be eased, or closed without a clinician."""

    ROUTINE = "routine"
    CLINICAL = "clinical"
    EMERGENCY = "emergency"


class Post(StrEnum):
    """A named place a practice fills with people. Rights come from roles, never from posts."""

    NURSE = "nurse"
    CLINICIAN_ON_DUTY = "clinician_on_duty"
    ORDERING_CLINICIAN = "ordering_clinician"
    MEDICAL_DIRECTOR = "medical_director"
    SCHEDULING_LEAD = "scheduling_lead"
    FRONT_DESK_LEAD = "front_desk_lead"
    ASSISTANT_LEAD = "assistant_lead"
    REFERRAL_COORDINATOR = "referral_coordinator"
    BILLING = "billing"
    BILLING_LEAD = "billing_lead"
    MANAGER = "manager"
    PRIVACY_OFFICER = "privacy_officer"


CLINICAL_POSTS: Final = frozenset(
    {Post.NURSE, Post.CLINICIAN_ON_DUTY, Post.ORDERING_CLINICIAN, Post.MEDICAL_DIRECTOR}
)
"""Posts only clinicians fill."""


class FirstAction(StrEnum):
    """What counts as the first action a pathway promises."""

    ATTEMPT = "a try or a live answer"
    ACCEPTED = "accepted by a named person"
    READ = "read or listened to by a person"
    ACKNOWLEDGED = "acknowledged to the patient"


@dataclass(frozen=True, kw_only=True)
class Handlers:
    """Who may work a kind of request to its end, who only hands it on, and which posts own it."""

    work: frozenset[Role]
    hand_off: frozenset[Role]
    posts: tuple[Post, ...]

    def roles(self) -> frozenset[Role]:
        """Every role that may touch it at all."""
        return self.work | self.hand_off


class FactKind(StrEnum):
    """How a done-fact is given."""

    TICK = "tick"
    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    CHOICE = "choice"
    COUNTED = "counted"


class Needs(StrEnum):
    """What the record must show before a fact can be true: who was spoken to, who says it."""

    REACHED = "reached"
    REACHED_OR_DECLINED = "reached or declined"
    CLINICIAN = "clinician"


SORTED_INTO: Final = "sorted_into"
"""The fact that ends what nobody has read yet; once it is so, it is another kind of request."""

COUNTED: Final[dict[str, str]] = {
    SORTED_INTO: gettext_noop("a person read it and sorted it into its kind of request"),
    "two_tries": gettext_noop("two tries at different times of day"),
    "written_message": gettext_noop("a letter, portal message or text, as they allow"),
    "accepted": gettext_noop("a named person accepted it"),
    "answered": gettext_noop("a clinician's answer is recorded"),
}
"""Facts worked out from what was done, never ticked. Nothing else can be counted."""

NO_LONGER_COUNTED: Final = frozenset({"moved_to_another", "incident"})
"""Facts that pathways named before and nothing makes true: they can be read, and not kept anew."""


ANSWER: Final = re.compile(r"answer(_\d+)?")
"""Codes kept for a clinician's answers, which nobody else writes: no pathway may ask for one."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One checkable fact. `choices` belong to a CHOICE; `needs` says how it can be known."""

    code: str
    words: str
    kind: FactKind
    choices: tuple[str, ...] = ()
    needs: Needs | None = None


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """Something that must be true before done: all facts of at least one alternative.

    With `only_when`, it is asked only where that condition holds.
    """

    code: str
    words: str
    any_of: tuple[tuple[Fact, ...], ...]
    only_when: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Tightening:
    """Something that makes a callback more pressing, and how the list says so.

    `becomes` moves it to another pathway, `also` opens a linked callback on one, `tell` is a post
    that hears of it.
    """

    when: Condition
    words: str
    first_action: Window | None = None
    resolve: Window | None = None
    level: Level | None = None
    becomes: str = ""
    also: str = ""
    tell: Post | None = None
    by_law: Window | None = None
    """A period the law sets, which runs beside the practice's own promise."""


class Another(StrEnum):
    """In what the next try must differ from those before."""

    DAY_PART = "part of the day"
    WEEKDAY = "weekday"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class PlannedTry:
    """One try of the rhythm after the first: how long to wait, in what it differs, by when.

    `wait` None means from the next business day on.
    """

    wait: Window | None
    another: frozenset[Another]
    within: Window | None = None


@dataclass(frozen=True, kw_only=True)
class Voicemail:
    """Which template may be left; another where the patient agreed to it; words never said."""

    template: str
    with_consent: str = ""
    never_say: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChainStep:
    """Who is asked next, and how long they have before it moves on."""

    post: Post
    within: Window


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """When "unable to reach" may be decided, and by whom. `by_rule` closes without a decision.

    `never` forbids it altogether; `instead` says what happens then.
    """

    decided_by: frozenset[Role] = frozenset()
    after_tries: int = 0
    written: bool = False
    by_rule: bool = False
    instead: str = ""


CLOSE_BY_RULE: Final = frozenset({"MISSED"})
"""The kinds of request that may end without anybody's decision: a missed call, and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Category:
    """One pathway, as one version of it was written."""

    code: str
    name: str
    kind: Kind
    never_named: bool
    """Whether its name alone tells a stranger something: money, a specialty, a complaint."""
    script: str
    handlers: Handlers
    first_try: Window | None
    """From when a first try makes sense; None is at once."""
    first_action: Window
    first_action_is: FirstAction
    resolve: Window
    without_visit: tuple[Window, Window]
    """First action and resolve where the windows count back from a visit nobody knows of."""
    needs_note: bool
    needs_contact: bool
    """Whether it takes a call to the patient at all."""
    chart: bool
    """Whether what was done must also stand in the practice's own record system."""
    tighten: tuple[Tightening, ...]
    ask: tuple[Fact, ...]
    """Facts worth recording because a rule leans on them; done does not wait for them."""
    done: tuple[Requirement, ...]
    attempts: tuple[PlannedTry, ...]
    voicemail: Voicemail
    escalation: tuple[ChainStep, ...]
    unreachable: Unreachable

    @property
    def may_be_named(self) -> bool:
        """Whether the kind of request may be said before it is known who listens."""
        return self.kind is Kind.ROUTINE and not self.never_named

    def facts(self) -> tuple[Fact, ...]:
        """Every fact asked for or of any alternative, once, in the order written."""
        known = {fact.code for fact in self.ask}
        return self.ask + tuple(fact for fact in distinct(self.done) if fact.code not in known)


def distinct(done: tuple[Requirement, ...]) -> tuple[Fact, ...]:
    """Every fact of some requirements, once, in the order written."""
    found = {
        fact.code: fact
        for requirement in done
        for alternative in requirement.any_of
        for fact in alternative
    }
    return tuple(found.values())
