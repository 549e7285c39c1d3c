"""A practice to which anything happens, in any order, by anybody: what always holds of it (R30).

Every open callback has a stage, a kind of request, a due time, a next action with whoever owes it,
and an owner or its place among those anyone may take; and the items add up to the events.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from ringback.actions import (
    arrival,
    attempt,
    claim,
    done,
    escalation,
    judging,
    level,
    note,
    sorting,
    waiting,
)
from ringback.actions.act import Act, NotFound, Refused
from ringback.actions.attempt import Made
from ringback.models import Arrival, Attempt, Callback, Entry
from ringback.queries.scope import scope
from ringback.rules import clock, due, wish, wishwords
from ringback.rules.arrival import UNSORTED, Kind
from ringback.rules.attempt import Result
from ringback.rules.category import Kind as PathwayKind
from ringback.rules.lifecycle import Party, Stage
from ringback.rules.queue import RANK, Level
from tests.cast import NOON, came_in, gather

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ringback.queries.practice import Bearings
    from ringback.rules.access import Actor
    from tests.cast import Cast

NUMBERS = [f"+1202555013{n}" for n in range(4)]
TEXTS = [
    "",
    "please call me back about the form",
    "I have a rash on my arm and would like a visit",
    "my chest hurts since this morning",
    "my refill has not arrived",
]
BEST_TIMES = [
    "",
    "",
    "after 4",
    "tomorrow morning",
    "on Friday",
    "any time",
    "before 8",
    "when I can",
]
CODES = [None, "MISSED", "NEWPT", "INTAKE", "CLIN", "RX", "BILL", "URGENT", "RESULT"]
NOTE = "Reached them, said name and date of birth; they want a visit, we call again on Tuesday."
FACTS: list[dict[str, Any]] = [
    {"reason_learned": "a refill"},
    {"nothing_needed": True},
    {"received_and_checked": True},
    {"missing_item": "referral"},
    {"declined_because": "moved away", "no_promise": True, "forms_not_needed": True},
    {"decided": "come in today"},
    {"exact_words": "it hurts", "callback_number": NUMBERS[0], "best_time": "now"},
]
ENDS: dict[str, dict[str, Any]] = {
    "MISSED": FACTS[0],
    "NEWPT": FACTS[4],
    "INTAKE": FACTS[2],
    "BILL": {
        "answered_from_record": "paid",
        "no_promise": True,
        "next_step_told": "a letter",
        "next_step_by": "2026-12-01",
    },
}
"""What makes each kind of request done."""

WHO = st.sampled_from([*["owner"] * 6, "dana", "vik", "osei", "mara", "ines"])
PARTIES = {
    Stage.UNSORTED: {Party.PRACTICE, Party.OWNER},
    Stage.WAITING: {Party.PRACTICE},
    Stage.OWNED: {Party.OWNER},
    Stage.SCHEDULED: {Party.OWNER},
    Stage.ESCALATED: {Party.CLINICIAN},
    Stage.ON_HOLD: {Party.PATIENT, Party.THIRD_PARTY},
}
OWNED = {Stage.OWNED, Stage.SCHEDULED, Stage.ON_HOLD}
ANYONES = {Stage.WAITING}


class Anything(RuleBasedStateMachine):
    """One practice, and whatever may be done to it."""

    items = Bundle("items")
    steps: ClassVar[int] = 0
    """How many were taken by all machines of this class together."""

    @initialize()
    def opens(self) -> None:
        self.cast: Cast = gather()
        self.now = NOON
        self.levels: dict[UUID, int] = {}
        self.looked_at: dict[UUID, dict[str, Any]] = {}

    def does(self, it: UUID, act: Callable[[int], object]) -> None:
        """An action with the present fence; that the rules say no is an answer."""
        with scope(self.cast.practice_id):
            fence = Callback.objects.get(id=it).fence
        try:
            act(fence)
        except (Refused, NotFound):
            return

    def by(self, who: str, it: UUID) -> Actor:
        """One of the cast; as the "owner" whoever holds it, or the clinician where one is asked."""
        if who != "owner":
            found: Actor = getattr(self.cast, who)
            return found
        with scope(self.cast.practice_id):
            now = Callback.objects.get(id=it)
        holder = [each for each in self.cast.everybody() if each.person_id == now.owner_id]
        free = self.cast.osei if now.stage == Stage.ESCALATED else self.cast.dana
        return holder[0] if holder else free

    @rule(minutes=st.sampled_from([1, 16, 90, 60 * 20]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        claim.return_lapsed(self.cast.practice_id, now=self.now)
        claim.open_promised(self.cast.practice_id, now=self.now)

    @rule(
        target=items,
        kind=st.sampled_from(Kind),
        phone=st.sampled_from(["", *NUMBERS]),
        text=st.sampled_from(TEXTS),
        code=st.sampled_from(CODES),
        ago=st.sampled_from([0, 1, 45]),
        best_time=st.sampled_from(BEST_TIMES),
        visit=st.sampled_from([None, None, 0, 1, 3]),
    )
    def somebody_writes_or_calls(
        self,
        kind: Kind,
        phone: str,
        text: str,
        code: str | None,
        ago: int,
        best_time: str,
        visit: int | None,
    ) -> UUID:
        at = self.now - timedelta(minutes=ago)
        found = came_in(
            self.cast.dana, now=self.now, kind=kind, phone=phone, text=text, category=code,
            happened_at=at, external_id=uuid4().hex, best_time=best_time,
            visit_date=None if visit is None else (self.now + timedelta(days=visit)).date(),
        )  # fmt: skip
        assert found.callback_id is not None
        return found.callback_id

    @rule(it=items, who=WHO, code=st.sampled_from(CODES[1:]))
    def sorts(self, it: UUID, who: str, code: str) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: sorting.sort(it, code, by=by, now=self.now, fence=f))
        if by is self.cast.osei:
            self.levels.pop(it, None)

    @rule(it=items, who=WHO)
    def takes(self, it: UUID, who: str) -> None:
        self.does(it, lambda _: claim.claim(it, by=self.by(who, it), now=self.now))

    @rule(who=st.sampled_from(["dana", "vik", "osei", "ines"]))
    def takes_the_next(self, who: str) -> None:
        try:
            claim.claim_next(by=getattr(self.cast, who), now=self.now)
        except Refused:
            return

    @rule(it=items, who=WHO)
    def gives_back(self, it: UUID, who: str) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: claim.release(it, by=by, now=self.now, fence=f))

    @rule(it=items, who=WHO, result=st.sampled_from(Result), facts=st.sampled_from([{}, *FACTS]))
    def tries(self, it: UUID, who: str, result: Result, facts: dict[str, Any]) -> None:
        again = self.now + timedelta(hours=3) if result is Result.CALL_LATER else None
        made = Made(result=result, call_again_at=again, facts=facts)
        by = self.by(who, it)
        self.does(it, lambda f: attempt.log(it, made, by=by, now=self.now, fence=f))

    @rule(it=items, who=st.sampled_from(["dana", "vik", "mara"]), facts=st.sampled_from(FACTS))
    def takes_reaches_and_finishes(self, it: UUID, who: str, facts: dict[str, Any]) -> None:
        with scope(self.cast.practice_id):
            category = Callback.objects.get(id=it).category
        self.takes(it, who)
        self.tries(it, who, Result.REACHED_PATIENT, {})
        self.finishes(it, who, ENDS.get(category, facts))

    @rule(it=items, who=WHO, facts=st.sampled_from(FACTS))
    def writes_down(self, it: UUID, who: str, facts: dict[str, Any]) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: done.record(it, facts, by=by, now=self.now, fence=f))

    @rule(it=items, who=WHO)
    def signs(self, it: UUID, who: str) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: note.sign(it, NOTE, by=by, now=self.now, fence=f))

    @rule(it=items, who=WHO, to=st.sampled_from(Level))
    def marks(self, it: UUID, who: str, to: Level) -> None:
        self.does(it, lambda _: level.raise_level(it, to, by=self.by(who, it), now=self.now))

    @rule(it=items, who=WHO)
    def asks_a_clinician(self, it: UUID, who: str) -> None:
        by = self.by(who, it)
        self.does(
            it, lambda f: waiting.escalate(it, by=by, now=self.now, fence=f, words="it hurts")
        )

    @rule(it=items, who=WHO)
    def accepts(self, it: UUID, who: str) -> None:
        self.does(it, lambda _: escalation.accept(it, by=self.by(who, it), now=self.now))

    @rule(it=items, who=WHO)
    def answers(self, it: UUID, who: str) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: escalation.answer(it, "Rest.", by=by, now=self.now, fence=f))

    @rule(it=items, who=WHO, party=st.sampled_from(Party))
    def waits(self, it: UUID, who: str, party: Party) -> None:
        by, review = self.by(who, it), self.now + timedelta(days=1)
        self.does(
            it,
            lambda f: waiting.hold(
                it, waits_for=party, review_at=review, by=by, now=self.now, fence=f
            ),
        )

    @rule(it=items, who=WHO, facts=st.sampled_from(FACTS))
    def finishes(self, it: UUID, who: str, facts: dict[str, Any]) -> None:
        by = self.by(who, it)
        self.does(it, lambda f: done.complete(it, facts, NOTE, by=by, now=self.now, fence=f))

    @invariant()
    def every_item_is_whole_and_they_add_up(self) -> None:
        if not hasattr(self, "cast"):
            return
        Anything.steps += 1
        with scope(self.cast.practice_id):
            found = list(Callback.objects.select_related("category_version"))
            arrivals, attempts = Arrival.objects.count(), Attempt.objects.count()
            closed = Entry.objects.filter(verb="done", refused=False).count()
        for each in filter(self._is_another_now, found):
            self._is_whole(each)
            self._waits_no_longer_than_asked(each)
        assert sum(each.arrivals - (each.linked_to_id is not None) for each in found) == arrivals
        assert sum(each.tries for each in found) == attempts
        assert sum(each.stage == Stage.CLOSED for each in found) == closed

    def _is_another_now(self, it: Callback) -> bool:
        """Whether anything in its row changed; what did not was looked at after an earlier step."""
        row = {each.attname: getattr(it, each.attname) for each in Callback._meta.concrete_fields}
        before, self.looked_at[it.id] = self.looked_at.get(it.id), row
        return row != before

    def _waits_no_longer_than_asked(self, it: Callback) -> None:
        """Their own words move a routine first action only, and never past what a visit demands."""
        if it.moved_from is None:
            return
        assert it.best_time_at is not None or it.first_action_at is not None
        assert it.moved_from < it.respond_by
        if it.first_action_at is not None or it.stage == Stage.CLOSED:
            return
        assert Level(it.level) is Level.ROUTINE
        assert it.category_version.facts().kind is PathwayKind.ROUTINE
        with scope(self.cast.practice_id):
            act = Act(by=self.cast.dana, now=self.now, verb="looked")
            contacts = tuple(arrival.contacts(it))
            facts = judging.facts(it, contacts=contacts)
            where = judging.own(act, it)
            judged = due.judged(category=where.pathway.category, hours=where.hours, facts=facts)
        words = wishwords.read(
            it.best_time, now=it.best_time_at, zone=where.zone, country="US", parts=where.parts
        )
        nearest = _nearest_to(words.spans, where)
        ends = (nearest, judged.by_visit, judged.by_law)
        latest = min(each for each in ends if each is not None)
        assert it.due_at <= max(it.moved_from, latest)

    def _is_whole(self, it: Callback) -> None:
        """What the house promises of every item."""
        assert it.category == it.category_version.code
        assert it.received_at <= it.due_since
        assert it.rank == RANK[Level(it.level)]
        assert it.rank <= self.levels.get(it.id, it.rank), "only a clinician lowers it"
        self.levels[it.id] = it.rank
        stage = Stage(it.stage)
        if stage is Stage.CLOSED:
            assert it.owner_id is None
            return
        assert (stage is Stage.UNSORTED) == (it.category == UNSORTED)
        assert Party(it.next_party) in PARTIES[stage], (stage, it.next_party)
        assert it.due_window
        assert (it.owner_id is not None) >= (stage in OWNED)
        assert (it.owner_id is None) >= (stage in ANYONES)
        assert _at_hand(it.due_at, it)


def _nearest_to(spans: tuple[wish.Span, ...], where: Bearings) -> datetime:
    """The latest a wish may ask for: the same time of the day we open next, or its first hour."""
    zone = ZoneInfo(where.zone)
    over = datetime.combine(max(span.day for span in spans) + timedelta(days=1), time(), zone)
    opens = where.hours.next_open(over.astimezone(UTC))
    same_time = max(span.end for span in spans)
    day = opens.astimezone(zone).date()
    until = min(clock.utc(day, same_time, zone), where.hours.closing_of(day))
    return max(opens + wish.NEAREST, until)


def _at_hand(due_at: datetime, it: Callback) -> bool:
    """What is due next is a planned try, the first action or the end, never out of existence."""
    return due_at <= max(it.resolve_by, it.next_attempt_at or due_at)
