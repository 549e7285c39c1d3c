"""How a practice works is written anew; closing early moves what is due, and never later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import claim, level, parts, places
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.models import CategoryVersion, Entry, PolicyPart
from ringback.queries import hours, policy
from ringback.queries.scope import scope
from ringback.rules.closure import Closure
from ringback.rules.policy import Part
from ringback.rules.queue import Level
from tests import records
from tests.cast import NOON, came_in

if TYPE_CHECKING:
    from tests.cast import Cast

MINUTE = timedelta(minutes=1)
TODAY = date(2026, 11, 23)
AT_TWO = Closure(day=TODAY, minute=14 * 60, why="snow")
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
WEEK = {"monday": ["08:00-11:00"], "tuesday": ["08:00-17:00"]}


def by_closing(cast: Cast, code: str = "MISSED") -> None:
    """The pathway whose first action is due by closing."""
    with scope(cast.practice_id):
        before = CategoryVersion.objects.get(code=code, version=1)
        CategoryVersion.objects.create(
            practice_id=cast.practice_id,
            code=code,
            version=2,
            pathway={**before.pathway, "first_action": "by closing"},
            author_id=cast.mara.person_id,
            reason="test",
            created_at=NOON,
        )


def close(cast: Cast, closing: Closure = AT_TWO, *, seen: int = 1, **more: Any) -> None:
    parts.close(closing, [""], seen={"": seen}, by=cast.mara, now=NOON, **more)


def newest(cast: Cast, part: Part = Part.HOURS, name: str = "") -> policy.PartVersion:
    with scope(cast.practice_id):
        found = policy.current(cast.practice_id, part, name)
    assert found is not None
    return found


def last(cast: Cast) -> Entry:
    with scope(cast.practice_id):
        return Entry.objects.exclude(verb="opened").order_by("-id")[0]


def test_closing_early_moves_what_is_due_by_closing_in_one_entry(cedar: Cast) -> None:
    by_closing(cedar)
    it = records.callback(cedar, came_in(cedar.dana).callback_id)
    five, two = NOON + 5 * 60 * MINUTE, NOON + 2 * 60 * MINUTE
    assert it.due_at == five
    close(cedar)
    after = records.callback(cedar, it.id)
    assert (after.due_at, after.respond_by, after.due_why) == (
        two,
        two,
        "our hours changed: moved earlier",
    )
    entry, version = last(cedar), newest(cedar)
    assert (entry.verb, entry.subject_id, version.version, version.reason) == (
        "closed early",
        version.id,
        2,
        "snow",
    )
    assert entry.details["moved"] == [
        {"callback": str(it.id), "from": five.isoformat(), "to": two.isoformat()}
    ]
    assert version.written["different"] == [
        {"on": "2026-11-23", "hours": ["08:00-14:00"], "why": "snow"}
    ]


def test_what_is_counted_in_minutes_is_never_moved_later_but_told(cedar: Cast) -> None:
    it = records.callback(cedar, came_in(cedar.dana, category="NEWPT").callback_id)
    closing = Closure(day=TODAY, minute=13 * 60, why="snow")
    assert it.due_at > NOON + 60 * MINUTE
    close(cedar, closing)
    assert records.callback(cedar, it.id).due_at == it.due_at
    assert last(cedar).details["moved"] == []
    assert last(cedar).details["uncovered"] == [
        {"callback": str(it.id), "at": it.due_at.isoformat(), "planned": False}
    ]


def test_looking_first_changes_nothing_and_says_the_same(cedar: Cast) -> None:
    by_closing(cedar)
    it = records.callback(cedar, came_in(cedar.dana).callback_id)
    found = parts.foreseen(AT_TWO, [""], by=cedar.mara, now=NOON)
    assert [each.callback_id for each in found.outcome.moved] == [it.id]
    assert (found.outcome.moved[0].after, found.seen) == (NOON + 2 * 60 * MINUTE, {"": 1})
    assert (records.callback(cedar, it.id).due_at, newest(cedar).version) == (it.due_at, 1)


def test_opening_after_all_loosens_nothing(cedar: Cast) -> None:
    by_closing(cedar)
    it = came_in(cedar.dana).callback_id
    close(cedar)
    due_at = records.callback(cedar, it).due_at
    parts.reopen(TODAY, seen=2, reason="it melted", by=cedar.mara, now=NOON)
    assert records.callback(cedar, it).due_at == due_at
    assert newest(cedar).written["different"] == []
    with pytest.raises(Refused) as no:
        parts.reopen(TODAY, seen=3, reason="again", by=cedar.mara, now=NOON)
    assert str(no.value) == "That day has its usual hours already."


def test_one_practices_closing_is_not_anothers(cedar: Cast, elm: Cast) -> None:
    by_closing(elm)
    theirs = records.callback(elm, came_in(elm.dana).callback_id)
    close(cedar)
    assert records.callback(elm, theirs.id).due_at == theirs.due_at
    assert newest(elm).version == 1


def test_a_callback_somebody_holds_moves_too(cedar: Cast) -> None:
    by_closing(cedar)
    it = came_in(cedar.dana).callback_id
    claim.claim(it, by=cedar.dana, now=NOON)
    close(cedar)
    assert records.callback(cedar, it).due_at == NOON + 2 * 60 * MINUTE


def test_what_came_in_before_hours_changed_is_judged_by_the_next_that_come_in(cedar: Cast) -> None:
    by_closing(cedar)
    close(cedar)
    it = records.callback(cedar, came_in(cedar.dana).callback_id)
    assert it.due_at == NOON + 2 * 60 * MINUTE


def test_a_place_with_hours_of_its_own_closes_alone(cedar: Cast) -> None:
    by_closing(cedar)
    places.add("North", [], by=cedar.mara, now=NOON)
    parts.change(
        Part.HOURS, WEEK, seen=0, reason="own hours", by=cedar.mara, now=NOON, name="north"
    )
    north = came_in(cedar.dana, location="north").callback_id
    main = came_in(cedar.dana).callback_id
    before = records.callback(cedar, main).due_at, records.callback(cedar, north).due_at
    tuesday = NOON.date() + timedelta(days=1)
    closing = Closure(day=tuesday, minute=12 * 60, why="a water pipe")
    parts.close(closing, ["north"], seen={"north": 1}, by=cedar.mara, now=NOON)
    after = records.callback(cedar, main).due_at, records.callback(cedar, north).due_at
    assert (after[0], after[1]) == (before[0], before[1] - 5 * 60 * MINUTE)
    with scope(cedar.practice_id):
        assert hours.with_own(cedar.practice_id) == {"north"}


def test_a_place_goes_back_to_the_practices_hours(cedar: Cast) -> None:
    by_closing(cedar)
    places.add("North", [], by=cedar.mara, now=NOON)
    for seen, written in ((0, WEEK), (1, {})):
        parts.change(
            Part.HOURS, written, seen=seen, reason="so", by=cedar.mara, now=NOON, name="north"
        )
    it = came_in(cedar.dana, location="north").callback_id
    assert records.callback(cedar, it).due_at == NOON + 5 * 60 * MINUTE
    with pytest.raises(NotFound):
        parts.close(AT_TWO, ["north"], seen={"north": 2}, by=cedar.mara, now=NOON)


def test_every_mistake_is_told_at_once_and_nothing_is_kept(cedar: Cast) -> None:
    with pytest.raises(Refused) as no:
        parts.change(Part.HOURS, {"monday": ["8"]}, seen=1, reason=" ", by=cedar.mara, now=NOON)
    assert [each.code for each in no.value.reasons] == ["mistake", "reason"]
    assert newest(cedar).version == 1


def test_the_same_again_is_no_version(cedar: Cast) -> None:
    written = newest(cedar).written
    with pytest.raises(Refused) as no:
        parts.change(Part.HOURS, written, seen=1, reason="so", by=cedar.mara, now=NOON)
    assert [each.code for each in no.value.reasons] == ["nothing_new"]


def test_whoever_looked_at_an_older_version_is_told(cedar: Cast) -> None:
    close(cedar)
    with pytest.raises(Stale) as stale:
        close(cedar, Closure(day=TODAY, minute=13 * 60, why="ice"), seen=1)
    assert str(stale.value).startswith("Mara Lindt changed this at 12:00")


def test_only_who_sets_the_practice_up_closes_it_and_others_are_written_down(cedar: Cast) -> None:
    for who in (cedar.dana, cedar.vik, cedar.osei):
        with pytest.raises(NotPermitted):
            parts.close(AT_TWO, [""], seen={"": 1}, by=who, now=NOON)
    assert (last(cedar).verb, last(cedar).refused) == ("closed early", True)


def test_restoring_writes_an_earlier_version_once_more(cedar: Cast) -> None:
    first = newest(cedar).written
    close(cedar)
    number = parts.restore(
        Part.HOURS, 1, seen=2, reason="version 1 restored", by=cedar.mara, now=NOON
    )
    assert (number, newest(cedar).written) == (3, first)
    with pytest.raises(NotFound):
        parts.restore(Part.HOURS, 9, seen=3, reason="so", by=cedar.mara, now=NOON)


@pytest.mark.parametrize(
    ("minutes", "due", "why"),
    [
        (60, 60, "promised where they asked: moved earlier"),
        (240, 120, ""),
    ],
)
def test_what_the_place_they_came_from_promises_holds_where_it_is_sooner(
    cedar: Cast, minutes: int, due: int, why: str
) -> None:
    promised = {"web": f"{minutes} business minutes"}
    parts.change(Part.PROMISES, promised, seen=1, reason="our site", by=cedar.mara, now=NOON)
    asked = {"category": "NEWPT", "happened_at": NOON}
    web = records.callback(cedar, came_in(cedar.dana, source="web", **asked).callback_id)
    phone = records.callback(cedar, came_in(cedar.dana, source="phone", **asked).callback_id)
    assert (web.due_at, web.due_why) == (NOON + due * MINUTE, why)
    assert (phone.due_at, phone.due_why) == (NOON + 120 * MINUTE, "")


def test_a_promise_counts_from_the_first_time_they_asked(cedar: Cast) -> None:
    promised = {"web": "60 business minutes"}
    earlier = NOON - 60 * MINUTE
    parts.change(Part.PROMISES, promised, seen=1, reason="our site", by=cedar.mara, now=earlier)
    number = "+12025550143"
    asked = {"category": "NEWPT", "phone": number, "source": "web"}
    it = came_in(cedar.dana, happened_at=NOON, **asked).callback_id
    came_in(cedar.dana, happened_at=NOON - 30 * MINUTE, **asked)
    assert records.callback(cedar, it).due_at == NOON + 30 * MINUTE


def test_a_promise_holds_for_what_comes_in_after_it_whatever_changes_later(cedar: Cast) -> None:
    asked = {"category": "NEWPT", "source": "web"}
    before = came_in(cedar.dana, happened_at=NOON - 5 * MINUTE, **asked).callback_id
    promised = {"web": "60 business minutes"}
    parts.change(Part.PROMISES, promised, seen=1, reason="our site", by=cedar.mara, now=NOON)
    due_at = records.callback(cedar, before).due_at
    assert due_at == NOON + 115 * MINUTE
    after = came_in(cedar.dana, phone="+12025550144", happened_at=NOON, **asked).callback_id
    assert records.callback(cedar, after).due_at == NOON + 60 * MINUTE
    close(cedar, Closure(day=date(2026, 12, 23), minute=14 * 60, why="snow"))
    assert last(cedar).details["moved"] == []
    assert records.callback(cedar, before).due_at == due_at


def test_hours_do_not_reach_back_before_they_were_set(cedar: Cast) -> None:
    """Open until eight in the evening from now on, not last Friday as well."""
    friday = NOON - timedelta(days=3) + timedelta(hours=4, minutes=30)
    it = came_in(cedar.dana, category="NEWPT", happened_at=friday, now=friday).callback_id
    before = records.callback(cedar, it).due_at
    assert before == NOON.replace(hour=14, minute=30)
    written = newest(cedar).written
    longer = {**written, **{day: ["08:00-20:00"] for day in WORKDAYS}}
    at = NOON.replace(hour=13, minute=30)
    parts.change(Part.HOURS, longer, seen=1, reason="evenings", by=cedar.mara, now=at)
    assert records.callback(cedar, it).due_at == before
    assert last(cedar).details["moved"] == []


def test_what_is_overdue_is_not_told_as_falling_where_nobody_is_in(cedar: Cast) -> None:
    early = NOON - 6 * 60 * MINUTE
    came_in(cedar.dana, category="NEWPT", happened_at=early, now=early)
    close(cedar, Closure(day=TODAY, minute=13 * 60, why="snow"))
    assert last(cedar).details["uncovered"] == []


def test_a_time_they_asked_for_at_which_nobody_is_in_any_more_is_told(cedar: Cast) -> None:
    """After four is tomorrow then, which is later; sooner is not what they asked for."""
    it = came_in(cedar.dana, category="NEWPT", best_time="after 4").callback_id
    five = NOON + 5 * 60 * MINUTE
    close(cedar)
    assert records.callback(cedar, it).due_at == five
    assert last(cedar).details["uncovered"] == [
        {"callback": str(it), "at": five.isoformat(), "planned": False}
    ]


def test_new_hours_leave_the_kind_of_request_and_the_level_as_they_are(cedar: Cast) -> None:
    """Marked an emergency on a clinical pathway: another pathway would take it, judged afresh."""
    it = came_in(cedar.dana, category="CLIN").callback_id
    level.raise_level(it, Level.EMERGENCY, by=cedar.dana, now=NOON)
    by_closing(cedar, "NEWPT")
    before = records.callback(cedar, it)
    close(cedar)
    after = records.callback(cedar, it)
    assert (after.category, after.level, after.due_at, after.due_why) == (
        before.category,
        before.level,
        before.due_at,
        before.due_why,
    )


def test_parts_are_kept_in_every_version(cedar: Cast) -> None:
    close(cedar)
    with scope(cedar.practice_id):
        found = PolicyPart.objects.filter(kind="hours").order_by("version")
        assert [(each.version, each.reason) for each in found] == [(1, "the default"), (2, "snow")]
