"""Roles, posts and being on call: who may give them, to whom, and that it counts at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from ringback.actions import lanes, people
from ringback.actions.act import NotFound, NotPermitted, Refused, Stale
from ringback.queries import person, roster
from ringback.rules.access import Role
from ringback.rules.category import Post
from ringback.rules.lane import Drawn
from ringback.rules.roster import OnCall
from tests import records
from tests.cast import NOON, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from ringback.rules.access import Actor
    from tests.cast import Cast

HOUR = timedelta(hours=1)


def give(cast: Cast, whom: Actor, *roles: Role, seen: str = "", by: Actor | None = None) -> None:
    seen = seen or " ".join(sorted(whom.roles))
    people.set_roles(whom.person_id, roles, seen=seen, by=by or cast.mara, now=NOON)


def roles_of(cast: Cast, whom: Actor) -> frozenset[Role]:
    return roster.read(cast.mara, now=NOON).people[whom.person_id].roles


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def test_somebody_gets_other_roles_and_the_journal_says_from_what_to_what(cedar: Cast) -> None:
    give(cedar, cedar.dana, Role.FRONT_DESK, Role.AUDITOR)
    assert roles_of(cedar, cedar.dana) == {Role.FRONT_DESK, Role.AUDITOR}
    (entry,) = records.journal(cedar, "roles changed")
    assert (entry.subject_id, entry.actor_id, entry.refused, entry.details) == (
        cedar.dana.person_id,
        cedar.mara.person_id,
        False,
        {"from": ["front_desk"], "to": ["auditor", "front_desk"]},
    )


def test_an_open_session_acts_by_the_new_roles_at_once(cedar: Cast) -> None:
    window = signed_in(cedar.dana)
    assert window.get("/imports").status_code == 200
    give(cedar, cedar.dana, Role.AUDITOR)
    assert window.get("/imports").status_code == 403


def test_nobody_changes_their_own_roles(cedar: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        give(cedar, cedar.mara, Role.CLINICIAN, Role.MANAGER, by=cedar.mara)
    assert (codes(refusal), roles_of(cedar, cedar.mara)) == (["own_roles"], {Role.MANAGER})


def test_the_last_manager_stays_one(cedar: Cast) -> None:
    """Also where two managers change each other at the same moment."""
    second = joined("Max Second", cedar.practice_id, [Role.MANAGER])
    give(cedar, second, Role.FRONT_DESK)
    with pytest.raises(NotPermitted) as refusal:
        give(cedar, cedar.mara, Role.FRONT_DESK, by=second)
    assert codes(refusal) == ["not_permitted"]
    give(cedar, cedar.dana, Role.MANAGER)
    give(cedar, cedar.mara, Role.FRONT_DESK, by=now_as(cedar.dana))
    assert roles_of(cedar, cedar.mara) == {Role.FRONT_DESK}


def now_as(them: Actor) -> Actor:
    """The same person, with the roles they have now."""
    found = person.actor(them.person_id, them.practice_id, via="web")
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["dana", "vik", "osei", "ines"])
def test_only_managers_change_roles_and_a_try_is_written_down(cedar: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        give(cedar, cedar.mara, Role.FRONT_DESK, by=getattr(cedar, name))
    assert [entry.refused for entry in records.journal(cedar, "roles changed")] == [True]


def test_roles_changed_meanwhile_are_not_written_over(cedar: Cast) -> None:
    give(cedar, cedar.dana, Role.AUDITOR)
    with pytest.raises(Stale):
        give(cedar, cedar.dana, Role.CLINICIAN, seen="front_desk")
    assert roles_of(cedar, cedar.dana) == {Role.AUDITOR}


def test_an_assistant_without_a_lane_sees_only_what_everybody_hands_on(cedar: Cast) -> None:
    give(cedar, cedar.dana, Role.ASSISTANT)
    found = person.actor(cedar.dana.person_id, cedar.practice_id, via="web")
    assert found is not None
    assert found.lanes == {"CLIN", "URGENT", "EMERG"}


def test_people_of_another_practice_are_nobody_here(cedar: Cast, elm: Cast) -> None:
    with pytest.raises(NotFound):
        give(cedar, elm.dana, Role.AUDITOR)
    with pytest.raises(NotFound):
        people.fill_post(elm.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    assert roles_of(elm, elm.dana) == {Role.FRONT_DESK}
    assert elm.dana.person_id not in roster.read(cedar.mara, now=NOON).people


def test_a_post_is_filled_and_left(cedar: Cast) -> None:
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    assert roster.read(cedar.mara, now=NOON).always == {Post.NURSE: (cedar.osei.person_id,)}
    with pytest.raises(Refused) as refusal:
        people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    assert codes(refusal) == ["filled_already"]
    people.leave_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    assert roster.read(cedar.mara, now=NOON).always == {}
    with pytest.raises(NotFound):
        people.leave_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    done = records.journal(cedar, "post filled", "post left", refused=False)
    assert [entry.details for entry in done] == [{"post": "nurse"}, {"post": "nurse"}]


def test_a_clinical_post_is_for_clinicians_and_keeps_them_clinicians(cedar: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        people.fill_post(cedar.dana.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    assert [str(each) for each in refusal.value.reasons] == [
        "Only a clinician fills this post, and Dana Reyes is not one."
    ]
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=NOON)
    with pytest.raises(Refused) as refusal:
        give(cedar, cedar.osei, Role.FRONT_DESK)
    assert codes(refusal) == ["clinical_post"]


def test_somebody_is_on_call_for_a_while_and_it_can_be_taken_back(cedar: Cast) -> None:
    new = OnCall(
        post=Post.CLINICIAN_ON_DUTY,
        person_id=cedar.osei.person_id,
        starts_at=NOON + HOUR,
        ends_at=NOON + 3 * HOUR,
    )
    people.put_on_call(new, by=cedar.mara, now=NOON)
    found = roster.read(cedar.mara, now=NOON)
    assert [each.on_call for each in found.on_call] == [new]
    assert found.places().people(Post.CLINICIAN_ON_DUTY, NOON + 2 * HOUR) == (cedar.osei.person_id,)
    with pytest.raises(Refused) as refusal:
        give(cedar, cedar.osei, Role.FRONT_DESK)
    assert codes(refusal) == ["clinical_post"]
    people.take_off_call(found.on_call[0].id, by=cedar.mara, now=NOON)
    assert roster.read(cedar.mara, now=NOON).on_call == ()
    with pytest.raises(NotFound):
        people.take_off_call(found.on_call[0].id, by=cedar.mara, now=NOON)
    with pytest.raises(NotFound):
        people.take_off_call(uuid4(), by=cedar.mara, now=NOON)


def test_nobody_else_is_put_on_call_for_a_clinical_post(cedar: Cast) -> None:
    new = OnCall(
        post=Post.NURSE,
        person_id=cedar.dana.person_id,
        starts_at=NOON,
        ends_at=NOON - HOUR,
    )
    with pytest.raises(Refused) as refusal:
        people.put_on_call(new, by=cedar.mara, now=NOON)
    assert codes(refusal) == ["clinicians_only", "ends"]


def test_it_alone_may_open_what_changes_things(cedar: Cast) -> None:
    people.may_set_up(by=cedar.ines, now=NOON)
    before = records.entries(cedar)
    people.may_set_up(by=cedar.mara, now=NOON)
    assert records.entries(cedar) == before
    with pytest.raises(NotPermitted):
        people.may_set_up(by=cedar.vik, now=NOON)
    assert records.entries(cedar) == before + 1


def test_people_are_a_managers_only(cedar: Cast) -> None:
    people.may_manage(by=cedar.mara, now=NOON, person_id=cedar.ines.person_id)
    before = records.entries(cedar)
    with pytest.raises(NotPermitted):
        people.may_manage(by=cedar.ines, now=NOON)
    assert records.entries(cedar) == before + 1


def test_what_a_form_was_filled_in_over_tells_a_change(cedar: Cast) -> None:
    before = roster.read(cedar.mara, now=NOON)
    assert lanes.seen_lanes(before, cedar.dana.person_id) == ""
    assert people.seen_roles(before.people[cedar.dana.person_id]) == "front_desk"


def test_nobody_changes_what_they_see_themselves_through_any_door(cedar: Cast) -> None:
    """IT that also works as an assistant draws lanes, but none wider for itself."""
    both = joined("Ida Both", cedar.practice_id, [Role.ADMIN, Role.ASSISTANT], lanes=[])
    found = roster.read(cedar.mara, now=NOON)
    seen = lanes.seen_lanes(found, both.person_id)
    lane = found.lanes[0]
    with pytest.raises(Refused) as refusal:
        lanes.set_lanes_of(both.person_id, [lane.id], seen=seen, by=both, now=NOON)
    assert [each.code for each in refusal.value.reasons] == ["own_lanes"]
    drawn = Drawn(
        name="All mine", categories=frozenset({"MISSED", "INTAKE"}), room=None,
        check_minutes=None, check_from=None, check_until=None,
    )  # fmt: skip
    with pytest.raises(Refused):
        lanes.draw(None, drawn, [both.person_id], seen="", by=both, now=NOON)
    with pytest.raises(Refused):
        people.set_roles(both.person_id, [Role.MANAGER], seen="admin assistant", by=both, now=NOON)
    after = person.actor(both.person_id, cedar.practice_id, via="web")
    assert after is not None
    assert (after.roles, after.lanes) == (both.roles, both.lanes)
    verbs = ("lanes of a person changed", "lane made", "roles changed")
    assert {each.verb for each in records.journal(cedar, *verbs, refused=True)} == set(verbs)


def test_a_manager_gives_somebody_else_the_role_of_a_clinician_but_never_themselves(
    cedar: Cast,
) -> None:
    people.set_roles(
        cedar.dana.person_id, [Role.FRONT_DESK, Role.CLINICIAN], seen="front_desk", by=cedar.mara,
        now=NOON,
    )  # fmt: skip
    with pytest.raises(Refused) as refusal:
        people.set_roles(
            cedar.mara.person_id, [Role.MANAGER, Role.CLINICIAN], seen="manager", by=cedar.mara,
            now=NOON,
        )  # fmt: skip
    assert [each.code for each in refusal.value.reasons] == ["own_roles"]
