"""What a patient's best time does to the first call, and what a promised time does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import clock, partsofday, wish, wishwords
from ringback.rules.clock import DEFAULT_WEEK, Week
from ringback.rules.queue import Level
from ringback.rules.reason import Reason
from ringback.rules.wish import FirstAction, Span, When, Wish
from tests.rules.pathways import NEW_YORK, hours
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

PARTS = partsofday.AS_USUAL
PHOENIX, LORD_HOWE = "America/Phoenix", "Australia/Lord_Howe"
LUNCH: Week = (((480, 720), (780, 1020)),) * 5 + ((), ())
TUESDAY_EVENINGS: Week = (((480, 1020),), ((480, 1200),), *((((480, 1020),),) * 3), (), ())
ALWAYS: Week = (((0, 1440),),) * 7
MON, TUE, WED = "2026-11-23", "2026-11-24", "2026-11-25"
THU, FRI, NEXT_MON = "2026-11-26", "2026-11-27", "2026-11-30"


def at(text: str, zone: str = NEW_YORK) -> datetime:
    """A wall clock; a trailing 'b' is the second time it shows that hour."""
    fold = int(text.endswith("b"))
    wall = datetime.fromisoformat(text.rstrip("b")).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


def asked(text: str, now: str, zone: str = NEW_YORK) -> Wish:
    return wishwords.read(text, now=at(now, zone), zone=zone, country="US", parts=PARTS)


def first(
    text: str,
    now: str = f"{MON} 10:00",
    due: str = f"{MON} 11:00",
    *,
    zone: str = NEW_YORK,
    week: Week = DEFAULT_WEEK,
    not_after: str | None = None,
    **kind: Any,
) -> FirstAction:
    return wish.first_action_by(
        asked(text, now, zone),
        due_at=at(due, zone),
        level=kind.get("level", Level.ROUTINE),
        flagged=kind.get("flagged", False),
        hours=hours(week, zone),
        now=at(kind.get("later", now), zone),
        not_after=at(not_after, zone) if not_after else None,
    )


def wall(moment: datetime, zone: str = NEW_YORK) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "now", "due", "expected"),
    [
        ("afternoon", f"{MON} 10:00", f"{MON} 11:00", f"{MON} 17:00"),
        ("after 4", f"{MON} 10:00", f"{MON} 11:00", f"{MON} 17:00"),
        ("before 12", f"{MON} 10:00", f"{MON} 11:00", f"{MON} 12:00"),
        ("between 2 and 3:30", f"{MON} 10:00", f"{MON} 11:00", f"{MON} 15:30"),
        ("at 4", f"{MON} 10:00", f"{MON} 11:00", f"{MON} 16:30"),
        ("Thursday", f"{MON} 10:00", f"{MON} 11:00", f"{THU} 17:00"),
        ("el jueves por la tarde", f"{MON} 10:00", f"{MON} 11:00", f"{THU} 17:00"),
        ("tomorrow morning", f"{MON} 10:00", f"{MON} 11:00", f"{TUE} 12:00"),
        ("Nov 30", f"{MON} 10:00", f"{MON} 11:00", f"{NEXT_MON} 17:00"),
        ("next week", f"{MON} 10:00", f"{MON} 11:00", f"{NEXT_MON} 17:00"),
        ("morning", f"{MON} 16:50", f"{TUE} 08:50", f"{TUE} 12:00"),
        ("afternoon", f"{MON} 16:50", f"{TUE} 08:50", f"{TUE} 17:00"),
        ("afternoon", f"{MON} 16:50", f"{MON} 17:00", f"{MON} 17:00"),
        ("Tuesday or Thursday", f"{MON} 10:00", f"{WED} 11:00", f"{THU} 17:00"),
    ],
)
def test_the_first_action_is_due_at_the_end_of_the_time_they_asked_for(
    text: str, now: str, due: str, expected: str
) -> None:
    found = first(text, now, due)
    assert (wall(found.due_at), found.reasons) == (expected, ())
    assert (found.moved, found.words) == ((True, wish.MOVED) if expected != due else (False, ""))


@pytest.mark.parametrize(
    ("text", "week", "expected"),
    [
        ("after 4", DEFAULT_WEEK, (f"{MON} 16:00", f"{MON} 17:00")),
        ("Thursday", LUNCH, (f"{THU} 08:00", f"{THU} 17:00")),
        ("afternoon", LUNCH, (f"{MON} 13:00", f"{MON} 17:00")),
        ("today", DEFAULT_WEEK, (f"{MON} 10:00", f"{MON} 17:00")),
        ("Tuesday or Thursday", DEFAULT_WEEK, (f"{TUE} 08:00", f"{TUE} 17:00")),
    ],
)
def test_they_are_called_within_that_time_while_we_are_open(
    text: str, week: Week, expected: tuple[str, str]
) -> None:
    call = first(text, week=week).call
    assert call is not None
    assert (wall(call.start), wall(call.end), call.reasons) == (*expected, ())


# Outside opening hours

ON_SATURDAY = "They asked for 2026-11-28; we are closed then. Call on 2026-11-30 from"


@pytest.mark.parametrize(
    ("text", "week", "start", "end", "words"),
    [
        (
            "at 18:00",
            DEFAULT_WEEK,
            f"{MON} 16:00",
            f"{MON} 17:00",
            "They asked for 18:00; we close at 17:00. Call from 16:00 to 17:00.",
        ),
        (
            "after 5",
            DEFAULT_WEEK,
            f"{MON} 16:00",
            f"{MON} 17:00",
            "They asked for 17:00; we close at 17:00. Call from 16:00 to 17:00.",
        ),
        (
            "tomorrow before 7 am",
            DEFAULT_WEEK,
            f"{TUE} 08:00",
            f"{TUE} 09:00",
            "They asked for 07:00; we open at 08:00. Call from 08:00 to 09:00.",
        ),
        (
            "tomorrow from 6:30 am to 7 am",
            DEFAULT_WEEK,
            f"{TUE} 08:00",
            f"{TUE} 09:00",
            "They asked for 06:30; we open at 08:00. Call from 08:00 to 09:00.",
        ),
        (
            "at noon",
            LUNCH,
            f"{MON} 11:00",
            f"{MON} 12:00",
            "They asked for 12:00; we close at 12:00. Call from 11:00 to 12:00.",
        ),
        (
            "at 12:30",
            LUNCH,
            f"{MON} 13:00",
            f"{MON} 14:00",
            "They asked for 12:30; we open at 13:00. Call from 13:00 to 14:00.",
        ),
        (
            "Saturday",
            DEFAULT_WEEK,
            f"{NEXT_MON} 08:00",
            f"{NEXT_MON} 09:00",
            f"{ON_SATURDAY} 08:00 to 09:00.",
        ),
        (
            "Saturday at 10",
            (*(((480, 510),),) * 5, (), ()),
            f"{NEXT_MON} 08:00",
            f"{NEXT_MON} 08:30",
            f"{ON_SATURDAY} 08:00 to 08:30.",
        ),
        (
            "tomorrow at 6 am",
            (*(((480, 510), (600, 1020)),) * 5, (), ()),
            f"{TUE} 08:00",
            f"{TUE} 08:30",
            "They asked for 06:00; we open at 08:00. Call from 08:00 to 08:30.",
        ),
        (
            "tomorrow at 6 pm",
            (*(((480, 720), (990, 1020)),) * 5, (), ()),
            f"{TUE} 16:30",
            f"{TUE} 17:00",
            "They asked for 18:00; we close at 17:00. Call from 16:30 to 17:00.",
        ),
    ],
)
def test_a_time_at_which_we_are_closed_is_answered_with_the_nearest_possible_one(
    text: str, week: Week, start: str, end: str, words: str
) -> None:
    found = first(text, week=week)
    assert found.call is not None
    assert (wall(found.call.start), wall(found.call.end)) == (start, end)
    assert (wall(found.due_at), found.moved) == (end, True)
    assert [(each.code, str(each)) for each in found.reasons] == [("closed_then", words)]


def test_shortly_before_closing_the_nearest_time_is_what_is_left_of_the_day() -> None:
    found = first("at 18:00", f"{MON} 16:20", f"{MON} 16:50")
    assert found.call is not None
    assert (wall(found.call.start), wall(found.call.end)) == (f"{MON} 16:20", f"{MON} 17:00")


def test_after_closing_the_nearest_time_is_the_same_on_the_next_day() -> None:
    found = first("at 18:00", f"{MON} 17:00", f"{TUE} 09:00")
    assert found.call is not None
    assert (wall(found.call.start), wall(found.call.end)) == (f"{TUE} 16:00", f"{TUE} 17:00")
    assert [each.words for each in found.reasons] == [wish.CLOSED_THEN]


def test_an_evening_on_which_we_are_open_comes_before_an_hour_that_is_only_near() -> None:
    found = first("after 5", week=TUESDAY_EVENINGS)
    assert wall(found.due_at) == f"{TUE} 20:00"
    assert [str(each) for each in found.reasons] == [
        "We are closed 2026-11-23 at 17:00. The next such time is 2026-11-24, 17:00 to 20:00."
    ]


SHORT_FRIDAYS: Week = (((480, 1020),),) * 4 + (((480, 840),), (), ())
ON_FRIDAY = "We are closed 2026-11-27 at"


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("after 4pm tomorrow", "16:00", "17:00", f"{ON_SATURDAY} 16:00 to 17:00."),
        ("mañana por la tarde", "12:00", "17:00", f"{ON_SATURDAY} 12:00 to 17:00."),
        ("tomorrow morning", "08:00", "12:00", f"{ON_SATURDAY} 08:00 to 12:00."),
        ("tomorrow at 10", "10:00", "10:30", f"{ON_SATURDAY} 10:00 to 10:30."),
        ("tomorrow at 7 pm", "16:00", "17:00", f"{ON_SATURDAY} 16:00 to 17:00."),
        ("tomorrow", "08:00", "09:00", f"{ON_SATURDAY} 08:00 to 09:00."),
        (
            "a las 3:30",
            "15:30",
            "16:00",
            f"{ON_FRIDAY} 15:30. The next such time is 2026-11-30, 15:30 to 16:00.",
        ),
        (
            "después de las 4",
            "16:00",
            "17:00",
            f"{ON_FRIDAY} 16:00. The next such time is 2026-11-30, 16:00 to 17:00.",
        ),
        (
            "after 4 or before 9",
            "08:00",
            "09:00",
            f"{ON_FRIDAY} 16:00. The next such time is 2026-11-30, 08:00 to 09:00.",
        ),
    ],
)
def test_a_time_on_a_day_we_are_closed_is_the_same_time_of_the_next_day_and_says_so(
    text: str, start: str, end: str, words: str
) -> None:
    found = first(text, f"{FRI} 11:00", f"{FRI} 13:00", week=SHORT_FRIDAYS)
    assert found.call is not None
    assert (wall(found.call.start), wall(found.call.end)) == (
        f"{NEXT_MON} {start}",
        f"{NEXT_MON} {end}",
    )
    assert [str(each) for each in found.reasons] == [words]


def test_a_day_named_whole_that_is_over_goes_without_saying() -> None:
    found = first("this week", f"{MON} 18:00", f"{TUE} 09:00", week=SHORT_FRIDAYS)
    assert (wall(found.due_at), found.reasons) == (f"{TUE} 17:00", ())


# What their words cannot do


@pytest.mark.parametrize(
    "kind",
    [
        {"flagged": True},
        {"level": Level.EMERGENCY},
        {"level": Level.URGENT},
        {"level": Level.CLINICAL},
    ],
)
def test_what_is_flagged_or_not_routine_never_waits(kind: dict[str, Any]) -> None:
    reason = Reason(code="does_not_wait", words=wish.DOES_NOT_WAIT)
    expected = FirstAction(due_at=at(f"{MON} 11:00"), reasons=(reason,))
    assert first("Thursday", **kind) == expected


def test_words_not_understood_change_nothing_and_say_so() -> None:
    found = first("when the baby sleeps")
    reason = Reason(code="not_understood", words=wishwords.NOT_UNDERSTOOD)
    assert found == FirstAction(due_at=at(f"{MON} 11:00"), reasons=(reason,))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25 diciembre", "2026-12-25"),
        ("December 8", "2026-12-08"),
        ("December 7", None),
        ("tomorrow or December 25", None),
        ("any time", None),
        ("when the cat is out", None),
    ],
)
def test_a_time_weeks_ahead_is_noticed(text: str, day: str | None) -> None:
    found = wish.far_off(asked(text, f"{MON} 10:00"), date.fromisoformat(MON))
    assert found == (date.fromisoformat(day) if day else None)


def test_any_time_changes_nothing() -> None:
    assert first("any time", flagged=True) == FirstAction(due_at=at(f"{MON} 11:00"))


def test_a_time_that_has_passed_meanwhile_changes_nothing_and_says_so() -> None:
    found = first("today at 4", later=f"{MON} 16:30")
    reason = Reason(code="passed", words=wish.PASSED)
    assert found == FirstAction(due_at=at(f"{MON} 11:00"), reasons=(reason,))
    assert first("today at 4", later=f"{MON} 16:29").reasons == ()


def test_a_time_before_it_is_due_is_when_to_call_and_moves_nothing() -> None:
    found = first("today at 4", due=f"{WED} 11:00")
    call = When(start=at(f"{MON} 16:00"), end=at(f"{MON} 16:30"))
    reason = Reason(code="due_later", words=wish.DUE_LATER)
    assert found == FirstAction(due_at=at(f"{WED} 11:00"), call=call, reasons=(reason,))


def test_a_time_near_closing_that_is_before_it_is_due_says_both() -> None:
    found = first("today at 18:00", due=f"{WED} 11:00")
    assert codes(found.reasons) == ["closed_then", "due_later"]


def test_beyond_the_days_we_know_the_hours_of_a_person_chooses() -> None:
    table = clock.open_hours(
        clock.Calendar(zone=NEW_YORK), first=date(2026, 11, 1), last=date(2026, 12, 1)
    )
    found = wish.first_action_by(
        asked("Jan 12", f"{MON} 10:00"),
        due_at=at(f"{MON} 11:00"),
        level=Level.ROUTINE,
        flagged=False,
        hours=table,
        now=at(f"{MON} 10:00"),
    )
    reason = Reason(code="hours_unknown", words=wish.HOURS_UNKNOWN)
    assert found == FirstAction(due_at=at(f"{MON} 11:00"), reasons=(reason,))


def test_a_wish_for_the_last_days_we_know_the_hours_of_is_kept() -> None:
    table = clock.open_hours(
        clock.Calendar(zone=NEW_YORK), first=date(2026, 11, 23), last=date(2026, 11, 24)
    )
    found = wish.first_action_by(
        asked("tomorrow", f"{MON} 10:00"),
        due_at=at(f"{MON} 11:00"),
        level=Level.ROUTINE,
        flagged=False,
        hours=table,
        now=at(f"{MON} 10:00"),
    )
    assert wall(found.due_at) == f"{TUE} 17:00"


# A visit


@pytest.mark.parametrize(
    ("not_after", "expected", "call_ends"),
    [
        (f"{THU} 17:00", f"{THU} 17:00", f"{THU} 17:00"),
        (f"{THU} 12:00", f"{THU} 12:00", f"{THU} 12:00"),
        (f"{THU} 08:00", f"{THU} 08:00", None),
        (f"{WED} 12:00", f"{WED} 12:00", None),
        (f"{MON} 11:00", f"{MON} 11:00", None),
        (f"{MON} 10:30", f"{MON} 11:00", None),
    ],
)
def test_a_wish_never_leads_past_what_a_visit_demands(
    not_after: str, expected: str, call_ends: str | None
) -> None:
    found = first("Thursday", not_after=not_after)
    assert wall(found.due_at) == expected
    assert (wall(found.call.end) if found.call else None) == call_ends
    assert found.moved == (expected != f"{MON} 11:00")
    if not_after == f"{THU} 17:00":
        assert (found.words, found.reasons) == (wish.MOVED, ())
    else:
        assert found.words == (wish.MOVED_IN_PART if found.moved else "")
        assert found.reasons == (Reason(code="visit_first", words=wish.VISIT_FIRST),)


def test_a_first_time_that_the_visit_allows_stays_whole() -> None:
    found = first("Tuesday or Thursday", due=f"{WED} 11:00", not_after=f"{THU} 12:00")
    assert found.call is not None
    assert (wall(found.call.end), wall(found.due_at)) == (f"{TUE} 17:00", f"{THU} 12:00")


# Odd clocks


@pytest.mark.parametrize(
    ("zone", "text", "now", "due", "expected"),
    [
        # the night of spring: 02:00 to 03:00 does not happen
        (NEW_YORK, "before 3 am", "2026-03-08 00:30", "2026-03-08 01:00", "2026-03-08 03:00"),
        (NEW_YORK, "1:30 am to 4 am", "2026-03-08 00:30", "2026-03-08 01:00", "2026-03-08 04:00"),
        # the night of autumn: 01:00 to 02:00 happens twice, and "until 2" is after the second
        (NEW_YORK, "1 am to 2 am", "2026-11-01 00:30", "2026-11-01 00:45", "2026-11-01 02:00"),
        (PHOENIX, "1 am to 2 am", "2026-11-01 00:30", "2026-11-01 00:45", "2026-11-01 02:00"),
        (PHOENIX, "before 3 am", "2026-03-08 00:30", "2026-03-08 01:00", "2026-03-08 03:00"),
        # half an hour is skipped in October and repeated in April
        (LORD_HOWE, "1 am to 3 am", "2026-10-04 00:30", "2026-10-04 00:45", "2026-10-04 03:00"),
        (LORD_HOWE, "1 am to 3 am", "2026-04-05 00:30", "2026-04-05 00:45", "2026-04-05 03:00"),
    ],
)
def test_on_nights_the_clocks_change_the_wall_clock_is_kept(
    zone: str, text: str, now: str, due: str, expected: str
) -> None:
    found = first(text, now, due, zone=zone, week=ALWAYS)
    assert wall(found.due_at, zone) == expected


@pytest.mark.parametrize(
    ("zone", "now", "minutes"),
    [
        (NEW_YORK, "2026-03-08 00:30", 60),
        (NEW_YORK, "2026-11-01 00:30", 180),
        (PHOENIX, "2026-11-01 00:30", 120),
        (LORD_HOWE, "2026-10-04 00:30", 90),
        (LORD_HOWE, "2026-04-05 00:30", 150),
    ],
)
def test_those_nights_are_shorter_and_longer(zone: str, now: str, minutes: int) -> None:
    call = first("1 am to 3 am", now, now, zone=zone, week=ALWAYS).call
    assert call is not None
    assert call.end - call.start == timedelta(minutes=minutes)


def test_a_time_that_the_clocks_jump_over_is_the_hour_after() -> None:
    found = first("today 2 am to 3 am", "2026-03-08 00:30", "2026-03-08 01:00", week=ALWAYS)
    assert found.call is not None
    assert (wall(found.call.start), wall(found.due_at)) == ("2026-03-08 03:00", "2026-03-08 04:00")


def test_the_days_of_a_wish_are_the_practices_own() -> None:
    """It is already Tuesday on Lord Howe while it is Monday in Phoenix."""
    moment = at(f"{MON} 12:00")
    days = {
        zone: wishwords.read(
            "tomorrow", now=moment, zone=zone, country="US", parts=PARTS
        ).spans[0].day.day
        for zone in (LORD_HOWE, PHOENIX)
    }  # fmt: skip
    assert days == {LORD_HOWE: 25, PHOENIX: 24}


# Whatever is asked

MOMENTS = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=minutes)
)
WEEKS = st.sampled_from([DEFAULT_WEEK, LUNCH, TUESDAY_EVENINGS, ALWAYS])
SPANS = st.builds(
    lambda day, start, length: Span(
        day=date(2026, 1, 4) + timedelta(days=day), start=start, end=min(start + length, 1440)
    ),
    st.integers(0, 340),
    st.integers(0, 1439),
    st.integers(1, 1440),
)
MINUTES = st.integers(0, 20000)
TABLES = {
    (zone, week): hours(week, zone)
    for zone in (NEW_YORK, PHOENIX, LORD_HOWE)
    for week in (DEFAULT_WEEK, LUNCH, TUESDAY_EVENINGS, ALWAYS)
}


@UNHURRIED
@given(
    st.lists(SPANS, min_size=1, max_size=4),
    MOMENTS,
    MINUTES,
    MINUTES,
    st.sampled_from(list(TABLES)),
)
def test_a_wish_is_never_sooner_never_past_the_visit_and_only_while_we_are_open(
    spans: list[Span], now: datetime, due: int, visit: int, which: tuple[str, Week]
) -> None:
    table = TABLES[which]
    due_at = table.due(now, due / 10)
    not_after = due_at + timedelta(minutes=visit)
    found = wish.first_action_by(
        Wish(said="", spans=tuple(sorted(spans))),
        due_at=due_at,
        level=Level.ROUTINE,
        flagged=False,
        hours=table,
        now=now,
        not_after=not_after,
    )
    assert due_at <= found.due_at <= not_after
    assert found.moved == (found.due_at > due_at) == bool(found.words)
    if found.call:
        assert now <= found.call.start < found.call.end
        assert table.is_open(found.call.start)
        assert table.is_open(found.call.end - timedelta(seconds=1))


# A time we told them


def test_a_promised_time_has_a_silent_reminder_ten_minutes_before() -> None:
    assert wish.reminder_at(at(f"{MON} 16:00")) == at(f"{MON} 15:50")
    local = at(f"{MON} 16:00").astimezone(ZoneInfo(NEW_YORK))
    assert wish.reminder_at(local) == at(f"{MON} 15:50")
    assert wish.reminder_at(local).tzinfo is UTC


def test_a_reminder_is_ten_real_minutes_before_on_the_night_of_autumn() -> None:
    assert wish.reminder_at(at("2026-11-01 01:05b")) == at("2026-11-01 01:55")


@pytest.mark.parametrize(
    ("present", "now", "expected"),
    [
        (True, f"{MON} 15:59", []),
        (False, f"{MON} 15:54", []),
        (False, f"{MON} 15:55", ["promised"]),
        (False, f"{MON} 17:00", ["promised"]),
    ],
)
def test_a_promise_is_anyones_five_minutes_before_when_its_owner_is_away(
    present: bool, now: str, expected: list[str]
) -> None:
    found = wish.open_to_lane(
        at(f"{MON} 16:00"), owner_present=present, owner_name="Dana", now=at(now)
    )
    assert codes(found) == expected
    assert [str(each) for each in found] == [
        "A call at this time was promised and Dana is not here. Anyone may take it."
        for _ in expected
    ]


def test_a_present_owner_keeps_the_promise() -> None:
    moment = at("2026-11-01 01:02b").astimezone(ZoneInfo(NEW_YORK))
    assert wish.opens_to_lane_at(moment, owner_present=True) is None
    opens_at = wish.opens_to_lane_at(moment, owner_present=False)
    assert opens_at is not None
    assert opens_at == at("2026-11-01 01:57")
    assert opens_at.tzinfo is UTC
