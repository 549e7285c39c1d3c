"""What a file would change is told part by part, before anything is written."""

from datetime import date, time
from typing import Any

from ringback.rules import policychange
from ringback.rules.policychange import Changed
from ringback.rules.textdiff import Change, Part, Row
from tests.rules.policies import one, whole


def keys(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    return [each.key for each in policychange.changed(before, after)]


def told(found: Changed) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    parts = policychange.told(found, str, policychange.names(whole()))
    return [(part.title, row.label, row.before, row.after) for part in parts for row in part.rows]


def test_the_same_policy_changes_nothing() -> None:
    assert keys(whole(), whole()) == []
    lane = {"name": "Phones", "categories": ["NEWPT", "MISSED"], "room": 20}
    assert keys(whole(), whole(lanes=[lane])) == []
    assert keys(whole(), {"format": 1}) == []


def test_a_shorter_promise_is_the_only_thing_told() -> None:
    after = {"format": 1, "pathways": [one("NEWPT", first_action="60 business minutes")]}
    (found,) = policychange.changed(whole(), after)
    assert (found.key, found.title) == (
        ("pathways", "NEWPT"),
        "New patient or appointment request",
    )
    assert told(found) == [
        (
            "How soon",
            "First action within",
            ("120 business minutes",),
            ("60 business minutes",),
        )
    ]


def test_hours_places_lanes_and_promises_are_parts_of_their_own() -> None:
    after = whole(
        places={"north": {"name": "North", "hours": {"monday": ["09:00-13:00"]}}},
        promises={},
        lanes=[
            {"name": "Phones", "categories": ["MISSED"], "room": 0},
            {"name": "New", "categories": []},
        ],
    )  # fmt: skip
    assert keys(whole(), after) == [
        ("promises", ""),
        ("places", "north"),
        ("hours", "north"),
        ("lanes", "Phones"),
        ("lanes", "New"),
    ]


def test_a_place_may_have_no_hours_of_its_own() -> None:
    assert keys(whole(), whole(places={"north": {"name": "North office"}})) == []
    assert keys(whole(), whole(places={"south": {"name": "South"}})) == [("places", "south")]


def test_what_is_new_is_told_whole() -> None:
    (found,) = policychange.changed(whole(lanes=None), whole())
    assert policychange.told(found, str, {}) == (
        Part(
            title="Lane",
            rows=tuple(
                Row(label=label, before=(), after=(words,), change=Change.ADDED)
                for label, words in (
                    ("name", "Phones"),
                    ("categories", "MISSED, NEWPT"),
                    ("room", "20"),
                )
            ),
        ),
    )
    new = one("BILL", code="PLANS", name="Payment plans")
    (found,) = policychange.changed(whole(), {"pathways": [new]})
    assert (found.before, told(found)[0]) == (
        None,
        ("What it is", "Name", (), ("Payment plans",)),
    )


def test_a_day_or_an_hour_of_the_file_is_kept_as_its_text() -> None:
    given = {"on": date(2026, 12, 24), "at": [time(8, 30)], "n": 1}
    assert policychange.plain(given) == {"on": "2026-12-24", "at": ["08:30:00"], "n": 1}


def test_hours_change_only_where_the_file_says_so_and_a_day_is_one_line() -> None:
    eve = {"on": "2026-12-24", "hours": ["08:00-12:00"], "why": "Christmas Eve"}
    hours = {"monday": ["09:00-12:00"], "saturday": [], "sunday": ["10:00-11:00"]}
    after = {
        "hours": {**hours, "holidays": False, "parts_of_day": {"lunch": "11:00-12:00"},
                  "different": [eve]}
    }  # fmt: skip
    (found,) = policychange.changed(whole(), after)
    assert [each[1:] for each in told(found)] == [
        ("monday", ("08:00-17:00",), ("09:00-12:00",)),
        ("sunday", ("closed",), ("10:00-11:00",)),
        ("holidays", ("closed",), ("open as usual",)),
        ("parts_of_day · lunch", ("12:00-13:00",), ("11:00-12:00",)),
        ("2026-12-24", (), ("08:00-12:00 (Christmas Eve)",)),
    ]
    assert found.after["tuesday"] == ["08:00-17:00"]
    assert keys({**whole(), "hours": found.after}, after) == []
    assert keys(whole(), {"hours": {}}) == []


def test_a_place_keeps_the_practices_hours_where_its_own_are_empty() -> None:
    before = whole()
    own = {"north": {"name": "North office", "hours": {"friday": ["09:00-12:00"]}}}
    (found,) = policychange.changed(before, {"places": own})
    assert [each[1:] for each in told(found)] == [("friday", ("closed",), ("09:00-12:00",))]
    none = {"north": {"name": "North office", "hours": {}}}
    (found,) = policychange.changed(before, {"places": none})
    assert (found.key, found.after) == (("hours", "north"), {})
    assert told(found)[-1][1:] == ("hours", (), ("the same as the practice",))
    (found,) = policychange.changed({**before, "places": none}, {"places": own})
    assert told(found)[0][1:] == ("hours", ("the same as the practice",), ())
    (found,) = policychange.changed(
        {"places": {"north": {"name": "North office"}}}, {"places": own}
    )
    assert told(found)[0][1:] == ("monday", (), ("closed",))


def test_what_a_source_promises_is_called_as_its_page_is() -> None:
    (found,) = policychange.changed(whole(), {"promises": {"website": "60 business minutes"}})
    assert [each[0] for each in told(found)] == ["Promises"]
