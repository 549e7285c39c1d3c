"""What the pages keep can stand in a file: nothing in it hides, and no letter is turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import policyfile as actions
from ringback.engine.wallclock import now as clock
from ringback.rules import policyfile
from tests.rules.contacts import DATA
from tests.signing import signed_in
from tests.web import kindform
from tests.web.checkingform import checking
from tests.web.hoursform import save

if TYPE_CHECKING:
    from typing import Any

    from django.test import Client

    from tests.cast import Cast

HIDDEN = "\u202e\x1b"


def contact() -> dict[str, Any]:
    boxes = {
        f"voicemail-{code}-{language}": words.replace(" ", f" {HIDDEN}\r\n", 1)
        for code, said in DATA["voicemail"].items()
        for language, words in said.items()
    }
    plain = ("consent_needed", "text_from", "text_until", "voicemail_level", "redisclosure")
    said = {each: DATA[each] for each in plain} | {"neutral_name": f"Elm{HIDDEN}"}
    return {**said, **boxes, "seen": "1", "reason": "x"}


def kind(client: Client) -> dict[str, Any]:
    opened = kindform.fields(client.get("/setup/kinds/NEWPT/change").content)
    return {**opened, "name": f"New{HIDDEN} patient", "do": "save", "reason": "x"}


def test_what_was_typed_on_a_page_can_be_exported_and_applied(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    script = {
        "en": f"May I speak with{HIDDEN} {{patient_first_name}}?",
        "es": "¿Puedo hablar con {patient_first_name}?",
        "do": "save",
    }
    promise = {
        "promise-0-source": f"web{HIDDEN}",
        "promise-0-amount": "2",
        "promise-0-unit": "business days",
    }
    hours = {
        "monday": "8-12",
        "day-0-on": f"{clock().year + 1}-12-24",
        "day-0-hours": "",
        "day-0-why": f"the eve{HIDDEN}",
    }
    answers = [
        client.post("/setup/places", {"name": f"North{HIDDEN}", "numbers": ""}),
        client.post("/setup/promises", {**promise, "seen": "1", "reason": "x"}),
        client.post("/setup/scripts/ask_by_name", {**script, "seen": "1", "reason": "x"}),
        save(client, {**hours, "seen": "1", "reason": "x"}),
        client.post("/setup/contact", contact()),
        client.post("/setup/checking", checking(wrong_tries="3")),
        client.post("/setup/kinds/NEWPT/change", kind(client)),
    ]
    assert [each.status_code for each in answers] == [302] * len(answers)
    written = actions.exported(by=cedar.mara, now=clock()).data
    assert [str(each) for each in policyfile.mistakes(written)] == []
    assert [each["name"] for each in written["places"].values()] == ["North"]
