"""Calls that are not a patient's, and the list of known callers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ringback.rules import knowncaller
from ringback.rules.knowncaller import (
    OPTIONS,
    Call,
    KnownCaller,
    Meaning,
    NextTime,
    NotAPatient,
    Recording,
)
from ringback.rules.queue import Level
from ringback.rules.reason import Reason
from tests.rules.reasons import codes

UNHURRIED = settings(deadline=None)  # a busy machine is no failure

NUMBER, OTHER = "+12025550147", "+12025550148"
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
DANA, MARA = UUID(int=1), UUID(int=2)
CATEGORIES = frozenset({"PRO", "REFER"})


def call(**changes: Any) -> Call:
    return Call(**({"number": NUMBER, "is_patients": False} | changes))


def entry(next_time: NextTime = NextTime.SET_ASIDE, **changes: Any) -> KnownCaller:
    given = {
        "number": NUMBER,
        "who": NotAPatient.ROBOCALL,
        "next_time": next_time,
        "added_at": NOW,
        "added_by": DANA,
    }
    return KnownCaller(**(given | changes))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"is_patients": True}, []),
        ({"recording": Recording.SILENT}, ["listen_first"]),
        ({"recording": Recording.SPEECH}, ["listen_first"]),
        ({"recording": Recording.NOT_KNOWN}, ["listen_first"]),
        ({"recording": Recording.SPEECH, "heard": True}, []),
        ({"level": Level.CLINICAL}, ["flagged"]),
        ({"level": Level.EMERGENCY, "recording": Recording.SPEECH}, ["flagged", "listen_first"]),
    ],
)
def test_it_is_closed_once_somebody_has_listened_unless_it_is_flagged(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert codes(knowncaller.closing_refusals(call(**changes))) == expected


def test_every_kind_of_caller_has_its_choices_and_may_always_be_looked_at_again() -> None:
    assert set(OPTIONS) == set(NotAPatient)
    assert all(NextTime.AS_NOW in options for options in OPTIONS.values())
    usual = {who: options[0] for who, options in OPTIONS.items()}
    assert usual == {
        NotAPatient.VENDOR: NextTime.ROUTINE,
        NotAPatient.ROBOCALL: NextTime.SET_ASIDE,
        NotAPatient.FAX_TONE: NextTime.AS_NOW,
        NotAPatient.APPLICANT: NextTime.ROUTINE,
        NotAPatient.PERSONAL: NextTime.AS_NOW,
        NotAPatient.OTHER_OFFICE: NextTime.ITS_CATEGORY,
    }
    set_aside = [who for who, options in OPTIONS.items() if NextTime.SET_ASIDE in options]
    assert set_aside == [NotAPatient.ROBOCALL]
    assert set(knowncaller.IN_WORDS) == set(NextTime)


ROBOT, OFFICE, VENDOR = NotAPatient.ROBOCALL, NotAPatient.OTHER_OFFICE, NotAPatient.VENDOR


@pytest.mark.parametrize(
    ("changes", "who", "chosen", "category", "expected"),
    [
        ({}, ROBOT, NextTime.SET_ASIDE, None, []),
        ({"recording": Recording.SPEECH, "heard": True}, ROBOT, NextTime.SET_ASIDE, None, []),
        ({"recording": Recording.SPEECH}, ROBOT, NextTime.SET_ASIDE, None, ["listen_first"]),
        ({"is_patients": True}, ROBOT, NextTime.SET_ASIDE, None, ["a_patients_number"]),
        (
            {"is_patients": True, "level": Level.URGENT},
            ROBOT,
            NextTime.SET_ASIDE,
            None,
            ["flagged", "a_patients_number"],
        ),
        ({"number": "anonymous"}, ROBOT, NextTime.SET_ASIDE, None, ["no_number"]),
        ({"number": ""}, ROBOT, NextTime.SET_ASIDE, None, ["no_number"]),
        ({"number": ""}, ROBOT, NextTime.AS_NOW, None, []),
        ({}, ROBOT, NextTime.ROUTINE, None, ["not_offered"]),
        ({}, VENDOR, NextTime.SET_ASIDE, None, ["not_offered"]),
        ({}, VENDOR, NextTime.ROUTINE, None, []),
        ({"is_patients": True}, VENDOR, NextTime.ROUTINE, None, []),
        ({}, OFFICE, NextTime.ITS_CATEGORY, "PRO", []),
        ({}, OFFICE, NextTime.ITS_CATEGORY, "NONE", ["which_category"]),
        ({}, OFFICE, NextTime.ITS_CATEGORY, None, ["which_category"]),
        ({}, NotAPatient.PERSONAL, NextTime.ROUTINE, None, ["not_offered"]),
    ],
)
def test_what_the_next_call_means_may_be_chosen(
    changes: dict[str, Any],
    who: NotAPatient,
    chosen: NextTime,
    category: str | None,
    expected: list[str],
) -> None:
    found = knowncaller.next_time_refusals(
        call(**changes), who, chosen, category=category, categories=CATEGORIES
    )
    assert codes(found) == expected


def test_the_question_shows_each_choice_with_what_stands_against_it() -> None:
    shown = knowncaller.offered(call(is_patients=True), ROBOT, CATEGORIES)
    assert [(each, codes(reasons)) for each, reasons in shown] == [
        (NextTime.SET_ASIDE, ["a_patients_number"]),
        (NextTime.AS_NOW, []),
    ]
    assert knowncaller.offered(call(), OFFICE, CATEGORIES) == (
        (NextTime.ITS_CATEGORY, ()),
        (NextTime.AS_NOW, ()),
    )
    (first, _) = knowncaller.offered(call(), OFFICE, frozenset())
    assert codes(first[1]) == ["which_category"]


@pytest.mark.parametrize(
    ("changes", "entries", "next_time", "tightens", "expected"),
    [
        ({}, [], NextTime.AS_NOW, True, []),
        ({"number": ""}, [], NextTime.AS_NOW, False, []),
        ({"number": ""}, [entry(number="")], NextTime.AS_NOW, False, []),
        ({"number": OTHER}, [entry()], NextTime.AS_NOW, True, []),
        ({}, [entry()], NextTime.SET_ASIDE, False, ["known_robot"]),
        ({}, [entry(undone_at=NOW)], NextTime.AS_NOW, True, []),
        ({"is_patients": True}, [entry()], NextTime.AS_NOW, True, ["a_patients_number"]),
        ({"recording": Recording.SILENT}, [entry()], NextTime.SET_ASIDE, False, ["known_robot"]),
        ({"recording": Recording.SPEECH}, [entry()], NextTime.AS_NOW, False, ["look_at_it"]),
        ({"recording": Recording.NOT_KNOWN}, [entry()], NextTime.AS_NOW, False, ["look_at_it"]),
        ({"level": Level.CLINICAL}, [entry()], NextTime.AS_NOW, False, ["look_at_it"]),
        (
            {"recording": Recording.SPEECH, "level": Level.URGENT},
            [entry(NextTime.ROUTINE)],
            NextTime.ROUTINE,
            False,
            ["known_routine"],
        ),
        ({}, [entry(NextTime.AS_NOW)], NextTime.AS_NOW, False, []),
        (
            {},
            [entry(), entry(NextTime.ROUTINE, added_at=NOW + timedelta(days=1))],
            NextTime.ROUTINE,
            False,
            ["known_routine"],
        ),
        (
            {},
            [entry(), entry(NextTime.ROUTINE, added_at=NOW + timedelta(1), undone_at=NOW)],
            NextTime.SET_ASIDE,
            False,
            ["known_robot"],
        ),
    ],
)
def test_a_call_means_what_the_list_says_of_its_number(
    changes: dict[str, Any],
    entries: list[KnownCaller],
    next_time: NextTime,
    tightens: bool,
    expected: list[str],
) -> None:
    found = knowncaller.meaning(call(**changes), entries)
    assert (found.next_time, found.tightens, codes(found.reasons)) == (
        next_time,
        tightens,
        expected,
    )


def test_a_known_offices_call_goes_to_its_category() -> None:
    found = knowncaller.meaning(call(), [entry(NextTime.ITS_CATEGORY, category="PRO")])
    reason = Reason(code="known_office", words=knowncaller.KNOWN_OFFICE)
    assert found == Meaning(
        next_time=NextTime.ITS_CATEGORY, category="PRO", tightens=False, reasons=(reason,)
    )


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from(NextTime),
        number=st.sampled_from([NUMBER, OTHER]),
        added_at=st.integers(0, 9).map(lambda day: NOW + timedelta(days=day)),
        undone_at=st.sampled_from([None, NOW]),
    ),
    max_size=5,
)
CALLS = st.builds(
    Call,
    number=st.sampled_from([NUMBER, OTHER, "", "anonymous"]),
    is_patients=st.booleans(),
    recording=st.sampled_from(Recording),
    heard=st.booleans(),
    level=st.sampled_from(Level),
)


@UNHURRIED
@given(CALLS, ENTRIES)
def test_nothing_on_the_list_sets_aside_a_patient_a_voice_or_anything_flagged(
    one: Call, entries: list[KnownCaller]
) -> None:
    found = knowncaller.meaning(one, entries)
    if found.next_time is NextTime.SET_ASIDE:
        assert not one.is_patients
        assert one.recording in {Recording.NONE, Recording.SILENT}
        assert one.level is Level.ROUTINE
        assert one.number in {each.number for each in entries if each.undone_at is None}
    known = {each.number for each in entries if each.undone_at is None}
    assert found.tightens == (
        one.number in {NUMBER, OTHER} and (one.is_patients or one.number not in known)
    )


def test_every_tenth_call_set_aside_is_looked_at() -> None:
    assert [n for n in range(31) if knowncaller.in_review_sample(n)] == [10, 20, 30]


def test_an_entry_is_undone_once_and_what_it_set_aside_comes_back() -> None:
    ids = (UUID(int=7), UUID(int=8))
    found = knowncaller.undone(entry(), set_aside=ids, by=MARA, now=NOW)
    assert found is not None
    assert (found.entry, found.comes_back) == (entry(undone_at=NOW, undone_by=MARA), ids)
    assert knowncaller.undo_refusals(entry()) == ()
    assert codes(knowncaller.undo_refusals(found.entry)) == ["undone_already"]
    assert knowncaller.undone(found.entry, set_aside=ids, by=DANA, now=NOW) is None
    assert knowncaller.meaning(call(), [found.entry]).next_time is NextTime.AS_NOW
