"""A change is tried on what there was: all of it, only of this practice, and within two seconds."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import attempt, claim, done, parts, places
from ringback.models import Arrival, Callback
from ringback.queries import category
from ringback.queries.scope import scope
from ringback.rules import categoryfile, categorywrite, whatif
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.policy import Part
from ringback.rules.whatif import Kept
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ringback.rules.category import Category
    from ringback.rules.whatif import Difference, Past
    from tests.cast import Cast

MONTH = timedelta(days=30)


def changed(cast: Cast, code: str = "NEWPT", **change: Any) -> tuple[Category, Category]:
    before = category.versions(cast.mara, code)[0].category
    return before, categoryfile.read({**categorywrite.written(before), **change})


def tried(cast: Cast, code: str = "NEWPT", **change: Any) -> Difference:
    before, after = changed(cast, code, **change)
    return category.tried(cast.mara, before=before, after=after, now=NOON)


def past(cast: Cast, code: str) -> list[Past]:
    with scope(cast.practice_id):
        found = category.past(cast.practice_id, code, since=NOON - MONTH, now=NOON)
    return [each for _, those in found for each in those]


def test_a_shorter_promise_would_have_been_due_earlier(cedar: Cast, elm: Cast) -> None:
    for minutes in (30, 90, 180):
        came_in(cedar.dana, category="NEWPT", happened_at=NOON - timedelta(minutes=minutes))
    came_in(elm.dana, category="NEWPT")
    came_in(cedar.dana)
    found = tried(cedar, first_action="60 business minutes")
    assert (found.callbacks, found.earlier, found.later) == (3, 3, 0)
    assert (found.before, found.after) == (Kept(broken=1, open=2), Kept(broken=2, open=1))
    assert (found.to_clinician_before, found.to_clinician_after) == (0, 0)


def test_what_came_in_before_these_thirty_days_is_left_out(cedar: Cast) -> None:
    came_in(cedar.dana, category="NEWPT", happened_at=NOON - MONTH - timedelta(hours=1))
    assert tried(cedar).callbacks == 0


def test_everything_a_rule_may_lean_on_is_known(cedar: Cast) -> None:
    found = came_in(
        cedar.dana,
        category="NEWPT",
        text="Could I see somebody next week? Mornings are best.",
        visit_date=date(2026, 11, 25),
        phone="+12025550177",
    )
    came_in(cedar.dana, phone="+12025550177", happened_at=NOON - timedelta(minutes=5))
    view = claim.claim(found.callback_id, by=cedar.dana, now=NOON)
    facts = {"no_promise": True}
    done.record(found.callback_id, facts, by=cedar.dana, now=NOON, fence=view.fence)
    made = attempt.Made(result=Result.NO_ANSWER)
    attempt.log(found.callback_id, made, by=cedar.dana, now=NOON, fence=view.fence)
    came_in(cedar.dana, phone="+12025550177", now=NOON + timedelta(minutes=30))
    with scope(cedar.practice_id):
        Callback.objects.filter(id=found.callback_id).update(heard=["pregnant"])
    kept = records.callback(cedar, found.callback_id)
    (known,) = past(cedar, "NEWPT")
    assert known.first_action_at == kept.first_action_at == NOON
    assert known.facts.received_at == kept.received_at
    assert known.facts.visit_date == date(2026, 11, 25)
    assert known.facts.said == {"pregnant"}
    assert known.facts.recorded == {"no_promise": True}
    assert known.facts.contacts == (NOON - timedelta(minutes=10), NOON - timedelta(minutes=5))


PROMISED = {"web": "45 business minutes", "advert": "1 business day", "portal": "5 minutes"}
WORDS = (
    "", "please call me back", "my baby is pregnant with twins", "I have had chest pain since noon",
    "my insulin runs out tomorrow", "the pharmacy has not got my refill",
    "I want to kill myself", "we want to complain about the wait",
)  # fmt: skip

WISHES = (
    "",
    "",
    "after 4",
    "Thursday",
    "tomorrow morning",
    "before 9",
    "whenever the moon is full",
)


def test_what_is_tried_is_due_when_the_door_says_it_is(cedar: Cast, elm: Cast) -> None:
    """Generated arrivals of every kind, place, time, source and wish; a failure tells the seed."""
    for cast, promised in ((cedar, PROMISED), (elm, {"web": "1 minutes"})):
        parts.change(
            Part.PROMISES, promised, seen=1, reason="our site", by=cast.mara, now=NOON - MONTH
        )
    places.add("North", [], by=cedar.mara, now=NOON - MONTH)
    own = {"monday": ["11:00-11:40"], "thursday": ["06:00-22:00"]}
    change = {"seen": 0, "reason": "own", "by": cedar.mara, "now": NOON - MONTH, "name": "north"}
    parts.change(Part.HOURS, own, **change)
    seed = random.randrange(2**32)
    chosen = random.Random(seed)
    kinds = category.current(cedar.mara)
    asked = {}
    for minutes in chosen.sample(range(1, 20 * 24 * 60), 150):
        at, kind = NOON - timedelta(minutes=minutes), chosen.choice(kinds).code
        asked[at, kind] = came_in(
            cedar.dana,
            now=at + timedelta(minutes=1),
            category=kind,
            source=chosen.choice(["phone", "web", "advert", "portal"]),
            location=chosen.choice(["", "north"]),
            kind=chosen.choice([Kind.WEB_FORM, Kind.VOICEMAIL, Kind.MISSED_CALL]),
            text=chosen.choice(WORDS),
            visit_date=chosen.choice([None, at.date() + timedelta(days=chosen.randrange(9))]),
            happened_at=at,
            best_time=chosen.choice(WISHES),
        ).callback_id
    kept = {each.id: each for each in records.callbacks(cedar)}
    due = {key: kept[each].due_at for key, each in asked.items() if kept[each].category == key[1]}
    tried = {
        (at, each.code): due_at for each in kinds for at, due_at in judged(cedar, each.category)
    }
    assert len(due) > 50
    assert {key: tried[key] for key in due} == due, seed


def judged(cast: Cast, kind: Category) -> Iterator[tuple[datetime, datetime]]:
    """When every callback of a kind came in and is due, as a change that changes nothing says."""
    others = {each.code: each.category for each in category.current(cast.mara)}
    since = NOON - MONTH
    with scope(cast.practice_id):
        for place, those in category.past(cast.practice_id, kind.code, since=since, now=NOON):
            for each in those:
                found = whatif.tried(each, kind, hours=place.hours, others=others)
                yield each.facts.received_at, found.due_at


def many(cast: Cast, number: int) -> None:
    """So many requests of the last thirty days, each with two calls."""
    first = records.callback(cast, came_in(cast.dana, category="NEWPT").callback_id)
    names = [each.attname for each in Callback._meta.concrete_fields if each.attname != "id"]
    kept = {name: getattr(first, name) for name in names}
    made = []
    for place in range(number - 1):
        at = NOON - timedelta(minutes=8 * place + 1)
        again = {**kept, "received_at": at, "last_arrival_at": NOON, "first_action_at": NOON}
        made.append(Callback(**again))
    came = [
        Arrival(
            practice_id=cast.practice_id,
            source="phone",
            external_id=uuid4().hex,
            kind="missed_call",
            happened_at=each.received_at + timedelta(minutes=more),
            stored_at=NOON,
            callback_id=each.id,
        )
        for each in made
        for more in (0, 40)
    ]
    with scope(cast.practice_id):
        Callback.objects.bulk_create(made, batch_size=1000)
        Arrival.objects.bulk_create(came, batch_size=1000)


def test_five_thousand_are_tried_within_two_seconds_and_a_few_statements(cedar: Cast) -> None:
    many(cedar, 5000)
    before, after = changed(cedar, first_action="60 business minutes")
    began = time.process_time()  # of ours: the machine may be busy with others
    with CaptureQueriesContext(connections["default"]) as asked:
        found = category.tried(cedar.mara, before=before, after=after, now=NOON)
    took = time.process_time() - began
    assert found.callbacks == 5000
    assert len(asked) <= 7  # two of them open and close the transaction
    assert took < 2, took


def test_one_costs_as_many_statements_as_three(cedar: Cast) -> None:
    costs = []
    for _ in range(3):
        came_in(cedar.dana, category="NEWPT")
        with CaptureQueriesContext(connections["default"]) as asked:
            tried(cedar, first_action="60 business minutes")
        costs.append(len(asked))
    assert costs[1] == costs[2]
