"""A patient outside one's lanes, opened in need: a reason, a quarter of an hour, and a review."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import breakglass, opening
from ringback.actions.act import NotFound, NotPermitted, Refused
from ringback.models import BreakGlass
from ringback.queries import person, roster
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.breakglass import Asked
from tests import records
from tests.cast import NOON, came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

NEED = Asked(reason="emergency", words="Their mother is on the phone and cannot breathe well.")
FORM = {"reason": "emergency", "why": NEED.words}
PHONE = "+12025550188"
WHO = "Quetzalina Vandermolen"


@pytest.fixture
def ona(cedar: Cast) -> Actor:
    """A clinician kept to new patients."""
    return joined("Dr. Ona", cedar.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])


@pytest.fixture
def it(cedar: Cast) -> UUID:
    """A missed call: outside her lanes."""
    found = came_in(cedar.dana, name=WHO, phone=PHONE, text="my heliotrope rash").callback_id
    assert found is not None
    return found


def glasses(cast: Cast) -> list[BreakGlass]:
    with scope(cast.practice_id):
        return list(BreakGlass.objects.order_by("begun_at", "id"))


def test_outside_ones_lanes_the_page_shows_nothing_and_offers_the_way(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    answer = signed_in(ona).get(f"/callbacks/{it}")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'action="/callbacks/{it}/in-need"' in page
    assert "for 15 minutes, for reading only" in page
    assert [each for each in (WHO, "0188", "heliotrope") if each in page] == []
    assert len(records.journal(cedar, "opened", refused=True)) == 1


def test_with_a_reason_it_opens_for_reading_with_the_time_left_on_it(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    client = signed_in(ona)
    assert client.post(f"/callbacks/{it}/in-need", FORM).status_code == 302
    page = client.get(f"/callbacks/{it}").content.decode()
    assert WHO in page
    assert "15 minutes left. For reading only" in page
    assert "Take it" not in page
    (glass,) = glasses(cedar)
    assert (glass.callback_id, glass.person_id, glass.reason) == (it, ona.person_id, "emergency")
    assert glass.until - glass.begun_at == timedelta(seconds=settings.BREAK_GLASS_S)
    (begun,) = records.journal(cedar, "opened in need")
    assert begun.details == {"glass": str(glass.id), "reason": "emergency"}


def test_every_look_is_written_down_not_one_in_five_minutes(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    for minute in (0, 1, 2):
        opening.opened(it, by=ona, now=NOON + timedelta(minutes=minute))
    (glass,) = glasses(cedar)
    looks = records.journal(cedar, "seen in need")
    told = (it, {"glass": str(glass.id)})
    assert [(each.subject_id, each.details) for each in looks] == [told] * 3
    assert records.journal(cedar, "opened") == []


def test_after_its_time_it_is_closed_again(ona: Actor, it: UUID) -> None:
    until = breakglass.begin(it, NEED, by=ona, now=NOON)
    assert until == NOON + timedelta(minutes=15)
    opening.opened(it, by=ona, now=until - timedelta(seconds=1))
    with pytest.raises(NotPermitted):
        opening.opened(it, by=ona, now=until)


def test_it_opens_one_patient_every_callback_of_their_number_and_no_other(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    same = came_in(cedar.dana, name=WHO, phone=PHONE, category="INTAKE").callback_id
    other = came_in(cedar.dana).callback_id
    assert same is not None
    assert other is not None
    breakglass.begin(it, NEED, by=ona, now=NOON)
    assert opening.opened(same, by=ona, now=NOON).name == WHO
    with pytest.raises(NotPermitted):
        opening.opened(other, by=ona, now=NOON)


def test_without_a_number_it_opens_just_that_one(cedar: Cast, ona: Actor) -> None:
    first, second = (came_in(cedar.dana, phone="").callback_id for _ in range(2))
    assert first is not None
    assert second is not None
    breakglass.begin(first, NEED, by=ona, now=NOON)
    opening.opened(first, by=ona, now=NOON)
    with pytest.raises(NotPermitted):
        opening.opened(second, by=ona, now=NOON)


def test_it_opens_for_whoever_gave_the_reason_and_nobody_else(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    another = joined("Dr. Else", cedar.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    with pytest.raises(NotPermitted):
        opening.opened(it, by=another, now=NOON)


@pytest.mark.parametrize("door", ["take", "notes", "attempts", "facts", "done", "sort", "answer"])
def test_nothing_can_be_written_through_it(cedar: Cast, ona: Actor, it: UUID, door: str) -> None:
    client = signed_in(ona)
    client.post(f"/callbacks/{it}/in-need", FORM)
    sent = {"fence": "1", "note": "Reached her and all is well now.", "result": "no_answer"}
    assert client.post(f"/callbacks/{it}/{door}", sent).status_code == 403
    assert (records.callback(cedar, it).owner_id, records.notes(cedar)) == (None, [])


@pytest.mark.parametrize(
    "form", [{}, {"reason": "emergency"}, {"reason": "curious", "why": NEED.words},
             {"reason": "other", "why": "   because   "}],
)  # fmt: skip
def test_without_a_reason_it_stays_closed_and_what_was_typed_is_kept(
    cedar: Cast, ona: Actor, it: UUID, form: dict[str, str]
) -> None:
    answer = signed_in(ona).post(f"/callbacks/{it}/in-need", form)
    page = answer.content.decode()
    assert (answer.status_code, glasses(cedar)) == (409, [])
    assert form.get("why", "") in page
    assert [each for each in (WHO, "0188", "heliotrope") if each in page] == []
    assert len(records.journal(cedar, "opened in need", refused=True)) == 1


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.FRONT_DESK, Role.AUDITOR, Role.ADMIN])
def test_nobody_else_may_and_nobody_else_is_offered_it(cedar: Cast, it: UUID, role: Role) -> None:
    who = joined("Sam Test", cedar.practice_id, [role], lanes=["NEWPT"])
    client = signed_in(who)
    assert b"in-need" not in client.get(f"/callbacks/{it}").content
    answer = client.post(f"/callbacks/{it}/in-need", FORM)
    assert (answer.status_code, glasses(cedar)) == (403, [])
    assert [each for each in (WHO, "0188") if each in answer.content.decode()] == []


def test_another_practices_callback_looks_like_an_absent_one(elm: Cast, it: UUID) -> None:
    theirs = joined("Dr. Elm", elm.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    with pytest.raises(NotFound):
        breakglass.begin(it, NEED, by=theirs, now=NOON)
    assert signed_in(theirs).post(f"/callbacks/{it}/in-need", FORM).status_code == 404


def test_the_bare_address_leads_to_the_callback(ona: Actor, it: UUID) -> None:
    answer = signed_in(ona).get(f"/callbacks/{it}/in-need")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/callbacks/{it}")


# The review


def test_a_manager_sees_why_how_often_and_says_it_was_reviewed(
    cedar: Cast, ona: Actor, it: UUID
) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    opening.opened(it, by=ona, now=NOON)
    client = signed_in(cedar.mara)
    page = client.get("/setup/in-need").content.decode()
    for words in ("Dr. Ona", "somebody may come to harm", NEED.words, "looked at 1 time"):
        assert words in page
    assert WHO not in page
    (glass,) = glasses(cedar)
    assert client.post(f"/setup/in-need/{glass.id}").status_code == 302
    (glass,) = glasses(cedar)
    assert glass.reviewed_by_id == cedar.mara.person_id
    assert "reviewed by Mara Lindt" in client.get("/setup/in-need").content.decode()
    assert client.post(f"/setup/in-need/{glass.id}").status_code == 409
    assert len(records.journal(cedar, "need reviewed", refused=False)) == 1


def test_nobody_reviews_their_own(cedar: Cast, it: UUID) -> None:
    boss = joined("Max Boss", cedar.practice_id, [Role.MANAGER], lanes=["NEWPT"])
    breakglass.begin(it, NEED, by=boss, now=NOON)
    client = signed_in(boss)
    assert b"to be reviewed by somebody else" in client.get("/setup/in-need").content
    (glass,) = glasses(cedar)
    assert client.post(f"/setup/in-need/{glass.id}").status_code == 409
    with pytest.raises(Refused):
        breakglass.reviewed(glass.id, by=boss, now=NOON)
    assert glasses(cedar)[0].reviewed_by_id is None


@pytest.mark.parametrize("name", ["dana", "vik", "osei", "ines"])
def test_only_managers_see_the_list(cedar: Cast, ona: Actor, it: UUID, name: str) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    (glass,) = glasses(cedar)
    client = signed_in(getattr(cedar, name))
    answers = [client.get("/setup/in-need"), client.post(f"/setup/in-need/{glass.id}")]
    assert [each.status_code for each in answers] == [403, 403]
    assert [each for each in answers if NEED.words in each.content.decode()] == []


def test_another_practice_sees_no_need_and_reviews_none(
    cedar: Cast, elm: Cast, ona: Actor, it: UUID
) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    (glass,) = glasses(cedar)
    client = signed_in(elm.mara)
    assert b"Nobody opened anything in need." in client.get("/setup/in-need").content
    assert client.post(f"/setup/in-need/{glass.id}").status_code == 404


def test_three_needs_cost_no_more_than_one(cedar: Cast, ona: Actor, it: UUID) -> None:
    client = signed_in(cedar.mara)

    def cost() -> int:
        client.get("/setup/in-need")
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get("/setup/in-need").status_code == 200
        return len(found)

    def one_more() -> Any:
        breakglass.begin(it, NEED, by=ona, now=NOON)
        opening.opened(it, by=ona, now=NOON)

    one_more()
    one = cost()
    one_more()
    one_more()
    assert cost() == one > 0


@pytest.mark.parametrize(
    "change", [{"words": "another reason entirely"}, {"until": NOON + timedelta(days=30)}]
)
def test_what_was_given_as_the_need_cannot_be_rewritten(
    cedar: Cast, ona: Actor, it: UUID, change: dict[str, Any]
) -> None:
    breakglass.begin(it, NEED, by=ona, now=NOON)
    with pytest.raises(ProgrammingError, match="permission denied"), scope(cedar.practice_id):
        BreakGlass.objects.update(**change)


# From being given lanes to finding what is outside them


@pytest.fixture
def kept(cedar: Cast) -> Actor:
    """Dr. Osei, whom the manager put into the lane of billing on the page of them."""
    billing = next(
        each for each in roster.read(cedar.mara, now=NOON).lanes if each.name == "Billing"
    )
    page, form = f"/setup/people/{cedar.osei.person_id}", {"part": "lanes", "seen": ""}
    assert signed_in(cedar.mara).post(page, {**form, "lane": str(billing.id)}).status_code == 302
    found = person.actor(cedar.osei.person_id, cedar.practice_id, via="web")
    assert found is not None
    return found


def outside_of(who: Actor, words: str) -> tuple[str, bool]:
    """What the page of a search says, and whether it leads to opening one in need."""
    page = signed_in(who).post("/search", {"q": words}).content.decode()
    return page, "Outside your lanes, one has exactly this name or number." in page


@pytest.mark.parametrize("words", [PHONE, "(202) 555-0188", WHO, f"  {WHO.upper()} "])
def test_a_clinician_given_lanes_finds_by_the_whole_name_or_number_what_to_open_in_need(
    cedar: Cast, kept: Actor, it: UUID, words: str
) -> None:
    assert kept.lanes is not None
    page, told = outside_of(kept, words)
    assert told
    assert f'href="/callbacks/{it}"' in page
    untyped = page.replace(words, "")
    assert [each for each in (WHO, "Missed call", "heliotrope", "0188") if each in untyped] == []
    (entry,) = records.journal(cedar, "searched")
    assert (entry.subject_kind, entry.subject_id, entry.details) == ("callback", it, {"found": 0})
    client = signed_in(kept)
    assert client.get(f"/callbacks/{it}").status_code == 403
    assert client.post(f"/callbacks/{it}/in-need", FORM).status_code == 302
    assert WHO in client.get(f"/callbacks/{it}").content.decode()


@pytest.mark.parametrize("words", ["0188", "Vandermolen", "Quetzalina", "%", ""])
def test_a_part_of_a_name_or_number_finds_nothing_outside_the_lanes(
    kept: Actor, it: UUID, words: str
) -> None:
    page, told = outside_of(kept, words)
    assert (told, str(it) in page) == (False, False)


def test_what_is_in_the_lanes_or_closed_or_anothers_is_not_outside_them(
    cedar: Cast, elm: Cast, kept: Actor
) -> None:
    came_in(cedar.dana, name=WHO, category="BILL")
    came_in(elm.dana, name=WHO)
    assert not outside_of(kept, WHO)[1]


@pytest.mark.parametrize("role", [Role.ASSISTANT, Role.FRONT_DESK])
def test_nobody_else_is_told_of_it(cedar: Cast, it: UUID, role: Role) -> None:
    who = joined("Sam Test", cedar.practice_id, [role], lanes=["NEWPT"])
    page, told = outside_of(who, WHO)
    assert (told, str(it) in page) == (False, False)


def test_the_page_of_a_person_says_whom_lanes_keep(cedar: Cast) -> None:
    page = signed_in(cedar.mara).get(f"/setup/people/{cedar.osei.person_id}").content.decode()
    assert "So does everybody else who is in a lane; in none, they see everything." in page
