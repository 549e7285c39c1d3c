"""The note card: written from facts and picks, signed, settled, added to, copied, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import (
    addendum,
    claim,
    done,
    handover,
    lanewords,
    practice,
    puttingright,
)
from ringback.actions.act import NotFound, Refused
from ringback.actions.handover import To
from ringback.actions.puttingright import Wrong
from ringback.engine.wallclock import now as clock
from ringback.models import ChartCopy, Draft, Note, ScopeSettled
from ringback.queries import lanewords as wordsof
from ringback.queries.scope import scope
from ringback.rules.puttingright import Said, What
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
OWN = "She prefers mornings and will bring the marigold form on Tuesday."
OUTSIDE = "Told her it is probably just a cold, she will call on Tuesday."
FOUND = "Told her it is probably just a cold"
PICKS = {
    "pick.verified": "checked_chart", "pick.offered": "Tuesday", "pick.chosen": "Tuesday at 10:30",
    "pick.next_what": "visit", "pick.next_day": "2026-12-01", "pick.next_owner": "front desk",
    "pick.no_clinical": "yes",
}  # fmt: skip


class Page:
    """One callback, open in one window of whoever holds it."""

    def __init__(self, cast: Cast, **given: Any) -> None:
        self.cast, self.client = cast, signed_in(cast.dana)
        it = came_in(cast.dana, now=clock(), name="Tom Whitfield", phone="+12025550162", **given)
        assert it.callback_id is not None
        self.id: UUID = it.callback_id
        claim.claim(self.id, by=cast.dana, now=clock())
        self.window = str(uuid4())

    def post(self, what: str, client: Client | None = None, **form: Any) -> Any:
        fence = records.callback(self.cast, self.id).fence
        sent = {"fence": fence, "saw": self.saw(), "form_id": self.window, **form}
        return (client or self.client).post(f"/callbacks/{self.id}/{what}", sent)

    def saw(self) -> int:
        with scope(self.cast.practice_id):
            row = Draft.objects.filter(callback_id=self.id, author_id=self.cast.dana.person_id)
            return row.values_list("version", flat=True).first() or 0

    def shown(self) -> str:
        text: str = self.client.get(f"/callbacks/{self.id}").content.decode()
        return text

    def reached(self) -> None:
        assert self.post("attempts", result="reached_patient", note="").status_code == 302

    def notes(self) -> list[str]:
        return [each.text for each in records.notes(self.cast, callback_id=self.id)]


def test_a_note_is_written_from_what_is_known_and_picked(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    assert page.notes() == []
    about = {**PICKS, "pick.reason": "a moved visit"}
    assert page.post("notes", note=OWN, **about).status_code == 302
    (written,) = records.notes(cedar, callback_id=page.id)
    when, _, rest = written.text.partition(", by phone, ")
    assert when[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    assert rest == (
        "number ending 0162. Returned missed call about a moved visit."
        " Patient reached. Verified against the chart. Offered Tuesday. Patient chose Tuesday at"
        f" 10:30. Next: visit, Tue Dec 1 (front desk). No clinical questions asked.\n\n{OWN}"
    )
    (made,) = records.attempts(cedar, callback_id=page.id)
    assert (written.attempt_id, written.script_version, written.late) == (made.id, 1, False)
    assert records.drafts(cedar, callback_id=page.id) == [(cedar.dana.person_id, "")]
    assert "The note of this try is signed" in page.shown()


def test_signing_the_note_keeps_what_was_typed_of_facts_and_not_recorded(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    typed = {"fact.reason_learned": "the zebra form"}
    assert page.post("notes", note=OWN, **PICKS, **typed).status_code == 302
    assert 'value="the zebra form"' in page.shown()
    assert page.post("facts", **typed).status_code == 302
    assert page.post("notes", note="She will bring it on Thursday.", **typed).status_code == 302
    with scope(cedar.practice_id):
        assert list(Draft.objects.values_list("text", "fields")) == [("", {})]


def test_a_vague_note_names_its_missing_pieces_and_keeps_everything(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    answer = page.post("notes", note="called patient", **{"pick.offered": "Tuesday"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert 'href="#pick-verified"' in said
    assert 'href="#pick-next_what"' in said
    assert 'value="Tuesday"' in said
    assert "called patient</textarea>" in said
    assert page.notes() == []


def test_while_typing_the_card_says_what_is_missing(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    answer = page.post("draft", note="", card="1", **{"pick.offered": "Tuesday"})
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["X-Draft-Version"]) == (200, str(page.saw()))
    assert "Offered Tuesday." in said
    assert "1 of 5" in said
    assert 'href="#pick-verified"' in said
    assert "5 things still missing" in said


def test_words_outside_the_lane_are_settled_before_it_is_closed_and_never_before_it_is_kept(
    cedar: Cast,
) -> None:
    page = Page(cedar)
    page.reached()
    assert FOUND in page.post("draft", note=OUTSIDE, card="1").content.decode()
    assert page.post("notes", note=OUTSIDE, **PICKS).status_code == 302
    done = {"tick.nothing_needed": "yes", "note": ""}
    refused = page.post("done", **done)
    assert (refused.status_code, 'href="#finds"' in refused.content.decode()) == (409, True)
    find = f"0/diagnosed/{FOUND}"
    assert page.post("words", find=find, **{"why.0": " "}).status_code == 409
    assert page.post("words", find="0/diagnosed/nothing", **{"why.0": "So"}).status_code == 409
    assert page.post("words", find=find, **{"why.0": "Her own words."}).status_code == 302
    with scope(cedar.practice_id):
        (left,) = ScopeSettled.objects.filter(callback_id=page.id)
    assert (left.code, left.words, left.reason) == ("diagnosed", FOUND, "Her own words.")
    (entry,) = records.journal(cedar, "words handed to the lead", refused=False)
    assert entry.details == {"words": "diagnosed"}
    assert page.post("done", **done).status_code == 302
    assert records.callback(cedar, page.id).stage == "closed"


def test_whoever_closes_settles_what_a_colleague_signed_too(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    assert page.post("notes", note=OUTSIDE, **PICKS).status_code == 302
    fence = records.callback(cedar, page.id).fence
    to = To(person_id=cedar.mara.person_id)
    handover.hand(page.id, to, "yours", by=cedar.dana, now=clock(), fence=fence)
    fence, told = records.callback(cedar, page.id).fence, {"nothing_needed": True}
    with pytest.raises(Refused, match="hand"):
        done.complete(page.id, told, "", by=cedar.mara, now=clock(), fence=fence)
    lanewords.hand_to_lead(
        page.id, "diagnosed", FOUND, "Her words.", by=cedar.mara, now=clock(), fence=fence
    )
    done.complete(page.id, told, "", by=cedar.mara, now=clock(), fence=fence)
    assert records.callback(cedar, page.id).stage == "closed"


def test_what_a_clinician_signed_is_theirs_to_say(cedar: Cast) -> None:
    page = Page(cedar)
    page.reached()
    with scope(cedar.practice_id):
        it = records.Callback.objects.get(id=page.id)
        own = {"practice_id": cedar.practice_id, "callback_id": page.id, "signed_at": clock()}
        Note.objects.create(**own, author_id=cedar.osei.person_id, text=OUTSIDE)
        assert wordsof.unsettled(it, "", cedar.mara) == ()
        Note.objects.create(**own, author_id=cedar.vik.person_id, text=OUTSIDE)
        assert [each.words for each in wordsof.unsettled(it, "", cedar.mara)] == [FOUND]


def test_a_voicemail_is_written_by_itself_and_a_talk_waits_to_be_finished(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("attempts", result="voicemail_left", greeting="theirs", note="Greeting said Tom.", **{
        "pick.voicemail": "VM-1",
    })  # fmt: skip
    (written,) = page.notes()
    assert "Returned missed call. Voicemail left: short voicemail. Next: next try, " in written
    assert written.endswith("(Dana Reyes).\n\nGreeting said Tom.")
    page.post("attempts", result="reached_patient", note=OWN)
    assert len(page.notes()) == 1
    assert f"{OWN}</textarea>" in page.shown()


def closed(cast: Cast) -> Page:
    page = Page(cast)
    page.reached()
    form = {**PICKS, "tick.nothing_needed": "yes", "note": OWN}
    assert page.post("done", **form).status_code == 302
    return page


def test_what_is_added_later_stands_below_with_its_time(cedar: Cast) -> None:
    page = closed(cedar)
    at = records.callback(cedar, page.id).received_at
    assert page.post("addendum", addendum="left message").status_code == 409
    assert page.post("addendum", addendum=f"{OWN} And back.", fence="99").status_code == 412
    assert "And back." in page.shown()
    answer = page.post("addendum", addendum=f"{OWN} And back.", addendum_at=at.isoformat())
    assert answer.status_code == 302
    first, added = records.notes(cedar, callback_id=page.id)
    assert (first.late, added.late, added.happened_at) == (False, True, at)
    assert "added later, about" in page.shown()
    page.post("addendum", addendum=f"{OWN} And back.")
    assert len(page.notes()) == 2


def test_nothing_is_added_to_what_is_not_finished(cedar: Cast) -> None:
    page = Page(cedar)
    answer = page.post("addendum", addendum=OWN)
    assert (answer.status_code, page.notes()) == (409, [])


def test_where_the_practice_asks_a_note_says_who_put_it_into_the_chart(cedar: Cast) -> None:
    page = closed(cedar)
    assert "In the chart?" not in page.shown()
    asks = {"first_names": False, "in_chart": True, "seen": "green 0"}
    practice.change_look("green", **asks, by=cedar.mara, now=clock())
    assert "In the chart?" in page.shown()
    (note,) = records.notes(cedar, callback_id=page.id)
    for _ in range(2):
        assert page.post("in-chart", signed=str(note.id)).status_code == 302
    with scope(cedar.practice_id):
        (copy,) = ChartCopy.objects.filter(note_id=note.id)
    assert copy.by_id == cedar.dana.person_id
    assert len(records.journal(cedar, "note in the chart")) == 1
    assert "in the chart: Dana Reyes" in page.shown()
    assert [page.post("in-chart", signed=each).status_code for each in ("x", uuid4())] == [404, 404]


def test_what_was_struck_or_is_not_theirs_to_read_is_not_put_into_the_chart(cedar: Cast) -> None:
    page = closed(cedar)
    (note,) = records.notes(cedar, callback_id=page.id)
    with scope(cedar.practice_id):
        kept_back = Note.objects.create(
            practice_id=cedar.practice_id,
            callback_id=page.id,
            author_id=cedar.osei.person_id,
            text="For clinicians.",
            clinical=True,
            signed_at=clock(),
        )
    with pytest.raises(NotFound):
        addendum.in_chart(page.id, kept_back.id, by=cedar.dana, now=clock())
    addendum.in_chart(page.id, kept_back.id, by=cedar.osei, now=clock())
    wrong = Wrong(what=What.NOTE, id=note.id, reason="The other Tom", said=Said.NO)
    puttingright.strike(page.id, wrong, by=cedar.dana, now=clock())
    with pytest.raises(NotFound):
        addendum.in_chart(page.id, note.id, by=cedar.dana, now=clock())
    with scope(cedar.practice_id):
        copied = ChartCopy.objects.filter(note__callback_id=page.id)
        assert [each.note_id for each in copied] == [kept_back.id]


def test_on_paper_stands_what_its_reader_may_see(cedar: Cast) -> None:
    page = closed(cedar)
    paper = page.client.get(f"/callbacks/{page.id}/print")
    said = paper.content.decode()
    assert paper.status_code == 200
    assert [each in said for each in ("Tom Whitfield", OWN, "printed")] == [True] * 3
    theirs = signed_in(cedar.vik).get(f"/callbacks/{page.id}/print").content.decode()
    assert ("Tom Whitfield" in theirs, "marigold" in theirs) == (False, False)


@pytest.mark.parametrize("what", ["notes", "done", "words", "addendum", "attempts"])
def test_a_stale_form_is_said_to_be_and_loses_nothing(cedar: Cast, what: str) -> None:
    page = Page(cedar)
    form = {"note": OWN, "pick.offered": "a heliotrope cushion", "result": "no_answer"}
    answer = page.post(what, fence="99", **form)
    said = answer.content.decode()
    assert (answer.status_code, OWN in said, "heliotrope" in said) == (412, True, True)
    with scope(cedar.practice_id):
        kept = Draft.objects.get(callback_id=page.id)
    assert (kept.text, kept.fields) == (OWN, {"pick.offered": "a heliotrope cushion"})


def test_what_another_window_had_is_shown_and_put_back(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("draft", note=OWN)
    other = {"note": "Something else.", "saw": "0", "form_id": str(uuid4())}
    page.post("draft", **other)
    with scope(cedar.practice_id):
        (beside,) = Draft.objects.get(callback_id=page.id).beside
    assert "You wrote this in another window" in page.shown()
    page.post("draft-back", note=OWN, beside=f"{beside['window']}/{beside['at']}")
    assert records.drafts(cedar) == [(cedar.dana.person_id, f"{OWN}\n\nSomething else.")]
    assert "another window" not in page.shown()


def another_window(page: Page, text: str, what: str = "draft", **form: str) -> Any:
    return page.post(what, note=text, saw="0", form_id=str(uuid4()), **form)


def test_what_a_further_window_writes_is_refused_in_words_and_the_oldest_stays(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("draft", note=OWN)
    for number in range(20):
        assert another_window(page, f"Else {number}.").status_code == 200
    answers = [another_window(page, "One more."), another_window(page, "One more.", "give-back")]
    for answer in answers:
        said = answer.content.decode()
        assert (answer.status_code, "20 other windows" in said, "One more." in said) == (
            409,
            True,
            True,
        )
        assert "kept only here: copy it" in said
    with scope(cedar.practice_id):
        row = Draft.objects.get(callback_id=page.id)
    assert (row.text, len(row.beside), row.beside[0]["text"]) == (OWN, 20, "Else 0.")
    assert records.callback(cedar, page.id).stage == "owned"
    first = row.beside[0]
    page.post("draft-back", note=OWN, beside=f"{first['window']}/{first['at']}")
    assert another_window(page, "One more.").status_code == 200


def test_what_would_be_too_long_together_is_put_back_later(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("draft", note=OWN)
    another_window(page, "x" * 20_000)
    with scope(cedar.practice_id):
        (beside,) = Draft.objects.get(callback_id=page.id).beside
    answer = page.post("draft-back", note=OWN, beside=f"{beside['window']}/{beside['at']}")
    assert (answer.status_code, "20,000 letters" in answer.content.decode()) == (409, True)
    with scope(cedar.practice_id):
        row = Draft.objects.get(callback_id=page.id)
    assert (row.text, len(row.beside)) == (OWN, 1)


def test_what_is_typed_into_facts_and_not_recorded_comes_back(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("draft", note="", **{"fact.reason_learned": "a moved visit"})
    assert 'value="a moved visit"' in page.shown()
    page.post("facts", note="", **{"fact.reason_learned": "another reason"})
    shown = page.shown()
    assert ("another reason" in shown, "a moved visit" in shown) == (True, False)


def test_a_draft_holds_nothing_that_was_said_to_find_out_who_it_is(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("draft", note="x", **{"identifier.birth_date": "3/14/79", "said": "3/14/79"})
    with scope(cedar.practice_id):
        row = Draft.objects.get(callback_id=page.id)
    assert (row.fields, row.beside) == ({}, [])


def test_words_of_a_note_that_was_struck_through_need_no_settling(cedar: Cast) -> None:
    page = Page(cedar)
    page.post("notes", note=OUTSIDE, **PICKS)
    assert FOUND in page.post("draft", note="", card="1").content.decode()
    (written,) = records.notes(cedar, callback_id=page.id)
    wrong = {"entry": f"note.{written.id}", "why": "The other Tom", "said": "no"}
    assert page.post("put-right", **wrong).status_code == 302
    assert FOUND not in page.post("draft", note="", card="1").content.decode()
