"""A page of one practice, asked for while at work in another: who is told whose it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from ringback.actions import practice as practices
from ringback.engine.wallclock import now as clock
from ringback.models import Entry, Membership
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cast import came_in, gather, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
MARK = re.compile(rb'value="\w{64}"')
SAID = "This is of Cedar Street Family"


def a_callback(cast: Cast, **given: Any) -> UUID:
    found = came_in(cast.dana, now=clock(), name="Grace Lindqvist", **given).callback_id
    assert found is not None
    return found


def of_both(
    elm: Cast, cedar: Cast, *roles: Role, lanes: list[str] | None = None
) -> tuple[Actor, Client]:
    """Somebody at the desk of Elm, where they are now, and this at Cedar."""
    who = joined("Vera Both", elm.practice_id, [Role.FRONT_DESK])
    practices.member(who.person_id, cedar.practice_id, roles=roles, lanes=lanes)
    return who, signed_in(who)


def body(answer: HttpResponse) -> tuple[int, bytes]:
    return answer.status_code, MARK.sub(b"", answer.content)


def looks_absent(client: Client, it: UUID) -> bool:
    """Whether each way of asking is answered just as for what never was."""
    never = uuid4()
    return all(
        body(ask(f"/callbacks/{it}{way}")) == body(ask(f"/callbacks/{never}{way}"))
        for ask, way in (
            (client.get, ""),
            (client.post, "/notes"),
            (client.post, "/take"),
            (client.post, "/left-draft"),
        )
    )


def test_whoever_may_open_it_there_finds_the_way_there(cedar: Cast, elm: Cast) -> None:
    it = a_callback(cedar)
    _, client = of_both(elm, cedar, Role.FRONT_DESK)
    answer = client.get(f"/callbacks/{it}")
    page = answer.content.decode()
    assert (answer.status_code, SAID in page, "Lindqvist" in page) == (404, True, False)
    assert page.count(f'action="/practices/{cedar.practice_id}"') == 1
    gone = client.post(f"/practices/{cedar.practice_id}", {"callback": str(it)})
    assert (gone.status_code, gone.headers["Location"]) == (302, f"/callbacks/{it}")
    assert "Lindqvist" in client.get(gone.headers["Location"]).content.decode()


def test_what_was_written_on_it_is_shown_again(cedar: Cast, elm: Cast) -> None:
    it = a_callback(cedar)
    _, client = of_both(elm, cedar, Role.FRONT_DESK)
    page = client.post(f"/callbacks/{it}/notes", {"note": "Reached her."}).content.decode()
    assert (SAID in page, "Reached her." in page) == (True, True)


@pytest.mark.parametrize(
    ("roles", "lanes"),
    [
        ([Role.ADMIN], None),
        ([Role.AUDITOR], None),
        ([], None),
        ([Role.ASSISTANT], ["NEWPT"]),
        ([Role.MANAGER], ["NEWPT"]),
    ],
)
def test_whoever_may_not_see_it_there_is_told_nothing(
    cedar: Cast, elm: Cast, roles: list[Role], lanes: list[str] | None
) -> None:
    it = a_callback(cedar)
    _, client = of_both(elm, cedar, *roles, lanes=lanes)
    assert looks_absent(client, it)


def test_whoever_left_there_is_told_nothing(cedar: Cast, elm: Cast) -> None:
    it = a_callback(cedar)
    who, client = of_both(elm, cedar, Role.FRONT_DESK)
    there = Membership.objects.filter(person_id=who.person_id, practice_id=cedar.practice_id)
    there.update(left_at=clock())
    assert looks_absent(client, it)


def test_a_third_practices_looks_absent_to_somebody_of_two(cedar: Cast, elm: Cast) -> None:
    it = a_callback(gather("Oak Lane Clinic"))
    _, client = of_both(elm, cedar, Role.FRONT_DESK)
    assert looks_absent(client, it)


def test_whoever_works_here_only_is_told_nothing(cedar: Cast, elm: Cast) -> None:
    assert looks_absent(signed_in(elm.mara), a_callback(cedar))


def test_it_is_refused_here_and_leaves_nothing_there_until_they_go(cedar: Cast, elm: Cast) -> None:
    it = a_callback(cedar)
    who, client = of_both(elm, cedar, Role.FRONT_DESK)
    client.get(f"/callbacks/{it}")
    for cast, expected in ((elm, [("opened", True)]), (cedar, [])):
        with scope(cast.practice_id):
            mine = Entry.objects.filter(actor_id=who.person_id)
            assert list(mine.values_list("verb", "refused")) == expected


def test_a_forged_way_there_is_refused_and_no_id_leads_to_the_list(cedar: Cast, elm: Cast) -> None:
    who, client = of_both(elm, cedar, Role.FRONT_DESK)
    at = f"/practices/{cedar.practice_id}"
    assert signed_in(who, forgery_checked=True).post(at).status_code == 403
    assert client.post(at, {"callback": "//elsewhere.example"}).headers["Location"] == "/"
