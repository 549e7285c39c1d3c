"""The page of what callers are asked for: tried, saved, in versions, and never too little."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from ringback.queries import policy
from ringback.queries.scope import scope
from ringback.rules.policy import Part
from tests.signing import signed_in
from tests.web.checkingform import KINDS, checking
from tests.web.test_hours import text

if TYPE_CHECKING:
    from tests.cast import Cast

PAGE = "/setup/checking"


def newest(cast: Cast) -> policy.PartVersion:
    with scope(cast.practice_id):
        found = policy.current(cast.practice_id, Part.VERIFICATION)
    assert found is not None
    return found


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "ines"])
def test_everybody_reads_what_is_asked_and_what_it_comes_to(cedar: Cast, who: str) -> None:
    page = text(signed_in(getattr(cedar, who)).get(PAGE))
    assert "The patient, at a number on file Verified: it may be told." in page
    assert "A parent One more detail must agree. Ask for it and compare." in page
    assert ("Wrong answers that lock 5" in page) == ("Save it" not in page) == (who != "ines")


def test_it_is_tried_before_it_is_saved(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    tried = text(client.post(PAGE, checking(do="try", needed="3", reason="")))
    assert "Not saved yet: what it would come to" in tried
    assert "The patient, at a number on file One more detail must agree." in tried
    assert newest(cedar).version == 1
    parent = {"callers-parent-identifiers": ["name", "phone", "record_number"]}
    change = {"needed": "3", "only_in_chart": ["address"], "wrong_tries": "3", **parent}
    assert client.post(PAGE, checking(**change)).status_code == 302
    assert "Saved." in text(client.get(PAGE))
    assert (newest(cedar).version, newest(cedar).reason) == (2, "after the review")
    kept = newest(cedar).written
    assert (kept["needed"], kept["only_in_chart"], kept["wrong_tries"]) == (3, ["address"], 3)
    assert kept["callers"]["parent"]["identifiers"] == ["name", "phone", "record_number"]
    assert kept["callers"]["guardian"] == {"needed": 3, "identifiers": KINDS}


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"needed": "1"}, "needed", "Must agree: Fewer than two would prove nothing."),
        ({"needed": "two"}, "needed", "Must agree: Fewer than two would prove nothing."),
        ({"needed_with_care": "2"}, "needed_with_care", "Must agree with special care: Where more"),
        ({"wrong_tries": "6"}, "wrong_tries", "Wrong answers that lock: Write 2 to 5. More than"),
        ({"identifiers": ["name"]}, "identifiers", "What a patient may be asked for: Name at"),
        (
            {"callers-parent-needed": "2"},
            "callers-parent-needed",
            "A parent: Where more is at stake, one detail more than two must agree.",
        ),
        (
            {"callers-guardian-identifiers": ["name", "phone", "shoe size"]},
            "callers-guardian-identifiers",
            "A guardian: Shoe size is nothing we can compare.",
        ),
        ({"reason": ""}, "reason", "Say why you change it: the next person will ask."),
    ],
)
def test_less_than_the_least_is_refused_at_its_box(
    cedar: Cast, change: dict[str, Any], field: str, words: str
) -> None:
    answer = signed_in(cedar.mara).post(PAGE, checking(**change))
    assert answer.status_code == 422
    assert f'id="{field}-wrong">{words}' in unescape(answer.content.decode())
    assert newest(cedar).version == 1
    if field != "reason":
        tried = signed_in(cedar.mara).post(PAGE, checking(do="try", **change))
        assert tried.status_code == 422


def test_a_stale_form_keeps_what_was_typed(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PAGE, checking(wrong_tries="4"))
    answer = client.post(PAGE, checking(wrong_tries="3"))
    assert answer.status_code == 412
    assert 'name="wrong_tries" value="3"' in answer.content.decode()
    assert newest(cedar).written["wrong_tries"] == 4


def test_only_who_sets_the_practice_up_changes_it(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    assert client.post(PAGE, checking()).status_code == 403
    assert client.post(PAGE, checking(do="try")).status_code == 403


def test_versions_stand_side_by_side_and_one_is_restored(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(PAGE, checking(wrong_tries="3"))
    page = text(client.get("/setup/versions/verification?one=1&other=2"))
    assert "Wrong answers that lock changed 5 3" in page
    client.post("/setup/versions/verification/1", {"seen": "2"})
    assert (newest(cedar).version, newest(cedar).written["wrong_tries"]) == (3, 5)
