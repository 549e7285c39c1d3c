"""The card of how they are reached: what it lets one settle, whom, when, and the plain forms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ringback.models import ContactRule, PatientNumber
from ringback.queries.scope import scope
from tests import patients
from tests.signing import signed_in
from tests.web.test_calling import Desk

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

SAID = "no voicemail at all"
CONFIRM, OTHERWISE = "Confirm<", "They say otherwise<"


class Card(Desk):
    """Dana with Tom's matter in hand, who seems to have asked for something."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast, birth_date=date(1979, 3, 14), record_number="MRN004711")
        self.rule: UUID = patients.rule(
            cast, self.patient, "voicemail", level="none", said=SAID, confirmed=False
        )

    def verify(self, *, closer: bool = False) -> None:
        self.send("call")
        self.check("name")
        self.check("birth_date", said="3/14/79")
        if closer:
            self.send("call-situation", situation="contact_change")
            self.check("record_number", said="MRN004711")


@pytest.fixture
def card(cedar: Cast) -> Card:
    return Card(cedar)


def offered(page: str) -> list[bool]:
    return [each in page for each in (CONFIRM, OTHERWISE, "Their new number")]


def test_before_the_check_it_says_who_confirms_and_offers_nothing(card: Card) -> None:
    card.send("call")
    page = card.page()
    assert offered(page) == [False, False, False]
    assert "To be confirmed: by you once they are verified in a call, or by a manager." in page


def test_verified_it_is_confirmed_with_a_plain_form(card: Card) -> None:
    card.verify()
    page = card.page()
    assert offered(page) == [True, True, False]
    assert f'action="/callbacks/{card.it}/asked"' in page
    assert card.send("asked", so="confirm", rule=card.rule).status_code == 302
    assert offered(card.page()) == [False, True, False]
    with scope(card.cast.practice_id):
        assert ContactRule.objects.get().confirmed_by_id == card.cast.dana.person_id


def test_a_refusal_stands_on_the_page(card: Card) -> None:
    card.send("call")
    answer = card.send("asked", so="otherwise", rule=card.rule)
    assert answer.status_code == 409
    assert "Only somebody verified in this call may change this." in answer.content.decode()


def test_a_manager_takes_it_back_without_a_call(card: Card) -> None:
    mara, at = signed_in(card.cast.mara), f"/callbacks/{card.it}"
    assert offered(mara.get(at).content.decode()) == [True, True, False]
    form = {"fence": card.fence, "so": "otherwise", "rule": card.rule}
    assert mara.post(f"{at}/asked", form).status_code == 302
    assert SAID not in mara.get(at).content.decode()


def test_a_new_number_is_written_and_the_old_one_is_told(card: Card) -> None:
    card.verify()
    assert "Their new number" not in card.page()
    card.verify(closer=True)
    assert "Their new number" in card.page()
    form = {"new_number": "(202) 555-0131", "label": "new mobile", "preferred": "yes"}
    assert card.send("new-number", **form).status_code == 302
    page = card.page()
    assert "new mobile" in page
    assert "Send word of the change to the old number or address" in page
    with scope(card.cast.practice_id):
        assert PatientNumber.objects.get(flag="preferred").number == "+12025550131"
    assert card.send("old-told", how="old_number").status_code == 302
    assert "Send word of the change" not in card.page()
    assert "told the old contact of the change" in card.page()


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("asked", {"so": "confirm", "rule": "nothing"}),
        ("asked", {"so": "whatever", "rule": "6a7f1c1e-0000-7000-8000-000000000000"}),
        ("old-told", {"how": "by pigeon"}),
    ],
)
def test_no_form_of_ours_is_unreadable(card: Card, path: str, form: dict[str, str]) -> None:
    assert card.send(path, **form).status_code == 400
