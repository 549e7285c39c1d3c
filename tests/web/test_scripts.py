"""The pages of the script and of the contact rules; better words come from whoever calls."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ringback.actions import calling, claim
from ringback.engine.wallclock import now as clock
from ringback.queries import policy, script
from ringback.queries.scope import scope
from ringback.rules.policy import Part
from tests.cast import came_in
from tests.signing import signed_in
from tests.web.test_hours import text

if TYPE_CHECKING:
    from tests.cast import Cast

SCRIPTS, CONTACT = "/setup/scripts", "/setup/contact"
ASK = "/setup/scripts/ask_by_name"
ENGLISH, SPANISH = (
    "Is {patient_first_name} there, please?",
    "¿Está {patient_first_name}, por favor?",
)


def newest(cast: Cast, part: Part = Part.SCRIPTS) -> policy.PartVersion:
    with scope(cast.practice_id):
        found = policy.current(cast.practice_id, part)
    assert found is not None
    return found


def said(cast: Cast, code: str = "ask_by_name") -> tuple[str, str]:
    line = next(each for each in newest(cast).written["step"] if each["code"] == code)
    return line["en"], line["es"]


def form(**more: str) -> dict[str, str]:
    base = {"seen": "1", "do": "save", "reason": "kinder", "en": ENGLISH, "es": SPANISH}
    return {**base, **more}


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "ines"])
def test_everybody_reads_the_script_as_it_sounds(cedar: Cast, who: str) -> None:
    page = text(signed_in(getattr(cedar, who)).get(SCRIPTS))
    assert "May I speak with Rosa, please?" in page
    assert "¿Puedo hablar con Rosa, por favor?" in page


def test_a_line_is_tried_before_it_is_saved(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    tried = text(client.post(ASK, form(do="try")))
    assert "Is Rosa there, please?" in tried
    assert newest(cedar).version == 1
    assert client.post(ASK, form()).status_code == 302
    assert (said(cedar), newest(cedar).reason) == ((ENGLISH, SPANISH), "kinder")


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            {"en": "Is {pet} there?"},
            "en",
            "English: {pet} is not a blank we can fill. It must ask for the patient by name.",
        ),
        ({"es": ""}, "es", "Spanish: Write the words."),
        (
            {"en": "Is {patient_first_name} there about the biopsy?"},
            "en",
            "English: It may only ask for the name: leave out “about",
        ),
        ({"reason": ""}, "reason", "Say why you change it: the next person will ask."),
    ],
)
def test_words_that_may_not_be_said_are_refused_at_their_line(
    cedar: Cast, more: dict[str, str], field: str, words: str
) -> None:
    answer = signed_in(cedar.mara).post(ASK, form(**more))
    assert answer.status_code == 422
    assert f'id="{field}-wrong">{words}' in unescape(answer.content.decode())
    assert newest(cedar).version == 1


def test_a_stale_line_keeps_what_was_typed(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(ASK, form())
    answer = client.post(ASK, form(en="May I speak to {patient_first_name}?"))
    assert answer.status_code == 412
    assert "May I speak to {patient_first_name}?" in answer.content.decode()
    assert said(cedar)[0] == ENGLISH


def test_only_who_sets_the_practice_up_changes_words(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    assert [client.get(ASK).status_code, client.post(ASK, form()).status_code] == [403, 403]
    assert signed_in(cedar.mara).get("/setup/scripts/nothing").status_code == 404


def test_versions_of_the_script_stand_side_by_side(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(ASK, form())
    page = text(client.get("/setup/versions/scripts?one=1&other=2"))
    assert f"changed May I speak with {{patient_first_name}}, please? {ENGLISH}" in page
    client.post("/setup/versions/scripts/1", {"seen": "2"})
    assert said(cedar)[0] == "May I speak with {patient_first_name}, please?"


def suggested(cast: Cast, words: str = ENGLISH) -> int:
    it = came_in(cast.dana, now=clock()).callback_id
    sent = {"language": "en", "suggested.ask_by_name": words, "callback": str(it)}
    return signed_in(cast.vik).post(f"{ASK}/suggest", sent).status_code


def test_better_words_wait_for_a_managers_yes(cedar: Cast, elm: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="MISSED").callback_id
    claim.claim(it, by=cedar.vik, now=clock())
    client = signed_in(cedar.vik)
    assert "Suggest better words" in text(client.get(f"/callbacks/{it}"))
    sent = {"language": "en", "suggested.ask_by_name": ENGLISH, "callback": str(it)}
    answer = client.post(f"{ASK}/suggest", sent)
    assert answer["Location"] == f"/callbacks/{it}"
    (found,) = script.waiting(cedar.mara)
    assert (found.text, found.author, script.waiting(elm.mara)) == (ENGLISH, "Vik Sharma", [])
    assert ENGLISH in text(client.get(SCRIPTS))
    decision = f"/setup/suggestions/{found.id}"
    assert client.post(decision, {"answer": "yes", "seen": "1"}).status_code == 403
    assert signed_in(elm.mara).post(decision, {"answer": "yes"}).status_code == 404
    signed_in(cedar.mara).post(decision, {"answer": "yes", "seen": "1"})
    assert said(cedar)[0] == ENGLISH
    assert newest(cedar).reason == "Vik Sharma suggested these words"
    assert script.waiting(cedar.mara) == []
    again = signed_in(cedar.mara).post(decision, {"answer": "no", "seen": "2"})
    assert again.status_code == 409


def test_a_no_changes_nothing(cedar: Cast) -> None:
    assert suggested(cedar) == 302
    (found,) = script.waiting(cedar.mara)
    signed_in(cedar.mara).post(f"/setup/suggestions/{found.id}", {"answer": "no", "seen": "1"})
    assert (newest(cedar).version, script.waiting(cedar.mara)) == (1, [])


@pytest.mark.parametrize("words", ["", "x" * 401, "Is {pet} there?"])
def test_words_that_could_not_be_said_are_not_suggested(cedar: Cast, words: str) -> None:
    assert (suggested(cedar, words), script.waiting(cedar.mara)) == (409, [])


def test_words_that_are_refused_stand_in_their_box_on_the_call(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="MISSED").callback_id
    claim.claim(it, by=cedar.vik, now=clock())
    client = signed_in(cedar.vik)
    sent = {"language": "en", "suggested.ask_by_name": "Is {pet} there?", "callback": str(it)}
    answer = client.post(f"{ASK}/suggest", sent)
    page = unescape(answer.content.decode())
    assert (answer.status_code, f'action="/callbacks/{it}/facts"' in page) == (409, True)
    assert 'value="Is {pet} there?"' in page
    assert ('href="#suggested-ask_by_name"' in page, 'id="suggested-ask_by_name"' in page) == (
        True,
        True,
    )
    assert 'id="suggested-wrong">“Ask for the patient by name”: {pet} is not a blank' in page
    without = client.post(f"{ASK}/suggest", {**sent, "callback": "nowhere"})
    assert without.status_code == 409


def test_refused_words_for_another_line_stand_at_that_line(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="MISSED", phone="+12025550143").callback_id
    fence = claim.claim(it, by=cedar.vik, now=clock()).fence
    calling.begin(it, by=cedar.vik, now=clock(), fence=fence)
    client = signed_in(cedar.vik)
    sent = {"language": "en", "suggested.missed_call": "Is {pet} there?", "callback": str(it)}
    answer = client.post("/setup/scripts/missed_call/suggest", sent)
    page = unescape(answer.content.decode())
    assert 'href="#suggested-missed_call"' in page
    (box,) = re.findall(r'<input[^>]*id="suggested-missed_call"[^>]*>', page)
    assert 'value="Is {pet} there?"' in box


def test_better_words_can_be_suggested_at_every_step_that_is_shown(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="NEWPT").callback_id
    claim.claim(it, by=cedar.dana, now=clock())
    client = signed_in(cedar.dana)
    page = client.get(f"/callbacks/{it}").content.decode()
    shown = re.findall(r'id="suggested-(\w+)"', page)
    assert shown == [
        "ask_by_name", "who_is_calling", "why", "verify", "scope", "next_step", "close",
    ]  # fmt: skip
    assert re.findall(r'form id="suggest-(\w+)"', page) == shown
    sent = {"language": "en", "suggested.close": "Goodbye {pet}.", "callback": str(it)}
    refused = unescape(client.post("/setup/scripts/close/suggest", sent).content.decode())
    assert 'href="#suggested-close"' in refused
    assert 'value="Goodbye {pet}."' in refused
    words = "Let me say it back: {next_step}. Thank you."
    client.post("/setup/scripts/close/suggest", {**sent, "suggested.close": words})
    assert [(each.line, each.text) for each in script.waiting(cedar.mara)] == [("close", words)]


def test_suggesting_words_is_no_step_of_the_call(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock(), category="MISSED").callback_id
    fence = claim.claim(it, by=cedar.vik, now=clock()).fence
    client = signed_in(cedar.vik)
    client.post(f"/callbacks/{it}/facts", {"fence": fence, "ticks": ["nothing_needed"]})
    assert "noted what is done" not in text(client.get(f"/callbacks/{it}"))


def test_twenty_suggestions_of_one_person_wait_and_no_more(cedar: Cast) -> None:
    answers = {suggested(cedar) for _ in range(20)}
    assert (answers, suggested(cedar), script.count(cedar.mara)) == ({302}, 409, 20)
    assert "and 1 more" not in text(signed_in(cedar.mara).get(SCRIPTS))
    it = came_in(cedar.dana, now=clock()).callback_id
    sent = {"language": "en", "suggested.ask_by_name": ENGLISH, "callback": str(it)}
    assert signed_in(cedar.dana).post(f"{ASK}/suggest", sent).status_code == 302
    page = text(signed_in(cedar.mara).get(SCRIPTS))
    assert ("and 1 more" in page, page.count("Say it so")) == (True, 20)


def test_whoever_decides_sees_on_the_first_page_that_suggestions_wait(
    cedar: Cast, elm: Cast
) -> None:
    assert "your yes or no" not in text(signed_in(cedar.mara).get("/setup"))
    suggested(cedar)
    assert "1 suggestion waits for your yes or no" in text(signed_in(cedar.mara).get("/setup"))
    assert "your yes or no" not in text(signed_in(cedar.dana).get("/setup"))
    assert "your yes or no" not in text(signed_in(elm.mara).get("/setup"))


def contact(cast: Cast, **more: str | list[str]) -> dict[str, str | list[str]]:
    written = newest(cast, Part.CONTACT).written
    boxes = {
        f"voicemail-{code}-{language}": words
        for code, said in written["voicemail"].items()
        for language, words in said.items()
    }
    plain = {name: each for name, each in written.items() if name != "voicemail"}
    return {"seen": "1", "reason": "quieter evenings", **plain, **boxes, **more}


def test_contact_rules_are_narrowed_and_read_by_everybody(cedar: Cast, elm: Cast) -> None:
    answer = signed_in(cedar.mara).post(CONTACT, contact(cedar, text_until="19:00"))
    assert answer.status_code == 302
    assert newest(cedar, Part.CONTACT).written["text_until"] == "19:00"
    assert "Texts go out 08:00–19:00" in text(signed_in(cedar.vik).get(CONTACT))
    assert newest(elm, Part.CONTACT).version == 1


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        (
            {"text_until": "22:00"},
            "text_until",
            "Texts until: Texts may go out from 08:00 to 21:00, not longer.",
        ),
        (
            {"consent_needed": ["text"]},
            "consent_needed",
            "Texts and e-mails always need the patient's yes.",
        ),
        (
            {"voicemail-VM-E-en": "{caller} {practice} {number} {emergency}: your results"},
            "voicemail-VM-E-en",
            'Voicemail asking to call back at once · English: "results" tells a listener why you',
        ),
        (
            {"neutral_name": "Elm Cancer Center"},
            "neutral_name",
            'Neutral name: "cancer" tells a listener',
        ),
        ({"text_from": "soon"}, "text_from", 'Texts from: Write a time such as "08:00".'),
        ({"voicemail_level": "all"}, "voicemail_level", ""),
    ],
)
def test_what_would_tell_too_much_is_refused_at_its_box(
    cedar: Cast, more: dict[str, str | list[str]], field: str, words: str
) -> None:
    answer = signed_in(cedar.mara).post(CONTACT, contact(cedar, **more))
    page = unescape(answer.content.decode())
    assert (answer.status_code, newest(cedar, Part.CONTACT).version) == (422, 1)
    assert not words or f'id="{field}-wrong">{words}' in page
    assert f'href="#{field}"' in page


def test_contact_rules_are_compared_and_not_for_everybody(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    client.post(CONTACT, contact(cedar, neutral_name="The office"))
    page = text(client.get("/setup/versions/contact?one=1&other=2"))
    assert "Neutral name changed none set The office" in page
    assert signed_in(cedar.dana).post(CONTACT, contact(cedar)).status_code == 403
    stale = client.post(CONTACT, contact(cedar, neutral_name="Our desk"))
    assert (stale.status_code, "Our desk" in stale.content.decode()) == (412, True)


@pytest.mark.parametrize("language", ["en", "es"])
def test_better_words_are_suggested_in_the_language_they_are_said_in(
    cedar: Cast, language: str
) -> None:
    it = came_in(cedar.vik, now=clock(), language=language).callback_id
    claim.claim(it, by=cedar.vik, now=clock())
    client = signed_in(cedar.vik)
    page = client.get(f"/callbacks/{it}").content.decode()
    assert f'name="language" value="{language}"' in page


def test_a_channel_without_a_name_is_refused_at_its_box(cedar: Cast) -> None:
    form = {"seen": "1", "reason": "x", "consent_needed": ["text", "email", ""]}
    answer = signed_in(cedar.mara).post(CONTACT, form)
    assert (answer.status_code, newest(cedar, Part.CONTACT).version) == (422, 1)
