"""The pages of the opening hours: read, changed, closed early, compared, restored."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import parts, places
from ringback.engine.wallclock import now as clock
from ringback.models import Entry
from ringback.queries import policy
from ringback.queries.scope import scope
from ringback.rules.hoursfile import WEEKDAYS
from ringback.rules.policy import Part
from ringback.web.hours_words import day_words
from tests.cast import came_in
from tests.signing import signed_in
from tests.web.hoursform import CHANGE, save, sent_again, text

if TYPE_CHECKING:
    from tests.cast import Cast

CLOSE = "/setup/hours/close"
EVE = f"{clock().year + 1}-12-24"


def newest(cast: Cast, name: str = "") -> policy.PartVersion:
    with scope(cast.practice_id):
        found = policy.current(cast.practice_id, Part.HOURS, name)
    assert found is not None
    return found


def form(**more: str) -> dict[str, str]:
    week = dict.fromkeys(WEEKDAYS[:5], "8-12, 13:00 - 17:30")
    return {"seen": "1", "holidays": "closed", "reason": "longer days", **week, **more}


def open_day_and_night(cast: Cast) -> None:
    written = {**{day: ["00:00-24:00"] for day in WEEKDAYS}, "holidays": False}
    parts.change(Part.HOURS, written, seen=1, reason="test", by=cast.mara, now=clock())


def tomorrow() -> str:
    there = clock().astimezone(ZoneInfo("America/New_York"))
    return (there + timedelta(days=1)).date().isoformat()


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "mara", "ines"])
def test_everybody_at_work_reads_the_hours(cedar: Cast, who: str) -> None:
    page = text(signed_in(getattr(cedar, who)).get("/setup/hours"))
    assert "Monday 8:00–17:00" in page
    assert "Sunday closed" in page
    assert "Thanksgiving" in page
    assert ("Change the hours" in page) is (who in {"mara", "ines"})


@pytest.mark.parametrize("who", ["dana", "vik", "osei"])
@pytest.mark.parametrize("address", [CHANGE, CLOSE])
def test_only_who_sets_the_practice_up_changes_them(cedar: Cast, who: str, address: str) -> None:
    client = signed_in(getattr(cedar, who))
    answers = [client.get(address), client.post(address, form())]
    assert [each.status_code for each in answers] == [403, 403]
    with scope(cedar.practice_id):
        refused = Entry.objects.filter(refused=True).values_list("verb", flat=True)
        assert list(refused) == ["setup opened", "setup opened"]


def test_a_week_is_written_as_people_write_it(cedar: Cast) -> None:
    sent = form(**{"day-0-on": EVE, "day-0-hours": "9-12", "day-0-why": "Christmas Eve"})
    answer = save(signed_in(cedar.mara), sent)
    assert (answer.status_code, answer["Location"]) == (302, "/setup/hours")
    kept = newest(cedar)
    assert (kept.version, kept.author, kept.reason) == (2, "Mara Lindt", "longer days")
    assert kept.written["monday"] == ["08:00-12:00", "13:00-17:30"]
    assert kept.written["saturday"] == []
    assert kept.written["different"] == [
        {"on": EVE, "hours": ["09:00-12:00"], "why": "Christmas Eve"}
    ]


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            {"monday": "8-12, 11-17"},
            "monday",
            "Monday: 08:00-12:00 and 11:00-17:00 overlap: join them",
        ),
        ({"monday": "8-8"}, "monday", "Monday: '08:00-08:00' is open for no time at all"),
        (
            {"monday": "always"},
            "monday",
            "Monday: 'always' is no time from-to such as 08:00-12:00",
        ),
        (dict.fromkeys(WEEKDAYS, ""), "monday", "the practice would never be open"),
        (
            {"day-0-on": EVE, "day-0-hours": "", "day-0-why": ""},
            "day-0-why",
            "Say why this day is different.",
        ),
        (
            {"day-0-on": "", "day-0-hours": "9-12", "day-0-why": "party"},
            "day-0-on",
            "Choose a day.",
        ),
        (
            {
                f"day-{each}-{box}": words
                for each in "01"
                for box, words in (("on", EVE), ("hours", ""), ("why", "Eve"))
            },
            "day-1-on",
            f"{day_words(date.fromisoformat(EVE))} is there twice. Keep one row.",
        ),
        ({"reason": ""}, "reason", "Say why you change it: the next person will ask."),
    ],
)
def test_a_mistake_stands_at_its_box_and_what_was_typed_stays(
    cedar: Cast, more: dict[str, str], field: str, words: str
) -> None:
    sent = form(**{"tuesday": "7:15-11", **more})
    answer = signed_in(cedar.mara).post(CHANGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-wrong">{words}' in unescape(page)
    assert 'value="7:15-11"' in page or more.get("tuesday") == ""
    assert newest(cedar).version == 1


def test_days_that_are_over_stay_written_down(cedar: Cast) -> None:
    past = {"on": "2020-01-02", "hours": [], "why": "flood"}
    written = {**newest(cedar).written, "different": [past]}
    parts.change(Part.HOURS, written, seen=1, reason="so", by=cedar.mara, now=clock())
    client = signed_in(cedar.mara)
    assert "flood" not in text(client.get(CHANGE))
    save(client, form(seen="2"))
    assert newest(cedar).written["different"] == [past]


def test_whoever_was_slower_keeps_what_they_typed(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    looked = client.post(CHANGE, form(monday="6-11"))
    save(client, form())
    sent = {**form(monday="6-11"), **sent_again(looked)}
    answer = client.post(CHANGE, {**sent, "do": "save"})
    assert answer.status_code == 412
    assert client.post(CHANGE, {**sent, "do": "look"}).status_code == 412
    assert "Not saved yet: this is what it moves" in text(answer)
    assert "Mara Lindt changed this at" in text(answer)
    assert 'value="6-11"' in answer.content.decode()
    assert 'name="seen" value="2"' in answer.content.decode()
    assert newest(cedar).version == 2


def test_closing_shows_what_moves_and_then_moves_it(cedar: Cast) -> None:
    open_day_and_night(cedar)
    now = clock()
    it = came_in(cedar.dana, now=now, name="Grace Lindqvist", category="NEWPT")
    client = signed_in(cedar.mara)
    sent = {"day": tomorrow(), "at": "", "why": "training", "where": ""}
    look = client.post(CLOSE, {**sent, "do": "look"})
    assert look.status_code == 200
    assert "Nothing becomes due later" in text(look)
    assert newest(cedar).version == 2
    done = client.post(CLOSE, {**sent, "do": "close", "seen": ["2 "]})
    assert done.status_code == 302
    assert (newest(cedar).version, newest(cedar).reason) == (3, "training")
    assert newest(cedar).written["different"] == [
        {"on": tomorrow(), "hours": [], "why": "training"}
    ]
    assert it.callback_id is not None
    assert client.get(done["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ({"day": "soon"}, "day", "Choose a day."),
        ({"at": "25"}, "at", "Write a time such as 14:00 or 2 pm, or nothing."),
        ({"day": "2020-01-02"}, "day", "That day is over. Choose today or a day to come."),
        ({"why": ""}, "why", "Say why it closes: patients will ask."),
    ],
)
def test_a_closure_that_cannot_be_says_why(
    cedar: Cast, more: dict[str, str], field: str, words: str
) -> None:
    open_day_and_night(cedar)
    sent = {"day": tomorrow(), "at": "14", "why": "training", "do": "look", **more}
    answer = signed_in(cedar.mara).post(CLOSE, sent)
    assert answer.status_code == 422
    assert f'id="{field}-wrong">{words}' in answer.content.decode()


def test_everywhere_is_every_place_in_use_and_no_removed_one(cedar: Cast) -> None:
    now = clock()
    for name in ("North", "South"):
        slug = places.add(name, [], by=cedar.mara, now=now)
        own = {"seen": 0, "reason": "own", "by": cedar.mara, "now": now, "name": slug}
        parts.change(Part.HOURS, {day: ["00:00-24:00"] for day in WEEKDAYS}, **own)
    places.remove("south", by=cedar.mara, now=now)
    client = signed_in(cedar.mara)
    page = text(client.get(CLOSE))
    assert ("North" in page, "South" in page) == (True, False)
    open_day_and_night(cedar)
    sent = {"day": tomorrow(), "at": "", "why": "training", "where": "*"}
    looked = client.post(CLOSE, {**sent, "do": "look"})
    seen = re.findall(r'name="seen" value="([^"]*)"', looked.content.decode())
    assert seen == ["2 ", "1 north"]
    assert client.post(CLOSE, {**sent, "seen": seen, "do": "close"}).status_code == 302
    assert [newest(cedar, name).version for name in ("", "north", "south")] == [3, 2, 1]


def test_somebody_quicker_is_told_before_closing(cedar: Cast) -> None:
    open_day_and_night(cedar)
    sent = {"day": tomorrow(), "at": "14", "why": "training", "do": "close", "seen": ["1 "]}
    answer = signed_in(cedar.mara).post(CLOSE, sent)
    assert answer.status_code == 412
    assert 'name="seen" value="2 "' in answer.content.decode()
    assert newest(cedar).version == 2


def test_a_reader_sees_only_the_callbacks_of_their_own(cedar: Cast) -> None:
    open_day_and_night(cedar)
    came_in(cedar.dana, now=clock(), name="Grace Lindqvist", category="CONFIRM")
    client = signed_in(cedar.mara)
    sent = {"day": tomorrow(), "at": "", "why": "training", "where": ""}
    there = client.post(CLOSE, {**sent, "do": "close", "seen": ["2 "]})["Location"]
    pages = {
        who: text(signed_in(getattr(cedar, who)).get(there)) for who in ("mara", "vik", "ines")
    }
    assert ["Lindqvist" in pages["vik"], "Lindqvist" in pages["ines"]] == [False, False]


def test_usual_hours_after_all(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    save(client, form(**{"day-0-on": EVE, "day-0-hours": "", "day-0-why": "Eve"}))
    page = text(client.get("/setup/hours"))
    assert "a time is never moved back" in page
    sent = {"day": EVE, "seen": "2", "place": ""}
    assert "Usual hours after all" in text(client.post("/setup/hours/reopen", sent))
    assert newest(cedar).version == 2
    assert save(client, sent, "/setup/hours/reopen")["Location"] == "/setup/hours"
    assert newest(cedar).written["different"] == []
    assert newest(cedar).reason == f"usual hours on {EVE}"


def test_nothing_is_saved_before_it_was_shown_what_it_moves(cedar: Cast) -> None:
    open_day_and_night(cedar)
    now = clock()
    came_in(cedar.dana, now=now, name="Grace Lindqvist", category="NEWPT")
    client = signed_in(cedar.mara)
    open_again = (clock() + timedelta(days=3)).strftime("%A").lower()
    week = {**dict.fromkeys(WEEKDAYS, ""), open_again: "17-8"}
    closed = form(seen="2", **week)
    for sent in (closed, {**closed, "do": "save"}, {**closed, "do": "save", "shown": "x"}):
        look = client.post(CHANGE, sent)
        assert (look.status_code, newest(cedar).version) == (200, 2)
    words = text(look)
    assert "1 would stay due at a time when nobody is in Grace Lindqvist due " in words
    assert words.count(" 0:00–24:00 closed") == 6
    assert f"{open_again.capitalize()} 0:00–24:00 17:00–8:00 the next day" in words
    other = {**closed, **sent_again(look), open_again: "9-10", "do": "save"}
    again = client.post(CHANGE, other)
    assert f"{open_again.capitalize()} 0:00–24:00 9:00–10:00" in text(again)
    assert newest(cedar).version == 2
    done = client.post(CHANGE, {**other, **sent_again(again)})
    assert (done["Location"], newest(cedar).version) == ("/setup/hours/3/moved", 3)


def test_a_place_sees_what_the_practices_hours_would_move_before_it_keeps_them(
    cedar: Cast,
) -> None:
    places.add("North", [], by=cedar.mara, now=clock())
    client, there = signed_in(cedar.mara), "/setup/hours/as-practice"
    own = client.post(f"{CHANGE}?place=north", form(seen="0", place="north"))
    client.post(CHANGE, {**form(seen="0", place="north"), **sent_again(own), "do": "save"})
    assert newest(cedar, "north").version == 1
    sent = {"seen": "1", "place": "north"}
    look = text(client.post(there, sent))
    assert "Keep the practice’s hours instead North" in look
    assert newest(cedar, "north").version == 1
    assert save(client, sent, there)["Location"] == "/setup/hours?place=north"
    assert newest(cedar, "north").written == {}


def test_two_versions_stand_side_by_side_and_the_earlier_is_restored(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    save(client, form())
    page = text(client.get("/setup/versions/hours?one=1&other=2"))
    assert "Monday changed 8:00–17:00 8:00–12:00, 13:00–17:30" in page
    assert "Sunday closed" not in page
    assert "They say the same." in text(client.get("/setup/versions/hours?one=2&other=2"))
    sent = {"seen": "2", "place": ""}
    look = text(client.post("/setup/versions/hours/1", sent))
    assert "Restore version 1" in look
    assert "Monday 8:00–12:00, 13:00–17:30 8:00–17:00" in look
    assert newest(cedar).version == 2
    answer = save(client, sent, "/setup/versions/hours/1")
    assert answer["Location"] == "/setup/hours"
    assert (newest(cedar).version, newest(cedar).reason) == (3, "version 1 restored")
    assert newest(cedar).written["monday"] == ["08:00-17:00"]


@pytest.mark.parametrize(
    "address",
    [
        "/setup/versions/hours?one=1&other=7",
        "/setup/versions/hours?one=x",
        "/setup/versions/nothing?one=1&other=1",
        "/setup/hours?place=nowhere",
        "/setup/hours/9/moved",
    ],
)
def test_what_is_not_there_is_not_there(cedar: Cast, address: str) -> None:
    assert signed_in(cedar.mara).get(address).status_code == 404


def test_restoring_is_not_for_everybody(cedar: Cast) -> None:
    save(signed_in(cedar.mara), form())
    for do in ("look", "save"):
        answer = signed_in(cedar.dana).post("/setup/versions/hours/1", {"seen": "2", "do": do})
        assert (answer.status_code, newest(cedar).version) == (403, 2)


def test_another_practice_sees_its_own_hours(cedar: Cast, elm: Cast) -> None:
    save(signed_in(cedar.mara), form())
    page = text(signed_in(elm.mara).get("/setup/hours"))
    assert ("longer days" in page, "8:00–17:00" in page) == (False, True)


def test_three_versions_cost_no_more_than_one(cedar: Cast) -> None:
    client = signed_in(cedar.mara)

    def cost() -> int:
        client.get("/setup/hours")
        with CaptureQueriesContext(connections["default"]) as found:
            assert client.get("/setup/hours").status_code == 200
        return len(found)

    one = cost()
    for seen in (1, 2):
        save(client, form(seen=str(seen), monday=f"{seen}-12"))
    assert cost() == one > 0
