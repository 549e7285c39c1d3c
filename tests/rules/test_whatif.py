"""A change is judged by what it would have meant."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ringback.rules import categoryfile, whatif
from ringback.rules.category import Category
from ringback.rules.known import Facts
from ringback.rules.whatif import Difference, Kept, Past
from tests.rules.pathways import NEW_YORK, data, hours, pathway
from tests.rules.policies import whole

ZONE = ZoneInfo(NEW_YORK)
HOURS = hours()
OTHERS = {each["code"]: categoryfile.read(each) for each in whole()["pathways"]}
NOW = datetime(2026, 11, 24, 12, tzinfo=ZONE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZONE).astimezone(UTC)


def past(received: str, acted: str | None = None, *said: str) -> Past:
    return Past(
        facts=Facts(received_at=at(received), said=frozenset(said)),
        first_action_at=at(acted) if acted else None,
    )


def changed(name: str, **change: Any) -> Category:
    return categoryfile.read({**data(name), **change})


LAST_MONTH = [
    past("23 09:00", "23 09:40"),
    past("23 09:00", "23 10:30"),
    past("23 09:00", "23 11:30"),
    past("23 09:00"),
    past("24 10:30"),
    past("24 11:30"),
]


def compared(before: Category, after: Category, those: list[Past]) -> Difference:
    return whatif.difference(those, before=before, after=after, hours=HOURS, now=NOW, others=OTHERS)


def test_a_shorter_promise_would_have_been_broken_more_often() -> None:
    after = changed("new_patient", first_action="60 business minutes")
    assert compared(pathway("new_patient"), after, LAST_MONTH) == Difference(
        callbacks=6,
        earlier=6,
        later=0,
        before=Kept(kept=2, broken=2, open=2),
        after=Kept(kept=1, broken=4, open=1),
        to_clinician_before=0,
        to_clinician_after=0,
    )


def test_a_longer_one_would_have_been_due_later() -> None:
    after = changed("new_patient", first_action="180 business minutes")
    found = compared(pathway("new_patient"), after, LAST_MONTH)
    assert (found.earlier, found.later, found.after) == (0, 6, Kept(kept=3, broken=1, open=2))


def test_no_change_is_no_difference() -> None:
    found = compared(pathway("new_patient"), pathway("new_patient"), LAST_MONTH)
    assert (found.earlier, found.later, found.before) == (0, 0, found.after)


def test_nothing_came_in_says_nothing() -> None:
    assert compared(pathway("missed"), pathway("missed"), []) == Difference(
        callbacks=0,
        earlier=0,
        later=0,
        before=Kept(),
        after=Kept(),
        to_clinician_before=0,
        to_clinician_after=0,
    )


PREGNANT = {"when": {"pregnant": True}, "words": "pregnant"}


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ({"becomes": "URGENT"}, 1),
        ({"becomes": "APPT"}, 0),
        ({"also": "CLIN"}, 1),
        ({"also": "APPT"}, 0),
        ({"level": "urgent"}, 1),
        ({"level": "clinical"}, 0),
        ({"tell": "nurse"}, 1),
        ({"tell": "manager"}, 0),
    ],
)
def test_how_many_would_have_gone_to_a_clinician(effect: dict[str, str], expected: int) -> None:
    after = changed("appointment", tighten=[{**PREGNANT, **effect}])
    those = [past("23 09:00", None, "pregnant"), past("23 09:00")]
    found = compared(pathway("appointment"), after, those)
    assert (found.to_clinician_before, found.to_clinician_after) == (0, expected)


def test_every_clinical_request_goes_to_a_clinician() -> None:
    found = compared(pathway("clinical"), pathway("clinical"), LAST_MONTH)
    assert (found.to_clinician_before, found.to_clinician_after) == (6, 6)


def test_places_with_hours_of_their_own_are_counted_together() -> None:
    after = changed("new_patient", first_action="60 business minutes")
    one = compared(pathway("new_patient"), after, LAST_MONTH)
    other = compared(pathway("new_patient"), after, LAST_MONTH[:1])
    assert whatif.together([one, other]) == Difference(
        callbacks=7,
        earlier=7,
        later=0,
        before=Kept(kept=3, broken=2, open=2),
        after=Kept(kept=2, broken=4, open=1),
        to_clinician_before=0,
        to_clinician_after=0,
    )
    assert whatif.together([]) == compared(pathway("missed"), pathway("missed"), [])
