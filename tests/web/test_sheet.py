"""The queue on paper: what stands on it, and its results entered row by row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from ringback.actions import attempt, claim
from ringback.actions import sheet as action
from ringback.actions.act import NotFound
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.models import SheetRow
from ringback.queries.scope import scope
from ringback.rules import phone
from ringback.rules import sheet as rules
from ringback.rules.attempt import Result
from tests import records
from tests.cast import a_number, came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
ZONE = ZoneInfo("America/New_York")


def came(cast: Cast, name: str, **given: Any) -> UUID:
    it = came_in(
        cast.dana, now=clock(), name=name, phone=a_number(),
        happened_at=clock() - timedelta(hours=30), **given,
    ).callback_id  # fmt: skip
    assert it is not None
    return it


def printed(cast: Cast, **form: str) -> str:
    answer = signed_in(cast.dana).post("/sheet", form)
    assert answer.status_code == 302
    return str(answer["Location"])


def minute(ago: timedelta = timedelta()) -> dict[str, str]:
    """The day and the time a moment ago, on the practice's clock."""
    at = (clock() - ago).astimezone(ZONE)
    return {"day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}


def row(number: int, result: str, time: str, **more: str) -> dict[str, str]:
    said = {"result": result, "time": time, **more}
    return {f"{name}.{number}": value for name, value in said.items()}


def test_on_paper_stand_initials_and_a_number_and_that_it_was_printed(cedar: Cast) -> None:
    came(cedar, "Tom Whitfield")
    it = came(cedar, "Ana Ruiz", category="APPT")
    dana = signed_in(cedar.dana)
    assert "/sheet?category=APPT" in dana.get("/?category=APPT").content.decode()
    assert "1 callback goes on the sheet" in dana.get("/sheet?category=APPT").content.decode()
    at = printed(cedar, category="APPT")
    assert at == "/sheet/1"
    page = dana.get(at).content.decode()
    assert "<b>A. R.</b>" in page
    assert phone.national(records.callback(cedar, it).phone, "US") in page
    assert [each for each in ("Ruiz", "Ana", "Whitfield", "T. W.") if each in page] == []
    (entry,) = records.journal(cedar, "sheet printed")
    assert entry.details == {"number": 1, "names": False, "callbacks": [str(it)]}
    whole = printed(cedar, category="APPT", names="1")
    assert "<b>Ana Ruiz</b>" in dana.get(whole).content.decode()
    assert signed_in(cedar.vik).get(at).status_code == 403
    assert dana.post("/sheet", {"category": "BILL"}).status_code == 409


def test_a_list_longer_than_a_sheet_is_told_of_before_it_is_printed(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", 1)
    told = []
    for name in ("Ana Ruiz", "Tom Whitfield"):
        came(cedar, name)
        page = signed_in(cedar.dana).get("/sheet").content.decode()
        told.append("The list is longer" in page)
    assert told == [False, True]


def test_its_results_are_entered_with_their_times(cedar: Cast) -> None:
    first, second = came(cedar, "Ana Ruiz"), came(cedar, "Tom Whitfield")
    at = printed(cedar)
    when = minute(timedelta(minutes=90))
    line = "Asked her to call back about Tuesday"
    sent = {"day": when["day"], **row(1, "no_answer", when["time"], who="Mara L.", line=line)}
    dana = signed_in(cedar.dana)
    answer = dana.post(f"{at}/enter", sent)
    assert answer["Location"] == "/sheet/1/enter?entered=1"
    (made,) = records.attempts(cedar)
    assert made.happened_at.astimezone(ZONE).strftime("%H:%M") == when["time"]
    assert made.entered_at - made.happened_at > timedelta(minutes=80)
    assert records.callback(cedar, first).tries == 1
    (noted,) = records.notes(cedar)
    assert noted.text == f"{line} Called by Mara L., from a sheet on paper."
    page = dana.get(f"{at}/enter").content.decode()
    assert page.count("<p>Entered.</p>") == 1
    assert records.callback(cedar, second).tries == 0
    dana.post(f"{at}/enter", sent)
    assert len(records.attempts(cedar)) == 1


def test_a_try_whose_row_was_not_ticked_is_not_repeated(cedar: Cast) -> None:
    it = came(cedar, "Ana Ruiz")
    at = printed(cedar)
    when = minute(timedelta(minutes=90))
    sent = {"day": when["day"], **row(1, "no_answer", when["time"])}
    dana = signed_in(cedar.dana)
    dana.post(f"{at}/enter", sent)
    before = records.callback(cedar, it)
    with scope(cedar.practice_id):
        SheetRow.objects.update(attempt_id=None)  # as if it had stopped between the two
    assert dana.post(f"{at}/enter", sent).status_code == 302
    after = records.callback(cedar, it)
    assert before.stage == after.stage == "scheduled"
    assert after.next_attempt_at == before.next_attempt_at is not None
    assert len(records.attempts(cedar)) == 1
    assert "<p>Entered.</p>" in dana.get(f"{at}/enter").content.decode()


def test_a_row_that_is_refused_keeps_its_text_and_says_why(cedar: Cast) -> None:
    came(cedar, "Ana Ruiz")
    second, third = came(cedar, "Tom Whitfield"), came(cedar, "Leo Barr")
    at = printed(cedar)
    claim.claim(second, by=cedar.mara, now=clock())
    fence = records.callback(cedar, second).fence
    attempt.log(second, Made(result=Result.BUSY), by=cedar.mara, now=clock(), fence=fence)
    when = minute()
    old = {"day": "2020-01-01"}
    sent = {
        **old,
        **row(1, "", "", line="only a <line>"),
        **row(2, "no_answer", when["time"]),
        **row(3, "no_answer", when["time"]),
    }
    answer = signed_in(cedar.dana).post(f"{at}/enter", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Choose how the call went." in page
    assert "only a &lt;line&gt;" in page
    assert "Mara Lindt tried at" in page
    assert "Mara Lindt has this one" in page
    assert records.callback(cedar, third).owner_id is None
    assert len(records.attempts(cedar)) == 1


def test_what_is_signed_of_a_row_is_in_the_language_of_record_whoever_enters_it(
    cedar: Cast,
) -> None:
    came(cedar, "Ana Ruiz")
    at, when = printed(cedar), minute(timedelta(minutes=90))
    dana = signed_in(cedar.dana)
    dana.cookies["django_language"] = "es"
    assert "Hoja" in dana.get(f"{at}/enter").content.decode()
    dana.post(f"{at}/enter", {"day": when["day"], **row(1, "busy", when["time"], who="Mara L.")})
    (noted,) = records.notes(cedar)
    assert noted.text == "Called by Mara L., from a sheet on paper."


def test_late_ones_need_a_reason(cedar: Cast) -> None:
    it = came(cedar, "Ana Ruiz")
    at = printed(cedar)
    when = minute(timedelta(hours=26))
    sent = {"day": when["day"], **row(1, "no_answer", when["time"])}
    dana = signed_in(cedar.dana)
    refused = dana.post(f"{at}/enter", sent)
    assert (refused.status_code, 'aria-invalid="true"' in refused.content.decode()) == (409, True)
    assert records.callback(cedar, it).owner_id is None
    assert dana.post(f"{at}/enter", {**sent, "why_late": "The network was down"}).status_code == 302
    (made,) = records.attempts(cedar)
    assert made.why_late == "The network was down"


def test_what_is_no_sheet_is_not_there(cedar: Cast) -> None:
    dana = signed_in(cedar.dana)
    for at in ("/sheet/7", "/sheet/7/enter", "/sheet/find?number=x", "/sheet/99999999999"):
        assert dana.get(at).status_code == 404
    assert dana.get("/sheet/find?number=12")["Location"] == "/sheet/12/enter"
    with pytest.raises(NotFound):
        action.enter(7, 1, Made(result=Result.BUSY), by=cedar.dana, now=clock())


def queries(cast: Cast, at: str) -> int:
    dana = signed_in(cast.dana)
    dana.get(at)
    with CaptureQueriesContext(connections["default"]) as found:
        assert dana.get(at).status_code == 200
    return len(found)


def test_it_takes_as_many_queries_for_three_as_for_one(cedar: Cast) -> None:
    came(cedar, "Ana Ruiz")
    one = printed(cedar)
    for name in ("Tom Whitfield", "Leo Barr"):
        came(cedar, name)
    three = printed(cedar)
    for end in ("", "/enter"):
        assert queries(cedar, f"{three}{end}") == queries(cedar, f"{one}{end}")
