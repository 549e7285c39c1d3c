"""No word of any page is left untranslated: read where every sentence wears brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import translation
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language_info

from ringback.actions import claim
from ringback.cli.simulation import fill
from ringback.engine.wallclock import now as clock
from ringback.models import (
    Arrival,
    Authority,
    Callback,
    ContactRule,
    DoneFact,
    Lane,
    Note,
    Patient,
    PatientNumber,
    Person,
    Practice,
    Struck,
    Visit,
    Waiting,
)
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.policyfile import ALWAYS
from ringback.web import audit_words, gallery_call, gallery_examples
from ringback.web.words import initials
from tests.cast import came_in
from tests.house.pages import PSEUDO, bare_words, write_pseudo
from tests.patientlists import ANA, TOM, a_list
from tests.patientlists import HEADER as HEADER_OF_LIST
from tests.phonelogs import HEADER, answered, log, missed, returned, voicemail
from tests.signing import signed_in
from tests.web.kindform import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.test import Client

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("afresh")  # every name there is, is looked for in every word
REDISCLOSURE = (
    "42 CFR part 2 prohibits unauthorized use or disclosure of these records."  # the practice's own
)
IN_SPANISH = (
    "La parte 2 del título 42 del Código de Reglamentos Federales prohíbe usar o divulgar estos"
    " expedientes sin autorización."
)
OURS = {"Ringback", "calls.csv", "America/New_York", REDISCLOSURE, IN_SPANISH}
BROKEN = b"2,Inbound,12025550101,12025550100,yesterday,30,Missed"
ODD = b"When was it;Who;What became of it\n20.11.2026 09:00;(202) 555-0101;no answer\n"
DAY = log(
    missed("0101", "9:00"), missed("0101", "9:05"), missed("0102", "9:10"), missed("", "9:20"),
    returned("0102", "9:40"), answered("0103", "10:30"), voicemail("0104", "11:00"),
).rstrip(b"\n") + b"\n" + BROKEN + b"\n"  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One more language in this process, as long as these tests last: it takes seconds to read."""
    folder = tmp_path_factory.mktemp(PSEUDO)
    write_pseudo(folder)
    languages = [*settings.LANGUAGES, (PSEUDO, "Pseudo")]
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[folder]):
        yield


def reading(actor: Actor) -> Client:
    """Somebody at work who reads the pseudo language."""
    client = signed_in(actor)
    client.cookies["django_language"] = PSEUDO
    return client


def data_of(practice_id: UUID) -> set[str]:
    """What this practice's patients and people said, and what they are called."""
    with scope(practice_id):
        found = [
            *Callback.objects.values_list("name", "words", "source", "best_time", "hand_why"),
            *Waiting.objects.values_list("name", "what"),
            *Arrival.objects.values_list("name", "text"),
            *Note.objects.values_list("text"),
            *((str(value),) for value in DoneFact.objects.values_list("value", flat=True)),
            *Lane.objects.values_list("name"),
            *Patient.objects.values_list("safe_name", "restriction"),
            *PatientNumber.objects.values_list("label"),
            *ContactRule.objects.values_list("said"),
            *Struck.objects.values_list("reason"),
            *Authority.objects.values_list("name", "relation"),
            *Visit.objects.values_list("what", "clinician", "place", "preparation"),
        ]
    names = [*Person.objects.values_list("name", flat=True)]
    shown = [initials(each) for each in names]
    with translation.override(PSEUDO):
        # What Django says, not we.
        spanish = get_language_info("es")["name_translated"]
        days = [str(each) for each in (*WEEKDAYS.values(), *WEEKDAYS_ABBR.values())]
    practices = Practice.objects.values_list("name", flat=True)
    said = {each for line in found for each in line if each}
    return {
        *said,
        *(f"“{each}”" for each in said),
        *names,
        *shown,
        *practices,
        *OURS,
        spanish,
        *days,
    }


def invented() -> set[str]:
    """What the people of the gallery are called and say."""
    call, rows = gallery_examples.call(), gallery_examples.rows()
    people = {row.who for row in rows} | {
        "Ana Reyes",
        "Ana",
        "Valley Imaging",
        "The report of Monday",
        "“He asked for you: he knows you from Tuesday”",
        "work",
        "Do I stop on Monday?",
        "Dr. Osei",
        *gallery_call.SAID,
    }
    said = {row.what for row in rows}
    faces = {row.initials for row in rows}
    owners = {"Priya Natarajan", "Dr. Osei", "Dana Whitlock", "Dr. Ama Osei", "Vik Sharma", "AO"}
    words = {call.words, *(each.words for each in call.notes), call.draft}
    plain = {re.sub(r"<[^>]+>", "\n", each) for each in said}
    return {*people, *faces, *owners, *words, *"\n".join(plain).split("\n"), "DW"}


def left_bare(client: Client, addresses: list[str], data: set[str]) -> dict[str, list[str]]:
    found = {each: bare_words(client.get(each).content, data) for each in addresses}
    return {address: words for address, words in found.items() if words}


@pytest.mark.parametrize(
    ("page", "bare"),
    [
        ("<p>⟦Queue⟧ · 12 <kbd>Enter</kbd></p>", []),
        ("<p>⟦until ⟧9:05⟦ for ⟧Dana Reyes</p>", []),
        ("<p>⟦until ⟧tomorrow</p>", ["⟦until ⟧tomorrow"]),
        ('<button aria-label="Take">⟦Take⟧</button>', ["Take"]),
        ('<div data-away-words="gone">1</div>', ["gone"]),
        ("<script>let words</script><br><b>left</b>", ["left"]),
    ],
)
def test_a_word_outside_of_brackets_is_heard(page: str, bare: list[str]) -> None:
    assert bare_words(page.encode(), ["Dana Reyes"]) == bare


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "mara", "ines"])
def test_every_page_anybody_opens(cedar: Cast, who: str) -> None:
    owned, unread = came_in(cedar.dana, now=clock()), came_in(cedar.dana, category="UNSORTED")
    claim.claim(owned.callback_id, by=cedar.dana, now=clock())
    pages = ["/", "/?filter=mine", "/?nothing=1", "/audit-day", "/imports", "/arrivals/new"]
    pages += ["/people/", "/nowhere", *(f"/callbacks/{it.callback_id}" for it in (owned, unread))]
    pages += ["/setup", "/setup/kinds", "/setup/mail", "/outbox-demo"]
    pages += ["/setup", "/setup/kinds", "/ledger", "/ledger/unusual"]
    pages += ["/sign-in/with-nobody", "/sign-in/with-error", "/sign-in/with-cancelled"]
    pages += [f"/ledger/callbacks/{owned.callback_id}", f"/ledger/people/{cedar.dana.person_id}"]
    client = reading(getattr(cedar, who))
    assert left_bare(client, pages, data_of(cedar.practice_id)) == {}


def test_every_callback_of_the_demo() -> None:
    filled = fill.fill(slug=f"demo-{uuid4().hex}", days=1, seed=1, until=clock())
    people = person.members(filled.practice_id)
    actors = [person.actor(each.id, filled.practice_id, via="web") for each in people]
    data = data_of(filled.practice_id)
    with scope(filled.practice_id):
        callbacks = [f"/callbacks/{each}" for each in Callback.objects.values_list("id", flat=True)]
    found = [
        left_bare(reading(each), ["/", *callbacks], data)
        for each in actors
        if each is not None and each.roles
    ]
    assert [each for each in found if each] == []


def test_what_a_form_says_when_it_comes_back(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock())
    view = claim.claim(found.callback_id, by=cedar.dana, now=clock())
    client, there = reading(cedar.dana), f"/callbacks/{found.callback_id}"
    fence = {"fence": view.fence}
    answers = [
        client.post("/arrivals/new", {"name": "Tom Whitfield", "phone": "none"}),
        client.post("/search", {"q": "0000"}),
        client.post(f"{there}/done", {**fence, "note": "left message"}),
        client.post(f"{there}/facts", {**fence, "fact.reason_learned": "", "fact.made_up": "1"}),
        client.post(f"{there}/attempts", {**fence, "result": "call_later"}),
        client.post(f"{there}/notes", {"fence": 0, "note": "Spoke with Tom"}),
        reading(cedar.mara).post(f"{there}/give-back", fence),
        reading(cedar.osei).post(f"{there}/take", fence),
        reading(cedar.ines).post("/next"),
    ]
    data = {*data_of(cedar.practice_id), "left message", "Tom Whitfield", "none", "Spoke with Tom"}
    assert [bare_words(each.content, data) for each in answers] == [[]] * len(answers)


@pytest.mark.parametrize("code", sorted(ALWAYS))
def test_a_kind_of_request_read_and_changed(cedar: Cast, code: str) -> None:
    client, there = reading(cedar.mara), f"/setup/kinds/{code}"
    form = opened(signed_in(cedar.mara), code)
    pages = [client.get(there), client.get(f"{there}/change")]
    for each in ("first_action.amount", "resolve.amount"):
        wrong = {**form, "do": "save", each: "soon", "name": ""}
        pages += [client.post(f"{there}/change", wrong)]
    pages += [client.post(f"{there}/change", {**form, "do": "try"})]
    pages += [client.post(f"{there}/change", {**form, "do": "save", "reason": "Own words"})]
    changed = {**form, "do": "save", "reason": "Own words", "name": "Own name"}
    assert client.post(f"{there}/change", changed).status_code == 302
    pages += [client.post(f"{there}/change", changed), client.get(f"{there}/1")]
    pages += [client.get(f"{there}/compare?one=1&other={each}") for each in (1, 2)]
    typed = {each for values in form.values() for each in values if "\n" in each}
    data = {*data_of(cedar.practice_id), *typed, "Own words", "Own name", "soon"}
    assert [bare_words(each.content, data) for each in pages] == [[]] * len(pages)


def test_a_phone_log_from_the_first_look_to_the_last(cedar: Cast) -> None:
    client, data = reading(cedar.dana), data_of(cedar.practice_id)
    data |= {*HEADER.split(","), "Inbound", "Outbound", "Missed", "Answered", "Voicemail"}
    data |= {"anonymous", "yesterday"}

    def dropped(where: str, content: bytes) -> str:
        file = SimpleUploadedFile("calls.csv", content)
        return client.post(where, {"file": file}).headers["Location"]

    day, batch = dropped("/audit-day", DAY), dropped("/imports", DAY + b" ")
    pages = [client.get(day), client.get(batch)]
    client.post(f"{batch}/start")
    pages += [client.get(batch)]
    client.post(f"{batch}/step")
    pages += [client.get(batch), client.get(f"{batch}/bad-rows"), client.get("/imports")]
    client.post(f"{batch}/undo")
    pages += [client.get(batch), client.post("/imports", {})]
    unusable = SimpleUploadedFile("calls.csv", b"%PDF")
    pages += [client.post("/audit-day", {"file": unusable})]
    said = {"zone": "Mars/Phobos", "date": "soon", "our_number": "desk", "known_callers": "lab"}
    pages += [client.get(dropped("/audit-day", ODD)), client.post("/audit-day", said)]
    data |= {*ODD.decode().replace("\n", ";").split(";"), *said.values(), *audit_words.ZONES}
    assert [bare_words(each.content, data) for each in pages] == [[]] * len(pages)


def test_a_patient_list_from_the_first_look_to_the_last(cedar: Cast) -> None:
    client, data = reading(cedar.dana), data_of(cedar.practice_id)

    def dropped(content: bytes) -> str:
        file = SimpleUploadedFile("patients.csv", content)
        return client.post("/patients/import", {"file": file}).headers["Location"]

    odd, rows = a_list("Ana,soon", header="Who,When"), (ANA, TOM, "Nobody,,,,,", "Ana Garcia,,,7,,")
    pages = [client.get("/patients/import"), client.get(dropped(odd))]
    batch = dropped(a_list(*rows))
    pages += [client.get(batch), client.get(f"{batch}/bad-rows")]
    client.post(f"{batch}/start")
    pages += [client.get(batch), client.post("/search", {"q": "garc"})]
    client.post(f"{batch}/undo")
    pages += [client.get(batch), client.post("/patients/import", {})]
    data |= {*HEADER_OF_LIST.split(","), *(cell for row in rows for cell in row.split(","))}
    data |= {"Who", "When", "Ana", "patients.csv", "garc"}
    assert [bare_words(each.content, data) for each in pages] == [[]] * len(pages)


def test_the_gallery(cedar: Cast) -> None:
    client = reading(cedar.dana)
    assert left_bare(client, ["/gallery/"], data_of(cedar.practice_id) | invented()) == {}
