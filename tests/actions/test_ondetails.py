"""What a patient says of how to reach them: settled by their word in the call, by no other's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringback.actions import calling, ondetails
from ringback.actions.act import Held, Refused, Stale
from ringback.models import ContactRule, PatientNumber
from ringback.queries import callback as callbacks
from ringback.queries.scope import scope
from ringback.rules.identifier import Identifier
from ringback.rules.ondetails import CHANGED, TOLD, How
from ringback.rules.verification import Caller
from tests import patients, records
from tests.actions.test_attempt import taken
from tests.actions.test_calling import begun
from tests.actions.test_checking import compare
from tests.cast import NOON

if TYPE_CHECKING:
    from collections.abc import Callable

    from ringback.queries.ondetails import OnDetails
    from ringback.rules.access import Actor
    from tests.cast import Cast

NEW = "(202) 555-0131"
WHOLE = "+12025550131"


class Tom:
    """Tom on file with a number and a wish only heard, and Dana on the phone with him."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.held = taken(cast)
        self.it, self.fence = self.held
        self.number = records.callback(cast, self.it).phone
        self.patient = patients.on_file(
            cast, birth_date=date(1979, 3, 14), record_number="MRN004711"
        )
        patients.number(cast, self.patient, self.number, label="mobile", flag="preferred")
        patients.whose(cast, self.it, self.patient)
        self.rule = patients.rule(
            cast, self.patient, "voicemail", level="none", said="no voicemail", confirmed=False
        )
        begun(cast, self.held)

    def verify(self, *, closer: bool = False) -> None:
        compare(self.cast, self.held, Identifier.NAME)
        compare(self.cast, self.held, Identifier.BIRTH_DATE, "3/14/79")
        if closer:
            calling.more_at_stake(self.it, by=self.cast.dana, now=NOON, fence=self.fence)
            compare(self.cast, self.held, Identifier.RECORD_NUMBER, "MRN004711")

    def settle(self, do: Callable[..., None], by: Actor | None = None) -> list[str]:
        """What was refused, or nothing."""
        by = by or self.cast.dana
        try:
            do(self.it, self.rule, by=by, now=NOON, fence=self.fence)
        except Refused as no:
            return [each.code for each in no.reasons]
        return []

    def add(self, typed: str = NEW, **given: object) -> list[str]:
        given = {"label": "new mobile", **given}
        try:
            ondetails.add_number(  # type: ignore[arg-type]
                self.it, typed, **given, by=self.cast.dana, now=NOON, fence=self.fence
            )
        except Refused as no:
            return [each.code for each in no.reasons]
        return []

    def told(self, how: How = How.LETTER) -> None:
        ondetails.told_old(self.it, how, by=self.cast.dana, now=NOON, fence=self.fence)

    def rules(self) -> list[tuple[bool, bool]]:
        """Whether each is confirmed, and whether taken back."""
        with scope(self.cast.practice_id):
            found = ContactRule.objects.values_list("confirmed_at", "removed_at")
            return [(bool(confirmed), bool(removed)) for confirmed, removed in found]

    def numbers(self) -> dict[str, tuple[str, str]]:
        with scope(self.cast.practice_id):
            found = PatientNumber.objects.values_list("number", "label", "flag")
            return {number: (label, flag) for number, label, flag in found}

    def seen(self, by: Actor | None = None) -> OnDetails:
        with scope(self.cast.practice_id):
            view = callbacks.view(self.it, by or self.cast.dana, now=NOON)
        assert view is not None
        return view.details


@pytest.fixture
def tom(cedar: Cast) -> Tom:
    return Tom(cedar)


def test_what_was_heard_is_confirmed_by_the_patient_verified_in_the_call(tom: Tom) -> None:
    assert tom.settle(ondetails.confirm) == ["not_verified_yet"]
    assert (tom.seen().asked, tom.seen().waits) == ((), True)
    tom.verify()
    assert not tom.seen().waits
    assert [(each.id, each.confirms) for each in tom.seen().asked] == [(tom.rule, True)]
    assert tom.settle(ondetails.confirm) == []
    assert tom.rules() == [(True, False)]
    assert tom.settle(ondetails.confirm) == ["no_longer"]
    (entry,) = records.journal(tom.cast, "contact rule confirmed", refused=False)
    assert entry.details == {"rule": str(tom.rule)}


def test_they_say_otherwise_and_it_stands_in_nobodys_way(tom: Tom) -> None:
    tom.verify()
    assert tom.settle(ondetails.take_back) == []
    assert (tom.rules(), tom.seen().asked) == ([(False, True)], ())
    assert tom.settle(ondetails.take_back) == ["no_longer"]
    assert len(records.journal(tom.cast, "contact rule taken back", refused=False)) == 1


def test_whoever_may_only_hear_about_them_settles_nothing(tom: Tom) -> None:
    entry = patients.authority(tom.cast, tom.patient)
    tom.verify()
    compare(tom.cast, tom.held, Identifier.RECORD_NUMBER, "MRN004711")
    standing = calling.say_caller(
        tom.it, Caller.AUTHORISED, by=tom.cast.dana, now=NOON, fence=tom.fence, authority_id=entry
    )
    assert standing == "verified"
    assert tom.settle(ondetails.take_back) == ["not_theirs_to_say"]
    assert (tom.seen().asked, tom.rules()) == ((), [(False, False)])


def test_a_manager_settles_it_without_a_call_and_nobody_else_for_the_owner(tom: Tom) -> None:
    tom.verify()
    with pytest.raises(Held):
        ondetails.confirm(tom.it, tom.rule, by=tom.cast.vik, now=NOON, fence=tom.fence)
    assert tom.seen(tom.cast.vik).asked == ()
    assert [each.id for each in tom.seen(tom.cast.mara).asked] == [tom.rule]
    assert tom.settle(ondetails.confirm, tom.cast.mara) == []
    with pytest.raises(Stale):
        ondetails.take_back(tom.it, tom.rule, by=tom.cast.mara, now=NOON, fence=tom.fence - 1)


def test_what_another_patient_asked_for_is_not_settled_here(tom: Tom) -> None:
    other = patients.on_file(tom.cast, "Ana Gomez")
    tom.rule = patients.rule(tom.cast, other, "name", confirmed=False)
    tom.verify()
    assert tom.settle(ondetails.take_back) == ["no_longer"]
    assert set(tom.rules()) == {(False, False)}


def test_nobody_on_file_has_asked_for_nothing(tom: Tom) -> None:
    patients.whose(tom.cast, tom.it, None)  # type: ignore[arg-type]
    assert tom.settle(ondetails.confirm, tom.cast.mara) == ["nobody_on_file"]


def test_a_new_number_asks_for_one_detail_more_and_is_then_on_file(tom: Tom) -> None:
    assert tom.add() == ["not_verified_yet"]
    tom.verify()
    assert (tom.add(), tom.seen().adds) == (["one_more_first"], False)
    calling.more_at_stake(tom.it, by=tom.cast.dana, now=NOON, fence=tom.fence)
    assert tom.add() == ["not_verified_yet"]
    compare(tom.cast, tom.held, Identifier.RECORD_NUMBER, "MRN004711")
    assert (tom.seen().adds, tom.seen().owed) == (True, False)
    assert tom.add("555-01") == ["whole_number"]
    assert tom.add() == []
    assert tom.numbers() == {
        tom.number: ("mobile", "preferred"),
        WHOLE: ("new mobile", "allowed"),
    }
    (entry,) = records.journal(tom.cast, CHANGED, refused=False)
    assert entry.details == {"patient": str(tom.patient)}


def test_of_several_numbers_one_is_preferred(tom: Tom) -> None:
    tom.verify(closer=True)
    assert tom.add(preferred=True) == []
    assert tom.numbers() == {tom.number: ("mobile", "allowed"), WHOLE: ("new mobile", "preferred")}
    assert tom.add(preferred=True) == ["on_file_already"]


def test_a_number_marked_as_anothers_is_theirs_again_and_a_blocked_one_is_not(tom: Tom) -> None:
    patients.number(tom.cast, tom.patient, WHOLE, label="old", flag="wrong")
    patients.number(tom.cast, tom.patient, "+12025550132", flag="blocked")
    tom.verify(closer=True)
    assert (tom.add(label=""), tom.add("202 555 0132")) == ([], ["blocked_by_them"])
    assert tom.numbers()[WHOLE] == ("old", "allowed")


def test_the_old_contact_is_owed_word_until_somebody_wrote_down_that_it_was_told(tom: Tom) -> None:
    with pytest.raises(Refused):
        tom.told()
    tom.verify(closer=True)
    tom.add()
    assert (tom.seen().owed, tom.seen().tells, tom.seen(tom.cast.mara).tells) == (True, True, False)
    with pytest.raises(Held):
        ondetails.told_old(tom.it, How.LETTER, by=tom.cast.osei, now=NOON, fence=tom.fence)
    tom.told()
    (entry,) = records.journal(tom.cast, TOLD, refused=False)
    assert (tom.seen().owed, entry.details) == (False, {"how": "letter"})


def test_what_is_owed_is_told_also_after_it_was_closed(tom: Tom) -> None:
    tom.verify(closer=True)
    tom.add()
    patients.ended(tom.cast, tom.it, NOON)
    tom.fence += 1
    assert (tom.seen(tom.cast.mara).owed, tom.seen(tom.cast.mara).tells) == (True, True)
    tom.told(How.OLD_NUMBER)
    assert not tom.seen(tom.cast.mara).owed
