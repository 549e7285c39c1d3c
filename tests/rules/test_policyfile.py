"""Everything that is wrong with a policy file is told, with the line it stands on."""

import tomllib
from typing import Any

import pytest
import tomli_w

from ringback.rules import policyfile
from ringback.rules.policyfile import ALWAYS
from ringback.rules.table import Path
from tests.rules.pathways import shipped
from tests.rules.policies import one, whole


def told(data: dict[str, Any]) -> list[tuple[Path, str]]:
    return [(each.path, str(each)) for each in policyfile.mistakes(data)]


def test_what_a_practice_begins_with_has_no_mistake() -> None:
    assert told(whole()) == []
    assert {each["code"] for each in whole()["pathways"]} == ALWAYS


def test_a_file_may_leave_out_what_stays_as_it_is() -> None:
    assert told({"format": 1}) == []
    assert told({"format": 1, "pathways": [one("NEWPT")]}) == []


NOT_SHOWN = "take out the character that shows nothing, or turns the letters round"
CHECKING = shipped("practice/verification")
PARENT = CHECKING["callers"]["parent"]
RULE = {"when": {"pregnant": True}, "words": "now"}


@pytest.mark.parametrize(
    ("part", "path", "words"),
    [
        ({"format": 2}, ("format",), "this must be 1: the file is of another release"),
        ({"format": True}, ("format",), "this must be 1: the file is of another release"),
        ({"format": None}, ("format",), "format is missing"),
        ({"hours": ["x"]}, ("hours",), "hours must be a table"),
        ({"lanes": {}}, ("lanes",), "lanes must be a list"),
        ({"hours": {"monday": ["8-17"]}}, ("hours", "monday"),
         "'8-17' is no time from-to such as 08:00-12:00"),
        ({"places": {"North": {"name": "x"}}}, ("places", "North"),
         "a short name is small letters, digits and -"),
        ({"places": {"north": "x"}}, ("places", "north", "name"), "name is missing"),
        ({"places": {"north": {"name": "x", "hours": {"on": 1}}}},
         ("places", "north", "hours", "on"),
         ("there is no on here; it may be different, friday, holidays, monday, parts_of_day, "
         "saturday, sunday, thursday, tuesday, wednesday")),
        ({"places": {"north": {"name": "North"}, "south": {"name": "north"}}},
         ("places", "south", "name"), "north stands here twice"),
        ({"places": {"north": {"name": "North  office"}}}, ("places", "north", "name"),
         "a name has at most 120 letters, and no spaces around it"),
        ({"places": {"north": {"name": "x" * 121}}}, ("places", "north", "name"),
         "a name has at most 120 letters, and no spaces around it"),
        ({"promises": {"website": "soon"}}, ("promises", "website"),
         "'soon' is not a length of time such as '1 business day'"),
        ({"lanes": [{"name": "A", "categories": ["NOPE"]}]}, ("lanes", 0, "categories", 0),
         "NOPE is no kind of request"),
        ({"lanes": [{"name": "A", "categories": ["RX"], "check_minutes": 30}]},
         ("lanes", 0, "check_minutes"),
         ("Say how often it is looked at, from when and until when; or leave all three empty.")),
        ({"lanes": [{"name": "A", "categories": ["RX"], "check_minutes": 30, "check_from": "8",
                     "check_until": "17:00"}]}, ("lanes", 0, "check_from"),
         "'8' is no time such as 08:00"),
        ({"lanes": [{"name": "x" * 61, "categories": ["RX"]}]}, ("lanes", 0, "name"),
         "A lane’s name has at most 60 letters, in one line."),
        ({"lanes": [{"name": "A", "categories": ["RX"], "room": 10_000}]}, ("lanes", 0, "room"),
         "room is a whole number from 0 to 9999"),
        ({"promises": {"a\0b": "1 business day"}}, ("promises", "a\0b"), NOT_SHOWN),
        ({"places": {"north": {"name": "Nor\u202eth"}}}, ("places", "north", "name"), NOT_SHOWN),
        ({"pathways": [one("BILL", name="Bill\x1b[31m")]}, ("pathways", 0, "name"), NOT_SHOWN),
        ({"scripts": {**shipped("scripts"), "never_said": {"en": ["\0"], "es": ["x"]}}},
         ("scripts", "never_said", "en", 0), NOT_SHOWN),
        ({"lanes": [{"name": "A", "categories": 3}]}, ("lanes", 0, "categories"),
         "categories must be a list"),
        ({"lanes": [{"name": "A", "categories": [3]}]}, ("lanes", 0, "categories"),
         "write categories in words"),
        ({"lanes": [{"name": "A", "categories": []}, {"name": "A", "categories": []}]},
         ("lanes", 1, "name"), "A stands here twice"),
        ({"pathways": [one("RX", resolve="0 minutes")]}, ("pathways", 0, "resolve"),
         "'0 minutes' leaves no time at all"),
        ({"pathways": [one("RX"), one("RX")]}, ("pathways", 1, "code"), "RX stands here twice"),
        ({"pathways": ["RX"]}, ("pathways", 0), "pathways must be a table"),
        ({"pathways": [one("BILL", tighten=[{**RULE, "becomes": "URGNT"}])]},
         ("pathways", 0, "tighten", 0, "becomes"), "URGNT is no kind of request"),
        ({"pathways": [one("BILL", tighten=[{**RULE, "also": "BILL"}])]},
         ("pathways", 0, "tighten", 0, "also"), "this leads back to itself"),
        ({"pathways": [one("BILL", tighten=[{**RULE, "tell": "cook"}])]},
         ("pathways", 0, "tighten", 0, "tell"), None),
        ({"pathways": [one("BILL", script="poem")]}, ("pathways", 0, "script"),
         ("there is no script called poem; it may be callback, missed_call, other_office, "
          "emergency")),
        ({"contact": {**shipped("practice/contact"), "text_from": "07:00"}},
         ("contact", "text_from"),
         "texts may go out from 08:00 to 21:00, not longer."),
        ({"verification": {**CHECKING, "needed": 1}}, ("verification", "needed"),
         "fewer than two would prove nothing. Write 2 or more."),
        ({"verification": {**CHECKING, "tries": 3}}, ("verification", "tries"), None),
        ({"verification": {**CHECKING, "callers": {"cook": PARENT}}},
         ("verification", "callers", "cook"),
         "nobody of this kind speaks for a patient. Take it out."),
        ({"verification": {**CHECKING, "callers": {"parent": {**PARENT, "wanted": 3}}}},
         ("verification", "callers", "parent", "wanted"), None),
        ({"verification": {**CHECKING, "callers": {"parent": {**PARENT, "needed": 2}}}},
         ("verification", "callers", "parent", "needed"),
         "where more is at stake, one detail more than two must agree. Write 3 or more."),
        ({"verification": {**CHECKING, "callers": {"parent": 3}}},
         ("verification", "callers", "parent"), "say how many must agree, and of what."),
        ({"practice": {"phone": "555-0142"}}, ("practice", "phone"),
         "write the number with its country, as in +12025550142"),
        ({"practice": {"name": "x"}}, ("practice", "phone"), "phone is missing"),
        ({"verification": 3}, ("verification",), "verification must be a table"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(part: dict[str, Any], path: Path, words: str) -> None:
    found = dict(told(whole(**part)))
    assert path in found
    assert words is None or found[path] == words


def test_a_new_kind_of_request_may_be_led_to_in_the_same_file() -> None:
    new = one("BILL", code="PLANS", name="Payment plans")
    leads = one("BILL", tighten=[{**RULE, "becomes": "PLANS"}])
    assert told({"format": 1, "pathways": [leads, new]}) == []
    assert told({"format": 1, "pathways": [leads]}) != []
    assert policyfile.mistakes({"format": 1, "pathways": [leads]}, {*ALWAYS, "PLANS"}) == ()


def scripts(**change: Any) -> dict[str, Any]:
    return {**shipped("scripts"), **change}


def test_what_is_wrong_with_the_words_stands_at_their_line() -> None:
    steps = shipped("scripts")["step"]
    place = next(at for at, each in enumerate(steps) if each["code"] == "why")
    steps[place] = {**steps[place], "en": "About your results: {kind_of_request}."}
    found = told(whole(scripts=scripts(step=steps)))
    assert [path for path, _ in found] == [("scripts", "step", place)]
    steps[place] = {"code": "why", "en": 3}
    assert told(whole(scripts=scripts(step=steps))) == [
        (("scripts", "step", place), f"step {place + 1} (why): en is not text")
    ]


def test_words_that_are_missing_altogether_are_told_at_the_top_of_them() -> None:
    steps = [each for each in shipped("scripts")["step"] if each["code"] != "why"]
    assert told(whole(scripts=scripts(step=steps)))[0] == (
        ("scripts",),
        "“Say why you call” is missing. Every script needs it.",
    )
    kind = {"code": "RX", "before": {"en": "your refill", "es": "su receta"}}
    found = told(whole(scripts=scripts(kind=[kind])))
    assert {path for path, _ in found} == {("scripts", "kind", 0)}


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"step": 3}, ("scripts", "step"), "step must be a list"),
        ({"stpe": []}, ("scripts", "stpe"), None),
        ({"post": [{"en": "x", "es": "y"}]}, ("scripts", "post", 0, "code"), "code is missing"),
        ({"may_not": [{"code": "diagnose", "goes_to": ["x"]}]},
         ("scripts", "may_not", 0, "goes_to"),
         "write goes_to in words"),
        ({"may_not": [{"code": "diagnose", "goes_to": "nurse", "instead": {"RX": 1}}]},
         ("scripts", "may_not", 0, "instead", "RX"), "write RX in words"),
        ({"never_said": {"en": [1]}}, ("scripts", "never_said", "en"), "write en in words"),
    ],
)  # fmt: skip
def test_what_is_no_script_at_all_is_told(
    change: dict[str, Any], path: Path, words: str | None
) -> None:
    found = dict(told(whole(scripts=scripts(**change))))
    assert list(found) == [path]
    assert words is None or found[path] == words


def test_a_misspelt_key_is_never_a_silent_one() -> None:
    found = told(whole(contact={**shipped("practice/contact"), "txt_from": "09:00"}))
    assert [path for path, _ in found] == [("contact", "txt_from")]


def test_a_voicemail_without_words_is_told_where_it_is_left() -> None:
    rules = shipped("practice/contact")
    said = {code: words for code, words in rules["voicemail"].items() if code != "VM-A"}
    kinds = [one("APPT"), one("DOCUMENT")]
    found = told(whole(contact={**rules, "voicemail": said}, pathways=kinds))
    assert (
        ("pathways", 0, "voicemail", "with_consent"),
        "there are no words for the voicemail VM-A",
    ) in found
    odd = one("APPT", voicemail="none")
    assert ("pathways", 0, "voicemail") in dict(told(whole(pathways=[odd])))


def test_every_mistake_has_its_line() -> None:
    data = whole(
        promises={"website": "soon"},
        pathways=[one("BILL", tighten=[{**RULE, "becomes": "URGNT"}])],
    )
    text = tomli_w.dumps(data)
    assert tomllib.loads(text) == data
    lines = text.splitlines()
    placed = policyfile.placed(text, policyfile.mistakes(data))
    assert [(lines[line - 1], policyfile.where(each)) for line, each in placed] == [
        ('website = "soon"', "promises · website"),
        (next(each for each in lines if "URGNT" in each), "pathways 1 · tighten 1 · becomes"),
    ]


def test_of_very_many_mistakes_the_first_hundred_are_told() -> None:
    assert len(told({"format": 1, "pathways": [{}] * 200})) == policyfile.MOST_MISTAKES == 100


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("pathways", [{}] * 201),
        ("lanes", [{}] * 200_000),
        ("places", dict.fromkeys(map(str, range(201)), 1)),
        ("promises", dict.fromkeys(map(str, range(201)), 1)),
    ],
)
def test_a_file_with_more_than_any_practice_has_is_looked_at_no_further(
    part: str, found: object
) -> None:
    assert told({part: found}) == [((part,), "there are more than 200 of these")]


SAY = dict.fromkeys(("en", "es"), "x" * 2001)


@pytest.mark.parametrize(
    ("data", "path", "most"),
    [
        ({"hours": {"different": [{"on": "2026-12-24", "hours": [], "why": "x" * 121}]}},
         ("hours", "different", 0, "why"), 120),
        ({"scripts": {**shipped("scripts"), "step": [{"code": "verify", **SAY}]}},
         ("scripts", "step", 0, "en"), 2000),
        ({"contact": {**shipped("practice/contact"), "redisclosure": "x" * 401}},
         ("contact", "redisclosure"), 400),
        ({"contact": {"voicemail": {"VM-1": SAY}}}, ("contact", "voicemail", "VM-1", "en"), 2000),
    ],
)  # fmt: skip
def test_a_file_may_say_no_more_than_its_pages(data: dict[str, Any], path: Path, most: int) -> None:
    assert (path, f"say it in at most {most} letters") in told({"format": 1, **data})
