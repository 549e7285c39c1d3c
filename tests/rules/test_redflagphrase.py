"""How a practice writes down what to listen for, and how it is found."""

import pytest

from ringback.rules import redflagphrase, redflagtext
from ringback.rules.redflagphrase import Pattern, PhraseError, Range

LISTS = {"body": redflagphrase.listed(["chest", "left arm"])}


def found(phrase: str, text: str) -> list[tuple[str, ...]]:
    """The words of the text the phrase stands on."""
    net = redflagphrase.net([redflagphrase.patterns(phrase, LISTS)])
    words = redflagtext.words(text)
    return [
        tuple(words[place].plain for place in each.places)
        for each in redflagphrase.find(net, words)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("chest pain", "my chest pain", [("chest", "pain")]),
        ("chest pain", "pain chest", []),
        ("chest pain", "chest hurts pain", []),
        ("chest .. pain", "chest a b pain", [("chest", "pain")]),
        ("chest .. pain", "chest a b c pain", []),
        ("chest ... pain", "chest a b c d pain", [("chest", "pain")]),
        ("chest ... pain", "chest a b c d e pain", []),
        ("chest .... pain", "chest a b c d e f g h pain", [("chest", "pain")]),
        ("chest .... pain", "chest a b c d e f g h i pain", []),
        ("chest ... pain", "the chest form is done. pain", []),
        ("chest pain|hurts", "chest hurts", [("chest", "hurts")]),
        ("swell*", "swelling", [("swelling",)]),
        ("swell*", "swell", [("swell",)]),
        ("swell*", "swel", []),
        ("swe*", "swelling", [("swelling",)]),
        ("abcdefghijklmnop*", "abcdefghijklmnopq", [("abcdefghijklmnopq",)]),
        ("a .. b .. c .. d", "a q b q c q d", [("a", "b", "c", "d")]),
        ("pass_out", "I pass out", [("pass", "out")]),
        ("faint|pass_out", "pass out faint", [("pass", "out"), ("faint",)]),
        ("very (very) bad", "very bad", [("very", "bad")]),
        ("very (very) bad", "very very bad", [("very", "very", "bad")]),
        ("<body> pain", "left arm pain", [("left", "arm", "pain")]),
        ("<body>|leg pain", "leg pain chest pain", [("leg", "pain"), ("chest", "pain")]),
        ("temp {100.4-108}", "temp 100.4 temp 108", [("temp", "100.4"), ("temp", "108")]),
        ("temp {100.4-108}", "temp 100.3 temp 108.1 temp 555-0103", []),
        ("{10-20}", "15", [("15",)]),
        ("can't breathe", "i cannot breathe", [("cant", "breathe")]),
        ("dolor de pecho", "DOLOR DE PECHO", [("dolor", "de", "pecho")]),
        ("Presión", "presion", [("presion",)]),
        ("a b", "a b a b", [("a", "b"), ("a", "b")]),
        ("pain pain", "pain pain pain", [("pain", "pain")]),
        ("a .. b .. c", "a b a b c", [("a", "b", "c")]),
        ("911", "call 911", [("911",)]),
        ("🆘", "🆘 🆘", [("🆘",), ("🆘",)]),
        ("chest pain", "", []),
    ],
)
def test_a_phrase_is_found_where_it_is_said(
    phrase: str, text: str, expected: list[tuple[str, ...]]
) -> None:
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("", "it begins and ends with a word"),
        ("...", "it begins and ends with a word"),
        ("... pain", "it begins and ends with a word"),
        ("pain ..", "it begins and ends with a word"),
        ("pain .. (bad)", "it begins and ends with a word"),
        ("(bad)", "it begins and ends with a word"),
        ("a .. b .. c .. d .. e", "three gaps are the most, and each stands between two words"),
        ("<nowhere> pain", "there is no list called 'nowhere'"),
        ("a|", "'' is not a word"),
        ("!!", "'!!' is not a word"),
        ("b*d", "'b*d' is not a word"),
        ("*", "'*' is not a word"),
        ("555-0103", "'555-0103' is not a word"),
        ("ab*", "'ab*' begins too many words"),
        (
            "abcdefghijklmnopq*",
            "'abcdefghijklmnopq*' is too long for a beginning; write the whole word",
        ),
        ("(very very) bad", "brackets stand around one word that may be missing: (very)"),
        (
            "(a|b_c) (d|e_f) (g|h_i) (j|k_l) (m|n_o) (p|q_r) z",
            "it stands for too many ways of saying it; write it as several",
        ),
    ],
)
def test_a_phrase_that_means_nothing_or_too_much_is_refused(phrase: str, why: str) -> None:
    with pytest.raises(PhraseError) as error:
        redflagphrase.patterns(phrase, LISTS)
    assert str(error.value) == why


def test_a_missing_word_does_not_widen_the_gap_around_it() -> None:
    assert redflagphrase.patterns("a .. (b) .. c", {}) == (
        Pattern((frozenset("a"), frozenset("b"), frozenset("c")), (0, 2, 2)),
        Pattern((frozenset("a"), frozenset("c")), (0, 2)),
    )


def test_single_words_share_a_place_and_several_have_their_own_way() -> None:
    assert redflagphrase.patterns("x|{1-2}|y_z", {}) == (
        Pattern((frozenset({"x", Range(1.0, 2.0)}),), (0,)),
        Pattern((frozenset("y"), frozenset("z")), (0, 0)),
    )


def test_a_phrase_is_looked_up_by_its_rarest_word_and_never_by_a_measure() -> None:
    net = redflagphrase.net(
        [redflagphrase.patterns(each, {}) for each in ("my chest", "my arm", "my temp {38-42}")]
    )
    lookups = {word for word, ids in net.exact.items() if ids & net.ways.keys()}
    assert lookups == {"chest", "arm", "temp"}


def test_a_phrase_may_stand_for_many_ways_but_not_for_any_number() -> None:
    most = " ".join(["(a|b_c)"] * 5)
    assert len(redflagphrase.patterns(f"z {most}", {})) == 3**5
