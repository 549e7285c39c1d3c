"""Who handles what: one page from the live pathways, for every role."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ringback.actions import lanes, people, policyfile
from ringback.engine.wallclock import now as clock
from ringback.models import CategoryVersion
from ringback.queries import roster
from ringback.queries.scope import scope
from ringback.rules.access import OF_PEOPLE, Role
from ringback.rules.category import Post
from ringback.rules.window import read
from ringback.web.window_words import window_words
from tests.cast import joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from ringback.rules.access import Actor
    from tests.cast import Cast


def shown(by: Actor) -> str:
    answer = signed_in(by).get("/lanes")
    assert answer.status_code == 200
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.mark.parametrize("role", OF_PEOPLE)
def test_every_role_reads_every_kind_of_request(cedar: Cast, role: Role) -> None:
    page = shown(joined("Somebody", cedar.practice_id, [role]))
    with scope(cedar.practice_id):
        names = CategoryVersion.objects.values_list("pathway__name", flat=True)
        assert [each for each in names if each not in page] == []
    assert "changed" not in page


def test_the_printed_sheet_says_whose_it_is_and_of_which_day(cedar: Cast) -> None:
    today = clock().astimezone(ZoneInfo("America/New_York"))
    assert f"Cedar Street Family · {today:%a %b %-d, %Y}, " in shown(cedar.dana)


def test_it_names_who_is_asked_today(cedar: Cast, elm: Cast) -> None:
    assert "Nurse: nobody, goes on at once within 30 business minutes" in shown(cedar.dana)
    people.fill_post(cedar.osei.person_id, Post.NURSE, by=cedar.mara, now=clock())
    assert "Nurse: Dr. Osei within 30 business minutes" in shown(cedar.dana)
    assert "Nurse: Dr. Osei" not in shown(elm.dana)


def test_a_pathway_changed_in_the_last_two_weeks_is_marked(cedar: Cast) -> None:
    with scope(cedar.practice_id):
        first = CategoryVersion.objects.get(code="MISSED")
        CategoryVersion.objects.create(
            practice_id=cedar.practice_id,
            code="MISSED",
            version=2,
            pathway={**first.pathway, "first_action": "45 business minutes"},
            author_id=cedar.mara.person_id,
            reason="sooner",
            created_at=clock(),
        )
    page = shown(cedar.vik)
    assert "New in the last two weeks: Missed call (" in page
    assert "within 45 business minutes" in page


def test_what_is_said_anew_and_lanes_that_changed_are_marked(cedar: Cast, elm: Cast) -> None:
    data = policyfile.exported(by=cedar.mara, now=clock())
    said = data.data["scripts"]
    first = {**said["may_not"][0], "en": "I can’t say that; I ask {goes_to}."}
    said = {**said, "may_not": [first, *said["may_not"][1:]]}
    lane = {"name": "Concerns", "categories": ["CONCERN"], "room": 3}
    policyfile.apply(
        {"format": 1, "scripts": said, "lanes": [lane]},
        seen=data.seen, reason="a file", by=cedar.mara, now=clock(),
    )  # fmt: skip
    page = shown(cedar.vik)
    found = re.search(r"New in the last two weeks: (.*?) May not, whatever", page)
    assert found is not None
    assert re.sub(r" \([^)]*\)", "", found[1]) == "what is said at 1, the lane Concerns"
    assert len(re.findall(r" changed \d", page)) == 1
    assert "changed" not in shown(elm.vik)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("60 business minutes", "within 60 business minutes"),
        ("1 business minute", "within 1 business minute"),
        ("5 minutes", "within 5 minutes"),
        ("same business day", "the same business day"),
        (
            "same business day, after 15:00 by 11:00 the next",
            "the same business day; what comes in after 15:00, by 11:00 the next",
        ),
        ("2 business days", "within 2 business days"),
        ("30 calendar days", "within 30 calendar days"),
        ("by closing", "by closing"),
        ("1 business day before the visit", "1 business day before the visit"),
        ("2 business days before the visit at 09:00", "2 business days before the visit, at 09:00"),
    ],
)
def test_how_soon_in_words(written: str, words: str) -> None:
    assert window_words(read(written)) == words


def test_more_people_cost_no_more_statements(cedar: Cast) -> None:
    client = signed_in(cedar.dana)

    def one_more(number: int) -> None:
        them = joined(f"Person {number}", cedar.practice_id, [Role.CLINICIAN])
        people.fill_post(them.person_id, Post.NURSE, by=cedar.mara, now=clock())
        lane = roster.read(cedar.mara, now=clock()).lanes[0].id
        lanes.set_lanes_of(them.person_id, [lane], seen="", by=cedar.mara, now=clock())

    def cost() -> int:
        client.get("/lanes")
        with CaptureQueriesContext(connections["default"]) as found:
            client.get("/lanes")
        return len(found)

    one_more(1)
    one = cost()
    one_more(2)
    one_more(3)
    assert 0 < one == cost() <= 20
