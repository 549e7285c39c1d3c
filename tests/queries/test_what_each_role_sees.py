"""What each role sees of one callback, field by field: in the list, on its page, at every door."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.actions import claim, done, door, escalation, note, opening, waiting
from ringback.models import Callback, Practice
from ringback.queries import person, queue
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cast import NOON, came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.queries.callback import CallbackView
    from ringback.queries.queue import QueueRow
    from ringback.rules.access import Actor
    from tests.cast import Cast

VISIT = date(2026, 12, 14)
"""Three weeks after NOON: no visit of today or tomorrow."""

CANARY = {
    "name": "Quetzalina Vandermolen",
    "phone": "+12025550188",
    "text": "born on March 3, 1961, my heliotrope rash is back",
    "best_time": "after the marmalade class",
}
TELLS = ("Quetzalina", "Vandermolen", "0188", "1961", "March 3", "heliotrope", "marmalade")
"""What would give the patient away: name, number, birth date and words."""

IN_THE_LIST = {
    "id", "rank", "due_at", "received_at", "fence", "stage", "level", "category",
    "category_version_id", "kind", "source", "last_arrival_at", "arrivals", "due_why", "language",
    "read_at", "next_party", "next_attempt_at", "promised_at", "review_at", "outcome_needed",
    "tries", "last_result", "last_tried_at", "owner_id", "lease_until", "came_back",
    "came_back_at", "owner_name", "category_name", "hand", "hand_name", "hand_post",
}  # fmt: skip
"""Category, urgency, due, arrived, tried, outcome needed, language, who has it and from whom."""

WHOLE = IN_THE_LIST | {"name", "phone", "words", "visit_date", "hand_why"}
SEES = {
    # role: in the list, of their own
    Role.ASSISTANT: (IN_THE_LIST, WHOLE),
    Role.FRONT_DESK: (WHOLE, WHOLE),
    Role.CLINICIAN: (WHOLE, WHOLE),
    Role.MANAGER: (WHOLE, WHOLE),
}
NOBODYS_TO_SEE = (Role.AUDITOR, Role.ADMIN)

ON_THE_PAGE = {
    "name", "phone", "words", "visit_date", "best_time", "arrivals", "notes", "facts", "heard",
}  # fmt: skip
"""What of the page is a patient's; all the rest is routing, or the practice's own."""


def put(cast: Cast, it: UUID, **values: Any) -> None:
    with scope(cast.practice_id):
        Callback.objects.filter(id=it).update(**values)


@pytest.fixture
def canary(cedar: Cast) -> UUID:
    """One callback that has everything a callback can have of a patient."""
    it = came_in(cedar.dana, **CANARY).callback_id
    assert it is not None
    fence = claim.claim(it, by=cedar.dana, now=NOON).fence
    said = "Reached Quetzalina; the heliotrope rash is worse and she asks for an appointment."
    note.sign(it, said, by=cedar.dana, now=NOON, fence=fence)
    claim.release(it, by=cedar.dana, now=NOON, fence=fence)
    put(
        cedar, it, visit_date=VISIT, heard=["marmalade"], last_result="no_answer", tries=1,
        last_tried_at=NOON, outcome_needed="a time that suits", read_at=NOON, language="en",
        due_why="a visit", review_at=NOON, next_attempt_at=NOON, promised_at=NOON,
        hand="handed", hand_name="Mara Lindt", hand_why="the heliotrope rash",
    )  # fmt: skip
    return it


def someone(cast: Cast, *roles: Role) -> Actor:
    lanes = ["MISSED"] if set(roles) == {Role.ASSISTANT} else None
    return joined("Sam Test", cast.practice_id, roles, lanes=lanes)


def row(who: Actor, it: UUID, **wanted: Any) -> QueueRow:
    asked = queue.wanted(who, now=wanted.pop("now", NOON), **wanted)
    (found,) = [each for each in queue.page(who, asked).rows if each.id == it]
    return found


def shown(found: QueueRow) -> set[str]:
    return {name for name, value in found._asdict().items() if value is not None}


def given(view: CallbackView) -> set[str]:
    """The fields of the page that say something of the patient."""
    arrivals = [each for each in view.arrivals if each.text or each.best_time]
    found = {each.name: getattr(view, each.name) for each in fields(view)}
    found["arrivals"] = arrivals
    return {name for name in ON_THE_PAGE if found[name]}


@pytest.mark.parametrize("owns", [False, True])
@pytest.mark.parametrize("role", SEES)
def test_the_row_of_each_role_has_exactly_these_fields(
    cedar: Cast, canary: UUID, role: Role, owns: bool
) -> None:
    who = someone(cedar, role)
    unset = {"owner_id", "lease_until", "owner_name", "came_back_at"}
    if owns:
        claim.claim(canary, by=who, now=NOON)
        unset = {"came_back_at"}
    nothing_yet = {name for name in unset if getattr(row(who, canary), name) is None}
    assert shown(row(who, canary)) == SEES[role][owns] - nothing_yet
    assert nothing_yet <= unset


@pytest.mark.parametrize("role", NOBODYS_TO_SEE)
def test_who_sees_no_patient_has_no_row_and_no_page(cedar: Cast, canary: UUID, role: Role) -> None:
    client = signed_in(who := someone(cedar, role))
    assert queue.page(who, queue.wanted(who, now=NOON)).rows == []
    searched = client.post("/search", {"q": CANARY["name"]})
    answers = [client.get("/"), client.get(f"/callbacks/{canary}"), searched]
    told = "".join(each.content.decode() for each in answers)
    assert [each for each in TELLS if each in told.replace(f'value="{CANARY["name"]}"', "")] == []


@pytest.mark.parametrize("owns", [False, True])
@pytest.mark.parametrize("role", SEES)
def test_the_page_of_each_role_says_of_the_patient_what_the_row_does(
    cedar: Cast, canary: UUID, role: Role, owns: bool
) -> None:
    who = someone(cedar, role)
    if owns:
        claim.claim(canary, by=who, now=NOON)
    view = opening.opened(canary, by=who, now=NOON)
    whole = {"name", "phone", "words", "visit_date", "best_time", "arrivals", "notes", "heard"}
    assert given(view) == (whole if "name" in SEES[role][owns] else set())


def every_door(who: Actor, it: UUID) -> dict[str, str]:
    """What this person gets of it wherever they may look."""
    client = signed_in(who)
    token = door.issue_token("test", by=who, now=NOON)
    machine = {"HTTP_AUTHORIZATION": f"Bearer {token}"}
    reads = {
        "list": client.get("/"),
        "rows": client.get("/?rows=1"),
        "search": client.post("/search", {"q": CANARY["phone"]}),
        "page": client.get(f"/callbacks/{it}"),
        "json list": client.get("/api/v1/queue", **machine),
        "json": client.get(f"/api/v1/callbacks/{it}", **machine),
        "forged": client.post(f"/callbacks/{it}/done", {"fence": "1"}),
        "not theirs": client.post(f"/callbacks/{it}/notes", {"fence": "9", "note": "x"}),
        "json refused": client.post(
            f"/api/v1/callbacks/{it}/done", {}, "application/json", HTTP_IF_MATCH='"9"', **machine
        ),
    }
    return {name: answer.content.decode() for name, answer in reads.items()}


def test_an_assistant_gets_nothing_of_it_at_any_door(cedar: Cast, canary: UUID) -> None:
    doors = every_door(cedar.vik, canary)
    # The page repeats what was searched for to whoever typed it.
    doors["search"] = doors["search"].replace(CANARY["phone"], "")
    found = {name: [each for each in TELLS if each in text] for name, text in doors.items()}
    assert {name: tells for name, tells in found.items() if tells} == {}
    view = repr(opening.opened(canary, by=cedar.vik, now=NOON))
    assert [each for each in TELLS if each in view] == []


def test_the_front_desk_gets_it_at_the_doors_that_show_it(cedar: Cast, canary: UUID) -> None:
    doors = every_door(cedar.dana, canary)
    assert {name for name, text in doors.items() if "Vandermolen" in text} >= {
        "list", "rows", "search", "page", "json list", "json",
    }  # fmt: skip


def test_an_assistant_who_closed_it_sees_no_more_of_it_than_before(
    cedar: Cast, canary: UUID
) -> None:
    fence = claim.claim(canary, by=cedar.vik, now=NOON).fence
    assert row(cedar.vik, canary).name == CANARY["name"]
    claim.release(canary, by=cedar.vik, now=NOON, fence=fence)
    assert shown(row(cedar.vik, canary)) & {"name", "phone", "words", "visit_date"} == set()


@pytest.mark.parametrize(("days", "seen"), [(0, True), (1, True), (2, False), (-1, False)])
def test_a_visit_of_today_or_tomorrow_is_told_because_it_presses(
    cedar: Cast, canary: UUID, days: int, seen: bool
) -> None:
    day = date(2026, 11, 23) + timedelta(days=days)
    put(cedar, canary, visit_date=day)
    told = day if seen else None
    assert row(cedar.vik, canary).visit_date == told
    assert opening.opened(canary, by=cedar.vik, now=NOON).visit_date == told


def test_several_roles_see_what_any_of_them_sees(cedar: Cast, canary: UUID) -> None:
    both = someone(cedar, Role.ASSISTANT, Role.CLINICIAN)
    unset = {"owner_id", "lease_until", "owner_name", "came_back_at"}
    assert shown(row(both, canary)) | unset == WHOLE | unset


# First names, where a practice wants them


def with_first_names(who: Actor) -> Actor:
    Practice.objects.filter(id=who.practice_id).update(shows_first_names=True)
    found = person.actor(who.person_id, who.practice_id, via="web")
    assert found is not None
    return found


def test_a_practice_may_show_first_names_and_nothing_more(cedar: Cast, canary: UUID) -> None:
    assert row(cedar.vik, canary).name is None
    vik = with_first_names(cedar.vik)
    assert (row(vik, canary).name, row(vik, canary).phone) == ("Quetzalina V.", None)
    view = opening.opened(canary, by=vik, now=NOON)
    assert (view.name, view.phone, view.words) == ("Quetzalina V.", None, None)
    doors = every_door(vik, canary)
    for name in ("list", "rows", "page", "json list", "json"):
        assert [each for each in TELLS if each in doors[name]] == ["Quetzalina"]
    assert "Quetzalina V." in doors["list"]
    assert json.loads(doors["json"])["name"] == "Quetzalina V."


def test_first_names_change_nothing_for_whoever_sees_the_name(cedar: Cast, canary: UUID) -> None:
    assert row(with_first_names(cedar.dana), canary).name == CANARY["name"]


# What a clinician wrote


@pytest.fixture
def answered(cedar: Cast) -> UUID:
    """A clinician took it, wrote a note of their own, and said what to tell the patient."""
    it = came_in(cedar.dana, **CANARY).callback_id
    assert it is not None
    fence = claim.claim(it, by=cedar.vik, now=NOON).fence
    waiting.escalate(it, by=cedar.vik, now=NOON, fence=fence, words="May she take it twice?")
    escalation.accept(it, by=cedar.osei, now=NOON)
    fence = opening.opened(it, by=cedar.osei, now=NOON).fence
    clinical = "Called her; likely dermatomyositis, and I ordered aldolase for Tuesday."
    note.sign(it, clinical, by=cedar.osei, now=NOON, fence=fence)
    escalation.answer(it, "Come in on Tuesday at nine.", by=cedar.osei, now=NOON, fence=fence)
    return it


def test_a_clinicians_note_is_for_clinicians_even_after_it_is_handed_back(
    cedar: Cast, answered: UUID
) -> None:
    claim.claim(answered, by=cedar.vik, now=NOON)
    view = opening.opened(answered, by=cedar.vik, now=NOON)
    assert view.mine
    assert "aldolase" not in repr(view)
    assert view.answer is not None
    assert view.answer.value == "Come in on Tuesday at nine."
    page = signed_in(cedar.vik).get(f"/callbacks/{answered}").content.decode()
    assert ("aldolase" in page, "Come in on Tuesday at nine." in page) == (False, False)
    for who in (cedar.dana, cedar.mara):
        assert "aldolase" not in repr(opening.opened(answered, by=who, now=NOON))
    assert "aldolase" in repr(opening.opened(answered, by=cedar.osei, now=NOON))


def test_before_they_take_it_an_assistant_does_not_see_the_answer_either(
    cedar: Cast, answered: UUID
) -> None:
    assert "Tuesday" not in repr(opening.opened(answered, by=cedar.vik, now=NOON))


def test_what_a_clinician_decided_is_only_said_to_be_there(cedar: Cast) -> None:
    it = came_in(cedar.dana, category="RX", **CANARY).callback_id
    assert it is not None
    fence = claim.claim(it, by=cedar.osei, now=NOON).fence
    done.record(it, {"decision": "needs a visit"}, by=cedar.osei, now=NOON, fence=fence)
    (fact,) = opening.opened(it, by=cedar.dana, now=NOON).facts
    assert (fact.code, fact.value, fact.withheld) == ("decision", None, True)
    (fact,) = opening.opened(it, by=cedar.osei, now=NOON).facts
    assert (fact.value, fact.withheld) == ("needs a visit", False)
    assert b"for clinicians to read" in signed_in(cedar.dana).get(f"/callbacks/{it}").content
