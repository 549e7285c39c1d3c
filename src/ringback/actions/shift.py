"""Somebody's shift ends: everything they hold goes where they say, in one press, or nothing does.

What is needed before they are back and still with them once the shift is over, goes to anyone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Q

from ringback.actions import calling, claim, drafts, handover, note, snooze, undo
from ringback.actions.act import NotFound, Refused, signed
from ringback.actions.handover import To
from ringback.models import Callback, Draft, Entry, LastStep
from ringback.queries import leftdraft as left
from ringback.queries import person, practice, roster
from ringback.queries import shift as rows
from ringback.queries.words import clock_time
from ringback.rules import noteclose, shift
from ringback.rules import snooze as aside
from ringback.rules import undo as undoing
from ringback.rules.access import Permission, lane_refusals, refusals
from ringback.rules.handover import refusals as hand_refusals
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import CameBack
from ringback.rules.reason import Reason
from ringback.rules.shift import DraftNext, Next

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ringback.actions.act import Act
    from ringback.rules.access import Actor
    from ringback.rules.handover import Handing


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What becomes of one callback, as whoever holds it (or a lead) says."""

    callback_id: UUID
    fence: int
    next: Next | None
    to: UUID | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftChoice:
    """What becomes of the words they wrote about one callback."""

    callback_id: UUID
    next: DraftNext | None
    to: UUID | None = None


class NotYet(Refused):
    """Something of the list stands in the way; `of` says which callback each reason is about."""

    def __init__(self, of: Sequence[tuple[UUID, str, Reason]]) -> None:
        super().__init__(*(reason for _, _, reason in of))
        self.of = tuple(of)


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How many callbacks stay, went to a colleague, went to anyone."""

    kept: int
    passed: int
    freed: int


def end(
    choices: Sequence[Choice], drafts: Sequence[DraftChoice], *, by: Actor, now: datetime
) -> Ended:
    """End one's own shift. Raises NotYet with everything in the way, NotPermitted."""
    with signed(
        "shift ended", by=by, now=now, needs=Permission.WORK, subject_kind="person",
        subject_id=by.person_id,
    ) as act:  # fmt: skip
        ending = _Ending(act, by.person_id, choices)
        words = _Words(act, ending, drafts)
        ending.stop_where(words.wrong)
        words.do()
        return ending.do()


def end_for(person_id: UUID, choices: Sequence[Choice], *, by: Actor, now: datetime) -> Ended:
    """A lead does the same for somebody absent, whose drafts stay theirs and unread.

    Raises NotYet, Refused, NotFound, NotPermitted.
    """
    with signed(
        "shift ended for somebody", by=by, now=now, needs=Permission.COVER, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        if person_id == by.person_id:
            raise Refused(Reason(code="own_shift", words=shift.OF_THEMSELVES))
        ending = _Ending(act, person_id, choices)
        ending.stop_where([])
        return ending.do()


def may_cover(person_id: UUID, *, by: Actor, now: datetime) -> None:
    """Refuse, and write the refusal down, where somebody may not; otherwise leave no trace."""
    with signed(
        "shift ended for somebody", by=by, now=now, needs=Permission.COVER, subject_kind="person",
        subject_id=person_id,
    ) as act:  # fmt: skip
        act.silent = True
        if person_id not in roster.current(by.practice_id, now=now).people:
            raise NotFound


class _Ending:
    """One end of a shift under way: each callback held, locked, with what was chosen for it."""

    def __init__(self, act: Act, owner_id: UUID, choices: Sequence[Choice]) -> None:
        self.act, self.owner_id = act, owner_id
        found = roster.current(act.by.practice_id, now=act.now)
        if owner_id not in found.people:
            raise NotFound
        self.back = rows.back_at(found, owner_id, act.by.practice_id, act.now)
        held = Callback.objects.select_for_update(of=("self",)).filter(
            _concerned(act, owner_id), practice_id=act.by.practice_id
        )
        self.held = {
            each.id: each
            for each in held.order_by("id")
            if _is_held(each, owner_id) and not lane_refusals(act.by, each.category)
        }
        self.chosen = {each.callback_id: each for each in choices}
        self.own = owner_id == act.by.person_id
        self.entries: list[Entry] = []

    def stop_where(self, wrong: Sequence[tuple[UUID, str, Reason]]) -> None:
        """Raises NotYet where anything stands in the way of any of it."""
        found = [
            (each, "next", reason)
            for each in dict.fromkeys([*self.chosen, *self.held])
            for reason in self._wrong(each)
        ]
        if found or wrong:
            raise NotYet([*found, *wrong])

    def _wrong(self, callback_id: UUID) -> tuple[Reason, ...]:
        callback, choice = self.held.get(callback_id), self.chosen.get(callback_id)
        if callback is None or (choice is not None and choice.fence != callback.fence):
            return (Reason(code="not_held", words=shift.NOT_HELD),)
        if choice is None:
            return (Reason(code="left_out", words=shift.LEFT_OUT),)
        if choice.next is None:
            return (Reason(code="no_next", words=shift.NO_NEXT),)
        if choice.next is Next.KEEP:
            return tuple(_told(each, self.act) for each in self._keeps(callback, choice))
        if choice.next is Next.ANYONE and callback.stage == Stage.ESCALATED:
            return ()
        return hand_refusals(self._handing(callback, choice))

    def _keeps(self, callback: Callback, choice: Choice) -> tuple[Reason, ...]:
        held = rows.facts(callback)
        if reasons := shift.keep_refusals(held, self.back):
            return reasons
        if callback.stage != Stage.OWNED:
            return ()
        return aside.refusals_of(snooze.facts(callback), self.back, choice.why, self.act.now)

    def _handing(self, callback: Callback, choice: Choice) -> Handing:
        """It is taken from its owner, with the rights of whoever ends the shift."""
        giver = replace(self.act.by, person_id=self.owner_id)
        return handover.handing(self.act, callback, _to(choice), choice.why, by=giver)

    def do(self) -> Ended:
        """All of it, each with its own entry."""
        done: Counter[Next] = Counter()
        for callback_id, callback in self.held.items():
            choice = self.chosen[callback_id]
            if choice.next is not None:
                self._one(callback, choice, choice.next)
                done[choice.next] += 1
        Entry.objects.bulk_create(self.entries)
        ended = Ended(kept=done[Next.KEEP], passed=done[Next.PERSON], freed=done[Next.ANYONE])
        self.act.details = {"kept": ended.kept, "passed": ended.passed, "freed": ended.freed}
        return ended

    def _one(self, callback: Callback, choice: Choice, where: Next) -> None:
        if where is Next.KEEP:
            self._entry(
                callback, verb="kept to the next shift", details=self._kept(callback, choice)
            )
        elif where is Next.ANYONE and callback.stage == Stage.ESCALATED:
            claim.freed(callback, self.act.now, CameBack.GIVEN_BACK)
            self._entry(callback, verb="released", details={})
        else:
            told = handover.passed(self.act, callback, _to(choice), self._handing(callback, choice))
            verb = "released" if where is Next.ANYONE else "handed over"
            self._entry(callback, verb=verb, details=told)

    def _kept(self, callback: Callback, choice: Choice) -> dict[str, str]:
        """What nothing is planned for is put aside until they are back; the rest waits as it is."""
        calling.end_open(self.act.by.practice_id, self.act.now, callbacks=[callback.id])
        if callback.stage == Stage.OWNED and self.back is not None:
            return snooze.laid(self.act, callback, self.back, choice.why)
        return {"until": self.back.isoformat()} if self.back else {}

    def _entry(self, callback: Callback, *, verb: str, details: dict[str, str]) -> None:
        more = {} if self.own else {"owner": str(self.owner_id)}
        self.entries.append(self.act.beside(callback.id, verb=verb, details={**details, **more}))


def _to(choice: Choice) -> To:
    return To(anyone=True) if choice.next is Next.ANYONE else To(person_id=choice.to)


def _told(reason: Reason, act: Act) -> Reason:
    """The reason with its moment on the practice's clock."""
    zone = practice.zone(act.by.practice_id)
    if isinstance(reason, shift.When):
        values = (("when", clock_time(reason.at, zone, now=act.now)),)
    elif isinstance(reason, aside.TooLate):
        values = (("time", clock_time(reason.latest, zone, now=act.now)),)
    else:
        return reason
    return replace(reason, values=values)


def _concerned(act: Act, owner_id: UUID) -> Q:
    """What they hold, and what whoever ends the shift writes of: locked at once, in one order."""
    held = Q(owner_id=owner_id, closed_at__isnull=True)
    if owner_id != act.by.person_id:
        return held
    written = Draft.objects.filter(practice_id=act.by.practice_id, author_id=owner_id)
    return held | Q(id__in=written.exclude(text="", fields={}, beside=[]).values("callback_id"))


def _is_held(callback: Callback, owner_id: UUID) -> bool:
    return callback.owner_id == owner_id and callback.closed_at is None


class _Words:
    """Their own words that are not signed, each with what was chosen for them."""

    def __init__(self, act: Act, ending: _Ending, drafts: Sequence[DraftChoice]) -> None:
        self.act, self.ending = act, ending
        chosen = {each.callback_id: each for each in drafts}
        own = (
            Draft.objects.select_for_update(of=("self",))
            .filter(practice_id=act.by.practice_id, author_id=act.by.person_id)
            .exclude(text="", fields={}, beside=[])
            .select_related("callback")
            .order_by("id")
        )
        here = [each for each in own if rows.is_open(act.by, each)]
        self.each = [(draft, chosen.get(draft.callback_id)) for draft in here]
        self.wrong = [
            (draft.callback_id, "draft", reason)
            for draft, choice in self.each
            for reason in self._wrong(draft, choice)
        ]

    def _wrong(self, draft: Draft, choice: DraftChoice | None) -> tuple[Reason, ...]:
        if choice is None or choice.next is None:
            return (Reason(code="no_draft_next", words=shift.NO_DRAFT_NEXT),)
        if choice.next is DraftNext.SIGN:
            if draft.callback_id not in self.ending.held:
                return (Reason(code="not_held", words=shift.NOT_HELD),)
            return self._composed(draft).lacking
        if choice.next is DraftNext.LEAD:
            return shift.lead_refusals(leads=self._leads(draft, choice.to))
        return ()

    def _leads(self, draft: Draft, to: UUID | None) -> bool:
        """Whether this is somebody else who may read it; what is clinical goes to clinicians."""
        them = person.actor(to, self.act.by.practice_id, via="web") if to else None
        if them is None or them.person_id == self.act.by.person_id:
            return False
        if not rows.leads(them) or lane_refusals(them, draft.callback.category):
            return False
        return not left.kept(draft).clinical or not refusals(them, Permission.ANSWER)

    def do(self) -> None:
        """Sign it, leave it, or hand it to the lead, below what they are writing themselves."""
        for draft, choice in self.each:
            if choice is None:
                continue
            if choice.next is DraftNext.SIGN:
                callback = self.ending.held[draft.callback_id]
                note.sign_within(self.act, callback, self._composed(draft).whole)
                self.ending.entries.append(self.act.beside(callback.id, verb="noted", details={}))
            elif choice.next is DraftNext.LEAD and choice.to is not None:
                self._hand(draft, choice.to)

    def _composed(self, draft: Draft) -> note.Composed:
        """The note as their page would sign it: what was picked for it is part of it."""
        callback = self.ending.held[draft.callback_id]
        picks = noteclose.picked(draft.fields) or None
        return note.composed(self.act, callback, draft.text, picks)

    def _hand(self, draft: Draft, to: UUID) -> None:
        drafts.hand_on(draft, to=to, by=self.act.by, now=self.act.now)
        told = {"to": str(to)}
        self.ending.entries.append(
            self.act.beside(draft.callback_id, verb="draft handed to a lead", details=told)
        )


def take_back(*, by: Actor, now: datetime) -> int:
    """Take back the end of the shift, as far as it can be undone; answers for how many callbacks.

    Raises Refused where that is none, with the first reason.
    """
    with signed(
        "shift went on", by=by, now=now, needs=Permission.WORK, subject_kind="person",
        subject_id=by.person_id,
    ) as act:  # fmt: skip
        ended = (
            Entry.objects.filter(
                practice_id=by.practice_id, actor_id=by.person_id, verb="shift ended", refused=False
            )
            .order_by("-at")
            .first()
        )
        steps = LastStep.objects.filter(practice_id=by.practice_id, by_id=by.person_id)
        of_it = steps.filter(at=ended.at).order_by("callback_id") if ended else steps.none()
        reasons: tuple[Reason, ...] = (Reason(code="nothing_to_undo", words=undoing.NOTHING),)
        back = 0
        for callback_id in list(of_it.values_list("callback_id", flat=True)):
            try:
                what = undo.taken_back(act, callback_id)
            except Refused as refusal:
                reasons = refusal.reasons
                continue
            Entry.objects.bulk_create(
                [act.beside(callback_id, verb="undone", details={"what": what})]
            )
            back += 1
        if not back:
            raise Refused(*reasons)
        act.subject_id, act.details = by.person_id, {"back": back}
    return back
