"""Hours in which nobody is ever in: whatever comes in is due all the same, on the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import categoryfile, clock, due, hoursfile, policyfile, rhythm, whydue, window
from ringback.rules.attempt import Result, Try
from ringback.rules.known import Facts
from ringback.rules.partsofday import AS_USUAL
from ringback.rules.queue import Level
from ringback.rules.whydue import Kind
from tests.rules.pathways import NEW_YORK
from tests.rules.policies import whole

if TYPE_CHECKING:
    from ringback.rules.clock import OpenHours, Week

CLOSED: Week = ((), (), (), (), (), (), ())
PATHWAYS = [categoryfile.read(each) for each in whole()["pathways"]]
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def table(*special: tuple[date, clock.Day]) -> OpenHours:
    calendar = clock.Calendar(
        zone=NEW_YORK, week=CLOSED, special=tuple(sorted(dict(special).items()))
    )
    return clock.open_hours(calendar, first=FIRST, last=LAST)


NEVER = table()
RARE = st.lists(
    st.tuples(
        st.dates(FIRST, LAST),
        st.tuples(
            st.integers(0, 1439).flatmap(
                lambda start: st.tuples(st.just(start), st.integers(start + 1, start + 300))
            )
        ),
    ),
    max_size=3,
).map(lambda days: table(*days))
MOMENTS = st.integers(0, 425 * 1440).map(
    lambda minutes: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(
    hours=RARE, since=MOMENTS, ahead=st.none() | st.integers(-3, 400), level=st.sampled_from(Level)
)
def test_nothing_is_lost_at_the_door_however_rarely_we_open(
    hours: OpenHours, since: datetime, ahead: int | None, level: Level
) -> None:
    visit = None if ahead is None else since.date() + timedelta(days=ahead)
    facts = Facts(received_at=since, visit_date=visit)
    for category in PATHWAYS:
        times = due.judged(category=category, hours=hours, facts=facts).times
        assert since <= times.due_at <= times.resolve_by
        assert times.why != due.NEVER_OPEN or times.on_clock
        told = whydue.steps(times.window, times.since, hours, visit=visit)
        assert told[-1].end == times.due_at
        at = due.at_level(level, since, hours)
        assert at is None or at >= since


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("60 business minutes", timedelta(minutes=60)),
        ("same business day", timedelta(days=1)),
        ("same business day, after 15:00 by 11:00 the next", timedelta(days=1)),
        ("3 business days", timedelta(days=3)),
        ("by closing", timedelta(days=1)),
        ("20 minutes", timedelta(minutes=20)),
    ],
)
def test_minutes_and_days_are_counted_on_the_clock(within: str, expected: timedelta) -> None:
    found = window.read(within)
    assert window.ends(found, NOW, NEVER) == NOW + expected
    assert window.on_the_clock(found, NOW, NEVER) == (
        "business" in within or within == "by closing"
    )


@pytest.mark.parametrize(
    ("within", "visit", "expected"),
    [
        ("2 business days before the visit", date(2026, 12, 1),
         datetime(2026, 11, 29, 5, tzinfo=UTC)),
        ("1 business day before the visit at 15:00", date(2026, 12, 1),
         datetime(2026, 11, 30, 20, tzinfo=UTC)),
        ("2 business days before the visit", date(2026, 11, 24), NOW),
    ],
)  # fmt: skip
def test_days_before_a_visit_are_plain_days_then(
    within: str, visit: date, expected: datetime
) -> None:
    found = window.read(within)
    assert window.ends(found, NOW, NEVER, visit=visit) == expected
    assert window.on_the_clock(found, NOW, NEVER, visit=visit)
    assert not window.on_the_clock(found, NOW, NEVER)


def test_why_it_is_due_says_so() -> None:
    (told,) = whydue.steps(window.read("60 business minutes"), NOW, NEVER)
    assert (told.kind, told.end - told.start, told.count) == (Kind.UNOPENED, timedelta(hours=1), 60)
    category = next(each for each in PATHWAYS if each.code == "NEWPT")
    times = due.judged(category=category, hours=NEVER, facts=Facts(received_at=NOW)).times
    assert (times.due_at - NOW, times.why) == (timedelta(minutes=120), due.NEVER_OPEN)


def test_a_next_try_is_planned_without_opening_hours() -> None:
    for category in PATHWAYS:
        setting = rhythm.Setting(
            hours=NEVER,
            parts=AS_USUAL,
            now=NOW,
            received_at=NOW,
            visit_date=date(2026, 12, 4),
        )
        for result in (Result.BUSY, Result.NO_ANSWER):
            made = [Try(result=result, happened_at=NOW)]
            plan = rhythm.next_try(made, category.attempts, setting)
            assert plan is None or plan.at > NOW


def hours(**more: Any) -> dict[str, Any]:
    return {"monday": ["08:00-12:00"], **more}


def closed_from(first: date, days: int) -> list[dict[str, Any]]:
    return [
        {"on": (first + timedelta(days=each)).isoformat(), "hours": [], "why": "works"}
        for each in range(days)
    ]


def test_an_opening_within_sixty_days_is_soon() -> None:
    today = date(2026, 11, 23)
    for days, soon in ((56, True), (60, False), (59, False)):
        calendar = hoursfile.read(hours(different=closed_from(today, days)), zone=NEW_YORK)
        assert hoursfile.opens_soon(calendar, today) is soon
    late = [{"on": "2027-01-21", "hours": ["09:00-10:00"], "why": "once"}]
    once = {"different": [*closed_from(today, 59), *late], "monday": ["08:00-12:00"]}
    assert hoursfile.opens_soon(hoursfile.read(once, zone=NEW_YORK), today)


def test_a_file_with_hours_in_which_nobody_is_in_is_told_so() -> None:
    today = date(2026, 11, 23)
    partly = hours(different=closed_from(today, 60))
    assert policyfile.mistakes({"format": 1, "hours": partly}, today=today) == ()
    never = hoursfile.whole(partly)
    file = {
        "format": 1,
        "hours": never,
        "places": {"north": {"name": "North", "hours": never}, "south": {"name": "South"}},
    }
    words = "There is no opening hour in the next 60 days: nobody would ever be called back."
    assert [(each.path, str(each)) for each in policyfile.mistakes(file, today=today)] == [
        (("hours",), words),
        (("places", "north", "hours"), words),
    ]
    assert policyfile.mistakes(file) == ()
    open_weekly = {"format": 1, "hours": hours()}
    assert policyfile.mistakes(open_weekly, today=today) == ()
    whole_week = {"format": 1, "hours": hoursfile.whole(hours())}
    assert policyfile.mistakes(whole_week, today=today) == ()
    wrong = {"format": 1, "hours": {**hoursfile.whole(hours()), "monday": 3}}
    assert policyfile.mistakes(wrong, today=today) == policyfile.mistakes(wrong) != ()
    odd = {"format": 1, "places": {"a": 3}, "hours": {"monday": 3}}
    assert policyfile.mistakes(odd, today=today) == policyfile.mistakes(odd)
    assert policyfile.mistakes({**odd, "places": 3}, today=today)
