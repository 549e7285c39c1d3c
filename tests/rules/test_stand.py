"""On which pathway a callback comes to stand, and by when it is due there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ringback.rules import categoryfile, due, stand, wishwords
from ringback.rules.due import Times
from ringback.rules.known import Facts
from ringback.rules.partsofday import AS_USUAL
from ringback.rules.queue import Level
from tests.rules.pathways import hours
from tests.rules.policies import one, whole

if TYPE_CHECKING:
    from ringback.rules.category import Category
    from ringback.rules.stand import Stood

HOURS = hours()
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PATHWAYS = {each["code"]: categoryfile.read(each) for each in whole()["pathways"]}


def stood(category: Category | str, level: Level = Level.ROUTINE, **known: Any) -> Stood:
    found = PATHWAYS[category] if isinstance(category, str) else category
    others = {**PATHWAYS, found.code: found}
    before, held = known.pop("before", None), known.pop("held", Level.ROUTINE)
    return stand.stood(
        found,
        hours=HOURS,
        facts=Facts(received_at=NOW, **known),
        level=level,
        pathway=others.__getitem__,
        held=held,
        before=before,
    )


@pytest.mark.parametrize(
    ("code", "level", "held", "expected", "minutes"),
    [
        ("NEWPT", Level.ROUTINE, Level.ROUTINE, ("NEWPT", Level.ROUTINE), 120),
        ("NEWPT", Level.URGENT, Level.ROUTINE, ("URGENT", Level.URGENT), 10),
        ("NEWPT", Level.ROUTINE, Level.URGENT, ("URGENT", Level.URGENT), 10),
        ("NEWPT", Level.EMERGENCY, Level.ROUTINE, ("EMERG", Level.EMERGENCY), 5),
        ("CLIN", Level.URGENT, Level.ROUTINE, ("CLIN", Level.URGENT), 10),
        ("CLIN", Level.ROUTINE, Level.ROUTINE, ("CLIN", Level.CLINICAL), 30),
        ("UNSORTED", Level.EMERGENCY, Level.ROUTINE, ("UNSORTED", Level.EMERGENCY), 5),
    ],
)
def test_where_it_comes_to_stand(
    code: str, level: Level, held: Level, expected: tuple[str, Level], minutes: int
) -> None:
    found = stood(code, level, held=held)
    assert (found.category.code, found.level) == expected
    assert stand.due_at(found, HOURS, facts=Facts(received_at=NOW)) == NOW + minutes * MINUTE
    assert found.pressing is (expected[1] in {Level.URGENT, Level.EMERGENCY})


def test_a_rule_hands_it_on_and_the_next_pathways_rule_again() -> None:
    found = stood("RESULT", said=frozenset({"abnormal_result", "worse_or_worried"}))
    assert (found.category.code, found.level) == ("URGENT", Level.URGENT)


def test_a_circle_comes_to_an_end() -> None:
    rule = {"when": {"pregnant": True}, "words": "on and on", "becomes": "APPT"}
    back = {**rule, "becomes": "NEWPT"}
    here = categoryfile.read(one("NEWPT", tighten=[rule]))
    there = categoryfile.read(one("APPT", tighten=[back]))
    asked = []

    def pathway(code: str) -> Category:
        asked.append(code)
        return {"NEWPT": here, "APPT": there}[code]

    facts = Facts(received_at=NOW, said=frozenset({"pregnant"}))
    found = stand.stood(here, hours=HOURS, facts=facts, level=Level.ROUTINE, pathway=pathway)
    assert (asked, found.category.code) == (["APPT", "NEWPT", "APPT"], "APPT")
    assert stand.due_at(found, HOURS, facts=Facts(received_at=NOW)) == NOW + 120 * MINUTE


def test_the_times_it_has_only_move_earlier() -> None:
    soon = NOW + 7 * MINUTE
    had = due.judged(category=PATHWAYS["NEWPT"], hours=HOURS, facts=Facts(received_at=NOW)).times
    before = Times(
        due_at=soon, resolve_by=soon, why="called twice", window=had.window, since=had.since
    )
    found = stood("NEWPT", before=before)
    assert found.judged.times == before


@pytest.mark.parametrize(
    ("said_after", "kind", "expected"),
    [
        (0, "NEWPT", datetime(2026, 11, 23, 22, tzinfo=UTC)),
        (5, "NEWPT", datetime(2026, 11, 23, 22, tzinfo=UTC)),
        (-5, "NEWPT", NOW + 120 * MINUTE),
        (0, "UNSORTED", NOW + 15 * MINUTE),
    ],
)
def test_the_time_they_asked_for_counts_but_for_what_came_in_later_or_is_unread(
    said_after: int, kind: str, expected: datetime
) -> None:
    at = NOW + said_after * MINUTE
    wish = wishwords.read("after 4", now=at, zone="America/New_York", country="US", parts=AS_USUAL)
    asked = stand.Asked(wish=wish, at=at)
    found = stand.due_at(stood(kind), HOURS, facts=Facts(received_at=NOW), asked=asked)
    assert found == expected
