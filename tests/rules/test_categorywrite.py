"""A pathway is always written the same way, and says the same when it is read again."""

import pytest

from ringback.rules import categoryfile, categorywrite
from tests.rules.pathways import PATHWAYS, data, pathway

NAMES = sorted(each.stem for each in PATHWAYS.glob("*.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_reads_as_the_same(name: str) -> None:
    written = categorywrite.written(pathway(name))
    assert categorywrite.written(categoryfile.read(written)) == written


def test_what_is_as_usual_is_left_out() -> None:
    usual = {
        "script": "callback", "never_named": False, "chart": False, "needs_contact": True,
        "first_action_is": "a try or a live answer",
        "without_visit": {"first_action": "1 business day", "resolve": "1 business day"},
    }  # fmt: skip
    written = categorywrite.written(categoryfile.read({**data("missed"), **usual, "script": "x"}))
    assert (set(usual) & set(written), written["script"]) == ({"script"}, "x")


def test_two_ways_to_say_the_same_are_written_the_same() -> None:
    one = {**data("billing"), "handlers": {"work": ["manager", "front_desk"], "posts": ["billing"]}}
    other = {**one, "handlers": {"work": ["front_desk", "manager"], "posts": ["billing"]}}
    rules = [dict(each) for each in data("billing")["tighten"]]
    rules[0]["when"] = dict(reversed(rules[0]["when"].items()))
    found = categorywrite.written(categoryfile.read({**other, "tighten": rules}))
    assert found == categorywrite.written(categoryfile.read(one))
    assert list(found["tighten"][0]["when"]) == ["business_days_to_visit", "coverage_question"]


def test_the_keys_of_other_parts_stand_in_one_order() -> None:
    kept = {"es": "b", "zebra": [{"x": 1, "code": "c"}], "en": "a", "code": "k", "apple": 2}
    found = categorywrite.ordered(kept)
    assert found == kept
    assert isinstance(found, dict)
    assert list(found) == ["code", "en", "es", "apple", "zebra"]
    assert list(found["zebra"][0]) == ["code", "x"]
