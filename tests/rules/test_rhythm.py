"""When the next try is made: another part of the day, another weekday, and their time first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import clock, rhythm, window, wish
from ringback.rules.attempt import FOLLOWS, Follows, Result, Try
from ringback.rules.category import Another, PlannedTry
from ringback.rules.clock import OpenHours
from ringback.rules.partsofday import AS_USUAL, Parts
from ringback.rules.rhythm import Plan, Setting
from tests.rules.pathways import NEW_YORK, PATHWAYS, hours, pathway

ZONE = ZoneInfo(NEW_YORK)
HOURS = hours()
TRY_AGAIN = [result for result in Result if FOLLOWS[result] is Follows.TRY_AGAIN]
MON, TUE, WED, THU, FRI = (f"2026-11-{day}" for day in range(23, 28))
ANOTHER_PART = frozenset({Another.DAY_PART})
USUAL = (
    PlannedTry(wait=window.read("same business day"), another=ANOTHER_PART),
    *(PlannedTry(wait=None, another=ANOTHER_PART),) * 5,
)
"""Another part of the day, first today, then from tomorrow on."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def made(result: Result, text: str, again: str | None = None) -> Try:
    return Try(result=result, happened_at=at(text), call_again_at=at(again) if again else None)


def no_answer(text: str) -> Try:
    return made(Result.NO_ANSWER, text)


def planned(
    *tries: Try,
    now: datetime | None = None,
    table: OpenHours = HOURS,
    steps: tuple[PlannedTry, ...] = USUAL,
    visit: date | None = None,
    parts: Parts = AS_USUAL,
    contacted: datetime | None = None,
) -> Plan | None:
    setting = Setting(
        hours=table,
        parts=parts,
        contacted_at=contacted,
        now=now or tries[-1].happened_at,
        received_at=tries[0].happened_at,
        visit_date=visit,
    )
    return rhythm.next_try(tries, steps, setting)


def after(*tries: Try, now: datetime | None = None, table: OpenHours = HOURS) -> datetime | None:
    found = planned(*tries, now=now, table=table)
    return found.at if found else None


@pytest.mark.parametrize("result", [r for r in Result if FOLLOWS[r] is Follows.STAY])
def test_after_a_result_that_settles_it_no_try_follows(result: Result) -> None:
    assert after(made(result, f"{MON} 09:00")) is None


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result.NO_ANSWER, f"{MON} 12:30"),
        (Result.NO_VOICEMAIL, f"{MON} 12:30"),
        (Result.REACHED_OTHER, f"{MON} 12:30"),
        (Result.BUSY, f"{MON} 09:15"),
        (Result.VOICEMAIL_LEFT, f"{TUE} 12:30"),
    ],
)
def test_the_first_try_in_the_morning_leads_to(result: Result, expected: str) -> None:
    assert after(made(result, f"{MON} 09:00")) == at(expected)


@pytest.mark.parametrize(
    ("tries", "expected"),
    [
        ([no_answer(f"{MON} 12:00")], f"{MON} 13:30"),
        ([no_answer(f"{MON} 15:00")], f"{TUE} 08:30"),
        ([no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:30")], f"{TUE} 13:30"),
        ([no_answer("2026-11-20 09:00"), no_answer("2026-11-20 15:00")], f"{MON} 12:30"),
        (
            [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:30"), no_answer(f"{TUE} 13:30")],
            f"{WED} 08:30",
        ),
        ([no_answer("2026-11-16 15:00"), no_answer(f"{MON} 09:00")], f"{TUE} 12:30"),
    ],
)
def test_the_next_try_falls_in_another_part_of_the_day_and_later_on_another_day(
    tries: list[Try], expected: str
) -> None:
    assert after(*tries) == at(expected)


def test_the_third_try_falls_on_another_weekday() -> None:
    tries = [no_answer("2026-11-20 09:00"), no_answer("2026-11-20 12:00")]
    only_fridays_and_mondays = hours((((480, 1020),), (), (), (), ((480, 1020),), (), ()))
    found = after(*tries, table=only_fridays_and_mondays)
    assert found == at(f"{MON} 13:30")


def test_a_line_engaged_twice_running_is_treated_like_one_nobody_answers() -> None:
    busy = [made(Result.BUSY, f"{MON} 09:00"), made(Result.BUSY, f"{MON} 09:15")]
    assert after(*busy) == at(f"{TUE} 12:30")


def test_an_engaged_line_before_closing_is_tried_at_the_next_opening() -> None:
    assert after(made(Result.BUSY, f"{MON} 16:50")) == at(f"{TUE} 08:00")


def test_a_time_they_were_told_is_a_promise_and_one_near_it_is_none() -> None:
    told = planned(made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:10"))
    near = planned(made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 19:00"))
    ours = planned(no_answer(f"{MON} 09:00"))
    assert told == Plan(at=at(f"{WED} 16:10"), promised=True, theirs=True)
    assert near == Plan(at=at(f"{WED} 16:00"), theirs=True)
    assert ours is not None
    assert (ours.promised, ours.theirs) == (False, False)


@pytest.mark.parametrize(
    ("again", "nearest"),
    [(f"{WED} 16:10", None), (f"{WED} 19:00", f"{WED} 16:00"), ("2027-01-01 19:00", None)],
)
def test_a_time_at_which_we_are_closed_comes_with_the_nearest_that_can_be_promised(
    again: str, nearest: str | None
) -> None:
    table = clock.open_hours(
        clock.Calendar(zone=NEW_YORK), first=date(2026, 11, 1), last=date(2026, 12, 31)
    )
    found = rhythm.while_closed(at(again), table, at(f"{MON} 09:00"))
    assert [each.nearest for each in found] == ([at(nearest)] if nearest else [])


def test_a_time_beyond_the_hours_we_know_is_taken_as_it_was_told() -> None:
    table = clock.open_hours(
        clock.Calendar(zone=NEW_YORK), first=date(2026, 11, 23), last=date(2026, 11, 25)
    )
    saturday = made(Result.CALL_LATER, f"{MON} 09:00", again="2026-11-28 10:00")
    expected = Plan(at=at("2026-11-28 10:00"), promised=True, theirs=True)
    assert planned(saturday, table=table) == expected


def test_the_time_they_asked_for_wins() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:10")
    assert after(asked) == at(f"{WED} 16:10")


def test_a_time_somebody_else_told_us_wins_too() -> None:
    told = made(Result.REACHED_OTHER, f"{MON} 09:00", again=f"{MON} 15:30")
    assert after(told) == at(f"{MON} 15:30")


def test_a_try_before_the_time_they_asked_for_does_not_take_it_away() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:00")
    assert after(asked, no_answer(f"{MON} 12:00")) == at(f"{WED} 16:00")


def test_once_their_time_has_passed_our_rhythm_goes_on() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{MON} 13:30")
    assert after(asked, no_answer(f"{MON} 14:05")) == at(f"{TUE} 12:30")


def test_at_the_very_moment_they_asked_for_it_is_no_longer_to_come() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", f"{MON} 14:00")
    tries = (asked, no_answer(f"{MON} 13:59"))
    assert after(*tries, now=at(f"{MON} 13:59")) == at(f"{MON} 14:00")
    assert after(*tries, now=at(f"{MON} 14:00")) != at(f"{MON} 14:00")


def test_speaking_to_them_settles_the_time_they_had_asked_for() -> None:
    asked = made(Result.CALL_LATER, f"{MON} 09:00", again=f"{WED} 16:00")
    spoke = made(Result.REACHED_PATIENT, f"{MON} 11:00")
    assert after(asked, spoke, no_answer(f"{MON} 12:00")) == at(f"{TUE} 13:30")


def test_a_try_written_down_late_plans_nothing_in_the_past() -> None:
    assert after(no_answer(f"{MON} 09:00"), now=at(f"{TUE} 09:00")) == at(f"{TUE} 12:30")
    busy = made(Result.BUSY, f"{MON} 09:00")
    assert after(busy, now=at(f"{TUE} 09:00")) == at(f"{TUE} 09:15")


def test_a_practice_open_in_one_part_of_the_day_only_tries_again_the_next_business_day() -> None:
    afternoons = hours((((840, 1020),),) * 5 + ((), ()))
    assert after(no_answer(f"{MON} 15:00"), table=afternoons) == at(f"{TUE} 14:00")


def test_a_practice_open_on_one_weekday_only_waits_for_it() -> None:
    mondays = hours((((480, 1020),), (), (), (), (), (), ()))
    tries = [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:00")]
    assert after(*tries, table=mondays) == at("2026-11-30 13:30")


def steps_of(name: str) -> tuple[PlannedTry, ...]:
    return pathway(name).attempts


@pytest.mark.parametrize(
    ("name", "tries", "expected"),
    [
        ("emergency", [f"{MON} 22:00"], Plan(at=at(f"{MON} 22:10"))),
        (
            "emergency",
            [f"{MON} 22:00", f"{MON} 22:10"],
            Plan(at=at(f"{MON} 22:20"), another_number=True),
        ),
        ("urgent", [f"{MON} 10:00"], Plan(at=at(f"{MON} 10:30"))),
        (
            "urgent",
            [f"{MON} 16:00", f"{MON} 16:45"],
            Plan(at=at(f"{MON} 17:00"), another_number=True),
        ),
        ("professional", [f"{MON} 16:45"], Plan(at=at(f"{TUE} 08:15"))),
        ("missed", [f"{MON} 09:00"], Plan(at=at(f"{MON} 12:30"))),
        ("missed", [f"{MON} 16:00"], Plan(at=at(f"{TUE} 08:30"))),
        ("appointment", [f"{MON} 09:00"], Plan(at=at(f"{TUE} 12:30"))),
        (
            "appointment",
            [f"{MON} 09:00", f"{TUE} 12:30"],
            Plan(at=at(f"{WED} 13:30"), another_number=True),
        ),
        (
            "appointment",
            [f"{MON} 09:00", f"{MON} 12:30"],
            Plan(at=at(f"{TUE} 13:30"), another_number=True),
        ),
        (
            "new_patient",
            [f"{MON} 09:00", f"{MON} 12:30"],
            Plan(at=at(f"{TUE} 13:30"), another_number=True),
        ),
    ],
)
def test_each_pathway_has_its_own_rhythm(name: str, tries: list[str], expected: Plan) -> None:
    made_so_far = [no_answer(each) for each in tries]
    assert planned(*made_so_far, steps=steps_of(name)) == expected


@pytest.mark.parametrize("name", ["emergency", "missed", "appointment", "new_patient", "clinical"])
def test_a_rhythm_that_is_used_up_leaves_it_to_a_person(name: str) -> None:
    steps = steps_of(name)
    days = [f"2026-11-{day} 09:00" for day in (16, 17, 18, 19)]
    tries = [no_answer(day) for day in days[: len(steps) + 1]]
    assert planned(*tries[:-1], steps=steps) is not None
    assert planned(*tries, steps=steps) is None


def test_a_call_of_theirs_and_an_engaged_line_use_up_no_try() -> None:
    tries = [
        made(Result.BUSY, f"{MON} 09:00"),
        no_answer(f"{MON} 09:15"),
        made(Result.PATIENT_CALLED_US, f"{MON} 10:00"),
    ]
    again = [*tries, made(Result.BUSY, f"{MON} 11:00"), made(Result.BUSY, f"{MON} 11:15")]
    assert (rhythm.made(tries), rhythm.made(again)) == (1, 2)


def test_the_third_try_of_every_pathway_asks_for_another_number() -> None:
    thirds = {
        name: Another.NUMBER in steps[1].another
        for name in sorted(path.stem for path in PATHWAYS.glob("*.toml"))
        if len(steps := steps_of(name)) > 1
    }
    assert thirds == dict.fromkeys(thirds, True)
    assert len(thirds) == 14


def test_declining_ends_outreach_whatever_came_of_a_try_after_it() -> None:
    no = made(Result.DECLINED, f"{MON} 09:00")
    told = made(Result.REACHED_OTHER, f"{MON} 12:00", again=f"{TUE} 15:30")
    assert after(no, no_answer(f"{MON} 12:00")) is None
    assert after(no, told) is None


def test_who_declined_and_then_reached_out_again_is_called() -> None:
    no, again = made(Result.DECLINED, f"{MON} 09:00"), no_answer(f"{MON} 12:30")
    assert planned(no, again, contacted=at(f"{MON} 10:00")) == Plan(at=at(f"{TUE} 13:30"))
    asked = made(Result.CALL_LATER, f"{MON} 11:00", again=f"{WED} 16:10")
    assert after(no, asked) == at(f"{WED} 16:10")


def test_neither_a_letter_nor_their_own_call_spends_a_part_of_the_day() -> None:
    letter = Try(result=Result.NO_ANSWER, happened_at=at(f"{MON} 12:30"), channel="letter")
    theirs = made(Result.PATIENT_CALLED_US, f"{MON} 12:40")
    found = after(no_answer(f"{MON} 09:00"), letter, theirs, no_answer(f"{MON} 14:00"))
    assert found == at(f"{TUE} 12:30")


def test_a_letter_spends_no_weekday() -> None:
    letter = Try(result=Result.NO_ANSWER, happened_at=at(f"{TUE} 09:00"), channel="letter")
    wednesdays = (
        PlannedTry(wait=None, another=frozenset({Another.WEEKDAY})),
        PlannedTry(wait=None, another=frozenset({Another.WEEKDAY})),
    )
    found = planned(letter, no_answer(f"{MON} 12:00"), steps=wednesdays)
    assert found == Plan(at=at(f"{TUE} 08:30"))


def test_after_a_letter_alone_the_first_call_is_planned() -> None:
    letter = Try(result=Result.NO_ANSWER, happened_at=at(f"{MON} 09:00"), channel="letter")
    assert planned(letter, steps=steps_of("appointment")) == Plan(at=at(f"{TUE} 08:30"))
    assert planned(letter, steps=()) is None


def test_something_written_leaves_the_planned_try_as_it_is() -> None:
    call = no_answer(f"{MON} 09:00")
    letter = Try(result=Result.SENT, happened_at=at(f"{MON} 10:00"), channel="letter")

    def found(planned_at: datetime | None, now: datetime) -> Plan | None:
        setting = Setting(
            hours=HOURS, parts=AS_USUAL, now=now, received_at=call.happened_at,
            planned_at=planned_at,
        )  # fmt: skip
        return rhythm.next_try([call, letter], USUAL, setting)

    stands, ten = at(f"{TUE} 16:00"), at(f"{MON} 10:00")
    assert found(stands, ten) == Plan(at=stands)
    assert found(None, ten) == Plan(at=at(f"{MON} 12:30"))
    assert found(ten, at(f"{MON} 14:00")) == Plan(at=at(f"{TUE} 12:30"))


def test_when_every_open_part_of_the_day_was_tried_any_but_the_last_will_do() -> None:
    tries = [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:30"), no_answer(f"{TUE} 09:30")]
    lunchless = hours((((480, 780),),) * 5 + ((), ()))
    assert after(*tries, table=lunchless) == at(f"{WED} 12:30")


def test_tries_are_spread_over_the_practices_own_parts_of_the_day() -> None:
    early = Parts(morning=(420, 600), lunch=(600, 660), afternoon=(660, 960), evening=(960, 1200))
    found = planned(no_answer(f"{MON} 08:30"), parts=early)
    assert found == Plan(at=at(f"{MON} 10:30"))


VISIT = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("tries", "visit", "expected"),
    [
        ([f"{MON} 09:00"], VISIT, f"{THU} 12:30"),
        ([f"{MON} 09:00", f"{THU} 12:30"], VISIT, f"{FRI} 08:30"),
        ([f"{MON} 09:00", f"{FRI} 10:00"], VISIT, f"{FRI} 12:00"),
        ([f"{MON} 09:00", f"{FRI} 13:00"], VISIT, "2026-11-30 08:00"),
        ([f"{MON} 09:00"], None, f"{TUE} 12:30"),
    ],
)
def test_a_confirmation_is_planned_back_from_the_visit(
    tries: list[str], visit: date | None, expected: str
) -> None:
    made_so_far = [no_answer(each) for each in tries]
    found = planned(*made_so_far, steps=steps_of("confirmation"), visit=visit)
    assert found is not None
    assert found.at == at(expected)


def test_where_time_is_short_another_weekday_gives_way_before_the_day_does() -> None:
    steps = (
        PlannedTry(wait=None, another=ANOTHER_PART),
        PlannedTry(
            wait=None,
            another=frozenset({Another.DAY_PART, Another.WEEKDAY}),
            within=window.read("1 business day"),
        ),
    )
    mondays_and_tuesdays = hours((((480, 1020),), ((480, 1020),), (), (), (), (), ()))
    tries = [no_answer(f"{MON} 09:00"), no_answer(f"{MON} 12:00")]
    found = planned(*tries, steps=steps, table=mondays_and_tuesdays)
    assert found == Plan(at=at(f"{TUE} 13:30"))


def test_an_opening_at_the_last_moment_is_in_time() -> None:
    step = PlannedTry(
        wait=window.read("same business day"),
        another=frozenset({Another.WEEKDAY}),
        within=window.read("150 business minutes"),
    )
    found = planned(no_answer(f"{MON} 10:00"), steps=(step,))
    assert found == Plan(at=at(f"{MON} 12:30"))


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        ("same business day", f"{MON} 12:30"),
        ("by closing", f"{MON} 12:30"),
        ("1 business day", f"{TUE} 08:30"),
        ("2 business days", f"{WED} 08:30"),
        ("3 calendar days", f"{THU} 08:30"),
        ("6 calendar days", "2026-11-30 08:00"),
        ("2 business days before the visit", f"{TUE} 08:30"),
    ],
)
def test_a_try_waits_as_many_days_as_the_pathway_says(wait: str, expected: str) -> None:
    step = PlannedTry(wait=window.read(wait), another=frozenset())
    found = planned(no_answer(f"{MON} 12:00"), steps=(step,))
    assert found == Plan(at=at(expected))


def test_a_try_is_never_planned_for_the_moment_of_the_one_before() -> None:
    step = PlannedTry(wait=window.read("same business day"), another=frozenset())
    found = planned(no_answer(f"{MON} 12:30"), steps=(step,))
    assert found == Plan(at=at(f"{MON} 13:30"))


def test_where_time_is_short_the_first_opening_that_is_in_time_is_taken() -> None:
    step = PlannedTry(
        wait=window.read("same business day"),
        another=frozenset({Another.DAY_PART, Another.WEEKDAY}),
        within=window.read("1 business day"),
    )
    tuesdays = [no_answer("2026-11-17 12:00"), no_answer(f"{TUE} 09:00")]
    found = planned(
        *tuesdays, steps=(step, replace(step, within=window.read("420 business minutes")))
    )
    assert found == Plan(at=at(f"{TUE} 13:30"))


def test_where_no_opening_is_in_time_the_last_moment_is_taken() -> None:
    steps = (PlannedTry(wait=None, another=ANOTHER_PART, within=window.read("1 business day")),)
    tries = [no_answer(f"{MON} 09:00")]
    mornings = hours((((480, 660),),) * 5 + ((), ()))
    assert planned(*tries, steps=steps, table=mornings) == Plan(at=at(f"{TUE} 08:00"))


MOMENTS = st.integers(0, 60 * 24 * 14).map(lambda m: at("2026-11-09 08:00") + timedelta(minutes=m))
TRIES = st.lists(
    st.builds(Try, result=st.sampled_from([*TRY_AGAIN, Result.BUSY]), happened_at=MOMENTS),
    min_size=1,
    max_size=6,
).map(lambda found: sorted(found, key=lambda each: each.happened_at))


@given(TRIES, st.integers(0, 60 * 24 * 3))
def test_the_next_try_is_always_ahead_and_in_opening_hours(tries: list[Try], late: int) -> None:
    now = tries[-1].happened_at + timedelta(minutes=late)
    found = after(*tries, now=now)
    assert found is not None
    assert found > now
    assert HOURS.is_open(found)


@given(TRIES)
def test_the_day_of_a_voicemail_sees_no_further_try_of_ours(tries: list[Try]) -> None:
    left = Try(result=Result.VOICEMAIL_LEFT, happened_at=tries[-1].happened_at)
    found = after(*tries[:-1], left)
    assert found is not None
    assert found.astimezone(ZONE).date() > left.happened_at.astimezone(ZONE).date()


@given(TRIES)
def test_by_the_third_the_tries_are_spread_over_two_weekdays(tries: list[Try]) -> None:
    found = after(*tries)
    assert found is not None
    busy_again = tries[-1].result is Result.BUSY
    days = {each.happened_at.astimezone(ZONE).weekday() for each in tries}
    if len(tries) > 1 and not busy_again:
        assert len(days | {found.astimezone(ZONE).weekday()}) > 1


LOCAL_TRIES = st.lists(
    st.tuples(st.integers(0, 4), st.integers(8 * 60, 16 * 60 + 59)), min_size=1, max_size=4
).map(sorted)
RESULTS = st.sampled_from([Result.NO_ANSWER, Result.VOICEMAIL_LEFT, Result.BUSY])


@given(
    st.sampled_from(["Pacific/Honolulu", "Pacific/Auckland", "Asia/Kathmandu"]),
    st.sampled_from(sorted(each.stem for each in PATHWAYS.glob("*.toml"))),
    LOCAL_TRIES,
    st.lists(RESULTS, min_size=4, max_size=4),
)
def test_the_same_week_is_planned_alike_in_every_zone(
    zone: str, name: str, tries: list[tuple[int, int]], results: list[Result]
) -> None:
    plans = []
    for where in (NEW_YORK, zone):
        monday = datetime(2026, 11, 16, tzinfo=ZoneInfo(where))
        made_there = [
            Try(result=result, happened_at=(monday + timedelta(days=day, minutes=minute)))
            for (day, minute), result in zip(tries, results, strict=False)
        ]
        in_utc = [
            replace(each, happened_at=each.happened_at.astimezone(UTC)) for each in made_there
        ]
        plan = planned(*in_utc, table=hours(zone=where), steps=pathway(name).attempts)
        plans.append(plan and plan.at.astimezone(ZoneInfo(where)).replace(tzinfo=None))
    assert plans[0] == plans[1]


@pytest.mark.parametrize(
    ("tries", "within", "another", "expected"),
    [
        (["2026-11-13 09:00", "2026-11-16 15:00"], "1 business day", Another.WEEKDAY, "16 17:00"),
        (["2026-11-13 09:00", "2026-11-16 15:00"], "2 business days", Another.WEEKDAY, "17 08:30"),
        (["2026-11-16 09:00", "2026-11-16 15:00"], "120 business minutes", Another.DAY_PART,
         "16 17:00"),
        (["2026-11-16 09:00"], "210 business minutes", Another.DAY_PART, "16 12:30"),
        (["2026-11-16 09:00"], "209 business minutes", Another.DAY_PART, "16 12:29"),
    ],
)  # fmt: skip
def test_days_count_from_the_arrival_and_minutes_from_the_try_before(
    tries: list[str], within: str, another: Another, expected: str
) -> None:
    """Where what differs comes too late, it is made at the latest moment there is."""
    step = PlannedTry(
        wait=window.read("same business day"),
        another=frozenset({another}),
        within=window.read(within),
    )
    plan = planned(*(no_answer(each) for each in tries), steps=(step,) * 3)
    assert plan is not None
    assert plan.at == at(f"2026-11-{expected}")


def test_a_time_while_we_are_closed_is_told_with_the_nearest_one() -> None:
    sunday, now = at("2026-11-22 10:00"), at("2026-11-20 10:00")
    (told,) = rhythm.while_closed(sunday, HOURS, now)
    (why,) = wish.call_at(sunday, HOURS, now).reasons
    assert (told.code, told.words, told.values) == (why.code, why.words, why.values)
    assert told.nearest == wish.call_at(sunday, HOURS, now).start
    assert rhythm.while_closed(at(f"{MON} 10:00"), HOURS, now) == ()
