"""Words in a note that show the lane was left."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringback.rules import scope, script
from ringback.rules.access import Role
from ringback.rules.placeholder import LANGUAGES
from ringback.rules.scope import Lexicon, ScopeError, Strength
from tests.rules import lane
from tests.rules.pathways import PATHWAYS, pathway, shipped

WORDS = scope.read(shipped("scope"))
AT_ONCE_S = 2.0
"""Of processor time: what else the machine does is no fault of the rule."""
SETS = lane.sets()
BEYOND = SETS.pop("beyond")
ROWS = [(name, text, codes) for name, rows in SETS.items() for text, codes in rows]
LEFT = {each.code: each for each in WORDS.left}


def codes(text: str, lexicon: Lexicon = WORDS, **who: Any) -> set[str]:
    return {hit.code for hit in scope.hits(lexicon, text, **who)}


@pytest.mark.parametrize(("name", "text", "expected"), ROWS)
def test_how_the_lane_was_left_is_found_and_nothing_else(
    name: str, text: str, expected: set[str]
) -> None:
    assert codes(text) == expected, name


@pytest.mark.parametrize("text", [text for text, _ in BEYOND])
def test_what_lists_of_words_do_not_see_is_known(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize("name", sorted(each.stem for each in PATHWAYS.glob("*.toml")))
def test_what_is_ticked_for_done_never_leaves_the_lane(name: str) -> None:
    """The note is written from these words: whoever ticks them has said nothing wrong."""
    category = pathway(name)
    said = [category.name, *(each.words for each in category.facts())]
    found = {words: codes(f"Confirmed {words}. {words}: 118.") for words in said}
    assert {words: left for words, left in found.items() if left} == {}


def test_there_are_enough_notes_to_learn_from() -> None:
    assert {name: len(rows) for name, rows in SETS.items()} == {
        "tried": 29,
        "held out": 124,
        "fresh": 103,
        "last": 76,
        "hard": 27,
        "traps": 29,
        "final": 54,
    }


def test_every_way_of_leaving_the_lane_is_among_them() -> None:
    assert {code for _, _, found in ROWS for code in found} == set(LEFT)


def test_a_find_says_where_what_and_what_to_do() -> None:
    text = "Verified. Told her the biopsy was negative, all done."
    assert scope.hits(WORDS, text) == (
        scope.Hit(
            code="results",
            start=10,
            end=42,
            words="Told her the biopsy was negative",
            advice="You wrote what a result is or means. Say who said so, or hand it to the nurse.",
            strength=Strength.SETTLE,
        ),
    )


def test_what_must_be_settled_is_asked_for_before_the_end_and_the_rest_is_for_the_sample() -> None:
    found = scope.hits(WORDS, "Promised it. Told her it is nothing serious.")
    assert [(hit.code, hit.strength) for hit in found] == [
        ("promised", Strength.SAMPLE),
        ("reassured", Strength.SETTLE),
    ]
    assert [(each.code, str(each)) for each in scope.to_settle(found)] == [
        (
            "reassured",
            (
                "The note says “Told her it is nothing serious”. You wrote that something is "
                "harmless or can wait. Say who said so, or hand it to the lead."
            ),
        )
    ]


def test_these_are_for_the_sample_and_the_rest_is_settled_first() -> None:
    sampled = {code for code, each in LEFT.items() if each.strength is Strength.SAMPLE}
    assert sampled == {"promised", "third_party"}


@pytest.mark.parametrize(
    ("text", "nurse", "desk"),
    [
        ("Told her it is probably viral.", set(), {"diagnosed"}),
        ("Told her to take two tablets.", set(), {"treatment"}),
        ("Told her the biopsy was negative.", set(), {"results"}),
        ("Triaged as routine.", set(), {"lowered_urgency"}),
        ("Told her the plan will pay.", {"coverage"}, {"coverage"}),
        ("Insisted that she book.", {"pressured"}, {"pressured"}),
        ("Left voicemail about her biopsy.", {"voicemail_words"}, {"voicemail_words"}),
        ("Off the record, she is rude.", {"off_the_record"}, {"off_the_record"}),
    ],
)
def test_a_clinician_may_say_what_is_clinical_and_nothing_more(
    text: str, nurse: set[str], desk: set[str]
) -> None:
    assert codes(text, roles={Role.CLINICIAN, Role.MANAGER}) == nurse
    assert codes(text, roles={Role.MANAGER}) == codes(text) == desk


CLAIMS = [
    "told her it is probably the flu",
    "told her it is nothing serious",
    "told her to take two tablets of ibuprofen",
    "told her the biopsy was negative",
    "told her the plan will cover it",
]


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    ("words", "fine"),
    [
        ("{}.", False),
        ("Per Dr. Lee, {}.", True),
        ("{}, per Dr. Lee.", True),
        ("According to nurse Kim, {}.", True),
        ("Per Dr. Lee she may come. {}.", False),
        ("{}. Per Dr. Lee she may come.", False),
        ("Per Dr. Lee she may come but {}.", False),
        ("Nurse Kim {}.", True),
        ("Asked nurse Kim. {}.", False),
        ("Spoke with nurse Kim and {}.", False),
        ("Routed to nurse Kim, {}.", False),
        ("Patient says her sister {}.", True),
        ("Patient says she is fine, {}.", False),
        ("Patient says she is fine and I {}.", False),
        ("Patient says she is fine. {}.", False),
        ('Routed to the nurse with her exact words: "My aunt {}. What now?"', True),
        ("I did not tell her and never {}.", True),
        ("I never {}.", True),
        ("No, I {}.", False),
    ],
)
def test_somebody_elses_words_are_fine_and_ours_beside_them_are_not(
    claim: str, words: str, fine: bool
) -> None:
    assert (codes(words.format(claim)) == set()) is fine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Told her I cannot say if the plan will cover it", set()),
        ("I cannot say if the plan will cover it, told her it will pay", {"coverage"}),
        ("I cannot advise but told her it is probably the flu", {"diagnosed"}),
        ("Told her not to take ibuprofen", {"treatment"}),
        ("Did not tell her to take ibuprofen", set()),
        ("Told her whether it is the flu is for the nurse", set()),
        ("Told her if it is closed, it is probably the flu", {"diagnosed"}),
        ("Told her the nurse will say if it is the flu", set()),
        ("Dr. Lee will prescribe it", {"promised"}),
        ("Nurse Kim said Dr. Lee will prescribe it", set()),
        ("Told her the labs are pending", set()),
        ("Told her the labs are pending but look normal", {"results"}),
        ("Told her the form can wait", set()),
        ("Told her the cough can wait", {"reassured"}),
        ("Told her there is no charge", {"coverage"}),
        ("Told her there is no charge for the interpreter", set()),
        ("Told her husband about the visit", {"third_party"}),
        ("Told her husband about the visit. He is on file as authorized.", set()),
        ("Left message about a refill", {"voicemail_words"}),
        ("Left message with the pharmacy about a refill", set()),
        ("Patient left message about a refill", set()),
        ("Maria says it is nothing serious", set()),
    ],
)  # fmt: skip
def test_an_excuse_reaches_as_far_as_its_words(text: str, expected: set[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_approved_sentence_leaves_the_lane(language: str) -> None:
    written = script.read(shipped("scripts"))
    said = [f"Said: {script.preview(line, language)}" for line in written.lines()]
    assert {text for text in said if codes(text)} == set()


def test_a_note_of_one_kind_may_have_several_finds() -> None:
    text = "Told her it is the flu. Later told her it is flu or a cold."
    assert [hit.words for hit in scope.hits(WORDS, text)] == [
        "Told her it is the flu",
        "told her it is flu or a cold",
    ]


@given(st.text(max_size=200))
def test_any_text_can_be_scanned_and_a_find_is_its_own_words(text: str) -> None:
    for hit in scope.hits(WORDS, text):
        assert hit.words == text[hit.start : hit.end] != ""


PIECES = sorted({word for _, text, _ in ROWS for word in text.split()})


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_what_a_colleague_said_is_never_found_as_ours(words: str) -> None:
    flat = "".join(each for each in words if each not in '.!?;\n"“”').lower()
    said = "Per Dr. Lee, " + " ".join(
        each
        for each in flat.split()
        if each not in {"but", "however", "although", "pero", "aunque"}
    )
    attributed = {code for code, each in LEFT.items() if "attributed" in each.excused_by}
    assert "sin embargo" in said or codes(said) & attributed == set()


@pytest.mark.parametrize(
    "unit",
    [
        "told ",
        "told her it is flu ",
        "per Dr Lee ",
        '" told ',
        "if not I told no ",
        "told. ",
        "a'",
        "patient says told, it is flu and ",
        "left voicemail left ",
    ],
)
def test_a_very_long_note_is_scanned_at_once(unit: str) -> None:
    """A tenth of a second here; ten times as long takes ten times as long, not a hundred times."""
    begun = process_time()
    found = codes(unit * (30_000 // len(unit)))
    assert process_time() - begun < AT_ONCE_S
    assert found == codes(unit * (3_000 // len(unit)))


def test_an_empty_note_is_in_the_lane() -> None:
    assert scope.hits(WORDS, "") == ()


MINIMAL: dict[str, Any] = {
    "words": {"a": ["a"], "b": ["b"]},
    "excuse": [{"code": "ok", "patterns": ["@b"], "reach": "sentence"}],
    "left": [
        {
            "code": "x",
            "strength": "settle",
            "words": "Do.",
            "excused_by": ["ok"],
            "patterns": ["@a"],
        }
    ],
}


def with_part(section: str, **change: Any) -> dict[str, Any]:
    kept = {key: value for key, value in MINIMAL[section][0].items() if change.get(key, 1)}
    return MINIMAL | {section: [{**kept, **{key: value for key, value in change.items() if value}}]}


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({}, "the lists: words is missing"),
        (MINIMAL | {"words": {"a": [""], "b": ["b"]}}, "the lists: a: '' has no words"),
        (with_part("left", code=None), "left 1 (no code): code is missing"),
        (with_part("left", words=None), "left 1 (x): words is missing"),
        (with_part("left", strength="loud"), "left 1 (x): 'loud' is not a valid Strength"),
        (with_part("left", excused_by=["no"]), "left 1 (x): there is no excuse called 'no'"),
        (with_part("left", patterns=["@c"]), "left 1 (x): '@c': there is no list called 'c'"),
        (with_part("excuse", reach="far"), "excuse 1 (ok): 'far' is not a valid Reach"),
        (with_part("excuse", covers="all"), "excuse 1 (ok): 'all' is not a valid Covers"),
        (with_part("excuse", until=["@c"]), "excuse 1 (ok): '@c': there is no list called 'c'"),
        (with_part("excuse", patterns=None), "excuse 1 (ok): patterns is missing"),
    ],
)
def test_what_cannot_be_understood_is_an_error_that_names_its_place(
    broken: dict[str, Any], words: str
) -> None:
    with pytest.raises(ScopeError) as error:
        scope.read(broken)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("change", "text", "expected"),
    [
        ({}, "a", 1),
        ({}, "a a", 2),
        ({}, "a b", 0),
        ({}, "b a! a", 1),
        ({"reach": "onward"}, "b a", 0),
        ({"reach": "onward"}, "a b a", 1),
        ({"reach": "onward"}, "b! a", 1),
        ({"reach": "onward", "within": 2}, "b a x a", 1),
        ({"reach": "onward", "within": 2}, "b x a a", 1),
        ({"reach": "onward", "within": 2}, "b b x a", 0),
        ({"reach": "note"}, "a! b! a", 0),
        ({"until": ["@stop"]}, "a stop b stop a", 2),
        ({"until": ["@stop"]}, "a stop b a", 1),
        ({"until": ["@stop"]}, "stop a b a stop", 0),
        ({"reach": "onward", "until": ["@stop"]}, "b a stop a", 1),
        ({"reach": "onward", "until": ["@stop"]}, "stop b a", 0),
        ({"reach": "onward", "within": 3, "until": ["@stop"]}, "b stop a", 1),
        ({"reach": "onward", "until": ["@stop"]}, 'b "stop a! a"', 0),
        ({"reach": "onward", "until": ["@stop"]}, '"b stop a"', 1),
        ({"reach": "onward", "until": ["@stop"]}, 'b "c" stop a', 1),
    ],
)
def test_an_excuse_reaches_over_its_sentence_onward_or_over_the_note(
    change: dict[str, Any], text: str, expected: int
) -> None:
    written = with_part("excuse", **change)
    written = written | {"words": {**written["words"], "stop": ["stop"]}}
    assert len(scope.hits(scope.read(written), text)) == expected


@pytest.mark.parametrize(("covers", "expected"), [("start", 0), ("claim", 1)])
def test_an_excuse_covers_the_beginning_or_the_claim(covers: str, expected: int) -> None:
    written = with_part("excuse", reach="onward", within=1, covers=covers)
    written["left"] = [{**MINIMAL["left"][0], "patterns": ["@a ..2 @c"]}]
    written["words"] = {"a": ["a"], "b": ["b"], "c": ["c"]}
    assert len(scope.hits(scope.read(written), "b a x c")) == expected


def test_a_lexicon_without_kinds_finds_nothing() -> None:
    assert scope.hits(scope.read({"words": {}}), "Told her it is the flu.") == ()
