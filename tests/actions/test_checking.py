"""Who is on the line is compared, counted under a lock, and never written down anywhere."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import calling, checking, opening, parts, theycalled
from ringback.actions.act import Refused
from ringback.actions.checking import Answer
from ringback.actions.theycalled import Rang
from ringback.models import Call, Comparison, Entry
from ringback.queries import policy
from ringback.queries.scope import scope
from ringback.rules.identifier import Identifier
from ringback.rules.policy import Part
from ringback.rules.verification import Caller, Standing, WhyNot
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.actions.test_calling import begun, calls, said
from tests.cast import NOON, came_in
from tests.together import at_once

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

BORN = date(1979, 3, 14)
HOME = "118 North Willow Street, Springfield"
NAME, BIRTH, PHONE, ADDRESS, POLICY, RECORD = Identifier


@pytest.fixture
def it(cedar: Cast) -> tuple[UUID, int]:
    """Dana is on the phone with Tom, who is on file with everything."""
    held = taken(cedar)
    tom = patients.on_file(
        cedar,
        birth_date=BORN,
        address=HOME,
        record_number="MRN004711",
        policy_number="PX-99-1234",
    )
    patients.number(cedar, tom, records.callback(cedar, held[0]).phone)
    patients.number(cedar, tom, "+12025550177", label="mobile")
    patients.visit(cedar, tom)
    patients.whose(cedar, held[0], tom)
    begun(cedar, held)
    return held


def compare(
    cast: Cast, it: tuple[UUID, int], what: Identifier, text: str = "", **given: Any
) -> Any:
    answer = Answer(identifier=what, said=text, **given)
    return checking.compare(it[0], answer, by=cast.dana, now=NOON, fence=it[1])


def outcome(
    cast: Cast, it: tuple[UUID, int], what: Identifier, text: str = "", **given: Any
) -> Any:
    """What came of it: whether it agreed, or the codes of why it does not count."""
    try:
        return compare(cast, it, what, text, **given).agreed
    except Refused as no:
        return [each.code for each in no.reasons]


def kept(cast: Cast) -> list[tuple[str, str, bool]]:
    with scope(cast.practice_id):
        found = Comparison.objects.order_by("at", "id")
        return list(found.values_list("identifier", "way", "agreed"))


def test_name_and_date_of_birth_are_enough(cedar: Cast, it: tuple[UUID, int]) -> None:
    assert compare(cedar, it, NAME).standing is Standing.NOT_YET
    assert compare(cedar, it, BIRTH, "3/14/79").standing is Standing.VERIFIED
    assert kept(cedar) == [("name", "said", True), ("birth_date", "matched_here", True)]
    assert [each.verified_at for each in calls(cedar)] == [NOON]


@pytest.mark.parametrize(
    ("what", "text", "expected"),
    [
        (BIRTH, "3/14/79", True),
        (BIRTH, "031479", True),
        (BIRTH, "March 14 1979", True),
        (BIRTH, "14 de marzo de 1979", True),
        (BIRTH, "3/15/79", False),
        (BIRTH, "some day", ["not_a_date"]),
        (BIRTH, "", ["not_a_date"]),
        (PHONE, "202 555 0177", True),
        (PHONE, "202 555 0199", False),
        (PHONE, "0177", ["too_little"]),
        (ADDRESS, "118 n willow st", True),
        (ADDRESS, "119 Willow", False),
        (ADDRESS, "118", ["too_little"]),
        (RECORD, "mrn 004711", True),
        (RECORD, "4712", False),
        (POLICY, "px991234", True),
        (POLICY, "px", ["too_little"]),
    ],
)
def test_an_answer_is_held_against_the_file(
    cedar: Cast, it: tuple[UUID, int], what: Identifier, text: str, expected: Any
) -> None:
    assert outcome(cedar, it, what, text) == expected
    assert len(kept(cedar)) == (0 if isinstance(expected, list) else 1)
    assert [each.wrong for each in calls(cedar)] == [int(expected is False)]


def test_the_line_they_are_on_proves_nothing(cedar: Cast, it: tuple[UUID, int]) -> None:
    line = records.callback(cedar, it[0]).phone
    assert outcome(cedar, it, PHONE, line) == ["this_line"]
    assert kept(cedar) == []


def test_what_agreed_is_not_asked_twice(cedar: Cast, it: tuple[UUID, int]) -> None:
    assert outcome(cedar, it, NAME) is True
    assert outcome(cedar, it, NAME) == ["already_agreed"]


def test_the_chart_is_the_other_way(cedar: Cast) -> None:
    held = taken(cedar)
    begun(cedar, held)
    assert outcome(cedar, held, BIRTH, "3/14/79") == ["not_on_file"]
    compare(cedar, held, NAME)
    found = compare(cedar, held, BIRTH, in_chart=True)
    assert found.standing is Standing.NOT_YET  # whether they are of age nobody has looked up
    age = checking.looked_up_age(held[0], of_age=True, by=cedar.dana, now=NOON, fence=held[1])
    assert age is Standing.VERIFIED
    assert kept(cedar)[1] == ("birth_date", "against_chart", True)


def test_what_is_on_file_is_never_only_said_to_agree(cedar: Cast, it: tuple[UUID, int]) -> None:
    for what in (BIRTH, PHONE, ADDRESS, POLICY, RECORD):
        assert outcome(cedar, it, what, in_chart=True, of_age=True) == ["on_file"]
    assert kept(cedar) == []


def test_one_press_says_that_the_chart_agrees_and_that_they_are_of_age(cedar: Cast) -> None:
    held = taken(cedar)
    begun(cedar, held)
    compare(cedar, held, NAME)
    assert compare(cedar, held, BIRTH, in_chart=False, of_age=True).agreed is False
    assert compare(cedar, held, BIRTH, in_chart=True, of_age=True).standing is Standing.VERIFIED


def test_a_minor_is_not_told_alone(cedar: Cast) -> None:
    held = taken(cedar)
    begun(cedar, held)
    compare(cedar, held, NAME)
    assert compare(cedar, held, BIRTH, in_chart=True, of_age=False).standing is Standing.NOT_YET


def test_five_that_do_not_agree_lock_the_check_and_nothing_else(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    for _ in range(5):
        assert outcome(cedar, it, BIRTH, "1/1/80") is False
    assert outcome(cedar, it, BIRTH, "3/14/79") == ["locked"]
    assert outcome(cedar, it, NAME) == ["locked"]
    assert len(kept(cedar)) == 5


def test_fifty_at_once_count_five(cedar: Cast, it: tuple[UUID, int]) -> None:
    found = at_once(50, lambda turn: outcome(cedar, it, BIRTH, f"1/{turn % 28 + 1}/81"))
    assert found.count(False) == 5
    assert found.count(["locked"]) == 45
    assert (len(kept(cedar)), [each.wrong for each in calls(cedar)]) == (5, [5])


def test_a_lead_lifts_it_with_a_reason(cedar: Cast, it: tuple[UUID, int]) -> None:
    for _ in range(5):
        compare(cedar, it, BIRTH, "1/1/80")

    def lift(by: Any, reason: str) -> list[str]:
        try:
            checking.lift(it[0], reason, by=by, now=NOON, fence=it[1])
        except Refused as no:
            return [each.code for each in no.reasons]
        return []

    assert lift(cedar.dana, "I know them") == ["lead_lifts"]
    assert lift(cedar.mara, " ") == ["reason_needed"]
    assert lift(cedar.mara, "I know them") == []
    assert lift(cedar.mara, "I know them") == ["not_locked"]
    compare(cedar, it, NAME)
    assert compare(cedar, it, BIRTH, "3/14/79").standing is Standing.VERIFIED


def test_not_verified_is_an_end_and_nothing_is_disclosed(cedar: Cast, it: tuple[UUID, int]) -> None:
    compare(cedar, it, NAME)
    why = WhyNot.WOULD_NOT_SAY
    checking.not_verified(it[0], why, by=cedar.dana, now=NOON, fence=it[1])
    assert outcome(cedar, it, BIRTH, "3/14/79") == ["ended"]
    assert [(each.ended_why, each.verified_at) for each in calls(cedar)] == [(str(why), None)]


def test_a_check_ends_with_its_call(cedar: Cast, it: tuple[UUID, int]) -> None:
    compare(cedar, it, NAME)
    compare(cedar, it, BIRTH, "3/14/79")
    assert seen(cedar, it)
    calling.end(it[0], by=cedar.dana, now=NOON, fence=it[1])
    assert not seen(cedar, it)
    begun(cedar, it)
    assert not seen(cedar, it)


def seen(cast: Cast, it: tuple[UUID, int], by: Any = None) -> bool:
    """Whether the visit is in the row this person gets."""
    found = opening.opened(it[0], by=by or cast.dana, now=NOON).calling
    assert found is not None
    return [each.clinician for each in found.visits] == ["Dr. Amari"]


def test_only_whoever_made_the_check_sees_what_it_opens(cedar: Cast, it: tuple[UUID, int]) -> None:
    compare(cedar, it, NAME)
    compare(cedar, it, BIRTH, "3/14/79")
    assert (seen(cedar, it), seen(cedar, it, cedar.mara)) == (True, False)


def test_more_at_stake_asks_for_one_more(cedar: Cast, it: tuple[UUID, int]) -> None:
    compare(cedar, it, NAME)
    compare(cedar, it, BIRTH, "3/14/79")
    more = calling.more_at_stake(it[0], by=cedar.dana, now=NOON, fence=it[1])
    assert (more, seen(cedar, it)) == (Standing.NOT_YET, False)
    assert compare(cedar, it, PHONE, "202 555 0177").standing is Standing.VERIFIED


def test_whoever_speaks_for_the_patient_needs_authority_and_three(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    with scope(cedar.practice_id):
        tom = Call.objects.get().patient_id
    assert tom is not None
    wife = patients.authority(cedar, tom, scope=["visits"])
    assert said(cedar, it, Caller.AUTHORISED) is Standing.NOT_YET
    for what, text in ((NAME, ""), (BIRTH, "3/14/79"), (ADDRESS, "118 n willow")):
        assert compare(cedar, it, what, text).standing is Standing.NOT_YET
    assert said(cedar, it, Caller.AUTHORISED, authority_id=wife) is Standing.VERIFIED


def test_what_was_said_is_nowhere(cedar: Cast, it: tuple[UUID, int]) -> None:
    compare(cedar, it, BIRTH, "May 5 1955")
    outcome(cedar, it, BIRTH, "fifth of nowhere")
    with scope(cedar.practice_id):
        entries = json.dumps([each.details for each in Entry.objects.all()])
        rows = [*Comparison.objects.values_list(), *Call.objects.values_list()]
    written = re.sub(r"[0-9a-f-]{36}", "", entries + repr(rows))  # an id may hold any year
    assert "birth_date" in written
    assert not [said for said in ("1955", "nowhere", "1979", "Willow") if said in written]


def test_a_stale_page_compares_nothing(cedar: Cast, it: tuple[UUID, int]) -> None:
    assert outcome(cedar, (it[0], it[1] + 1), NAME) == ["stale"]


def again(cast: Cast, it: tuple[UUID, int], now: Any = NOON) -> None:
    """Hung up, and called once more."""
    calling.end(it[0], by=cast.dana, now=now, fence=it[1])
    calling.begin(it[0], by=cast.dana, now=now, fence=it[1])


def test_beginning_anew_gives_no_more_guesses(cedar: Cast, it: tuple[UUID, int]) -> None:
    for day in range(1, 4):
        assert outcome(cedar, it, BIRTH, f"1/{day}/80") is False
    again(cedar, it)
    assert [outcome(cedar, it, BIRTH, f"1/{day}/80") for day in (4, 5)] == [False, False]
    again(cedar, it)
    assert outcome(cedar, it, BIRTH, "3/14/79") == ["locked"]
    assert len(kept(cedar)) == 5


def test_what_was_looked_up_in_the_chart_counts_for_its_own_call(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    ask(cedar, only_in_chart=["record_number"])
    again(cedar, it)
    for _ in range(4):
        compare(cedar, it, RECORD, in_chart=False)
    again(cedar, it)
    assert [each.wrong for each in calls(cedar)] == [0, 4, 0]


def test_a_day_later_it_is_forgotten(cedar: Cast, it: tuple[UUID, int]) -> None:
    for _ in range(5):
        compare(cedar, it, BIRTH, "1/1/80")
    again(cedar, it, NOON + timedelta(hours=23))
    again(cedar, it, NOON + timedelta(days=1))
    assert [each.wrong for each in calls(cedar)] == [5, 5, 0]


def test_what_a_lead_lifted_counts_no_more_in_the_next_call(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    for _ in range(5):
        compare(cedar, it, BIRTH, "1/1/80")
    checking.lift(it[0], "I know them", by=cedar.mara, now=NOON, fence=it[1])
    again(cedar, it)
    assert [each.wrong for each in calls(cedar)] == [0, 0]


def test_another_callback_of_the_same_patient_gives_no_more_guesses(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    for _ in range(5):
        compare(cedar, it, BIRTH, "1/1/80")
    other = came_in(cedar.mara).callback_id
    assert other is not None
    with scope(cedar.practice_id):
        tom = Call.objects.get().patient_id
    assert tom is not None
    patients.whose(cedar, other, tom)
    theycalled.deal(other, Rang(), by=cedar.mara, now=NOON, fence=None)
    assert [each.wrong for each in calls(cedar)] == [5, 5]


def ask(cast: Cast, seen: int = 1, **change: Any) -> None:
    """The practice asks for something else from now on."""
    with scope(cast.practice_id):
        before = policy.current(cast.practice_id, Part.VERIFICATION)
    assert before is not None
    written = {**before.written, **change}
    parts.change(Part.VERIFICATION, written, seen=seen, reason="review", by=cast.mara, now=NOON)


def test_a_call_under_way_goes_on_by_what_held_when_it_began(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    ask(cedar, needed=3, wrong_tries=2, only_in_chart=["birth_date"])
    assert [outcome(cedar, it, ADDRESS, "1 Elm Street") for _ in range(2)] == [False] * 2
    assert outcome(cedar, it, NAME) is True
    assert compare(cedar, it, BIRTH, "3/14/79").standing is Standing.VERIFIED
    again(cedar, it, NOON + timedelta(days=1, hours=1))
    assert outcome(cedar, it, NAME) is True
    assert outcome(cedar, it, BIRTH, "3/14/79") == ["only_in_chart"]
    assert compare(cedar, it, BIRTH, in_chart=True).standing is Standing.NOT_YET
    assert compare(cedar, it, PHONE, "202 555 0177").standing is Standing.VERIFIED
    assert outcome(cedar, it, ADDRESS, "1 Elm Street") is False
    assert compare(cedar, it, ADDRESS, "1 Elm Street").standing is Standing.LOCKED
    assert outcome(cedar, it, ADDRESS, HOME) == ["locked"]


def test_a_practice_that_has_set_nothing_asks_as_the_product_does(
    cedar: Cast, it: tuple[UUID, int]
) -> None:
    with scope(cedar.practice_id):
        Call.objects.update(asked_by=None)
    assert outcome(cedar, it, NAME) is True
    assert compare(cedar, it, BIRTH, "3/14/79").standing is Standing.VERIFIED
