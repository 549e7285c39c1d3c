"""The steps of every life, done in the order of their moments, through the real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Final

from django.db import transaction

from ringback.actions import (
    arrival,
    attempt,
    calling,
    claim,
    done,
    escalation,
    handover,
    level,
    note,
    puttingright,
    snooze,
    sorting,
    waiting,
    waitingon,
)
from ringback.cli.simulation import plan, words
from ringback.queries import statement, struck
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from ringback.rules.puttingright import Said, What
from ringback.rules.waitingon import Whom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from ringback.cli.simulation.plan import Life, Step, Who
    from ringback.rules.access import Actor

AFTER_HANDING_UP: Final = 2
"""How far a fence has come since its last owner: handed up, and accepted."""

STEPS_AT_ONCE: Final = 1000
"""In one transaction: a demo's day is whole or absent, and a long history takes few locks."""


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Who acts: the four people, and whatever brings in what patients do."""

    people: Mapping[Who, Actor]
    intake: Actor


@dataclass(kw_only=True)
class Case:
    """A life under way: its callback and that one's present fence."""

    key: str
    life: Life
    done: list[Step] = field(default_factory=list)
    callback_id: UUID | None = None
    fence: int = 1

    @property
    def id(self) -> UUID:
        """The callback; every life begins by arriving."""
        if self.callback_id is None:
            raise LookupError(self.key)
        return self.callback_id


@dataclass(frozen=True, kw_only=True)
class Performance:
    """Does steps. What the rules refuse is a fault of the plan, and so is raised."""

    staff: Staff

    def play(self, cases: Iterable[Case], *, until: datetime) -> None:
        """Do every step up to a moment, all lives interleaved as they happened."""
        steps = [
            (step.at, number, order, case, step)
            for number, case in enumerate(cases)
            for order, step in enumerate(case.life.steps)
            if step.at <= until
        ]
        steps.sort(key=lambda each: each[:3])
        for first in range(0, len(steps), STEPS_AT_ONCE):
            with transaction.atomic():
                for *_, case, step in steps[first : first + STEPS_AT_ONCE]:
                    self.do(step, case)
                    case.done.append(step)

    def play_apart(self, cases: Iterable[Case], *, until: datetime) -> None:
        """The past of a practice somebody is looking at: each life whole, and told to no screen.

        What runs by the clock never sees one half lived.
        """
        for case in cases:
            with transaction.atomic():
                statement.rows("quiet", {})
                for step in case.life.steps:
                    if step.at <= until:
                        self.do(step, case)
                        case.done.append(step)

    @singledispatchmethod
    def do(self, step: Step, case: Case) -> None:
        """One step of one life."""
        raise TypeError(step, case)

    @do.register
    def _(self, step: plan.Arrive, case: Case) -> None:
        life = case.life
        new = arrival.New(
            source=step.source,
            external_id=f"{case.key}-{len(case.done)}",
            kind=step.kind,
            happened_at=step.at,
            phone=life.phone,
            name=life.name,
            text=step.text,
            seconds=step.seconds,
            visit_date=step.visit_date,
            language=life.language,
            best_time=step.best_time,
            raw={"simulated": True},
        )
        found = arrival.receive(new, by=self.staff.intake, now=step.at)
        case.callback_id = case.callback_id or found.callback_id

    @do.register
    def _(self, step: plan.Sort, case: Case) -> None:
        by = self.staff.people[step.who]
        sorting.sort(case.id, step.code, by=by, now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.Raise, case: Case) -> None:
        level.raise_level(case.id, step.level, by=self.staff.people[step.who], now=step.at)

    @do.register
    def _(self, step: plan.Claim, case: Case) -> None:
        case.fence = claim.claim(case.id, by=self.staff.people[step.who], now=step.at).fence

    @do.register
    def _(self, step: plan.Try, case: Case) -> None:
        made = attempt.Made(
            result=Result(step.result), call_again_at=step.call_again_at, note=step.note
        )
        by = self.staff.people[step.who]
        case.fence = attempt.log(case.id, made, by=by, now=step.at, fence=case.fence).fence

    @do.register
    def _(self, step: plan.Phone, case: Case) -> None:
        calling.begin(case.id, by=self.staff.people[step.who], now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.Hold, case: Case) -> None:
        by = self.staff.people[step.who]
        note.sign(case.id, step.note, by=by, now=step.at, fence=case.fence)
        whom = Whom.PATIENT if step.party is Party.PATIENT else Whom.RECORDS
        given = waitingon.Given(whom=whom, what=words.WAITING_FOR[whom], review_at=step.review_at)
        waitingon.begin(case.id, given, by=by, now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.HandOver, case: Case) -> None:
        by, to = (
            self.staff.people[step.who],
            handover.To(person_id=self.staff.people[step.to].person_id),
        )
        handover.hand(case.id, to, step.why, by=by, now=step.at, fence=case.fence)
        case.fence += 1

    @do.register
    def _(self, step: plan.PutAside, case: Case) -> None:
        by = self.staff.people[step.who]
        snooze.aside(case.id, step.until, step.why, by=by, now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.PutRight, case: Case) -> None:
        by = self.staff.people[step.who]
        found = struck.right_view(case.id, by, now=step.at)
        if found is None:
            raise LookupError(case.key)
        last = next(each for each in reversed(found.choices) if each.what is What.TRY)
        wrong = puttingright.Wrong(
            what=What.TRY, id=last.id, reason=step.why, said=Said.UNSURE, move=None
        )
        puttingright.strike(case.id, wrong, by=by, now=step.at)

    @do.register
    def _(self, step: plan.Escalate, case: Case) -> None:
        by = self.staff.people[step.who]
        waiting.escalate(case.id, by=by, now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.Answer, case: Case) -> None:
        by = self.staff.people[step.who]
        escalation.accept(case.id, by=by, now=step.at)
        fence = case.fence + AFTER_HANDING_UP
        escalation.answer(case.id, step.text, by=by, now=step.at, fence=fence)

    @do.register
    def _(self, step: plan.GiveBack, case: Case) -> None:
        by = self.staff.people[step.who]
        note.sign(case.id, step.note, by=by, now=step.at, fence=case.fence)
        anyone = handover.To(anyone=True)
        handover.hand(case.id, anyone, words.GIVEN_BACK, by=by, now=step.at, fence=case.fence)

    @do.register
    def _(self, step: plan.Lapse, case: Case) -> None:  # noqa: ARG002 - the clock gives back all
        claim.return_lapsed(self.staff.intake.practice_id, now=step.at)

    @do.register
    def _(self, step: plan.Finish, case: Case) -> None:
        by = self.staff.people[step.who]
        done.complete(case.id, step.facts, step.note, by=by, now=step.at, fence=case.fence)
