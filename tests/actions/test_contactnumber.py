"""A number that is not theirs is marked for every matter; another one is chosen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import attempt, calling, contactnumber, puttingright, theycalled, undo
from ringback.actions.act import Refused, Stale
from ringback.actions.attempt import Made
from ringback.actions.puttingright import Wrong
from ringback.actions.theycalled import Rang
from ringback.models import Call, Callback, PatientNumber
from ringback.queries import callback as callbacks
from ringback.queries import onfile
from ringback.queries.scope import scope
from ringback.rules.attempt import Result, Side
from ringback.rules.puttingright import Said, What
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.cast import NOON, a_number

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.after import After
    from tests.cast import Cast

SOON = NOON + timedelta(seconds=2)


def on_file(cast: Cast, **given: Any) -> tuple[UUID, int, UUID, str]:
    it, fence = taken(cast, **given)
    number = records.callback(cast, it).phone
    patient = patients.on_file(cast)
    patients.number(cast, patient, number)
    patients.whose(cast, it, patient)
    return it, fence, patient, number


def flags(cast: Cast, patient: UUID) -> dict[str, str]:
    with scope(cast.practice_id):
        found = PatientNumber.objects.filter(patient_id=patient)
        return dict(found.values_list("number", "flag"))


def after(cast: Cast, it: UUID) -> After:
    with scope(cast.practice_id):
        view = callbacks.view(it, cast.dana, now=SOON)
    assert view is not None
    return view.after


@pytest.mark.parametrize(
    ("result", "flag"),
    [(Result.WRONG_NUMBER, "wrong"), (Result.GREETING_MISMATCH, "greeting_mismatch")],
)
def test_it_is_marked_asked_about_and_put_right_by_undoing(
    cedar: Cast, result: Result, flag: str
) -> None:
    it, fence, patient, number = on_file(cedar)
    other = a_number()
    patients.number(cedar, patient, other, label="work")
    attempt.log(it, Made(result=result), by=cedar.dana, now=NOON, fence=fence)
    assert flags(cedar, patient) == {number: flag, other: "allowed"}
    asked = after(cedar, it).another_number
    assert asked is not None
    assert (asked.result, asked.others) == (result, ((other, "work"),))
    undo.undo(it, by=cedar.dana, now=SOON)
    assert flags(cedar, patient) == {number: "allowed", other: "allowed"}
    assert after(cedar, it).another_number is None


def test_a_marked_number_is_not_dialled_and_another_one_is(cedar: Cast) -> None:
    it, fence, _, number = on_file(cedar)
    attempt.log(it, Made(result=Result.WRONG_NUMBER), by=cedar.dana, now=NOON, fence=fence)
    with pytest.raises(Refused):
        calling.begin(it, by=cedar.dana, now=NOON, fence=fence)
    other = a_number()
    contactnumber.use(it, other, by=cedar.dana, now=NOON, fence=fence)
    assert records.callback(cedar, it).phone == other
    assert after(cedar, it).another_number is None
    calling.begin(it, by=cedar.dana, now=NOON, fence=fence)
    with pytest.raises(Refused):
        contactnumber.use(it, number, by=cedar.dana, now=NOON, fence=fence)


@pytest.mark.parametrize("typed", ["", "12", "anonymous", "the same"])
def test_what_is_no_other_number(cedar: Cast, typed: str) -> None:
    it, fence, _, number = on_file(cedar)
    with pytest.raises(Refused):
        contactnumber.use(
            it, number if typed == "the same" else typed, by=cedar.dana, now=NOON, fence=fence
        )
    with pytest.raises(Stale):
        contactnumber.use(it, a_number(), by=cedar.dana, now=NOON, fence=fence + 1)


def test_with_nobody_on_file_it_is_asked_about_all_the_same(cedar: Cast) -> None:
    it, fence = taken(cedar)
    attempt.log(it, Made(result=Result.WRONG_NUMBER), by=cedar.dana, now=NOON, fence=fence)
    asked = after(cedar, it).another_number
    assert asked is not None
    assert asked.others == ()


def test_a_call_to_somebody_else_marks_nothing(cedar: Cast) -> None:
    it, fence, patient, number = on_file(cedar)
    made = Made(result=Result.WRONG_NUMBER, party=Side.OTHER, party_name="Lab", number=number)
    attempt.log(it, made, by=cedar.dana, now=NOON, fence=fence)
    assert flags(cedar, patient) == {number: "allowed"}


LEFT = Made(result=Result.VOICEMAIL_LEFT, asks_greeting=True, greeting_matched=True)


def codes(cast: Cast, it: UUID, fence: int, made: Made) -> list[str]:
    with pytest.raises(Refused) as refusal:
        attempt.log(it, made, by=cast.dana, now=NOON, fence=fence)
    return [each.code for each in refusal.value.reasons]


def test_a_voicemail_is_the_permitted_words_filled_in_and_counts_once_a_day(cedar: Cast) -> None:
    it, fence, *_ = on_file(cedar, category="APPT", visit_date=NOON.date() + timedelta(days=4))
    shown = after(cedar, it).voicemail
    assert shown is not None
    assert shown.text.startswith("Hello, this is Dana from Cedar Street Family. Please call us at")
    assert [each in shown.text for each in ("{", "visit", "Whitfield")] == [False] * 3
    unheard = Made(result=Result.VOICEMAIL_LEFT, asks_greeting=True)
    assert codes(cedar, it, fence, unheard) == ["ask_the_greeting"]
    attempt.log(it, LEFT, by=cedar.dana, now=NOON, fence=fence)
    shown = after(cedar, it).voicemail
    assert shown is not None
    assert (shown.text, [each.code for each in shown.reasons]) == ("", ["one_a_day"])


def test_who_asked_for_none_gets_none(cedar: Cast) -> None:
    it, fence, patient, _ = on_file(cedar)
    patients.rule(cedar, patient, "voicemail", level="none")
    shown = after(cedar, it).voicemail
    assert shown is not None
    assert shown.text == ""
    assert codes(cedar, it, fence, LEFT) == [each.code for each in shown.reasons]


def not_on_file(cast: Cast) -> tuple[UUID, int, UUID]:
    """A callback of a patient on file, at a number that stands on no file of theirs."""
    it, fence = taken(cast)
    patient = patients.on_file(cast)
    patients.whose(cast, it, patient)
    return it, fence, patient


def test_undone_a_number_that_was_on_no_file_is_on_none_again(cedar: Cast) -> None:
    it, fence, patient = not_on_file(cedar)
    number = records.callback(cedar, it).phone
    attempt.log(it, Made(result=Result.WRONG_NUMBER), by=cedar.dana, now=NOON, fence=fence)
    undo.undo(it, by=cedar.dana, now=SOON)
    assert flags(cedar, patient) == {number: "not_on_file"}
    assert number not in labels(cedar, it)
    fence = records.callback(cedar, it).fence
    calling.begin(it, by=cedar.dana, now=SOON, fence=fence)
    with scope(cedar.practice_id):
        assert Call.objects.get().stakes == ["new_number"]


def labels(cast: Cast, it: UUID) -> dict[str, str]:
    """The numbers that count as the patient's."""
    with scope(cast.practice_id):
        return onfile.known(Callback.objects.get(id=it)).labels


def struck_through(cast: Cast, it: UUID, attempt_id: UUID) -> None:
    wrong = Wrong(what=What.TRY, id=attempt_id, reason="The other Tom", said=Said.NO)
    puttingright.strike(it, wrong, by=cast.dana, now=SOON)


def test_struck_through_it_marks_no_number_any_more(cedar: Cast) -> None:
    it, fence, patient, number = on_file(cedar)
    told = Made(result=Result.WRONG_NUMBER)
    made = attempt.log(it, told, by=cedar.dana, now=NOON, fence=fence)
    struck_through(cedar, it, made.attempt_id)
    assert flags(cedar, patient) == {number: "allowed"}
    other, fence, patient = not_on_file(cedar)
    made = attempt.log(other, told, by=cedar.dana, now=NOON, fence=fence)
    struck_through(cedar, other, made.attempt_id)
    assert list(flags(cedar, patient).values()) == ["not_on_file"]
    assert labels(cedar, other) == {}


def test_who_rings_from_a_number_that_is_not_theirs_is_asked_for_more(cedar: Cast) -> None:
    it, fence, _, number = on_file(cedar)
    attempt.log(it, Made(result=Result.WRONG_NUMBER), by=cedar.dana, now=NOON, fence=fence)
    theycalled.deal(it, Rang(number=number), by=cedar.dana, now=SOON, fence=None)
    with scope(cedar.practice_id):
        assert Call.objects.get(direction="in").stakes == ["new_number"]


def test_what_another_try_says_of_it_stays_said(cedar: Cast) -> None:
    it, fence, patient, number = on_file(cedar)
    told = Made(result=Result.WRONG_NUMBER)
    first = attempt.log(it, told, by=cedar.dana, now=NOON, fence=fence)
    attempt.log(it, told, by=cedar.dana, now=NOON, fence=fence)
    struck_through(cedar, it, first.attempt_id)
    assert flags(cedar, patient) == {number: "wrong"}
