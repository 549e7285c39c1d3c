"""What patients mean by their words about time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import partsofday, wishwords
from ringback.rules.calendarwords import WEEKDAYS
from ringback.rules.wish import Span, Wish
from tests.rules.pathways import NEW_YORK
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

PARTS = partsofday.AS_USUAL
MONDAY = "2026-11-23 10:00"
TODAY, EVERY_DAY = date(2026, 11, 23), range(8)


def read(text: str, now: str = MONDAY, zone: str = NEW_YORK, country: str = "US") -> Wish:
    at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return wishwords.read(text, now=at, zone=zone, country=country, parts=PARTS)


def spans(text: str, now: str = MONDAY, country: str = "US") -> list[str]:
    """Each span as "27 14:00-15:30", or the reason why there is none."""
    found = read(text, now, country=country)
    if found.not_understood:
        return codes(found.not_understood)
    return [
        f"{each.day.day} {each.start // 60:02}:{each.start % 60:02}"
        f"-{each.end // 60:02}:{each.end % 60:02}"
        for each in found.spans
    ]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("afternoon", "12:00-17:00"),
        ("afternoons", "12:00-17:00"),
        ("in the afternoon", "12:00-17:00"),
        ("early afternoon", "12:00-14:30"),
        ("late afternoon", "14:30-17:00"),
        ("evenings", "17:00-21:00"),
        ("at night", "17:00-21:00"),
        ("lunch", "12:00-13:00"),
        ("lunch time", "12:00-13:00"),
        ("Lunchtime!", "12:00-13:00"),
        ("during my lunch break", None),
        ("during lunch break", "12:00-13:00"),
        ("after 4", "16:00-24:00"),
        ("after 4pm", "16:00-24:00"),
        ("after 4:15 p.m.", "16:15-24:00"),
        ("after 4.15 pm", "16:15-24:00"),
        ("after four", "16:00-24:00"),
        ("after 16:00", "16:00-24:00"),
        ("after noon", "12:00-24:00"),
        ("from 4 on", "16:00-24:00"),
        ("anytime after 4 please", "16:00-24:00"),
        ("Please call me back after four o’clock, thanks", "16:00-24:00"),
        ("I’m home after 4 – thank you!", "16:00-24:00"),
        ("not before 1", "13:00-24:00"),
        ("no earlier than 11", "11:00-24:00"),
        ("after 10", "10:00-24:00"),
        ("after 12", "12:00-24:00"),
        ("after 12:30", "12:30-24:00"),
        ("after 12pm", "12:00-24:00"),
        ("after 1pm", "13:00-24:00"),
        ("after 11 am", "11:00-24:00"),
        ("after 07:00", "07:00-24:00"),
        ("after 06:00", "06:00-24:00"),
        ("after 0:30", "00:30-24:00"),
        ("after 1 am", "01:00-24:00"),
        ("quarter to 2", "13:45-14:15"),
        ("al medio día", "12:00-12:30"),
        ("after 7", "07:00-24:00"),
        ("after 6", "18:00-24:00"),
        ("after lunch", "13:00-24:00"),
        ("before lunch", "00:00-12:00"),
        ("before 3", "00:00-15:00"),
        ("not after 3", "00:00-15:00"),
        ("by noon", "00:00-12:00"),
        ("between 2 and 3:30", "14:00-15:30"),
        ("from 2 to 4", "14:00-16:00"),
        ("2-4", "14:00-16:00"),
        ("10 to 2", "10:00-14:00"),
        ("9-5", "09:00-17:00"),
        ("9 to 5pm", "09:00-17:00"),
        ("11 to 2pm", "11:00-14:00"),
        ("7 to 8pm", "19:00-20:00"),
        ("8pm to 10", "20:00-22:00"),
        ("10am to 2", "10:00-14:00"),
        ("6 to 8", "18:00-20:00"),
        ("2pm to 4pm", "14:00-16:00"),
        ("after 2 but before 4", "14:00-16:00"),
        ("after 2, before 4", "14:00-16:00"),
        ("at 4", "16:00-16:30"),
        ("around 3:15", "15:15-15:45"),
        ("3 30", "15:30-16:00"),
        ("16h", "16:00-16:30"),
        ("8h", "08:00-08:30"),
        ("noon", "12:00-12:30"),
        ("11:45pm", "23:45-24:00"),
        ("half past 3", "15:30-16:00"),
        ("quarter past three", "15:15-15:45"),
        ("at quarter to 4", "15:45-16:15"),
        ("quarter to 1", "12:45-13:15"),
        ("4 in the afternoon", "16:00-16:30"),
        ("9 at night", "21:00-21:30"),
        ("afternoon, after 3", "15:00-17:00"),
        ("afternoon but not before 3", "15:00-17:00"),
        ("evening after 7", "19:00-21:00"),
        ("after 7, evening", "19:00-21:00"),
        ("evening before 8", "17:00-20:00"),
        ("at 7, evenings", "19:00-19:30"),
        ("any day after 4", "16:00-24:00"),
        ("después de las 4", "16:00-24:00"),
        ("despues de las cuatro", "16:00-24:00"),
        ("a partir de las 2 de la tarde", "14:00-24:00"),
        ("después de las 8 de la noche", "20:00-24:00"),
        ("desde las 4 en adelante", "16:00-24:00"),
        ("no antes de las 11", "11:00-24:00"),
        ("antes de las 3, por favor", "00:00-15:00"),
        ("antes del mediodía", "00:00-12:00"),
        ("entre las 2 y las 3 y media", "14:00-15:30"),
        ("de 2 a 4 de la tarde", "14:00-16:00"),
        ("a las 4 menos cuarto", "15:45-16:15"),
        ("a las 4 y cuarto", "16:15-16:45"),
        ("a las 12 de la tarde", "12:00-12:30"),
        ("a las 11 de la mañana", "11:00-11:30"),
        ("por la tarde", "12:00-17:00"),
        ("las tardes", "12:00-17:00"),
        ("tardes", "12:00-17:00"),
        ("por la noche", "17:00-21:00"),
        ("al mediodía", "12:00-12:30"),
        ("a la hora del almuerzo", "12:00-13:00"),
        ("hora de comida", "12:00-13:00"),
        ("después de comer", "13:00-24:00"),
        ("antes del almuerzo", "00:00-12:00"),
    ],
)
def test_a_time_without_a_day_holds_on_every_day_from_today(text: str, time: str | None) -> None:
    days = [TODAY + timedelta(days=n) for n in EVERY_DAY]
    expected = [f"{day.day} {time}" for day in days] if time else ["not_understood"]
    assert spans(text, "2026-11-23 06:00") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("morning", ["23 08:00-12:00"]),
        ("today", ["23 00:00-24:00"]),
        ("this afternoon", ["23 12:00-17:00"]),
        ("tonight", ["23 17:00-21:00"]),
        ("esta noche", ["23 17:00-21:00"]),
        ("in an hour", ["23 11:00-11:30"]),
        ("in one hour", ["23 11:00-11:30"]),
        ("in half an hour", ["23 10:30-11:00"]),
        ("in 45 minutes", ["23 10:45-11:15"]),
        ("en media hora", ["23 10:30-11:00"]),
        ("dentro de dos horas", ["23 12:00-12:30"]),
        ("in 13 hours and 40 minutes", ["not_understood"]),
        ("tomorrow", ["24 00:00-24:00"]),
        ("tomorrow morning", ["24 08:00-12:00"]),
        ("mañana", ["24 00:00-24:00"]),
        ("mañana por la mañana", ["24 08:00-12:00"]),
        ("mañana a las 3", ["24 15:00-15:30"]),
        ("pasado mañana", ["25 00:00-24:00"]),
        ("the day after tomorrow at 9", ["25 09:00-09:30"]),
        ("Thursday", ["26 00:00-24:00"]),
        ("on thurs.", ["26 00:00-24:00"]),
        ("this Thursday", ["26 00:00-24:00"]),
        ("el jueves por la tarde", ["26 12:00-17:00"]),
        ("Thursday, after 4", ["26 16:00-24:00"]),
        ("Thursday after 4 or Friday", ["26 16:00-24:00", "27 16:00-24:00"]),
        ("Thursday after 4 or any time Friday", ["26 16:00-24:00", "27 00:00-24:00"]),
        ("Tuesday or Thursday afternoon", ["24 12:00-17:00", "26 12:00-17:00"]),
        ("martes o jueves por la tarde", ["24 12:00-17:00", "26 12:00-17:00"]),
        ("Thursday morning or afternoon", ["26 08:00-12:00", "26 12:00-17:00"]),
        ("morning or afternoon on Thursday", ["26 08:00-12:00", "26 12:00-17:00"]),
        ("Thursday, mornings, after 4", ["26 08:00-12:00", "26 16:00-24:00"]),
        ("Tue, Wed, Fri after 3", ["24 15:00-24:00", "25 15:00-24:00", "27 15:00-24:00"]),
        ("Thursday, Nov 26", ["26 00:00-24:00"]),
        ("Thursday Nov 26", ["26 00:00-24:00"]),
        ("Thursday next week", ["3 00:00-24:00"]),
        ("next Monday", ["30 00:00-24:00"]),
        ("el próximo lunes", ["30 00:00-24:00"]),
        ("el lunes que viene", ["30 00:00-24:00"]),
        ("the weekend", ["28 00:00-24:00", "29 00:00-24:00"]),
        ("fin de semana", ["28 00:00-24:00", "29 00:00-24:00"]),
        ("Tue to Thu", ["24 00:00-24:00", "25 00:00-24:00", "26 00:00-24:00"]),
        ("viernes a domingo", ["27 00:00-24:00", "28 00:00-24:00", "29 00:00-24:00"]),
        ("Fri-Mon", [f"{day} 00:00-24:00" for day in (23, 27, 28, 29, 30)]),
        ("this week", [f"{day} 00:00-24:00" for day in range(23, 30)]),
        ("next week", [f"{day} 00:00-24:00" for day in (30, 1, 2, 3, 4, 5, 6)]),
        ("la semana que viene", [f"{day} 00:00-24:00" for day in (30, 1, 2, 3, 4, 5, 6)]),
        ("la próxima semana", [f"{day} 00:00-24:00" for day in (30, 1, 2, 3, 4, 5, 6)]),
        ("weekdays after 3", [f"{day} 15:00-24:00" for day in (23, 24, 25, 26, 27, 30)]),
        ("entre semana por la tarde", [f"{day} 12:00-17:00" for day in (23, 24, 25, 26, 27, 30)]),
        ("Nov 30", ["30 00:00-24:00"]),
        ("November 30th, 2026 at 2", ["30 14:00-14:30"]),
        ("30 de noviembre del 2026", ["30 00:00-24:00"]),
        ("el 30", ["30 00:00-24:00"]),
        ("on the 30th", ["30 00:00-24:00"]),
        ("the 1st", ["1 00:00-24:00"]),
        ("the 31st", ["31 00:00-24:00"]),
        ("11/30", ["30 00:00-24:00"]),
        ("30/11", ["30 00:00-24:00"]),
        ("11/30/26 after 4", ["30 16:00-24:00"]),
        ("2026-11-30", ["30 00:00-24:00"]),
        ("mar 3", ["3 00:00-24:00"]),
        ("tomorrow before 9 or after 4", ["24 00:00-09:00", "24 16:00-24:00"]),
    ],
)
def test_a_day_is_counted_from_the_day_it_was_said(text: str, expected: list[str]) -> None:
    found = spans(text)
    assert (found[:1] if text == "morning" else found) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-26 10:00", "Thursday", ["26 00:00-24:00"]),
        ("2026-11-26 14:00", "Thursday morning", ["3 08:00-12:00"]),
        ("2026-11-26 12:00", "Thursday morning", ["3 08:00-12:00"]),
        ("2026-11-26 11:59", "Thursday morning", ["26 08:00-12:00"]),
        ("2026-11-26 10:00", "next Thursday", ["3 00:00-24:00"]),
        ("2026-11-25 10:00", "next Thursday", ["two_days"]),
        ("2026-11-29 10:00", "next Thursday", ["3 00:00-24:00"]),
        ("2026-11-29 10:00", "weekend", ["29 00:00-24:00", "5 00:00-24:00"]),
        ("2026-11-29 10:00", "this week", ["29 00:00-24:00"]),
        ("2026-12-30 10:00", "Jan 2", ["2 00:00-24:00"]),
        ("2026-11-23 10:00", "Nov 23", ["23 00:00-24:00"]),
        ("2026-11-23 10:00", "May 22", ["22 00:00-24:00"]),
        ("2027-12-01 10:00", "2/29", ["29 00:00-24:00"]),
        ("2027-12-01 10:00", "29/2", ["29 00:00-24:00"]),
        ("2026-01-31 10:00", "the 30th", ["30 00:00-24:00"]),
        ("2026-11-23 23:30", "tomorrow", ["24 00:00-24:00"]),
        ("2026-11-23 23:50", "in an hour", ["24 00:50-01:20"]),
        ("2026-11-23 23:50", "in 5 minutes", ["23 23:55-24:00"]),
    ],
)
def test_the_present_day_counts_while_its_time_lasts(
    now: str, text: str, expected: list[str]
) -> None:
    assert spans(text, now) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "not_understood"),
        ("   ", "not_understood"),
        ("please", "not_understood"),
        ("4", "not_understood"),
        ("Thursday 4", "not_understood"),
        ("not Thursday", "not_understood"),
        ("never in the morning", "not_understood"),
        ("no mornings", "not_understood"),
        ("mornings don't work", "not_understood"),
        ("any day except Friday", "not_understood"),
        ("unless it is after 4", "not_understood"),
        ("after work", "not_understood"),
        ("call my cell after 4", "not_understood"),
        ("by Friday", "not_understood"),
        ("12 at night", "not_understood"),
        ("at 25:00", "not_understood"),
        ("at 9:75", "not_understood"),
        ("at 24:00", "not_understood"),
        ("at 9:60", "not_understood"),
        ("between 4 and 4", "not_understood"),
        ("4pm to 4pm", "not_understood"),
        ("between 4 and 3:99", "not_understood"),
        ("between 4pm and 2pm", "not_understood"),
        ("between 11pm and 10", "not_understood"),
        ("between 0:30 and 12am", "not_understood"),
        ("11-30", "not_understood"),
        ("tomorrow" * 30, "not_understood"),
        ("next Thursday", "two_days"),
        ("Feb 30", "no_such_day"),
        ("13/13", "no_such_day"),
        ("the 32nd", "no_such_day"),
        ("2026-02-30", "no_such_day"),
        ("2/30/2026", "no_such_day"),
        ("Nov 30 2025", "day_passed"),
        ("11/22/26", "day_passed"),
        ("2025-11-30", "day_passed"),
        ("May 23", "too_far_ahead"),
        ("Nov 22", "too_far_ahead"),
        ("Nov 30 2028", "too_far_ahead"),
        ("today 8 to 9", "passed"),
        ("today before 10", "passed"),
        ("this morning before 9", "passed"),
        ("Thursday Nov 30", "not_together"),
        ("Thursday, Nov 30", "not_together"),
        ("tomorrow Friday", "not_together"),
        ("morning at 3", "not_together"),
        ("morning afternoon", "not_together"),
        ("morning after 4", "not_together"),
    ],
)
def test_what_is_not_wholly_understood_is_shown_as_it_was_said(text: str, expected: str) -> None:
    assert spans(text) == [expected]
    assert read(text).said == text


@pytest.mark.parametrize(
    ("country", "expected"),
    [("US", ["4 00:00-24:00"]), ("MX", ["12 00:00-24:00"]), ("CA", ["two_days"])],
)
def test_a_date_in_digits_is_read_as_the_country_writes_it(
    country: str, expected: list[str]
) -> None:
    assert spans("12/4", country=country) == expected


@pytest.mark.parametrize(
    "text",
    ["any time", "Anytime!", "whenever", "ASAP", "as soon as possible", "any day", "cuando sea",
     "cualquier hora", "a cualquier hora", "lo antes posible", "any time, any day",
     "no preference"],
)  # fmt: skip
def test_any_time_asks_for_nothing(text: str) -> None:
    assert read(text) == Wish(said=text, any_time=True)


def test_what_was_said_is_kept_word_for_word_beside_what_it_means() -> None:
    found = read(" On  THURSDAY,\n after 4 ")
    assert found == Wish(
        said=" On  THURSDAY,\n after 4 ", spans=(Span(day=date(2026, 11, 26), start=960, end=1440),)
    )


@pytest.mark.parametrize(("length", "understood"), [(200, True), (201, False)])
def test_a_long_message_is_not_taken_for_a_time(length: int, understood: bool) -> None:
    assert bool(read("tomorrow".ljust(length - 1) + ".").spans) is understood


def test_in_an_hour_is_an_hour_of_real_time_on_the_nights_the_clocks_change() -> None:
    assert spans("in an hour", "2026-03-08 01:30") == ["8 03:30-04:00"]
    assert spans("in 2 hours", "2026-11-01 00:30") == ["1 01:30-02:00"]


@UNHURRIED
@given(st.text(max_size=60))
def test_whatever_is_said_is_kept_and_is_a_time_or_a_reason(text: str) -> None:
    found = read(text)
    assert found.said == text
    assert [bool(found.spans), found.any_time, bool(found.not_understood)].count(True) == 1


WORDS = st.sampled_from(
    ["after", "before", "4", "4pm", "or", ",", "Thursday", "tomorrow", "afternoon", "and", "next",
     "week", "jueves", "por la tarde", "mañana", "Nov 30", "between", "2", "to", "please", "not"]
)  # fmt: skip


@UNHURRIED
@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join))
def test_every_time_understood_is_a_real_one_still_to_come(text: str) -> None:
    for each in read(text).spans:
        assert 0 <= each.start < each.end <= 1440
        assert each.day >= TODAY


@UNHURRIED
@given(st.lists(WORDS, max_size=6).map(" ".join))
def test_one_word_not_understood_leaves_nothing_understood(text: str) -> None:
    assert read(f"{text} except".strip()).spans == ()


@UNHURRIED
@given(st.sampled_from(sorted(WEEKDAYS)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_weekday_is_the_next_one_there_is(name: str, today: date) -> None:
    (found,) = read(name, f"{today} 10:00").spans
    assert found.day.weekday() == WEEKDAYS[name]
    assert timedelta() <= found.day - today < timedelta(days=7)
