"""By when something must happen, and what moves it earlier."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import categoryfile, due, window
from ringback.rules.category import Category, Post
from ringback.rules.due import Facts, Judged, Times
from ringback.rules.queue import Level
from tests.rules.pathways import NEW_YORK, data, hours, pathway

HOURS = hours()
ZONE = ZoneInfo(NEW_YORK)
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
TWICE = "called twice: moved earlier"
VISIT = "visit coming up: moved earlier"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def first(name: str, facts: Facts) -> Times:
    return judged(name, facts).times


def judged(name: str, facts: Facts) -> Judged:
    return due.judged(category=pathway(name), hours=HOURS, facts=facts)


def calls(*texts: str) -> Facts:
    moments = tuple(at(text) for text in texts)
    return Facts(received_at=min(moments), contacts=moments)


@pytest.mark.parametrize(
    ("name", "due_at", "resolve_by"),
    [
        ("missed", "2026-11-23 11:00", "2026-11-23 17:00"),
        ("new_patient", "2026-11-23 12:00", "2026-11-24 17:00"),
        ("intake", "2026-11-24 17:00", "2026-11-26 17:00"),
        ("unsorted", "2026-11-23 10:15", "2026-11-23 10:15"),
    ],
)
def test_a_callback_begins_with_its_pathways_times(name: str, due_at: str, resolve_by: str) -> None:
    found = first(name, calls("2026-11-23 10:00"))
    assert (found.due_at, found.resolve_by, found.why) == (at(due_at), at(resolve_by), "")
    assert (found.window, found.since) == (
        window.read(str(pathway(name).first_action)),
        at("2026-11-23 10:00"),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (calls("2026-11-23 10:00", "2026-11-23 10:20"), ("2026-11-23 10:35", TWICE)),
        (calls("2026-11-23 10:20", "2026-11-23 10:00"), ("2026-11-23 10:35", TWICE)),
        (calls("2026-11-23 16:30", "2026-11-23 18:30"), ("2026-11-24 08:15", TWICE)),
        (calls("2026-11-23 16:30", "2026-11-23 18:31"), ("2026-11-24 08:30", "")),
        (calls("2026-11-23 10:00", "2026-11-23 10:50"), ("2026-11-23 11:00", "")),
    ],
)
def test_a_second_call_within_two_hours_moves_it_earlier_never_later(
    facts: Facts, expected: tuple[str, str]
) -> None:
    found = first("missed", facts)
    assert (found.due_at, found.why) == (at(expected[0]), expected[1])


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (None, ""),
        (MONDAY, VISIT),
        (TUESDAY, VISIT),
        (WEDNESDAY, ""),
        (date(2026, 11, 22), ""),
    ],
)
def test_a_visit_by_the_next_business_day_moves_it_earlier(day: date | None, expected: str) -> None:
    facts = Facts(received_at=at("2026-11-23 10:00"), visit_date=day)
    assert first("missed", facts).why == expected


def test_over_the_weekend_the_next_business_day_is_monday() -> None:
    facts = Facts(received_at=at("2026-11-20 10:00"), visit_date=MONDAY)
    assert first("missed", facts).due_at == at("2026-11-20 10:15")


def later(facts: Facts, due_at: str = "2026-11-24 08:30") -> Times:
    before = Times(
        due_at=at(due_at),
        resolve_by=at("2026-11-24 17:00"),
        why="planned",
        window=pathway("missed").first_action,
        since=facts.received_at,
    )
    category = pathway("missed")
    return due.tightened(category=category, hours=HOURS, before=before, facts=facts).times


def test_two_calls_since_our_last_try_make_the_next_one_sooner() -> None:
    facts = Facts(
        received_at=at("2026-11-23 09:00"),
        contacts=(at("2026-11-23 13:00"), at("2026-11-23 13:30")),
        answered_at=at("2026-11-23 10:00"),
    )
    assert (later(facts).due_at, later(facts).why) == (at("2026-11-23 13:45"), TWICE)


def test_what_we_knew_before_our_last_try_does_not_count_again() -> None:
    facts = Facts(
        received_at=at("2026-11-23 09:00"),
        visit_date=TUESDAY,
        contacts=(at("2026-11-23 09:00"), at("2026-11-23 09:30"), at("2026-11-23 15:00")),
        answered_at=at("2026-11-23 10:00"),
    )
    assert (later(facts).due_at, later(facts).why) == (at("2026-11-24 08:30"), "planned")


TEN = at("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        (
            "new_patient",
            Facts(received_at=TEN, said=frozenset({"symptoms_in_text"})),
            {"also": ("CLIN",)},
        ),
        (
            "clinical",
            Facts(received_at=TEN, said=frozenset({"worse_or_worried"})),
            {"becomes": "URGENT"},
        ),
        (
            "clinical",
            Facts(received_at=TEN, contacts=(TEN, at("2026-11-25 09:59"))),
            {"becomes": "URGENT"},
        ),
        ("clinical", Facts(received_at=TEN, contacts=(TEN, at("2026-11-25 10:01"))), {}),
        (
            "concern",
            Facts(received_at=TEN, said=frozenset({"threat_or_violence"})),
            {"becomes": "EMERG", "level": Level.EMERGENCY},
        ),
        (
            "concern",
            Facts(received_at=TEN, said=frozenset({"privacy_breach"})),
            {"tell": (Post.PRIVACY_OFFICER,)},
        ),
        (
            "referral",
            Facts(received_at=TEN, said=frozenset({"records_request"})),
            {"by_law": at("2026-12-23 10:00")},
        ),
        (
            "billing",
            Facts(received_at=TEN, said=frozenset({"hardship_or_collections"})),
            {"tell": (Post.BILLING_LEAD,)},
        ),
        ("missed", Facts(received_at=TEN, said=frozenset({"pregnant"})), {}),
    ],
)
def test_a_rule_may_raise_move_open_and_tell(
    name: str, facts: Facts, expected: dict[str, object]
) -> None:
    found = judged(name, facts)
    assert found == Judged(times=found.times, **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "facts", "due_at", "resolve_by", "why"),
    [
        (
            "medication",
            Facts(received_at=TEN, recorded={"days_left": 2}),
            "2026-11-23 11:00",
            "2026-11-23 17:00",
            "two days of medicine left: today",
        ),
        (
            "medication",
            Facts(received_at=TEN, recorded={"days_left": 3}),
            "2026-11-23 11:00",
            "2026-11-24 17:00",
            "",
        ),
        (
            "urgent",
            Facts(received_at=at("2026-11-23 16:55")),
            "2026-11-23 17:00",
            "2026-11-24 08:25",
            "came in just before closing: before the office closes",
        ),
        (
            "urgent",
            Facts(received_at=TEN, said=frozenset({"infant_fever"})),
            "2026-11-23 10:05",
            "2026-11-23 10:30",
            "fever in a very young baby: looked at now",
        ),
        (
            "referral",
            Facts(received_at=TEN, visit_date=date(2026, 11, 26)),
            "2026-11-23 14:00",
            "2026-11-23 17:00",
            "visit within three days: today",
        ),
        (
            "referral",
            Facts(received_at=at("2026-11-23 15:00"), visit_date=date(2026, 11, 26)),
            "2026-11-23 17:00",
            "2026-11-23 17:00",
            "visit within three days: today",
        ),
        (
            "intake",
            Facts(received_at=TEN, visit_date=date(2026, 12, 1)),
            "2026-11-24 17:00",
            "2026-11-30 17:00",
            "",
        ),
        (
            "confirmation",
            Facts(received_at=TEN, visit_date=date(2026, 12, 1)),
            "2026-11-27 17:00",
            "2026-11-30 12:00",
            "",
        ),
        (
            "confirmation",
            Facts(
                received_at=TEN, visit_date=date(2026, 12, 1), recorded={"visit_needs": "fasting"}
            ),
            "2026-11-26 17:00",
            "2026-11-30 12:00",
            "needs more time to prepare: a day earlier",
        ),
        (
            "confirmation",
            Facts(received_at=TEN),
            "2026-11-24 17:00",
            "2026-11-25 17:00",
            "",
        ),
        (
            "new_patient",
            Facts(received_at=TEN, promise=window.read("60 business minutes")),
            "2026-11-23 11:00",
            "2026-11-24 17:00",
            "promised where they asked: moved earlier",
        ),
        (
            "new_patient",
            Facts(received_at=TEN, promise=window.read("1 business day")),
            "2026-11-23 12:00",
            "2026-11-24 17:00",
            "",
        ),
        (
            "new_patient",
            Facts(received_at=TEN, promise=window.read("60 business minutes"), answered_at=TEN),
            "2026-11-23 12:00",
            "2026-11-24 17:00",
            "",
        ),
    ],
)
def test_what_is_known_moves_the_two_promises_earlier(
    name: str, facts: Facts, due_at: str, resolve_by: str, why: str
) -> None:
    found = first(name, facts)
    assert (found.due_at, found.resolve_by, found.why) == (at(due_at), at(resolve_by), why)


def test_the_end_is_never_sooner_than_the_first_action() -> None:
    found = first("missed", calls("2026-11-23 16:30"))
    assert (found.due_at, found.resolve_by) == (at("2026-11-24 08:30"), at("2026-11-24 08:30"))


def test_what_moved_it_is_the_promise_that_counts_and_since_when() -> None:
    found = first("missed", calls("2026-11-23 10:00", "2026-11-23 10:20"))
    assert (str(found.window), found.since) == ("15 business minutes", at("2026-11-23 10:20"))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, None, None),
        (Level.URGENT, None, Level.URGENT),
        (None, Level.CLINICAL, Level.CLINICAL),
        (Level.URGENT, Level.EMERGENCY, Level.EMERGENCY),
        (Level.URGENT, Level.ROUTINE, Level.URGENT),
    ],
)
def test_of_two_levels_the_more_pressing_counts(
    one: Level | None, other: Level | None, expected: Level | None
) -> None:
    assert due.higher(one, other) == expected


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.EMERGENCY, "2026-11-23 17:00"),
        (Level.URGENT, "2026-11-24 08:05"),
        (Level.CLINICAL, None),
        (Level.ROUTINE, None),
    ],
)
def test_a_level_has_a_promise_of_its_own(level: Level, expected: str | None) -> None:
    found = due.at_level(level, at("2026-11-23 16:55"), HOURS)
    assert found == (at(expected) if expected else None)


def test_two_rules_that_tell_the_same_post_tell_it_once() -> None:
    facts = Facts(received_at=TEN, said=frozenset({"infant_fever", "pregnant"}))
    assert judged("urgent", facts).tell == (Post.CLINICIAN_ON_DUTY,)


def test_of_two_periods_of_law_the_sooner_counts() -> None:
    found = data("referral")
    rule = {"when": {"urgent_referral": True}, "by_law": "10 calendar days", "words": "sooner"}
    found["tighten"].append(rule)
    facts = Facts(received_at=TEN, said=frozenset({"records_request", "urgent_referral"}))
    category = categoryfile.read(found)
    assert due.judged(category=category, hours=HOURS, facts=facts).by_law == at("2026-12-03 10:00")


def test_what_holds_without_a_visit_may_not_count_back_from_one() -> None:
    back = window.read("1 business day before the visit")
    category = replace(pathway("confirmation"), without_visit=(back, back))
    with pytest.raises(ValueError, match="what holds without a visit counts back from one"):
        due.judged(category=category, hours=HOURS, facts=Facts(received_at=TEN))


def test_an_end_nobody_can_tell_without_a_visit_moves_nothing() -> None:
    found = data("missed")
    rule = {"when": {"pregnant": True}, "words": "x", "resolve": "1 business day before the visit"}
    found["tighten"].append(rule)
    facts = Facts(received_at=TEN, said=frozenset({"pregnant"}))
    times = due.first_times(category=categoryfile.read(found), hours=HOURS, facts=facts)
    assert times.resolve_by == at("2026-11-23 17:00")


EVERY = [pathway(name) for name in ("missed", "clinical", "urgent", "intake", "confirmation")]
SAID = st.frozensets(st.sampled_from(["pregnant", "infant_fever", "worse_or_worried"]))


@given(
    st.sampled_from(EVERY),
    st.integers(0, 60 * 24 * 7),
    SAID,
    st.none() | st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days)),
)
def test_knowing_more_never_makes_anything_later(
    category: Category, minutes: int, said: frozenset[str], visit: date | None
) -> None:
    received_at = TEN + timedelta(minutes=minutes)
    plain = Facts(received_at=received_at, visit_date=visit)
    more = Facts(received_at=received_at, visit_date=visit, said=said)
    before = due.first_times(category=category, hours=HOURS, facts=plain)
    after = due.first_times(category=category, hours=HOURS, facts=more)
    assert (after.due_at <= before.due_at, after.resolve_by <= before.resolve_by) == (True, True)
    assert received_at <= after.due_at <= after.resolve_by


MINUTES = st.lists(st.integers(0, 60 * 24 * 4), min_size=1, max_size=5)


@given(MINUTES, st.randoms())
def test_the_order_in_which_calls_become_known_does_not_matter(
    minutes: list[int], chance: st.randoms
) -> None:
    start = at("2026-11-23 06:00")
    moments = [start + timedelta(minutes=each) for each in minutes]
    shuffled = list(moments)
    chance.shuffle(shuffled)
    facts = [Facts(received_at=min(m), contacts=tuple(m)) for m in (moments, shuffled)]
    assert first("missed", facts[0]) == first("missed", facts[1])


@given(MINUTES)
def test_more_calls_never_make_it_later(minutes: list[int]) -> None:
    start = at("2026-11-23 06:00")
    moments = tuple(start + timedelta(minutes=each) for each in sorted(minutes))
    one = first("missed", Facts(received_at=moments[0], contacts=moments[:1]))
    all_of_them = first("missed", Facts(received_at=moments[0], contacts=moments))
    assert all_of_them.due_at <= one.due_at


NINE = at("2026-11-23 09:00")


def test_handed_on_to_another_pathway_the_sooner_of_both_promises_holds() -> None:
    early = Times(due_at=at("2026-11-23 10:00"), resolve_by=at("2026-11-24 17:00"), why="one",
                  window=window.read("60 business minutes"), since=NINE)  # fmt: skip
    late = Times(due_at=at("2026-11-23 17:00"), resolve_by=at("2026-11-23 17:00"), why="",
                 window=window.read("same business day"), since=NINE)  # fmt: skip
    before = Judged(times=early, level=Level.CLINICAL, becomes="CLIN", also=("BILL",),
                    tell=(Post.NURSE,), by_law=at("2026-12-23 17:00"))  # fmt: skip
    after = Judged(times=late, also=("BILL", "REFER"), tell=(Post.NURSE, Post.MANAGER))
    found = due.handed_on(before, after)
    assert found.times == replace(early, resolve_by=late.resolve_by)
    assert (found.level, found.becomes) == (Level.CLINICAL, "")
    assert (found.also, found.tell) == (("BILL", "REFER"), (Post.NURSE, Post.MANAGER))
    assert found.by_law == before.by_law
    assert due.handed_on(after, before).times == found.times


def test_handed_on_it_never_ends_before_its_first_action() -> None:
    first = Times(due_at=at("2026-11-23 12:00"), resolve_by=at("2026-11-23 12:00"), why="",
                  window=window.read("180 minutes"), since=NINE)  # fmt: skip
    other = replace(first, resolve_by=at("2026-11-23 12:30"), due_at=at("2026-11-23 12:30"))
    found = due.handed_on(Judged(times=first), Judged(times=other))
    assert (found.times.due_at, found.times.resolve_by) == (first.due_at, first.due_at)
    assert found.by_law is None


# What a visit allows


def by_visit(name: str, visit: date | None, came: str = "2026-11-23 10:00") -> datetime | None:
    return judged(name, Facts(received_at=at(came), visit_date=visit)).by_visit


@pytest.mark.parametrize(
    ("name", "visit", "latest"),
    [
        ("missed", None, None),
        ("missed", date(2026, 11, 27), None),
        ("missed", TUESDAY, at("2026-11-23 10:15")),
        ("intake", None, None),
        ("intake", date(2026, 11, 30), at("2026-11-27 17:00")),
        ("confirmation", date(2026, 11, 30), at("2026-11-26 17:00")),
    ],
)
def test_the_latest_first_action_a_coming_visit_allows(
    name: str, visit: date | None, latest: datetime | None
) -> None:
    assert by_visit(name, visit) == latest


def test_of_two_pathways_the_sooner_visit_rule_holds() -> None:
    one = judged("intake", Facts(received_at=at("2026-11-23 10:00"), visit_date=WEDNESDAY))
    other = judged("missed", calls("2026-11-23 10:00"))
    assert due.handed_on(one, other).by_visit == one.by_visit is not None


def test_the_earliest_of_no_moments_is_none() -> None:
    assert due.earliest(None, None) is None
    assert due.earliest(at("2026-11-23 10:00"), None) == at("2026-11-23 10:00")
