"""Two versions beside each other say what was added, taken out and changed."""

from ringback.rules import categoryfile, pathwaytext, textdiff
from ringback.rules.pathwaytext import Line, Section
from ringback.rules.textdiff import Change, Part, Row
from tests.rules.pathways import data


def section(key: str, **lines: str) -> Section:
    found = (Line(key=name, label=name.title(), words=(words,)) for name, words in lines.items())
    return Section(key=key, title=key.title(), lines=tuple(found))


def row(label: str, before: str, after: str, change: Change) -> Row:
    words = [(each,) if each else () for each in (before, after)]
    return Row(label=label, before=words[0], after=words[1], change=change)


def test_every_line_says_what_became_of_it() -> None:
    old = [section("soon", first="1", then="2", last="3"), section("gone", it="x")]
    new = [section("soon", first="1", then="9", more="4")]
    assert textdiff.compared(old, new) == (
        Part(
            title="Soon",
            rows=(
                row("First", "1", "1", Change.SAME),
                row("Then", "2", "9", Change.CHANGED),
                row("Last", "3", "", Change.REMOVED),
                row("More", "", "4", Change.ADDED),
            ),
        ),
        Part(title="Gone", rows=(row("It", "x", "", Change.REMOVED),)),
    )


def test_a_line_taken_out_from_the_top_stays_at_the_top() -> None:
    old, new = [section("a", first="1", second="2")], [section("a", second="2")]
    (part,) = textdiff.compared(old, new)
    assert [each.label for each in part.rows] == ["First", "Second"]


def test_only_what_is_different_is_left_of_it() -> None:
    old = [section("a", x="1", y="2"), section("b", x="1")]
    new = [section("a", x="1", y="3"), section("b", x="1")]
    (part,) = textdiff.changes(textdiff.compared(old, new))
    assert part == Part(title="A", rows=(row("Y", "2", "3", Change.CHANGED),))


def test_two_lines_of_one_name_are_kept_apart() -> None:
    twice = Section(
        key="a",
        title="A",
        lines=tuple(Line(key="same", label="Same", words=(each,)) for each in ("1", "2", "3")),
    )
    assert textdiff.changes(textdiff.compared([twice], [twice])) == ()
    once = Section(key="a", title="A", lines=twice.lines[:1])
    (part,) = textdiff.changes(textdiff.compared([once], [twice]))
    assert [each.after for each in part.rows] == [("2",), ("3",)]


def test_a_new_label_is_a_change() -> None:
    old = Section(key="a", title="A", lines=(Line(key="x", label="Old", words=("1",)),))
    new = Section(key="a", title="A", lines=(Line(key="x", label="New", words=("1",)),))
    (part,) = textdiff.changes(textdiff.compared([old], [new]))
    assert (part.rows[0].label, part.rows[0].change) == ("New", Change.CHANGED)


def test_a_shorter_promise_is_one_line() -> None:
    changed = {**data("new_patient"), "first_action": "60 business minutes"}
    old, new = (
        pathwaytext.printed(categoryfile.read(each), str, {})
        for each in (data("new_patient"), changed)
    )
    (part,) = textdiff.changes(textdiff.compared(old, new))
    assert part == Part(
        title="How soon",
        rows=(
            row(
                "First action within",
                "120 business minutes",
                "60 business minutes",
                Change.CHANGED,
            ),
        ),
    )


def test_tables_are_compared_by_the_place_of_each_value() -> None:
    old = {"monday": ["08:00-17:00"], "sunday": [], "holidays": True, "different": [{"on": "x"}]}
    new = {
        "monday": ["08:00-12:00", "13:00-17:00"],
        "sunday": [],
        "holidays": False,
        "different": [{"on": "y", "hours": []}, {"hours": ["09:00-10:00"]}],
    }
    assert textdiff.of_data(old, new) == (
        row("monday", "08:00-17:00", "08:00-12:00, 13:00-17:00", Change.CHANGED),
        row("holidays", "yes", "no", Change.CHANGED),
        row("different x · on", "x", "", Change.REMOVED),
        row("different y · on", "", "y", Change.ADDED),
        row("different y · hours", "", "–", Change.ADDED),
        row("different 2 · hours", "", "09:00-10:00", Change.ADDED),
    )
