"""An invented practice is believable at whatever moment it is made, and the same for one seed."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from functools import cache
from random import Random
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from ringback.cli.simulation import fill, past, truth
from ringback.cli.simulation.lives import Hat, Teller
from ringback.cli.simulation.moments import Moments
from ringback.engine.trouble import EngineTrouble
from ringback.models import Arrival, Attempt, Callback, Entry, Note
from ringback.queries import person
from ringback.queries.queue import board, wanted
from ringback.queries.scope import scope
from ringback.rules.clock import Calendar, open_hours
from ringback.rules.lifecycle import Stage
from ringback.rules.queue import Group, group_of

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.cli.simulation.fill import Filled
    from ringback.queries.queue import QueueRow
    from ringback.rules.access import Actor

MOMENTS = {
    "a Monday noon": datetime(2026, 11, 23, 17, 0, tzinfo=UTC),
    "a Monday just after opening": datetime(2026, 11, 23, 13, 3, tzinfo=UTC),
    "a Wednesday just before closing": datetime(2026, 11, 18, 21, 55, tzinfo=UTC),
    "a Thursday evening": datetime(2026, 11, 19, 23, 40, tzinfo=UTC),
    "a Sunday night": datetime(2026, 11, 23, 3, 30, tzinfo=UTC),
    "the night the clocks go back": datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    "the Monday after they went forward": datetime(2027, 3, 15, 14, 10, tzinfo=UTC),
    "Thanksgiving": datetime(2026, 11, 26, 16, 0, tzinfo=UTC),
    "a try begun in one part of the day and made in the next": datetime(
        2026, 11, 27, 17, 22, tzinfo=UTC
    ),
    "the first of January": datetime(2027, 1, 1, 5, 1, tzinfo=UTC),
}
OPEN = ("a Monday noon", "a Monday just after opening", "the Monday after they went forward")
INVENTED = re.compile(r"\+1[2-9]\d\d55501\d\d")


@cache
def practice_at(moment: str) -> Filled:
    """Filled once per moment; the tests only look."""
    slug = f"made-{uuid4().hex[:12]}"
    return fill.fill(slug=slug, days=1, seed=1, until=MOMENTS[moment])


def actor(filled: Filled, who: str) -> Actor:
    found = person.actor_by_email(f"{who}@{filled.slug}.example", filled.practice_id, via="web")
    assert found is not None
    return found


def open_rows(moment: str) -> list[QueueRow]:
    filled = practice_at(moment)
    reyes = actor(filled, "reyes")
    rows, after = [], None
    while True:
        page = board(reyes, wanted(reyes, now=MOMENTS[moment], after=after)).page
        rows += page.rows
        if (after := page.next) is None:
            return rows


def groups(moment: str) -> Counter[Group]:
    now = MOMENTS[moment]
    midnight = wanted(actor(practice_at(moment), "reyes"), now=now).day_ends_at
    return Counter(
        group_of(rank=row.rank, due_at=row.due_at, now=now, day_ends_at=midnight)
        for row in open_rows(moment)
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_about_sixty_callbacks_with_some_in_every_stage(moment: str) -> None:
    with scope(practice_at(moment).practice_id):
        stages = Counter(Callback.objects.values_list("stage", flat=True))
    assert 55 <= stages.total() <= 65
    assert {stage for stage in Stage if stages[stage] >= 3} == set(Stage), stages


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_list_is_lively_at_any_hour(moment: str) -> None:
    found = groups(moment)
    assert found[Group.NOW] >= 3
    assert found[Group.OVERDUE] >= 4
    assert found[Group.NEXT_DAYS] + found[Group.LATER_TODAY] >= 8
    if moment in OPEN:
        assert found[Group.WITHIN_THE_HOUR] >= 4
        assert found[Group.LATER_TODAY] >= 3


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_emergency_and_something_urgent_stand_first(moment: str) -> None:
    levels = [row.level for row in open_rows(moment)]
    assert levels[0] == "emergency"
    assert "urgent" in levels[1:4]


@pytest.mark.parametrize("moment", MOMENTS)
def test_only_invented_numbers(moment: str) -> None:
    with scope(practice_at(moment).practice_id):
        phones = set(Arrival.objects.values_list("phone", flat=True))
        tried = set(Attempt.objects.values_list("number", flat=True))
    assert not [each for each in phones | tried if not INVENTED.fullmatch(each)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_happens_in_the_future_and_nothing_is_late_before_it_could_be(moment: str) -> None:
    now = MOMENTS[moment]
    filled = practice_at(moment)
    with scope(filled.practice_id):
        journal = list(Entry.objects.values_list("at", flat=True))
        found = list(Callback.objects.all())
        refused = Entry.objects.filter(refused=True).count()
    assert max(journal) <= now
    assert refused == 0
    for each in found:
        assert each.received_at <= each.created_at <= now
        assert each.due_at > each.received_at
        assert each.closed_at is None or each.received_at < each.closed_at <= now
        assert (now - each.received_at).days <= 7


@pytest.mark.parametrize("moment", MOMENTS)
def test_everything_done_stands_in_the_journal(moment: str) -> None:
    with scope(practice_at(moment).practice_id):
        verbs = Counter(Entry.objects.values_list("verb", flat=True))
        assert verbs["received"] == Arrival.objects.count()
        assert verbs["attempted"] == Attempt.objects.count()
        assert verbs["done"] == Callback.objects.filter(stage="closed").count()
    expected = {"claimed", "sorted", "level raised", "released", "lapsed", "escalated"}
    expected |= {"accepted", "answered", "noted", "put on hold", "practice established"}
    assert expected <= set(verbs)


def test_nobody_holds_or_escalates_beyond_their_role() -> None:
    rows = open_rows("a Monday noon")
    assert {row.owner_name for row in rows if row.stage == "owned"} == {
        "Vik Sharma",
        "Dana Reyes",
        "Mara Lindt",
    }


def test_people_speak_two_languages_and_some_come_tomorrow_or_call_again() -> None:
    rows = open_rows("a Monday noon")
    assert sum(row.language == "es" for row in rows) >= 2
    assert sum(row.visit_date is not None for row in rows) >= 2
    assert max(row.arrivals for row in rows) >= 3
    assert {row.came_back for row in rows} >= {"given_back", "lapsed", "answered"}


def test_notes_pass_the_next_person_test() -> None:
    with scope(practice_at("a Monday noon").practice_id):
        notes = list(Note.objects.values_list("text", flat=True))
    assert len(notes) >= 20
    assert all(len(text.split()) >= 10 for text in notes)


def test_four_people_can_be_chosen() -> None:
    filled = practice_at("a Monday noon")
    names = [each.name for each in person.members(filled.practice_id)]
    assert names == ["Dana Reyes", "Dr. Osei", "Mara Lindt", "Vik Sharma"]


def test_the_assistant_can_work_what_is_in_the_lane() -> None:
    vik = actor(practice_at("a Monday noon"), "sharma")
    assert vik.lanes == {"MISSED", "NEWPT", "INTAKE", "CLIN", "URGENT", "EMERG"}


def test_the_same_seed_and_moment_tell_the_same_truth() -> None:
    now = MOMENTS["a Monday noon"]
    again = fill.fill(slug=f"again-{uuid4().hex[:8]}", days=1, seed=1, until=now)
    other = fill.fill(slug=f"other-{uuid4().hex[:8]}", days=1, seed=2, until=now)
    said = [list(truth.lines(each.cases)) for each in (practice_at("a Monday noon"), again, other)]
    assert said[0] == said[1]
    assert said[0] != said[2]


def test_the_truth_is_what_the_database_says() -> None:
    now = MOMENTS["a Monday noon"]
    filled = fill.fill(slug=f"week-{uuid4().hex[:8]}", days=3, seed=3, until=now)
    with scope(filled.practice_id):
        by_key = dict(Arrival.objects.values_list("external_id", "callback_id"))
        found = {each.id: each for each in Callback.objects.all()}
    told = [json.loads(line) for line in truth.lines(filled.cases)]
    assert len(told) >= 60
    for each in told:
        callback = found[by_key[f"{each['key']}-0"]]
        times = (callback.received_at, callback.first_action_at, callback.closed_at)
        expected = (each["arrived"][0], each["first_action"], each["closed"])
        assert [at and f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in times] == list(expected)
        assert callback.tries == len(each["tries"])


def test_the_days_before_may_come_afterwards_and_are_the_same_days() -> None:
    now = MOMENTS["a Monday noon"]
    slug = f"later-{uuid4().hex[:8]}"
    today = fill.fill(slug=slug, days=1, seed=1, until=now)
    whole = fill.fill(slug=f"whole-{uuid4().hex[:8]}", days=4, seed=1, until=now)
    with scope(today.practice_id):
        before = set(Callback.objects.values_list("id", "stage", "due_at", "fence"))
    told = fill.fill_past(now, 4, slug)
    assert (told, fill.fill_past(now, 4, slug)) == (len(whole.cases) - len(today.cases), 0)
    with scope(today.practice_id):
        assert before <= set(Callback.objects.values_list("id", "stage", "due_at", "fence"))
    assert _ends(today.practice_id) == _ends(whole.practice_id)


def _ends(practice_id: UUID) -> Counter[tuple[object, ...]]:
    with scope(practice_id):
        return Counter(
            Callback.objects.values_list("phone", "category", "stage", "received_at", "closed_at")
        )


def test_more_come_in_on_a_monday_morning_than_at_lunch() -> None:
    now = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    zone = ZoneInfo(fill.ZONE)
    hours = open_hours(Calendar(zone=fill.ZONE), first=date(2026, 1, 1), last=date(2026, 12, 31))
    rng = Random(5)
    when = Moments(now=now, hours=hours, zone=zone, rng=rng)
    tell = Teller(hat=Hat(rng=rng, day=1), when=when)
    arrived = [
        life.steps[0].at.astimezone(zone)
        for day in past.days(date(2026, 11, 21), 30)
        for life in past.lives(tell, day)
    ]
    by_hour = Counter(at.hour for at in arrived)
    by_day = Counter(at.strftime("%a") for at in arrived)
    assert by_hour[9] > 1.5 * by_hour[12]
    assert by_day["Mon"] > 1.1 * by_day["Wed"]
    assert not by_day["Sun"]


def test_a_short_name_is_used_once() -> None:
    taken = practice_at("a Monday noon").slug
    with pytest.raises(EngineTrouble, match="already"):
        fill.fill(slug=taken, days=1, seed=1, until=MOMENTS["a Monday noon"])


@pytest.mark.parametrize("seed", range(3))
def test_any_seed_makes_a_plan_the_rules_accept(seed: int) -> None:
    now = datetime(2026, 6, 3 + seed, 10 + 2 * seed, 20, tzinfo=UTC)
    filled = fill.fill(slug=f"seed-{seed}-{uuid4().hex[:8]}", days=1, seed=seed, until=now)
    assert len(list(truth.lines(filled.cases))) == 61
