"""People, posts and lanes on their pages: read by everybody; managers change them, IT no people."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ringback.actions import lanes, people
from ringback.engine.wallclock import now as clock
from ringback.queries import roster
from ringback.rules.access import Role
from ringback.rules.category import Post
from tests import records
from tests.cast import joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

PAGES = ("/setup/people", "/setup/posts", "/setup/lanes")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


def people_page(cast: Cast, whom: str) -> str:
    return f"/setup/people/{getattr(cast, whom).person_id}"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["dana", "vik", "osei", "mara", "ines"])
def test_everybody_reads_and_only_managers_and_it_find_buttons(
    cedar: Cast, name: str, address: str
) -> None:
    page = signed_in(getattr(cedar, name)).get(address)
    changes = b'action="/setup' in page.content or b'href="/setup/people/' in page.content
    changes = changes or b"/setup/lanes/new" in page.content
    who = {"mara", "osei"} if address == "/setup/people" else {"mara", "ines"}
    assert (page.status_code, changes) == (200, name in who)


@pytest.mark.parametrize(
    "address",
    [
        "/setup/people/{person}",
        "/setup/posts/fill",
        "/setup/posts/leave",
        "/setup/on-call",
        "/setup/lanes/new",
        "/setup/lanes/{lane}",
        "/setup/lanes/{lane}/shifts",
        "/setup/lanes/{lane}/remove",
    ],
)
def test_a_wrong_role_is_refused_and_written_down(cedar: Cast, address: str) -> None:
    lane = roster.read(cedar.mara, now=clock()).lanes[0].id
    address = address.format(person=cedar.vik.person_id, lane=lane)
    sent = {
        "person": str(cedar.osei.person_id), "post": "nurse", "part": "roles", "role": "manager",
        "starts": "2026-11-24T08:00", "ends": "2026-11-25T08:00", "start": "08:00", "end": "9:00",
        "owner": str(cedar.vik.person_id), "day": "0", "name": "Mine", "category": "MISSED",
    }  # fmt: skip
    sent["end"] = "09:00"
    before = records.entries(cedar)
    assert signed_in(cedar.dana).post(address, sent).status_code == 403
    assert records.entries(cedar) == before + 1
    assert len(roster.read(cedar.mara, now=clock()).lanes) == 4


def test_the_people_page_says_roles_posts_and_lanes(cedar: Cast, elm: Cast) -> None:
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=clock())
    lane = roster.read(cedar.mara, now=clock()).lanes[1].id
    lanes.set_lanes_of(cedar.vik.person_id, [lane], seen="", by=cedar.mara, now=clock())
    shown = text(signed_in(cedar.dana), "/setup/people")
    assert "Dr. Osei clinician Nurse –" in shown
    assert "Vik Sharma virtual medical assistant – Billing" in shown
    assert "Dana Reyes you front desk – –" in shown
    assert text(signed_in(elm.dana), "/setup/people").count("Nurse") == 0


def test_a_manager_gives_roles_and_lanes_on_one_page(cedar: Cast) -> None:
    client, address = signed_in(cedar.mara), people_page(cedar, "dana")
    sent = {"part": "roles", "seen": "front_desk", "role": ["front_desk", "auditor"]}
    assert client.post(address, sent).headers["Location"] == address
    lane = roster.read(cedar.mara, now=clock()).lanes[0]
    sent = {"part": "lanes", "seen": "", "lane": [str(lane.id)]}
    assert client.post(address, sent).status_code == 302
    found = roster.read(cedar.mara, now=clock()).people[cedar.dana.person_id]
    assert found.roles == {Role.FRONT_DESK, Role.AUDITOR}
    assert found.only == lane.categories | {"CLIN", "URGENT", "EMERG"}


def test_a_refusal_keeps_what_was_chosen(cedar: Cast) -> None:
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=clock())
    sent = {"part": "roles", "seen": "clinician", "role": ["auditor"]}
    page = signed_in(cedar.mara).post(people_page(cedar, "osei"), sent)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "They fill a post that only clinicians fill: Nurse." in shown
    assert shown.split('value="auditor"')[1].lstrip().startswith("checked")


def test_a_stale_page_says_so_and_keeping_again_is_enough(cedar: Cast) -> None:
    client, address = signed_in(cedar.mara), people_page(cedar, "dana")
    page = client.post(address, {"part": "roles", "seen": "clinician", "role": ["auditor"]})
    assert (page.status_code, b"Somebody changed this while you had it open" in page.content) == (
        412,
        True,
    )
    again = {"part": "roles", "seen": "front_desk", "role": ["auditor"]}
    assert b'name="seen" value="front_desk"' in page.content
    assert client.post(address, again).status_code == 302


def test_ones_own_roles_have_no_button(cedar: Cast) -> None:
    assert "Save these roles" not in text(signed_in(cedar.mara), people_page(cedar, "mara"))
    assert "Save these roles" in text(signed_in(cedar.mara), people_page(cedar, "vik"))


def test_nonsense_is_refused_without_a_crash(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    address = people_page(cedar, "dana")
    statuses = [
        client.post(address, sent).status_code
        for sent in (
            {"part": "wages"},
            {"part": "roles", "role": ["king"]},
            {"part": "lanes", "lane": ["x"]},
        )
    ]
    assert statuses == [400, 400, 404]
    assert client.post("/setup/posts/fill", {"post": "king"}).status_code in {400, 409}
    assert client.get(f"/setup/people/{uuid4()}").status_code == 404


def test_gaps_of_the_coming_week_are_shown_until_somebody_is_there(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert "Clinician on duty: the whole week" in text(client, "/setup/posts")
    sent = {"person": str(cedar.osei.person_id), "post": "clinician_on_duty"}
    assert client.post("/setup/posts/fill", sent).status_code == 302
    assert "Clinician on duty: the" not in text(client, "/setup/posts")
    for post in Post:
        if post is not Post.CLINICIAN_ON_DUTY:
            people.fill_post(cedar.osei.person_id, post, by=cedar.mara, now=clock())
    assert "Somebody is there for every question" in text(client, "/setup/posts")


def test_the_roster_is_on_the_practices_clock(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    start = (clock() + timedelta(days=2)).replace(hour=8, minute=0)
    sent = {
        "person": str(cedar.osei.person_id),
        "post": "nurse",
        "starts": f"{start:%Y-%m-%dT08:00}",
        "ends": f"{start:%Y-%m-%dT20:00}",
    }
    assert client.post("/setup/on-call", sent).status_code == 302
    (row,) = roster.read(cedar.mara, now=clock()).on_call
    assert row.on_call.ends_at - row.on_call.starts_at == timedelta(hours=12)
    assert row.on_call.starts_at.utcoffset() == timedelta()
    assert row.on_call.starts_at.hour in {12, 13}
    twice = client.post("/setup/on-call", sent)
    assert twice.status_code == 409
    assert b"Dr. Osei is on call for this post at that time already." in twice.content
    assert sent["starts"].encode() in twice.content
    empty = client.post("/setup/on-call", {**sent, "starts": ""})
    assert b"Give the day and the time it begins" in empty.content
    assert client.post(f"/setup/on-call/{row.id}").status_code == 302
    assert roster.read(cedar.mara, now=clock()).on_call == ()


def offered(client: Client, address: str, box: str) -> list[str]:
    """The names in one choice of a page."""
    page = client.get(address).content.decode().split(f'id="{box}"')[1].split("</select>")[0]
    return re.findall(r">([^<>]+)</option>", page)


def test_posts_and_queues_are_offered_only_to_whom_they_may_go(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    assert offered(client, "/setup/posts", "fill-nurse") == ["Somebody …", "Dr. Osei"]
    assert "Dana Reyes" in offered(client, "/setup/posts", "fill-billing")
    assert "Nurse" not in offered(client, people_page(cedar, "dana"), "post")
    assert "Nurse" in offered(client, people_page(cedar, "osei"), "post")
    billing = roster.read(cedar.mara, now=clock()).lanes[1].id
    assert offered(client, f"/setup/lanes/{billing}", "owner") == [
        "Somebody …",
        "Dana Reyes",
        "Dr. Osei",
        "Mara Lindt",
    ]


def test_a_clinical_post_is_refused_in_words(cedar: Cast) -> None:
    sent = {"person": str(cedar.dana.person_id), "post": "nurse"}
    page = signed_in(cedar.mara).post("/setup/posts/fill", sent)
    assert page.status_code == 409
    assert b"Only a clinician fills this post, and Dana Reyes is not one." in page.content


def test_a_lane_is_drawn_and_given_shifts(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    sent = {
        "name": "Calls", "category": ["MISSED", "NEWPT"], "person": [str(cedar.vik.person_id)],
        "room": "12", "check_minutes": "30", "check_from": "08:00", "check_until": "17:00",
    }  # fmt: skip
    address = client.post("/setup/lanes/new", sent).headers["Location"]
    shift = {
        "day": ["0", "1"], "start": "08:00", "end": "13:00", "owner": str(cedar.vik.person_id),
        "deputy": str(cedar.dana.person_id),
    }  # fmt: skip
    assert client.post(f"{address}/shifts", shift).status_code == 302
    shown = text(client, "/setup/lanes")
    assert "Missed call, New patient" in shown or "Missed call" in shown
    assert "every 30 min, 8:00 to 17:00" in shown
    assert "Mon–Tue 8:00–13:00 Vik Sharma (Dana Reyes)" in shown
    again = client.post(f"{address}/shifts", {**shift, "day": ["1"]})
    assert again.status_code == 409
    assert b"Another shift of this lane runs at that time." in again.content
    lane = roster.read(cedar.mara, now=clock()).lanes[-1]
    for each in lane.shifts:
        assert client.post(f"{address}/shifts/{each.id}").status_code == 302
    assert client.post(f"{address}/remove").headers["Location"] == "/setup/lanes"
    assert "Vik Sharma (Dana Reyes)" not in text(client, "/setup/lanes")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "Give the lane a name."),
        ({"name": "x" * 61}, "A lane’s name has at most 60 letters, in one line."),
        ({"room": "many"}, "Room is a number up to 9999; leave it empty for as many as come."),
        ({"check_from": ""}, "Say how often it is looked at, from when and until when"),
    ],
)
def test_a_lane_that_makes_no_sense_keeps_what_was_typed(
    cedar: Cast, changed: dict[str, str], words: str
) -> None:
    sent = {
        "name": "Calls", "category": ["MISSED"], "room": "12", "check_minutes": "30",
        "check_from": "08:00", "check_until": "17:00",
    } | changed  # fmt: skip
    page = signed_in(cedar.mara).post("/setup/lanes/new", sent)
    shown = page.content.decode()
    assert (page.status_code, words in shown, 'value="30"' in shown) == (409, True, True)


def test_kinds_in_no_lane_and_lanes_without_people_are_said(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    assert "Nobody works in Billing" in text(client, "/setup/lanes")
    lane = next(
        each for each in roster.read(cedar.mara, now=clock()).lanes if each.name == "Billing"
    )
    lanes.remove(lane.id, by=cedar.mara, now=clock())
    shown = text(client, "/setup/lanes")
    assert "is in no lane, so nobody is asked to work it" in shown
    assert "Nobody works in Billing" not in shown


@pytest.mark.parametrize("address", PAGES)
def test_more_people_cost_no_more_statements(cedar: Cast, address: str) -> None:
    client = signed_in(cedar.mara)

    def one_more(number: int) -> None:
        them = joined(f"Person {number}", cedar.practice_id, [Role.CLINICIAN])
        people.fill_post(them.person_id, Post.NURSE, by=cedar.mara, now=clock())
        lane = roster.read(cedar.mara, now=clock()).lanes[0].id
        lanes.set_lanes_of(them.person_id, [lane], seen="", by=cedar.mara, now=clock())

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get(address).status_code == 200
        return len(found)

    one_more(1)
    one = cost()
    one_more(2)
    one_more(3)
    assert 0 < one == cost() <= 20
