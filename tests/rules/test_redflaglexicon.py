"""The word lists: the product's, the practice's own, and what is wrong with them."""

from typing import Any

import pytest

from ringback.rules import redflag, redflaglexicon
from ringback.rules.queue import Level
from ringback.rules.redflaglexicon import FACTS, Kind, LexiconError
from tests.rules.redflaglists import lexicon, parts

CORE: dict[str, Any] = {
    "version": "1",
    "lists": {"body": ["chest", "arm"]},
    "spelling": {"panic": "pain"},
    "group": [
        {
            "code": "pain",
            "words": "pain",
            "level": "urgent",
            "facts": ["worse_or_worried"],
            "phrases": ["<body> pain", "ouch"],
        }
    ],
}


def said(own: dict[str, Any] | None, text: str) -> list[tuple[str, Level | None]]:
    found = redflag.read(text, redflaglexicon.read([CORE], own))
    return [(hit.code, hit.level) for hit in found.hits]


def wrong(own: dict[str, Any]) -> list[str]:
    return [str(each) for each in redflaglexicon.mistakes([CORE], own)]


def test_the_word_lists_of_the_product_can_be_read() -> None:
    assert redflaglexicon.mistakes(parts()) == ()


def test_every_flag_and_wish_of_the_product_is_core_and_says_what_it_is() -> None:
    groups = {phrase.group.code: phrase.group for phrase in lexicon().phrases}
    assert all(phrase.core and phrase.group.core for phrase in lexicon().phrases)
    assert all(group.words for group in groups.values())
    assert {group.kind for group in groups.values()} == set(Kind)


def test_every_fact_can_be_told_by_some_words() -> None:
    told = {fact for phrase in lexicon().phrases for fact in phrase.group.facts}
    told |= {fact for rule in lexicon().together for fact in rule.facts}
    assert told == set(FACTS)


def test_no_phrase_stands_twice_in_a_group() -> None:
    found = [(phrase.group.code, phrase.text) for phrase in lexicon().phrases]
    assert sorted(found) == sorted(set(found))


def test_a_practice_adds_a_phrase_to_a_group_of_the_product() -> None:
    own = {"version": "7", "group": [{"code": "pain", "phrases": ["port is leaking"]}]}
    read = redflaglexicon.read([CORE], own)
    assert [(each.text, each.core) for each in read.phrases] == [
        ("<body> pain", True),
        ("ouch", True),
        ("port is leaking", False),
    ]
    assert (read.version, said(own, "the port is leaking")) == ("1+7", [("pain", Level.URGENT)])


def test_a_practice_adds_a_group_and_a_list_of_its_own() -> None:
    own = {
        "version": "2",
        "lists": {"pump": ["pump", "pod"]},
        "group": [{"code": "pump", "words": "a pump", "level": "emergency", "phrases": ["<pump>"]}],
    }
    read = redflaglexicon.read([CORE], own)
    assert [(each.group.code, each.group.core) for each in read.phrases] == [
        ("pain", True),
        ("pain", True),
        ("pump", False),
    ]
    assert said(own, "the pod stopped") == [("pump", Level.EMERGENCY)]


def test_a_phrase_taken_out_is_no_longer_heard() -> None:
    own = {"version": "2", "remove": [{"code": "pain", "phrases": ["ouch"]}]}
    assert (said(None, "ouch"), said(own, "ouch")) == ([("pain", Level.URGENT)], [])


def test_misspellings_belong_to_the_lists() -> None:
    assert said(None, "chest panic") == [("pain", Level.URGENT)]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, []),
        ({"group": []}, ["The word lists need a version, such as 2026-01."]),
        (
            {"version": 2, "group": [{"code": "x", "phrases": ["y"]}]},
            ["x: say in plain words what it is."],
        ),
        (
            {"version": 2, "group": [{"code": "pain", "words": "again", "phrases": []}]},
            ["pain: this name is already taken."],
        ),
        (
            {
                "version": 2,
                "group": [
                    {
                        "code": "x",
                        "words": "x",
                        "kind": "flags",
                        "level": "routine",
                        "facts": ["rich"],
                        "phrases": ["ab*"],
                    }
                ],
            },
            [
                "x: flags is not a kind of group such as flag.",
                "x: routine is not a level such as urgent.",
                "x: rich is not something a pathway can lean on.",
                "x: in 'ab*', 'ab*' begins too many words.",
            ],
        ),
        (
            {"version": 2, "lists": {"odd": ["!!"]}},
            ["odd: in this list, '!!' is not a word."],
        ),
        (
            {
                "version": 2,
                "together": [
                    {"code": "t", "words": "both", "level": "urgent", "all_of": [["pain", "gone"]]}
                ],
            },
            ["t: there is no group called gone."],
        ),
        (
            {"version": 2, "together": [{"code": "t", "words": "both"}, {"code": "u"}]},
            ["t: say in plain words what it is.", "u: say in plain words what it is."],
        ),
        (
            {
                "version": 2,
                "together": [{"code": "t", "words": "both", "all_of": [["pain"]]}],
            },
            ["t: None is not a level such as urgent."],
        ),
        (
            {"version": 2, "remove": [{"code": "pain", "phrases": ["nothing"]}, {"code": "x"}]},
            ["pain: the phrase 'nothing' is not there to be taken out."],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(own: dict[str, Any], expected: list[str]) -> None:
    assert wrong(own) == expected


def test_word_lists_with_mistakes_are_not_read() -> None:
    with pytest.raises(LexiconError) as error:
        redflaglexicon.read([{"group": [{"code": "x", "words": "x", "phrases": [""]}]}])
    assert (str(error.value), len(error.value.reasons)) == (
        (
            "The word lists need a version, such as 2026-01.\n"
            "x: in '', it begins and ends with a word."
        ),
        2,
    )


def test_what_is_not_safe_to_know_alone_is_raised_together() -> None:
    core = CORE | {
        "group": [
            *CORE["group"],
            {"code": "young", "words": "young", "phrases": ["baby"]},
            {"code": "no", "words": "denied", "kind": "denied", "phrases": ["no"]},
        ],
        "together": [
            {
                "code": "both",
                "words": "pain in a baby",
                "level": "emergency",
                "facts": ["infant_fever"],
                "all_of": [["pain"], ["young"]],
            }
        ],
    }
    lists = redflaglexicon.read([core])
    levels = {
        text: redflag.read(text, lists).level
        for text in ("baby", "ouch", "ouch says the baby", "no ouch. what a nice baby")
    }
    assert levels == {
        "baby": None,
        "ouch": Level.URGENT,
        "ouch says the baby": Level.EMERGENCY,
        "no ouch. what a nice baby": Level.CLINICAL,
    }
    assert redflag.facts(redflag.read("baby ouch", lists))["infant_fever"] is True
    both = [hit for hit in redflag.read("the baby says ouch", lists).hits if hit.code == "both"]
    assert [(hit.start, hit.end, hit.words) for hit in both] == [(14, 18, "pain in a baby")]


def test_one_thing_said_in_overlapping_words_is_heard_once_and_whole() -> None:
    core = CORE | {
        "group": [
            {
                "code": "sore",
                "words": "sore",
                "level": "clinical",
                "phrases": ["sore", "sore arm", "very sore", "🆘"],
            }
        ]
    }
    found = redflag.read("sore arm, very sore 🆘🆘", redflaglexicon.read([core]))
    assert [(hit.start, hit.end) for hit in found.hits] == [(0, 8), (10, 19), (20, 21), (21, 22)]
