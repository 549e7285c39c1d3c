"""What somebody was writing when they left: who may read it, why, and who goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import breakglass, claim, invitation, leaving, note, waiting
from ringback.actions.invitation import Asked
from ringback.engine.wallclock import now as clock
from ringback.models import Draft, Entry, Person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.breakglass import Asked as AskedInNeed
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
WORDS = "She asked for Tuesday morning; the marigold form is"
SAID = "A draft by Lee Ander, who left, is kept"
READ, TAKEN = "draft of somebody gone read", "draft of somebody gone taken over"
HANDED = "draft of somebody gone handed on"


def begun(
    cast: Cast, *, role: Role = Role.FRONT_DESK, category: str = "MISSED"
) -> tuple[str, str, Actor]:
    """A callback, the draft somebody began of it, and who that is."""
    it = came_in(cast.dana, now=clock(), category=category).callback_id
    assert it is not None
    lee = joined("Lee Ander", cast.practice_id, [role])
    note.save_draft(it, WORDS, by=lee, now=clock())
    with scope(cast.practice_id):
        return f"/callbacks/{it}", str(Draft.objects.get(author_id=lee.person_id).id), lee


def left(cast: Cast, **given: Any) -> tuple[str, str, Actor]:
    at, draft, lee = begun(cast, **given)
    leaving.leave(lee.person_id, by=cast.mara, now=clock())
    return at, draft, lee


def entries(cast: Cast, *verbs: str) -> list[tuple[str, bool, dict[str, str]]]:
    with scope(cast.practice_id):
        found = Entry.objects.filter(verb__in=verbs).order_by("at", "id")
        return [(each.verb, each.refused, each.details) for each in found]


def page(who: Actor, at: str) -> str:
    return signed_in(who).get(at).content.decode()


def test_the_page_says_that_it_is_kept_and_not_what(cedar: Cast) -> None:
    at, _, _ = left(cedar)
    shown = page(cedar.mara, at)
    assert (SAID in shown, "marigold" in shown) == (True, False)


def test_a_manager_reads_it_with_a_reason_and_that_is_written_down(cedar: Cast) -> None:
    at, draft, lee = left(cedar)
    answer = signed_in(cedar.mara).post(f"{at}/left-draft", {"draft": draft, "why": "patient_asks"})
    assert (answer.status_code, WORDS in answer.content.decode()) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store"
    told = {"author": str(lee.person_id), "reason": "patient_asks"}
    assert entries(cedar, READ) == [(READ, False, told)]


def test_without_a_reason_it_is_not_shown(cedar: Cast) -> None:
    at, draft, _ = left(cedar)
    for why in ({}, {"why": ""}, {"why": "curious"}):
        answer = signed_in(cedar.mara).post(f"{at}/left-draft", {"draft": draft, **why})
        assert (answer.status_code, "marigold" in answer.content.decode()) == (409, False)
    assert [refused for _, refused, _ in entries(cedar, READ)] == [True, True, True]


def test_whoever_goes_on_with_it_has_it_as_their_own_draft(cedar: Cast) -> None:
    at, draft, _ = left(cedar)
    it = UUID(at.rpartition("/")[2])
    note.save_draft(it, "My own words", by=cedar.mara, now=clock())
    client, asked = signed_in(cedar.mara), {"draft": draft, "why": "go_on"}
    answer = client.post(f"{at}/left-draft-mine", asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, at)
    with scope(cedar.practice_id):
        mine = Draft.objects.get(callback_id=it, author_id=cedar.mara.person_id)
    assert mine.text == f"My own words\n\n{WORDS}"
    shown = page(cedar.mara, at)
    assert (WORDS in shown, SAID in shown) == (True, False)
    assert client.post(f"{at}/left-draft", asked).status_code == 404
    assert [verb for verb, refused, _ in entries(cedar, READ, TAKEN) if not refused] == [TAKEN]


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "ines"])
def test_nobody_else_reads_it_or_hears_of_it(cedar: Cast, who: str) -> None:
    at, draft, _ = left(cedar)
    them = getattr(cedar, who)
    assert SAID not in page(them, at)
    for way in ("left-draft", "left-draft-mine"):
        answer = signed_in(them).post(f"{at}/{way}", {"draft": draft, "why": "go_on"})
        assert (answer.status_code, "marigold" in answer.content.decode()) == (403, False)
    assert [refused for _, refused, _ in entries(cedar, READ, TAKEN)] == [True, True]


def test_a_draft_of_somebody_still_here_is_as_if_it_never_was(cedar: Cast) -> None:
    at, draft, _ = begun(cedar)
    client = signed_in(cedar.mara)
    theirs = client.post(f"{at}/left-draft", {"draft": draft, "why": "go_on"})
    absent = client.post(f"{at}/left-draft", {"draft": str(uuid4()), "why": "go_on"})
    no_id = client.post(f"{at}/left-draft", {"draft": "x", "why": "go_on"})
    assert SAID not in page(cedar.mara, at)
    assert [theirs.status_code, absent.status_code, no_id.status_code] == [404, 404, 404]
    assert theirs.content == absent.content == no_id.content


def test_whoever_comes_back_has_it_to_themselves_again(cedar: Cast) -> None:
    at, draft, lee = left(cedar)
    email = Person.objects.get(id=lee.person_id).email
    asked = Asked(email=email, name=lee.name, roles=frozenset({Role.FRONT_DESK}))
    secret = invitation.invite(asked, by=cedar.mara, now=clock())
    assert secret is not None
    invitation.accept(secret, "seven green bicycles", now=clock())
    answer = signed_in(cedar.mara).post(f"{at}/left-draft", {"draft": draft, "why": "go_on"})
    assert answer.status_code == 404
    assert WORDS in page(lee, at)


def test_what_a_clinician_wrote_of_an_ordinary_matter_is_read_like_any_other(cedar: Cast) -> None:
    at, draft, _ = left(cedar, role=Role.CLINICIAN)
    answer = signed_in(cedar.mara).post(f"{at}/left-draft", {"draft": draft, "why": "go_on"})
    assert (answer.status_code, WORDS in answer.content.decode()) == (200, True)


def test_of_a_clinical_matter_the_manager_sees_that_it_is_there_and_a_clinician_reads_it(
    cedar: Cast,
) -> None:
    at, draft, lee = left(cedar, role=Role.CLINICIAN, category="CLIN")
    asked, client = {"draft": draft, "why": "go_on"}, signed_in(cedar.mara)
    assert (SAID in page(cedar.mara, at), f'action="{at}/left-draft"' in page(cedar.mara, at)) == (
        True, False,
    )  # fmt: skip
    for way in ("left-draft", "left-draft-mine"):
        answer = client.post(f"{at}/{way}", asked)
        assert (answer.status_code, "marigold" in answer.content.decode()) == (403, False)
    osei = str(cedar.osei.person_id)
    note.save_draft(UUID(at.rpartition("/")[2]), "Mine", by=cedar.osei, now=clock())
    answer = client.post(f"{at}/left-draft-on", {**asked, "to": osei}, follow=True)
    shown = answer.content.decode()
    assert (answer.status_code, "marigold" in shown, SAID in shown) == (200, False, False)
    with scope(cedar.practice_id):
        assert Draft.objects.get(author_id=osei).text == f"Mine\n\n{WORDS}"
    assert WORDS in page(cedar.osei, at)
    told = {"author": str(lee.person_id), "reason": "go_on", "to": osei}
    assert entries(cedar, HANDED) == [(HANDED, False, told)]


def test_it_is_handed_to_clinicians_of_its_lane_only_and_by_managers_with_a_reason(
    cedar: Cast, elm: Cast
) -> None:
    at, draft, _ = left(cedar, role=Role.CLINICIAN, category="UNSORTED")
    other = joined("Dr. Lane", cedar.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    asked, client = {"draft": draft, "why": "go_on"}, signed_in(cedar.mara)
    offered = client.get(at).content.decode()
    people = (cedar.osei, other, elm.osei)
    assert [f'value="{each.person_id}"' in offered for each in people] == [True, False, False]
    for to in (other, cedar.dana, elm.osei):
        assert client.post(f"{at}/left-draft-on", {**asked, "to": to.person_id}).status_code == 409
    osei = cedar.osei.person_id
    assert client.post(f"{at}/left-draft-on", asked).status_code == 409
    no_reason = client.post(f"{at}/left-draft-on", {"draft": draft, "to": osei})
    assert no_reason.status_code == 409
    for who, status in ((cedar.dana, 403), (cedar.osei, 403), (elm.mara, 404)):
        answer = signed_in(who).post(f"{at}/left-draft-on", {**asked, "to": osei})
        assert answer.status_code == status
    with scope(cedar.practice_id):
        assert not Draft.objects.filter(author_id=osei).exists()


def test_where_no_clinician_works_it_the_page_says_so(cedar: Cast) -> None:
    at, _, _ = left(cedar, role=Role.CLINICIAN, category="CLIN")
    nobody = "Nobody here is a clinician for this kind of request now."
    assert nobody not in page(cedar.mara, at)
    leaving.leave(cedar.osei.person_id, by=cedar.mara, now=clock())
    assert nobody in page(cedar.mara, at)


def test_a_manager_who_is_a_clinician_reads_it(cedar: Cast) -> None:
    at, draft, _ = left(cedar, role=Role.CLINICIAN, category="CLIN")
    asked = {"draft": draft, "why": "go_on"}
    both = joined("Dr. Both", cedar.practice_id, [Role.MANAGER, Role.CLINICIAN])
    assert SAID in page(both, at)
    assert WORDS in signed_in(both).post(f"{at}/left-draft", asked).content.decode()


def test_what_was_once_asked_of_clinicians_stays_theirs(cedar: Cast) -> None:
    at, draft, lee = begun(cedar, role=Role.CLINICIAN)
    it = UUID(at.rpartition("/")[2])
    fence = claim.claim(it, by=cedar.dana, now=clock()).fence
    waiting.escalate(it, by=cedar.dana, now=clock(), fence=fence)
    leaving.leave(lee.person_id, by=cedar.mara, now=clock())
    answer = signed_in(cedar.mara).post(f"{at}/left-draft", {"draft": draft, "why": "go_on"})
    assert (answer.status_code, "marigold" in answer.content.decode()) == (403, False)


def test_another_practice_sees_nothing(cedar: Cast, elm: Cast) -> None:
    at, draft, _ = left(cedar)
    other, _, _ = left(elm)
    client = signed_in(elm.mara)
    for address in (at, other):  # their callback, and ours with their draft
        answer = client.post(f"{address}/left-draft", {"draft": draft, "why": "go_on"})
        assert (answer.status_code, "marigold" in answer.content.decode()) == (404, False)


def test_a_manager_of_other_lanes_is_refused(cedar: Cast) -> None:
    at, draft, _ = left(cedar)
    who = joined("Mona Lane", cedar.practice_id, [Role.MANAGER], lanes=["NEWPT"])
    answer = signed_in(who).post(f"{at}/left-draft", {"draft": draft, "why": "go_on"})
    assert (answer.status_code, "marigold" in answer.content.decode()) == (403, False)


def test_a_manager_finds_them_under_people_and_nobody_else_does(cedar: Cast, elm: Cast) -> None:
    at, _, _ = left(cedar)
    clinical, _, _ = left(cedar, role=Role.CLINICIAN, category="CLIN")
    begun(cedar)
    lanes = joined("Mona Lane", cedar.practice_id, [Role.MANAGER], lanes=["NEWPT"])
    people = (cedar.mara, cedar.dana, cedar.osei, cedar.ines, lanes, elm.mara)
    pages = [page(who, "/setup/people") for who in people]
    assert [f'href="{at}"' in each for each in pages] == [True, *[False] * 5]
    in_every_lane = [True, False, False, False, True, False]
    assert [f'href="{clinical}"' in each for each in pages] == in_every_lane
    assert ["marigold" in each for each in pages] == [False] * 6


def test_in_need_of_other_lanes_nothing_is_said_of_a_draft(cedar: Cast) -> None:
    at, _, _ = left(cedar)
    who = joined("Mona Lane", cedar.practice_id, [Role.MANAGER], lanes=["NEWPT"])
    asked = AskedInNeed(reason="other", words="They are at the desk and nobody else is here.")
    breakglass.begin(UUID(at.rpartition("/")[2]), asked, by=who, now=clock())
    shown = page(who, at)
    assert ('id="in-need"' in shown, SAID in shown) == (True, False)


def test_the_page_of_people_asks_as_often_for_three_as_for_one(
    cedar: Cast,
) -> None:
    client, asked = signed_in(cedar.mara), []
    for more in (1, 2):
        for _ in range(more):
            left(cedar)
        client.get("/setup/people")
        with CaptureQueriesContext(connections["default"]) as found:
            client.get("/setup/people")
        asked.append(len(found))
    assert asked[0] == asked[1]
