"""What somebody types to harm others is text to everybody: on pages, in JSON, in files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.db.models import CharField, TextField

from ringback import models
from ringback.actions import claim, door, escalation, note, waiting
from ringback.engine.wallclock import now as clock
from ringback.models import Arrival, Callback, Lane, Membership, Person, Practice
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests import records
from tests.cast import came_in, gather, joined
from tests.house import matrix, world
from tests.signing import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from ringback.rules.access import Actor
    from tests.cast import Cast

SCRIPT = "<script>steal()</script>"
EVIL = f"\"'>{SCRIPT}<img src=x onerror=steal()>{{{{ 7|add:35 }}}}x"
ALIVE = ("<script>steal", "<img src=x", ">42x")
"""As it must stand nowhere on a page; marked as text it may."""

SUPPRESSED = {"GET live", "GET outbox-demo"}


@pytest.fixture
def infested(monkeypatch: pytest.MonkeyPatch) -> tuple[Cast, Actor]:
    """A practice in which every text anybody types is an attack, and somebody who sees it all."""
    cast = gather("Cedar Street Family")
    monkeypatch.setattr(world, "NAME", f"Q {EVIL}")
    monkeypatch.setattr(world, "WORDS", f"W {EVIL}")
    eve = joined("Eve Everything", cast.practice_id, Role)
    Person.objects.filter(memberships__practice_id=cast.practice_id).update(name=f"P {EVIL}")
    Practice.objects.filter(id=cast.practice_id).update(name=f"Cedar {EVIL}"[:120])
    return cast, eve


def told_whole(cast: Cast) -> UUID:
    """A callback with everything that is typed on the way: note, draft, question, answer."""
    it = world.callback(cast, source="web", best_time=EVIL[:40], external_id=f"{uuid4()}{EVIL}")
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    note.sign(it, f"Reached them, they said {EVIL}", by=cast.dana, now=clock(), fence=fence)
    note.save_draft(it, f"D {EVIL}", by=cast.dana, now=clock())
    waiting.escalate(it, by=cast.dana, now=clock(), fence=fence, words=EVIL)
    answer, fence = f"Tell them {EVIL}", records.callback(cast, it).fence
    escalation.answer(it, answer, by=cast.osei, now=clock(), fence=fence)
    return it


def alive(answer: HttpResponse) -> list[str]:
    body = answer.content.decode()
    return [each for each in ALIVE if each in body]


def test_no_page_runs_what_somebody_typed(infested: tuple[Cast, Actor]) -> None:
    cast, eve = infested
    it = told_whole(cast)
    client, found, seen = signed_in(eve), {}, 0
    pages = [each for each in matrix.inventory() if each.method == "GET"]
    pages = [each for each in pages if each.key not in SUPPRESSED and "api/" not in each.pattern]
    addresses = [each.address(matrix.things(cast, each)) for each in pages]
    addresses += [f"/callbacks/{it}", f"/ledger/callbacks/{it}", "/?filter=all"]
    for address in addresses:
        answer = client.get(address)
        if answer.get("Content-Type", "").startswith("text/html"):
            seen += b"&lt;script&gt;steal" in answer.content
            if bad := alive(answer):
                found[address] = bad
    assert found == {}
    assert seen > 15, "the attack stands on these pages as text"


def test_no_refusal_runs_what_somebody_typed(infested: tuple[Cast, Actor]) -> None:
    cast, eve = infested
    it = told_whole(cast)
    client, found = signed_in(eve), {}
    forms: list[tuple[str, dict[str, Any]]] = [
        ("/search", {"q": EVIL}),
        ("/arrivals/new", {"name": EVIL, "phone": EVIL, "text": EVIL, "category": EVIL}),
        (f"/callbacks/{it}/notes", {"note": EVIL, "fence": "0"}),
        (f"/callbacks/{it}/done", {"note": EVIL, "fence": "0", f"fact.{EVIL}": EVIL}),
        (f"/callbacks/{uuid4()}/notes", {"note": EVIL, "fence": "0"}),
        ("/setup/places", {"name": EVIL, "numbers": EVIL}),
        ("/setup/lanes/new", {"name": EVIL, "category": [EVIL]}),
        ("/setup/people/invite", {"name": EVIL, "email": EVIL, "role": [EVIL]}),
        ("/setup/hours/close", {"day": EVIL, "why": EVIL}),
        ("/setup/scripts/ask_by_name", {"en": EVIL, "es": EVIL, "reason": EVIL, "do": "save"}),
        ("/setup/practice", {"colour": EVIL, "seen": EVIL}),
        ("/language", {"language": EVIL, "next": f"/{EVIL}"}),
    ]
    for address, form in forms:
        answer = client.post(address, form)
        if bad := alive(answer):
            found[address] = bad
        assert answer.status_code < 500, address
    for query in ("category", "source", "filter", "after", "q", "rows"):
        answer = client.get("/", {query: EVIL})
        if bad := alive(answer):
            found[query] = bad
    assert found == {}


def test_the_machine_door_answers_with_text_that_is_no_page(infested: tuple[Cast, Actor]) -> None:
    cast, eve = infested
    it = told_whole(cast)
    token = {"HTTP_AUTHORIZATION": f"Bearer {door.issue_token('test', by=eve, now=clock())}"}
    client = signed_in(eve)
    for address in ("/api/v1/queue", f"/api/v1/callbacks/{it}", f"/api/v1/queue?filter={SCRIPT}"):
        answer = client.get(address, **token)  # type: ignore[arg-type]
        assert answer.headers["Content-Type"].split(";")[0] in {
            "application/json",
            "application/problem+json",
        }
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        json.loads(answer.content)
    assert SCRIPT in client.get(f"/api/v1/callbacks/{it}", **token).json()["words"]  # type: ignore[arg-type]


def test_a_file_is_no_page_and_computes_nothing(infested: tuple[Cast, Actor]) -> None:
    cast, eve = infested
    Person.objects.filter(id=eve.person_id).update(name="=HYPERLINK(1)")
    client = signed_in(eve)
    client.get(f"/callbacks/{told_whole(cast)}")
    answer = client.get("/ledger/export?list=day")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    cells = re.split(r"[,\r\n]", answer.content.decode())
    assert [each for each in cells if each.lstrip('"').startswith(("=", "+", "@"))] == []


INJECTED = (
    "' OR '1'='1", "'; DROP TABLE callback; --", "%", "_", "%%%", "\\", "\\'", "a' UNION SELECT 1",
    "$$", "{}", "%(practice)s", "%s", "' AND pg_sleep(2) --", "../../etc/passwd", "*", "()",
    "name", "-name", "name desc", "1; SELECT 1",
)  # fmt: skip


@pytest.mark.parametrize("typed", INJECTED)
def test_what_is_searched_for_is_looked_for_and_nothing_else(cedar: Cast, typed: str) -> None:
    came_in(cedar.dana, name="Grace Lindqvist", now=clock())
    client, begun = signed_in(cedar.dana), clock()
    answer = client.post("/search", {"q": typed})
    assert (answer.status_code, b"Lindqvist" in answer.content) == (200, False)
    assert (clock() - begun).total_seconds() < 1.5
    assert b"Lindqvist" in client.post("/search", {"q": "Lindqv"}).content


@pytest.mark.parametrize("typed", INJECTED)
def test_a_filter_a_sort_or_a_place_that_is_none_narrows_and_orders_nothing_else(
    cedar: Cast, elm: Cast, typed: str
) -> None:
    came_in(cedar.dana, name="Grace Lindqvist", now=clock())
    came_in(elm.dana, name="Theo Marchetti", now=clock())
    client = signed_in(cedar.dana)
    token = {"HTTP_AUTHORIZATION": f"Bearer {door.issue_token('t', by=cedar.dana, now=clock())}"}
    for name in ("filter", "category", "source", "after", "sort", "order", "fields", "limit"):
        page = client.get("/", {name: typed})
        data = client.get("/api/v1/queue", {name: typed}, **token)  # type: ignore[arg-type]
        assert page.status_code in {200, 400}, name
        assert data.status_code in {200, 400, 422}, name
        assert b"Marchetti" not in page.content + data.content, name


def test_an_assistant_gets_no_more_by_asking_for_fields_sorting_or_filters(cedar: Cast) -> None:
    came_in(cedar.dana, name="Grace Lindqvist", text="her knee", now=clock())
    client = signed_in(cedar.vik)
    token = {"HTTP_AUTHORIZATION": f"Bearer {door.issue_token('t', by=cedar.vik, now=clock())}"}
    asked = (
        "fields=name,phone,words", "fields=*", "include=patient", "expand=callback", "sort=name",
        "order=phone", "filter=name:Grace", "name=Grace", "q=Grace", "search=Lindqvist",
        "category=MISSED&name=Grace", "format=csv", "role=manager", "as=manager",
    )  # fmt: skip
    for query in asked:
        page = client.get(f"/?{query}")
        data = client.get(f"/api/v1/queue?{query}", **token)  # type: ignore[arg-type]
        told = (page.content + data.content).decode()
        shown = [each for each in ("Grace", "Lindqvist", "knee") if each in told]
        assert [each for each in shown if each not in query] == [], query


def test_another_practices_patient_is_in_no_list_count_or_search(cedar: Cast, elm: Cast) -> None:
    theirs = came_in(cedar.dana, name="Grace Lindqvist", phone="+12025550177", now=clock())
    client = signed_in(elm.mara)
    for q in ("Grace Lindqvist", "Lindqvist", "+12025550177", "0177"):
        page = client.post("/search", {"q": q}).content.decode().replace(q, "")
        assert str(theirs.callback_id) not in page
        assert "Lindqvist" not in page
    with_one, without = signed_in(cedar.mara).get("/"), client.get("/")
    assert b"Lindqvist" in with_one.content
    assert (b"Lindqvist" in without.content, str(theirs.callback_id) in str(without.content)) == (
        False,
        False,
    )
    assert b"Lindqvist" not in client.get("/ledger/export?list=day").content


OVERREACH: dict[str, Any] = {
    "id": "EVE", "pk": "EVE", "practice": "ELM", "practice_id": "ELM", "owner": "EVE",
    "owner_id": "EVE", "author": "EVE", "author_id": "EVE", "by": "EVE", "by_id": "EVE",
    "person_id": "EVE", "role": "manager", "roles": "manager", "is_active": "on", "lanes": "",
    "verified_by": "EVE", "verified": "on", "level": "routine", "rank": "9", "stage": "closed",
    "outcome": "done", "due_at": "2031-01-01T00:00", "respond_by": "2031-01-01T00:00",
    "resolve_by": "2031-01-01T00:00", "closed_at": "2026-01-01", "lease_until": "2031-01-01T00:00",
    "signed_at": "2020-01-01", "by_clinician": "on", "clinical": "on", "first_names": "on",
    "is_staff": "1", "is_superuser": "1", "password": "x" * 20, "via": "cli",
}  # fmt: skip
"""What no form of the front desk has, and what it would be worth to somebody to set."""

OWN_FIELDS = ("notes", "attempts", "facts", "draft", "give-back", "take", "done", "ask")


def facts(callback: Callback) -> dict[str, Any]:
    held = ("owner_id", "practice_id", "level", "rank", "stage", "due_at", "respond_by",
            "resolve_by", "outcome", "closed_at", "id")  # fmt: skip
    return {name: getattr(callback, name) for name in held}


@pytest.mark.parametrize("path", OWN_FIELDS)
def test_more_than_a_form_has_changes_nothing_more(cedar: Cast, elm: Cast, path: str) -> None:
    """The same form without and with it leaves two callbacks that stand alike, but for the ids."""
    more = {
        name: str({"EVE": cedar.mara.person_id, "ELM": elm.practice_id}.get(value, value))
        for name, value in OVERREACH.items()
    }
    form = {"note": "Reached her; she asks for Tuesday morning.", "result": "no_answer"}
    form |= {"asked": "May she take it twice?", "tick.reason_learned": "on"}
    stood, before = [], people()
    same = clock()
    for extra in ({}, more):
        it = came_in(cedar.dana, now=same).callback_id
        fence = "1" if path == "take" else str(claim.claim(it, by=cedar.dana, now=same).fence)
        signed_in(cedar.dana).post(f"/callbacks/{it}/{path}", {**extra, **form, "fence": fence})
        now = facts(records.callback(cedar, it))
        stood.append({**now, "id": now["id"] == it})
        own = {cedar.dana.person_id}
        assert {each.author_id for each in records.notes(cedar, callback_id=it)} <= own
        assert {each.by_id for each in records.attempts(cedar, callback_id=it)} <= own
        assert {each[0] for each in records.drafts(cedar, callback_id=it)} <= own
    for each in ("due_at", "respond_by", "resolve_by"):  # the arrivals are alike to the second
        assert stood[0].pop(each) == stood[1].pop(each)
    assert stood[0] == stood[1]
    assert people() == before


def people() -> list[Any]:
    held = Membership.objects.order_by("id").values_list("person_id", "roles", "lanes")
    return [*held, *Person.objects.order_by("id").values_list("id", "is_active", "password")]


def test_a_machines_document_with_more_in_it_sets_nothing_more(cedar: Cast, elm: Cast) -> None:
    token = door.issue_token("the website", by=cedar.dana, now=clock())
    body = {
        "source": "website", "external_id": uuid4().hex, "kind": "missed_call",
        "phone": "2025550147", "category": "MISSED", "practice": str(elm.practice_id),
        "practice_id": str(elm.practice_id), "owner": str(cedar.mara.person_id),
        "level": "emergency", "stage": "closed", "id": str(uuid4()),
        "due_at": "2031-01-01T00:00:00Z",
    }  # fmt: skip
    answer = signed_in(cedar.dana).post(
        "/api/v1/arrivals", body, "application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
    )
    assert answer.status_code in {201, 422}
    for found in records.callbacks(cedar):
        assert (found.owner_id, found.level, found.stage) == (None, "routine", "waiting")
        assert str(found.id) != body["id"]
    assert records.callbacks(elm) == []


def test_one_cannot_give_oneself_a_role_by_any_form_of_the_people_pages(cedar: Cast) -> None:
    before = people()
    client = signed_in(cedar.mara)
    own = f"/setup/people/{cedar.mara.person_id}"
    roles = {"part": "roles", "role": ["manager", "clinician"], "seen": "manager"}
    assert client.post(own, roles).status_code in {403, 409}
    invited = {"name": "Mara", "email": Person.objects.get(id=cedar.mara.person_id).email,
               "role": ["clinician"]}  # fmt: skip
    assert client.post("/setup/people/invite", invited).status_code in {403, 409}
    assert people() == before


def test_every_text_of_a_patient_is_in_the_attack() -> None:
    """So that a new field somebody can type into is attacked too: these are looked at above."""
    kept = {
        (model._meta.db_table, field.name)
        for model in (Arrival, Callback, Lane, models.Note, models.Draft)
        for field in model._meta.get_fields()
        if isinstance(field, (CharField, TextField)) and not getattr(field, "choices", None)
    }
    assert kept >= {("callback", "name"), ("callback", "words"), ("arrival", "text"),
                    ("note", "text"), ("draft", "text"), ("lane", "name")}  # fmt: skip
    with scope(uuid4()):
        assert Callback.objects.count() == 0
