"""Putting right on its page, what the callback shows then, and the list of incidents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import attempt, claim, note
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.models import Incident
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from tests import records
from tests.cast import a_number, came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
GOOD = "Reached Ana; she wants Tuesday morning and we booked it."
WHY = "It was the other <Ana>"


def tried(cast: Cast, result: Result = Result.REACHED_PATIENT) -> tuple[UUID, str]:
    it = came_in(cast.dana, now=clock(), phone=a_number(), name="Ana Ruiz").callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    key = attempt.log(it, Made(result=result), by=cast.dana, now=clock(), fence=fence).attempt_id
    note.sign(it, GOOD, by=cast.dana, now=clock(), fence=fence)
    return it, f"attempt.{key}"


def form(entry: str, **more: Any) -> dict[str, Any]:
    return {"entry": entry, "why": WHY, "said": "no", "to": "", **more}


def test_a_result_is_struck_through_on_the_page(cedar: Cast) -> None:
    it, entry = tried(cedar)
    dana, at = signed_in(cedar.dana), f"/callbacks/{it}"
    page = dana.get(f"{at}/put-right").content.decode()
    assert "Reached the patient" in page
    assert GOOD in page
    assert dana.post(f"{at}/put-right", form(entry))["Location"] == at
    after = dana.get(at).content.decode()
    assert "<s>Dana Reyes tried: reached the patient</s>" in after
    assert "It was the other &lt;Ana&gt; (Dana Reyes," in after
    assert "struck an entry through" in after


def test_a_note_goes_out_of_sight_of_copy_and_stands_struck_through(cedar: Cast) -> None:
    it, _ = tried(cedar)
    (written,) = records.notes(cedar)
    dana, at = signed_in(cedar.dana), f"/callbacks/{it}"
    number = a_number()
    sent = form(f"note.{written.id}", to="new", name="Ana Ruiz Lopez", number=number)
    dana.post(f"{at}/put-right", sent)
    page = dana.get(at).content.decode()
    assert f"<s>{GOOD}</s>" in page
    assert f"<p>{GOOD}</p>" not in page
    (other,) = [each for each in records.callbacks(cedar) if each.phone == number]
    assert f'href="/callbacks/{other.id}"' in page
    assert GOOD in dana.get(f"/callbacks/{other.id}").content.decode()


def test_refused_it_says_why_and_keeps_what_was_typed(cedar: Cast) -> None:
    it, entry = tried(cedar)
    dana, at = signed_in(cedar.dana), f"/callbacks/{it}/put-right"
    for sent, words in (
        (form(""), "Choose what was entered in error"),
        (form(entry, said=""), "Say whether anything was said"),
        (form(entry, to="new", number="12"), "Give the right person’s number"),
        (form(entry, to="x"), "Give the right person’s number"),
    ):
        answer = dana.post(at, sent)
        assert answer.status_code == 409
        assert words in answer.content.decode()
        assert "It was the other &lt;Ana&gt;" in answer.content.decode()
    assert dana.post(at, form(f"note.{uuid4()}")).status_code == 404
    assert dana.post(at, form("note.x")).status_code == 404


def test_a_try_is_told_where_it_is_to_be_written_anew(cedar: Cast) -> None:
    it, entry = tried(cedar, Result.NO_ANSWER)
    other, _ = tried(cedar)
    sent = form(entry, to=str(other))
    signed_in(cedar.dana).post(f"/callbacks/{it}/put-right", sent)
    ((_, text),) = records.drafts(cedar, callback_id=other)
    assert text.startswith("Written down on another callback by mistake: no answer, ")


def test_what_is_to_be_signed_of_it_is_in_the_language_of_record(cedar: Cast) -> None:
    it, entry = tried(cedar, Result.NO_ANSWER)
    other, _ = tried(cedar)
    dana = signed_in(cedar.dana)
    dana.cookies["django_language"] = "es"
    at = f"/callbacks/{it}/put-right"
    assert "no contestó" in dana.get(at).content.decode().lower()
    dana.post(at, form(entry, to=str(other)))
    ((_, text),) = records.drafts(cedar, callback_id=other)
    began = r"Written down on another callback by mistake: no answer, \w{3} \w{3} \d+, \d+:\d\d"
    assert re.fullmatch(rf"{began} [ap]\.m\.", text)


def test_an_incident_is_listed_and_closed(cedar: Cast) -> None:
    it, entry = tried(cedar)
    signed_in(cedar.dana).post(f"/callbacks/{it}/put-right", form(entry, said="unsure"))
    ida = joined("Ida Officer", cedar.practice_id, [Role.AUDITOR])
    mara, officer = signed_in(cedar.mara), signed_in(ida)
    page, theirs = (each.get("/incidents").content.decode() for each in (mara, officer))
    assert "59 days left" in page
    assert "It was the other &lt;Ana&gt;" in page
    assert "the other" not in theirs
    assert f"/ledger/callbacks/{it}" in theirs
    with scope(cedar.practice_id):
        key = Incident.objects.get().id
    refused = mara.post(f"/incidents/{key}", {"words": "We called her"})
    assert (refused.status_code, "Say how it ended" in refused.content.decode()) == (409, True)
    assert 'value="We called her"' in refused.content.decode()
    mara.post(f"/incidents/{key}", {"ended": "told", "words": "We called her"})
    assert "They were told: We called her (Mara Lindt," in mara.get("/incidents").content.decode()
    assert "They were told (Mara Lindt," in officer.get("/incidents").content.decode()
    assert signed_in(cedar.dana).get("/incidents").status_code == 403


def test_somebody_else_has_nothing_to_strike_through(cedar: Cast) -> None:
    it, entry = tried(cedar)
    osei, at = signed_in(cedar.osei), f"/callbacks/{it}/put-right"
    assert "There is nothing here that you may strike through" in osei.get(at).content.decode()
    assert osei.post(at, form(entry)).status_code == 409
