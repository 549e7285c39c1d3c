"""The call page before, during and after the check: what it says, and what it must not hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from ringback.actions import calling, claim, done, practice
from ringback.engine.wallclock import now as clock
from ringback.models import DoneFact, Patient, ScriptSuggestion
from ringback.queries import voicemail
from ringback.queries.scope import scope
from tests import patients, records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from ringback.rules.access import Actor
    from tests.cast import Cast

PROTECTED = ("Dr. Amari", "Suite 200", "knee follow-up", "Bring the brace")
MATCHED = ("1979", "Willow", "MRN004711", "PX-99", "0177 PIN")


class Desk:
    """Dana with Tom's matter in hand, and the browser that shows it."""

    def __init__(self, cast: Cast, *, category: str = "APPT", **tom: Any) -> None:
        self.cast, self.now = cast, clock()
        found = came_in(cast.dana, now=self.now, category=category, name="Tom Whitfield")
        assert found.callback_id is not None
        self.it: UUID = found.callback_id
        self.fence = claim.claim(self.it, by=cast.dana, now=self.now).fence
        self.client = signed_in(cast.dana)
        self.patient = patients.on_file(cast, **tom)
        patients.number(cast, self.patient, records.callback(cast, self.it).phone)
        patients.visit(cast, self.patient, starts_at=self.now + timedelta(days=3))
        patients.whose(cast, self.it, self.patient)

    def page(self) -> str:
        return self.client.get(f"/callbacks/{self.it}").content.decode()

    def send(self, path: str, **values: Any) -> Any:
        data = {"fence": self.fence, **values}
        return self.client.post(f"/callbacks/{self.it}/{path}", data)

    def check(self, identifier: str, **values: Any) -> Any:
        typed = {f"said.{identifier}": values.pop("said")} if "said" in values else {}
        return self.send("check", identifier=identifier, **values, **typed)


@pytest.fixture
def desk(cedar: Cast) -> Desk:
    return Desk(
        cedar,
        birth_date=date(1979, 3, 14),
        address="118 North Willow Street",
        record_number="MRN004711",
        policy_number="PX-99-1234",
    )


def held(page: str, words: tuple[str, ...]) -> list[str]:
    return [each for each in words if each in page]


def test_before_and_during_the_check_the_page_holds_nothing_that_is_for_after(desk: Desk) -> None:
    pages = [desk.page()]
    assert desk.send("call").status_code == 302
    pages.append(desk.page())
    desk.check("name")
    pages.append(desk.page())
    pages.append(desk.check("birth_date", said="1/1/80").content.decode())
    assert [held(each, PROTECTED) for each in pages] == [[]] * 4
    assert [held(each, MATCHED) for each in pages] == [[]] * 4
    assert "That does not agree" in pages[-1]
    assert "1/1/80" not in pages[-1]
    assert "time after the check" in pages[0]


def test_after_it_what_may_be_said_is_there_and_with_the_call_it_goes(desk: Desk) -> None:
    desk.send("call")
    desk.check("name")
    desk.check("birth_date", said="3/14/79")
    verified = desk.page()
    assert held(verified, PROTECTED) == list(PROTECTED)
    assert held(verified, MATCHED) == []
    assert "Verified, in this call." in verified
    desk.send("call-end")
    assert held(desk.page(), PROTECTED) == []


def test_a_try_ends_the_call_and_what_it_opened(desk: Desk) -> None:
    desk.send("call")
    desk.check("name")
    desk.check("birth_date", said="031479")
    answer = desk.send("attempts", result="reached_patient")
    assert answer.status_code == 302
    assert held(desk.page(), PROTECTED) == []


def test_the_first_step_asks_for_the_patient_and_nothing_else(desk: Desk) -> None:
    page = desk.page()
    assert "May I speak with Tom, please?" in page
    assert "I’m calling about" in page


def test_a_safe_name_is_asked_for_and_no_purpose_is_said(cedar: Cast) -> None:
    desk = Desk(cedar, safe_name="Tommy Field", part2=True)
    page = desk.page()
    assert "May I speak with Tommy, please?" in page
    assert "I’m calling about" not in page
    assert "Nobody may learn from this call where they are treated" in page


def test_a_script_is_said_in_their_language_and_says_where_it_is_not(cedar: Cast) -> None:
    spanish, vietnamese, interpreted = (
        Desk(cedar, language="es"),
        Desk(cedar, language="vi"),
        Desk(cedar, language="vi", interpreter=True),
    )
    assert "¿Puedo hablar con Tom, por favor?" in spanish.page()
    assert "The script is not written in Vietnamese: it is shown in English." in vietnamese.page()
    assert "The interpreter says it in Vietnamese." in interpreted.page()


def test_a_blocked_number_is_off_and_says_why(desk: Desk) -> None:
    patients.number(desk.cast, desk.patient, "+12025550177", label="work", flag="blocked")
    patients.rule(desk.cast, desk.patient, "voicemail", level="none", said="no voicemail")
    page = desk.page()
    assert 'href="tel:+12025550177"' not in page
    assert "This number is blocked for them. Use another one." in page
    assert "They asked us not to leave voicemails (no voicemail)." in page
    answer = desk.send("call", number="+12025550177")
    assert answer.status_code == 409
    assert "This number is blocked for them. Use another one." in answer.content.decode()


def test_five_wrong_answers_lock_the_check_and_a_lead_sees_how_to_lift_it(desk: Desk) -> None:
    desk.send("call")
    for _ in range(5):
        desk.check("birth_date", said="1/1/80")
    page = desk.page()
    assert "the check is locked for this call" in page
    assert "I wasn’t able to confirm who I’m speaking with" in page
    assert 'id="check-lift"' not in page
    lead = signed_in(desk.cast.mara)
    address = f"/callbacks/{desk.it}"
    assert 'id="check-lift"' in lead.get(address).content.decode()
    sent = lead.post(f"{address}/check-lift", {"fence": desk.fence, "reason": "I know them"})
    assert sent.status_code == 302
    assert "5 tries left" in desk.page()


def test_who_is_on_the_line_changes_the_steps(desk: Desk) -> None:
    desk.send("call")
    desk.send("call-situation", situation="someone_else")
    assert "Please tell Tom that Dana called." in desk.page()
    desk.send("call-situation", situation="someone_else")
    desk.send("call-caller", caller="other_office")
    page = desk.page()
    assert "May I have your name, and the name of your office?" in page
    assert "Say nothing about the patient, not even that they are one" in page
    desk.send("call-office", organisation="Elm Lab", person="Kay", call_back="looked_up")
    assert "Connect them to a clinician or a lead" in desk.page()


def test_a_caregiver_with_authority_on_file_is_one_press_and_three_details(desk: Desk) -> None:
    entry = patients.authority(desk.cast, desk.patient, name="Rosa Diaz", relation="aide")
    desk.send("call")
    desk.send("call-caller", caller="authorised")
    assert "Nobody of that name may hear about this patient." in desk.page()
    desk.send("call-caller", caller="authorised", authority=entry)
    desk.check("name")
    desk.check("birth_date", said="3/14/79")
    assert held(desk.page(), PROTECTED) == []
    desk.check("address", said="118 n willow st")
    assert held(desk.page(), PROTECTED) == list(PROTECTED)


def test_whoever_cannot_say_who_they_are_hears_the_safe_close(desk: Desk) -> None:
    desk.send("call")
    desk.send("check-not-verified", why="would_not_say")
    page = desk.page()
    assert "Not verified, nothing disclosed." in page
    assert "so I can’t share anything on this call" in page


def test_the_sentence_that_hands_over_is_there_in_every_state(desk: Desk) -> None:
    sentence = "That question needs to be reviewed by the clinical team."
    pages = [desk.page()]
    desk.send("call")
    pages.append(desk.page())
    desk.send("check-not-verified", why="could_not_say")
    pages.append(desk.page())
    assert [sentence in each for each in pages] == [True] * 3


def test_a_question_beside_the_script_is_kept_for_a_manager(desk: Desk) -> None:
    desk.send("call")
    sent = {"line": "verify", "language": "en"}
    assert desk.send("question", question="Do you validate parking?", **sent).status_code == 302
    assert desk.send("question", question=" ", **sent).status_code == 409
    with scope(desk.cast.practice_id):
        found = [(each.kind, each.line, each.text) for each in ScriptSuggestion.objects.all()]
    assert found == [("asked", "verify", "Do you validate parking?")]
    assert (
        "Do you validate parking?"
        in signed_in(desk.cast.mara).get("/setup/scripts").content.decode()
    )


def test_what_is_no_choice_is_no_form(desk: Desk) -> None:
    desk.send("call")
    wrong = [
        desk.check("shoe_size"),
        desk.send("call-caller", caller="aunt"),
        desk.send("call-situation", situation="rain"),
        desk.send("check-not-verified", why="tired"),
        desk.send("call-office", call_back="soon"),
    ]
    assert [each.status_code for each in wrong] == [400] * 5


def test_without_a_call_nothing_is_compared(desk: Desk) -> None:
    answer = desk.check("birth_date", said="3/14/79")
    assert answer.status_code == 409
    assert "There is no call under way. Press Call first." in answer.content.decode()


def test_a_colleague_on_the_phone_with_this_number_is_said(desk: Desk) -> None:
    number = records.callback(desk.cast, desk.it).phone
    other = came_in(desk.cast.mara, now=desk.now, name="Tom W.").callback_id
    assert other is not None
    fence = claim.claim(other, by=desk.cast.mara, now=desk.now).fence
    patients.whose(desk.cast, other, desk.patient)
    calling.begin(other, by=desk.cast.mara, now=desk.now, fence=fence, number=number)
    page = desk.page()
    assert "Mara Lindt is on the phone with this number" in page
    assert "call-number" not in page


def test_the_chart_is_compared_with_one_press_where_nothing_is_on_file(cedar: Cast) -> None:
    desk = Desk(cedar)
    desk.send("call")
    page = desk.page()
    assert 'id="said-' not in page
    desk.check("name")
    desk.check("birth_date", chart="of_age")
    assert "Verified, in this call." in desk.page()


THAT_DAY = f"{clock() + timedelta(days=160):%Y-%m-%d}"
NOTED = {
    "booked_for": f"{THAT_DAY}T10:35",
    "booked_where": "the annex on Main Street",
    "cancelled_because": "records never came",
}


def noted(desk: Desk, by: Actor, facts: dict[str, Any], *, ago: timedelta = timedelta()) -> None:
    """Somebody notes what is settled, while the matter is theirs for a moment."""
    cast, then = desk.cast, desk.now - ago
    if by != cast.dana:
        claim.release(desk.it, by=cast.dana, now=then, fence=desk.fence)
        desk.fence = claim.claim(desk.it, by=by, now=then).fence
    done.record(desk.it, facts, by=by, now=then, fence=desk.fence)
    if by != cast.dana:
        claim.release(desk.it, by=by, now=then, fence=desk.fence)
        desk.fence = claim.claim(desk.it, by=cast.dana, now=then).fence


def everywhere(desk: Desk) -> list[str]:
    """The matter by every door of the owner's: the page, paper, the note as typed, the lists."""
    typed = {"note": "x", "saw": "0", "card": "1", "form_id": str(uuid4())}
    return [
        desk.page(),
        desk.client.get(f"/callbacks/{desk.it}/print").content.decode(),
        desk.send("draft", **typed).content.decode(),
        desk.send("facts", **{"fact.booked_for": "no time at all"}).content.decode(),
        desk.client.get("/").content.decode(),
        desk.client.get("/sheet").content.decode(),
    ]


def test_what_colleagues_noted_stands_nowhere_before_the_check(desk: Desk) -> None:
    noted(desk, desk.cast.mara, NOTED)
    words = (THAT_DAY, "annex", "never came")
    pages = everywhere(desk)
    assert [held(each, words) for each in pages] == [[]] * len(pages)
    assert "opens after the check" in pages[0]
    desk.send("call")
    desk.check("name")
    pages = everywhere(desk)
    assert [held(each, words) for each in pages] == [[]] * len(pages)
    desk.check("birth_date", said="3/14/79")
    assert held(desk.page(), words) == list(words)
    assert "opens after the check" not in desk.page()
    desk.send("attempts", result="reached_patient")
    assert desk.page().count("opens after the check") == len(NOTED)
    assert 'value="the annex' not in desk.page()


def test_the_note_of_a_verified_call_tells_what_was_noted_before_it(desk: Desk) -> None:
    noted(desk, desk.cast.mara, NOTED)
    desk.send("call")
    desk.check("name")
    desk.check("birth_date", said="3/14/79")
    desk.send("attempts", result="reached_patient")
    assert "annex" in desk.page()


def test_the_note_of_a_call_in_which_nobody_was_verified_has_none_of_it(desk: Desk) -> None:
    noted(desk, desk.cast.mara, NOTED)
    desk.send("call")
    desk.send("attempts", result="reached_patient")
    assert "annex" not in desk.page()
    desk.send("notes", note="They will call us.", saw="0", **{"pick.nothing_further": "yes"})
    assert [each.text for each in records.notes(desk.cast) if "annex" in each.text] == []


def test_a_box_that_waits_for_the_check_takes_nothing_away(desk: Desk) -> None:
    noted(desk, desk.cast.mara, NOTED)
    desk.send("facts", **{"fact.booked_for": "", "fact.booked_where": "Suite 9"})
    with scope(desk.cast.practice_id):
        found = DoneFact.objects.filter(callback_id=desk.it)
        kept = dict(found.values_list("code", "value"))
    assert kept == {**NOTED, "booked_where": "Suite 9"}


def test_what_one_has_just_noted_oneself_one_reads_until_the_next_call(desk: Desk) -> None:
    noted(desk, desk.cast.dana, NOTED)
    assert "annex" in desk.page()
    desk.send("call")
    assert "annex" not in desk.page()
    again = {"booked_where": "the annex on Main Street"}
    noted(desk, desk.cast.dana, again, ago=-timedelta(minutes=1))
    assert "annex" in desk.page()


def test_a_clinician_reads_what_was_noted_at_any_time(desk: Desk) -> None:
    noted(desk, desk.cast.mara, NOTED)
    page = signed_in(desk.cast.osei).get(f"/callbacks/{desk.it}").content.decode()
    assert "annex" in page


def test_the_practices_own_number_is_said_in_the_patients_language(desk: Desk) -> None:
    assert "our usual number" in desk.page()
    mara = desk.cast.mara
    own = {"first_names": False, "number": "202 555 0142", "seen": "green 0"}
    practice.change_look("green", **own, by=mara, now=clock())
    page = desk.page()
    assert "call us at (202) 555-0142" in page
    assert "our usual number" not in page
    with scope(desk.cast.practice_id):
        Patient.objects.filter(id=desk.patient).update(language="es")
    assert "llámenos al número (202) 555-0142" in desk.page()
    with scope(desk.cast.practice_id):
        said = voicemail.offered(records.callback(desk.cast, desk.it), "Dana", now=clock()).text
    assert "llámenos al (202) 555-0142" in said


def test_how_it_was_made_sure_is_the_checks_to_say_and_nobody_picks_it(desk: Desk) -> None:
    assert 'name="pick.verified"' in desk.page()
    desk.send("call")
    during = desk.page()
    assert ('name="pick.verified"' in during, 'id="pick-verified"' in during) == (False, True)
    desk.send("attempts", result="reached_patient")
    picks = {
        "pick.verified": "matched_here",
        "pick.nothing_further": "yes",
        "pick.no_clinical": "yes",
        "pick.requested": "a call on Monday",
    }
    desk.send("notes", note="They asked us to call on Monday.", saw="0", **picks)
    said = [each.text for each in records.notes(desk.cast)]
    assert [("matched here" in each, "not verified" in each.lower()) for each in said] == [
        (False, True)
    ]
