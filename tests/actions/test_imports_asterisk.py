"""A log a real Asterisk wrote goes into the queue: everybody still waiting, exactly once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.channels.calllog.real_asterisk import day
from tests.phonelogs import bring, queue_of, run

if TYPE_CHECKING:
    from tests.cast import Cast

LOGS = Path(__file__).parents[1] / "channels" / "calllog" / "real_asterisk"
WAITING = (
    # As the queue has them: by the first missed call that nothing answered.
    "2125550133",
    "9175550137",
    "9175550138",
    "9175550139",
    "9175550141",
    "9175550146",
    "6465550149",
    "6465550151",
    "2125550153",
    "2125550154",
    "2125550164",
    "9175550170",
    "2125550156",
    "6465550165",
    "2125550167",
    "2125550168",
    "2125550169",
)


@pytest.mark.parametrize("name", ["Master.csv", "Master-linked.csv"])
def test_who_still_waits_in_a_real_log_stands_in_the_queue_once(cedar: Cast, name: str) -> None:
    file = (LOGS / name).read_bytes()
    batch = run(bring(file, cedar.dana, known_callers=(day.LAB,)), cedar.dana)
    rows = queue_of(cedar.dana)
    assert [each.phone for each in rows] == [f"+1{number}" for number in WAITING]
    assert {each.phone: each.arrivals for each in rows if each.arrivals > 1} == {}
    assert batch.found["directions_unknown"] == 0


def test_a_real_log_that_is_imported_again_changes_nothing(cedar: Cast) -> None:
    file = (LOGS / "Master.csv").read_bytes()
    run(bring(file, cedar.dana, known_callers=(day.LAB,)), cedar.dana)
    before = [vars(each) for each in queue_of(cedar.dana)]
    again = run(bring(file, cedar.dana, known_callers=(day.LAB,)), cedar.dana)
    after = [vars(each) for each in queue_of(cedar.dana)]
    own = {"_state": None}
    assert [each | own for each in after] == [each | own for each in before]
    missed = sum(scene.way == "inbound" and not scene.answered for scene in day.DAY)
    assert (again.done["opened"], again.done["already_in"]) == (0, missed)
