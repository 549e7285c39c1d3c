"""The canary goes through every flow there is, in the hands of everybody who may have it."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import psycopg

from ringback.engine import addresses, session
from ringback.engine.wallclock import now as clock
from tests.faults import processes
from tests.faults.server import until
from tests.house.canary.brought import brought
from tests.house.canary.house import listening, send
from tests.house.canary.patient import BORN, NAME, NUMBER, OTHER_NUMBER, WORDS

if TYPE_CHECKING:
    from tests.house.canary.house import House

NOTE = f"Reached {NAME} at 202-555-0188: {WORDS}; wants Tuesday morning and we booked it."
HEADER = "Call ID,Direction,From,To,Start Time,Duration,Result,Name"
PLAIN = {"note": "Reached them; they want Tuesday morning and we booked it."}


def whole(house: House) -> None:
    """All of it, in the order of a long day."""
    phone_log(house)
    a_list(house)
    patient_list(house)
    desk = house.browser("dana")
    with listening(house, desk):
        first = typed_in(desk)
        looked_up(house)
        rang(house, desk)
        worked(house, desk, first)
        answered(house, desk, first)
        put_right(house, desk)
        on_paper(house, desk)
        taken_away(house)
        several(house, desk)
        shift_ended(house, desk)
        known_caller(house, desk)
        in_need(house)
        by_program(house)
        elsewhere(house, desk, first)
        record(house, first)
        brought(house)
        people(house)
        refused(house, desk, first)
    database_away(house, desk, first)


def fence(house: House, it: str) -> str:
    return str(house.one("SELECT fence FROM callback WHERE id = %s", it))


def arrived(answer: httpx.Response) -> str:
    where, said = str(answer.request.url), answer.text.partition("<main")[2][:2000]
    assert answer.status_code == 302, (where, answer.status_code, said)
    return answer.headers["Location"].split("?")[0]


def phone_log(house: House) -> None:
    """A log with their number, and rows that could not be used; put in, taken back, given up."""
    desk = house.browser("dana")
    day = house.one("SELECT to_char(now() - interval '1 day', 'YYYY-MM-DD')")
    good = f"{uuid4()},Inbound,{NUMBER},12025550100,{day} 9:00:00,30,Missed,{NAME}"
    bad = f"{uuid4()},Inbound,{NUMBER},12025550100,{BORN} whenever,x,Missed,{NAME}"
    file = "\n".join([HEADER, good, bad, f"{NAME},oops", WORDS, ""]).encode()
    where = arrived(send(desk, "/imports", files={"file": ("calls.csv", file)}))
    desk.get("/imports")
    desk.get(where)
    send(desk, f"{where}/start", look="1")
    arrived(send(desk, f"{where}/start"))
    send(desk, f"{where}/step")
    assert NAME in desk.get(f"{where}/bad-rows").text
    arrived(send(desk, f"{where}/undo"))
    again = arrived(send(desk, "/imports", files={"file": ("calls.csv", file + b"\n")}))
    send(desk, f"{again}/cancel")
    send(desk, "/imports", files={"file": ("calls.csv", WORDS.encode())})
    audited = send(desk, "/audit-day", files={"file": ("calls.csv", file)})
    desk.get("/audit-day")
    if audited.status_code == 302:
        desk.get(audited.headers["Location"])
        send(desk, audited.headers["Location"])


def a_list(house: House) -> None:
    """Their name on a list that is pasted, corrected, brought in and taken back; and no list."""
    desk = house.browser("dana")
    desk.get("/imports/list")
    rows = f"Name,Number,Why\n{NAME},{NUMBER},{WORDS}\n{NAME},none,{WORDS} {BORN}\n"
    where = arrived(send(desk, "/imports/list", list=rows))
    assert NAME in desk.get(where).text
    chosen = {"column.0": "why", "column.1": "phone", "column.2": "name"}
    arrived(send(desk, f"{where}/start", **chosen, look="again"))
    arrived(send(desk, f"{where}/start"))
    send(desk, f"{where}/step")
    desk.get(where)
    batch = where.rpartition("/")[2]
    assert NAME in desk.get(f"/imports/{batch}/bad-rows").text
    arrived(send(desk, f"/imports/{batch}/undo"))
    assert send(desk, "/imports/list", list=" ").status_code == 422


def patient_list(house: House) -> None:
    """A list with them in it and a bad row; put on file, taken back, given up."""
    desk = house.browser("dana")
    head = "Name,Date of birth,Phone,Contact rules"
    good, bad = f"{NAME},{BORN},{NUMBER},{WORDS}", f"{NAME},whenever,{NUMBER},"
    file = f"{head}\n{good}\n{bad}\n".encode()
    where = arrived(send(desk, "/patients/import", files={"file": ("patients.csv", file)}))
    desk.get("/patients/import")
    assert NAME in desk.get(where).text
    send(desk, f"{where}/start", look="1")
    arrived(send(desk, f"{where}/start"))
    send(desk, f"{where}/step")
    assert NAME in desk.get(f"{where}/bad-rows").text
    arrived(send(desk, f"{where}/undo"))
    again = arrived(send(desk, "/patients/import", files={"file": ("patients.csv", file)}))
    send(desk, f"{again}/cancel")
    send(desk, "/patients/import", files={"file": ("patients.csv", b"\0" + WORDS.encode())})


def typed_in(desk: httpx.Client) -> str:
    """Somebody at the desk writes down who called; unsorted at first."""
    assert send(desk, "/arrivals/new", name=NAME, phone="").status_code == 422
    given = {"name": NAME, "phone": NUMBER, "words": WORDS, "best_time": f"after 4, {WORDS}"}
    it = arrived(send(desk, "/arrivals/new", **given)).rpartition("/")[2]
    desk.get("/arrivals/new")
    desk.get("/")
    desk.get("/?rows=1")
    assert NAME in desk.get(f"/callbacks/{it}").text
    return it


def looked_up(house: House) -> None:
    """Searched for by part and whole, by those who see names and those who do not."""
    for who in ("dana", "vik", "ines"):
        for text in (NAME, "Vandermolen", NUMBER, "0188", BORN):
            send(house.browser(who), "/search", q=text)
    house.browser("dana").get("/search")


def rang(house: House, desk: httpx.Client) -> None:
    """They ring: looked up while the number is typed, taken over, and a new one begun at once."""
    it = came_in(house.program("dana"), phone="+12025550184")
    known = {"name": NAME, "phone": "+12025550184", "words": WORDS}
    for who in ("dana", "vik", "ines"):
        send(house.browser(who), "/arrivals/found", **known)
    arrived(send(house.browser("vik"), f"/callbacks/{it}/take"))
    assert send(desk, f"/callbacks/{it}/they-called", **known, fence="9999").status_code == 412
    arrived(send(desk, f"/callbacks/{it}/they-called", **known, fence=fence(house, it)))
    send(desk, f"/callbacks/{it}/here?watching", tab=str(uuid4()))
    house.browser("mara").get(f"/callbacks/{it}?from={it}")
    new = {**known, "phone": "+12025550185", "category": "NEWPT", "deal": "now"}
    other = arrived(send(desk, "/arrivals/new", **new)).rpartition("/")[2]
    assert NAME in desk.get(f"/callbacks/{other}?from={it}").text


def worked(house: House, desk: httpx.Client, it: str) -> None:
    """Taken, sorted, tried, noted; the draft and the facts on the way."""
    at = f"/callbacks/{it}"
    arrived(send(desk, f"{at}/take"))
    arrived(send(desk, f"{at}/sort", category="MISSED", fence=fence(house, it)))
    send(desk, f"{at}/draft", note=NOTE)
    arrived(send(desk, f"{at}/give-back", fence=fence(house, it)))
    arrived(send(desk, f"{at}/take"))
    on_the_phone(house, desk, it)
    arrived(send(desk, f"{at}/attempts", result="no_answer", note="", fence=fence(house, it)))
    arrived(send(desk, f"{at}/take"))
    handed_about(house, desk, at, it)
    for ending in ("done", "unreachable"):
        send(desk, f"{at}/{ending}", note="", fence=fence(house, it))
    kept = {"fact.reason_learned": WORDS, "note": NOTE, "fence": fence(house, it)}
    arrived(send(desk, f"{at}/facts", **kept))
    card = {"pick.offered": WORDS, "saw": "0", "card": "1"}
    send(desk, f"{at}/draft", note=NOTE, **card, form_id=str(uuid4()))
    send(desk, f"{at}/draft", note=f"{WORDS}, {NAME}", **card, form_id=str(uuid4()))
    desk.get(at)
    beside = house.one("SELECT beside->0->>'window' || '/' || (beside->0->>'at') FROM draft"
                       " WHERE callback_id = %s AND beside <> '[]'", it)  # fmt: skip
    arrived(send(desk, f"{at}/draft-back", beside=beside))
    send(
        desk,
        f"{at}/words",
        **{"find": f"0/diagnosed/{WORDS}", "why.0": NAME},
        fence=fence(house, it),
    )
    arrived(send(desk, f"{at}/notes", note=NOTE, fence=fence(house, it)))
    signed = house.one("SELECT id FROM note WHERE callback_id = %s ORDER BY signed_at LIMIT 1", it)
    arrived(send(desk, f"{at}/in-chart", signed=str(signed)))
    assert NAME in desk.get(f"{at}/print").text
    desk.get(at)
    send(desk, "/setup/scripts/ask_by_name/suggest", language="en", callback=it,
         **{"suggested.ask_by_name": f"Is {NAME} there?"})  # fmt: skip


def on_the_phone(house: House, desk: httpx.Client, it: str) -> None:
    """Called, checked in every way there is with what they say, and asked beside the script."""
    at = f"/callbacks/{it}"

    def press(path: str, **given: str) -> httpx.Response:
        return send(desk, f"{at}/{path}", fence=fence(house, it), **given)

    arrived(press("call"))
    for kind in ("patient", "parent", "other_office", "patient"):
        arrived(press("call-caller", caller=kind))
    arrived(press("call-situation", situation="relay"))
    assert press("asked", so="confirm", rule=it).status_code == 409
    assert press("new-number", new_number=NUMBER, label=WORDS).status_code == 409
    assert press("old-told", how="letter").status_code == 409
    office = {"organisation": NAME, "person": WORDS, "call_back": "given"}
    arrived(press("call-office", **office))
    arrived(press("call-caller", caller="patient"))
    for detail in ("birth_date", "address", "phone"):
        assert (
            press("check", identifier=detail, **{f"said.{detail}": f"{BORN} {NAME}"}).status_code
            == 409
        )
    arrived(press("check", identifier="name"))
    arrived(press("check-age", of_age="yes"))
    assert press("check", identifier="birth_date", chart="no").status_code == 409
    assert press("check-lift", reason=WORDS).status_code == 409
    said = {"line": "why", "language": "en"}
    for words in (WORDS, f"May {NAME} come?"):
        assert press("question", question=words, **said).status_code == 409
    arrived(press("question", question="Is there parking?", **said))
    arrived(press("check-not-verified", why="would_not_say"))
    desk.get(at)
    arrived(press("call-end"))
    arrived(press("call"))


def handed_about(house: House, desk: httpx.Client, at: str, it: str) -> None:
    """Handed over, put aside, waited for, each taken back; another number; a wrong form as well."""
    late = f"{clock() + timedelta(days=1):%Y-%m-%dT15:00}"
    waits = {"whom": "records", "what": WORDS, "review_at": late}
    waits |= {"wait_name": NAME, "wait_number": NUMBER}
    for form, fields in (
        ("hand-over", {"to": "anyone", "hand_why": WORDS}),
        ("put-aside", {"aside_at": late, "aside_why": WORDS}),
        ("wait", waits),
    ):
        send(desk, f"{at}/{form}", fence=fence(house, it))
        arrived(send(desk, f"{at}/{form}", **fields, fence=fence(house, it)))
        desk.get(at)
        house.browser("mara").get(at)
        arrived(send(desk, f"{at}/undo"))
    arrived(send(desk, f"{at}/wait", **waits, fence=fence(house, it)))
    arrived(send(desk, f"{at}/waiting", how="came", fence=fence(house, it)))
    send(desk, f"{at}/number", typed_number=NUMBER, fence=fence(house, it))


def answered(house: House, desk: httpx.Client, it: str) -> None:
    """A clinician is asked in their words, answers; they are told, and it is closed."""
    at, doctor = f"/callbacks/{it}", house.browser("osei")
    arrived(send(desk, f"{at}/take"))
    arrived(send(desk, f"{at}/ask", asked=WORDS, note=NOTE, fence=fence(house, it)))
    arrived(send(doctor, f"{at}/accept", fence=fence(house, it)))
    doctor.get(at)
    arrived(send(doctor, f"{at}/answer", note=f"{NAME}: come in.", fence=fence(house, it)))
    arrived(send(desk, f"{at}/take"))
    tried = {"result": "reached_patient", "note": NOTE, "fact.reason_learned": WORDS}
    arrived(send(desk, f"{at}/attempts", **tried, fence=fence(house, it)))
    send(desk, f"{at}/done", note=NOTE, **{"fact.reason_learned": WORDS}, fence=fence(house, it))
    desk.get(at)
    arrived(send(desk, f"{at}/addendum", addendum=f"Added: {NOTE}", fence=fence(house, it)))
    send(desk, f"{at}/addendum", addendum=NAME, addendum_at="2999-01-01T10:00", fence="9999")
    assert house.one("SELECT closed_at IS NOT NULL FROM callback WHERE id = %s", it)


def put_right(house: House, desk: httpx.Client) -> None:
    """A try and a note stood on the wrong person: struck through, moved, an incident, closed."""
    it = came_in(house.program("dana"), phone="+12025550186")
    at = f"/callbacks/{it}"
    arrived(send(desk, f"{at}/take"))
    arrived(send(desk, f"{at}/attempts", result="no_answer", note=NOTE, fence=fence(house, it)))
    note = house.one("SELECT id FROM note WHERE callback_id = %s", it)
    tried = house.one("SELECT id FROM attempt WHERE callback_id = %s", it)
    desk.get(f"{at}/put-right")
    wrong = {"why": f"{NAME}: {WORDS}", "said": "yes", "name": NAME, "number": NUMBER}
    send(desk, f"{at}/put-right", entry=f"note.{note}", **wrong | {"said": ""})
    send(desk, f"{at}/put-right", entry=f"attempt.{tried}", to="new", **wrong)
    arrived(send(desk, f"{at}/put-right", entry=f"note.{note}", to="new", **wrong))
    desk.get(at)
    mara = house.browser("mara")
    mara.get("/incidents")
    incident = house.one("SELECT id FROM incident WHERE closed_at IS NULL LIMIT 1")
    send(mara, f"/incidents/{incident}", words=WORDS)
    arrived(send(mara, f"/incidents/{incident}", ended="told", words=WORDS))


def taken_away(house: House) -> None:
    """The list is taken away as a file, with the names in it."""
    mara = house.browser("mara")
    assert NAME not in mara.get("/queue/export").text
    assert NAME in mara.get("/queue/export?names=1").text


def several(house: House, desk: httpx.Client) -> None:
    """One of several is put aside in one press, and taken back; another one cannot be."""
    it = came_in(house.program("dana"), phone="+12025550186")
    send(desk, f"/callbacks/{it}/take")
    one = f"{it}:{fence(house, it)}"
    assert NAME in send(desk, "/queue/several", it=one).text
    send(desk, "/queue/several/do", it=one, do="anyone", why=WORDS)
    desk.get("/?did=1")
    send(desk, "/queue/several/undo")
    send(desk, "/queue/several/do", it=f"{it}:999", do="aside:noon", why=WORDS)


def on_paper(house: House, desk: httpx.Client) -> None:
    """The list is printed with their name, and a row of it entered."""
    came_in(house.program("dana"), phone="+12025550185")
    desk.get("/sheet")
    where = arrived(send(desk, "/sheet", names="1"))
    assert NAME in desk.get(where).text
    row = {"result.1": "busy", "time.1": "noon", "who.1": NAME, "line.1": WORDS}
    send(desk, f"{where}/enter", **row)
    send(desk, f"{where}/enter", **row | {"time.1": "00:01"})
    desk.get(f"{where}/enter")


def shift_ended(house: House, desk: httpx.Client) -> None:
    """Everything held goes, with words about it; what was being written stays a draft."""
    it = came_in(house.program("dana"), phone="+12025550184")
    arrived(send(desk, f"/callbacks/{it}/take"))
    send(desk, f"/callbacks/{it}/draft", note=NOTE)
    assert NAME in desk.get("/shift/end").text
    send(desk, "/shift/end", **{f"fence.{it}": "1", f"where.{it}": NAME, f"why.{it}": WORDS})
    dana = house.people["dana"]["id"]
    house.browser("mara").get(f"/setup/people/{dana}/shift")
    desk.get("/shift/ended")
    send(desk, "/shift/undo")


def known_caller(house: House, desk: httpx.Client) -> None:
    """Their number is taken for a robot's, set aside, brought back, and taken off the list."""
    program = house.program("dana")
    it = came_in(program, phone=OTHER_NUMBER)
    arrived(send(desk, f"/callbacks/{it}/take"))
    robot = {"said": "robocall set_aside", "listened": "1"}
    arrived(send(desk, f"/callbacks/{it}/not-a-patient", **robot, fence=fence(house, it)))
    for way in ("", "/right"):
        came_in(program, phone=OTHER_NUMBER, text="")
        aside = house.one("SELECT id FROM arrival WHERE settled <> '' ORDER BY stored_at DESC")
        desk.get("/setup/known-callers")
        send(desk, f"/setup/set-aside/{aside}{way}")
    listed = house.one("SELECT id FROM known_caller WHERE removed_at IS NULL LIMIT 1")
    send(house.browser("mara"), f"/setup/known-callers/{listed}")
    send(desk, f"/callbacks/{it}/reopen", fence=fence(house, it))


def came_in(program: httpx.Client, **given: str) -> str:
    """A missed call of theirs, told by a program."""
    body = {"source": "phone", "external_id": f"{NAME} {uuid4()}", "kind": "missed_call",
            "phone": NUMBER, "name": NAME, "text": WORDS, "category": "MISSED"}  # fmt: skip
    answer = program.post("/api/v1/arrivals", json=body | given)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["callback_id"])


def in_need(house: House) -> None:
    """A clinician of other lanes opens them in need, and says why; a manager reviews it."""
    it = came_in(house.program("dana"), category="INTAKE", phone="+12025550189")
    ona, mara = house.browser("ona"), house.browser("mara")
    house.error(ona.get(f"/callbacks/{it}"), 403)
    why = {"reason": "emergency", "why": f"{NAME}, born {BORN}: {WORDS}"}
    send(ona, f"/callbacks/{it}/in-need", reason="", why=why["why"])
    arrived(send(ona, f"/callbacks/{it}/in-need", **why))
    assert NAME in ona.get(f"/callbacks/{it}").text
    mara.get("/setup/in-need")
    glass = house.one("SELECT id FROM break_glass LIMIT 1")
    send(mara, f"/setup/in-need/{glass}")


def by_program(house: House) -> None:
    """The machine door: everything it takes, and everything it refuses."""
    door = house.program("dana")
    it = came_in(door, phone="+12025550187")
    door.get("/api/v1/openapi.json")
    door.get("/api/v1/queue?filter=all")
    opened = door.get(f"/api/v1/callbacks/{it}")
    house.error(door.post("/api/v1/arrivals", json={"source": WORDS, NAME: NUMBER}), 422)
    house.error(door.get(f"/api/v1/callbacks/{uuid4()}"), 404)
    taken = door.post(f"/api/v1/callbacks/{it}/claim")
    assert taken.status_code == 200, taken.text
    held = {"If-Match": taken.headers["ETag"]}
    tried: dict[str, Any] = {"result": "no_answer", "note": NOTE, "number": NUMBER}
    at = f"/api/v1/callbacks/{it}"
    house.error(door.post(f"{at}/attempts", json=tried), 428)
    house.error(door.post(f"{at}/attempts", json=tried, headers={"If-Match": '"99"'}), 412)
    keys = {"Idempotency-Key": str(uuid4())}
    assert door.post(f"{at}/attempts", json=tried, headers=held | keys).status_code == 201
    more = {**tried, "note": f"{NOTE} more"}
    house.error(door.post(f"{at}/attempts", json=more, headers=held | keys), 422)
    house.error(door.post(f"{at}/done", json={"facts": {NAME: WORDS}, "note": NOTE},
                          headers={"If-Match": f'"{fence(house, it)}"'}), 409)  # fmt: skip
    house.error(door.get(f"/api/v1/fails/{it}"), 500)
    door.post("/api/v1/queue/next")
    assert opened.json()["name"] == NAME


def elsewhere(house: House, desk: httpx.Client, it: str) -> None:
    """The session goes on in another practice; a page of the first is still open."""
    send(desk, f"/practices/{house.places['elm']}")
    desk.get("/")
    house.error(desk.get(f"/callbacks/{it}"), 404)
    house.error(send(desk, f"/callbacks/{it}/notes", **PLAIN, fence="1"), 404)
    house.error(house.program("pat").get(f"/api/v1/callbacks/{it}"), 404)
    send(desk, "/next")
    send(desk, f"/practices/{house.places['cedar']}")
    send(desk, "/language", language="es", next="/")
    desk.get("/")
    send(desk, "/language", language="en", next="/")


def record(house: House, it: str) -> None:
    """Who saw and did what: its pages, and its files."""
    mara = house.browser("mara")
    who = house.people["dana"]["id"]
    files = ["day", f"callback&of={it}", f"person&of={who}", "unusual"]
    for path in ("/ledger", f"/ledger/callbacks/{it}", f"/ledger/people/{who}", "/ledger/unusual",
                 *(f"/ledger/export?list={each}" for each in files)):  # fmt: skip
        house.keep("the record", path, mara.get(path).text)


def people(house: House) -> None:
    """Mail goes out, somebody looks at it, and somebody leaves."""
    mara = house.browser("mara")
    asked = {"name": "Nora", "email": "nora@example.org", "role": ["front_desk"]}
    assert send(mara, "/setup/people/invite", **asked).status_code in {200, 302}
    until(lambda: house.post.kept, 20, house.log.read_text)
    for path in ("/setup/mail", "/setup/people", "/setup/scripts", "/lanes", "/gallery/"):
        house.keep("pages without patients", path, mara.get(path).text.replace(f"Is {NAME} th", ""))
    vik, it = house.browser("vik"), came_in(house.program("dana"), phone=OTHER_NUMBER)
    send(vik, f"/callbacks/{it}/draft", note=NOTE)
    arrived(send(mara, f"/setup/people/{house.people['vik']['id']}/leave"))
    draft = house.one("SELECT id FROM draft WHERE author_id = %s AND text <> ''",
                      house.people["vik"]["id"])  # fmt: skip
    asked = {"draft": draft, "why": "go_on"}
    assert NAME in send(mara, f"/callbacks/{it}/left-draft", **asked).text
    house.error(send(mara, f"/callbacks/{it}/left-draft-on", **asked, to=str(uuid4())), 409)
    arrived(send(mara, f"/callbacks/{it}/left-draft-mine", **asked))
    send(mara, "/people/leave")


def refused(house: House, desk: httpx.Client, it: str) -> None:
    """Everything that can be refused is, and two views fail with the patient in their hands."""
    at, it_person = f"/callbacks/{it}", house.browser("ines")
    house.error(it_person.get(at), 403)
    house.error(send(it_person, "/search", q=NAME), 403)
    house.error(desk.get(f"/callbacks/{uuid4()}"), 404)
    house.error(desk.get(f"/{uuid4()}"), 404)
    house.error(send(desk, f"{at}/notes", note=f"{NAME}\0", fence="1"), 400)
    house.error(send(desk, f"{at}/notes", **PLAIN, fence="9999"), 412)
    house.error(send(desk, f"{at}/attempts", result=NAME, fence="1"), 400)
    house.error(desk.post(f"{at}/notes", data=PLAIN), 403)
    house.error(send(desk, f"{at}/accept", fence=fence(house, it)), 403)
    house.error(desk.get(f"/fails/{it}/words"), 500)
    house.error(desk.get(f"/fails/{it}/database"), 500)
    try:
        desk.get(f"/fails/{it}/stream")
    except httpx.RemoteProtocolError:
        return  # it ends in the middle, as it must
    raise AssertionError("the stream did not fail")


def database_away(house: House, desk: httpx.Client, it: str) -> None:
    """Statements that name them fail; one dies with its process, and a page is asked meanwhile."""
    road = addresses.at(session.cluster(house.home).admin(), addresses.DATABASE)
    mine = road.replace(addresses.ADMIN_ROLE, addresses.APP_ROLE, 1)
    with psycopg.connect(mine, autocommit=True, cursor_factory=psycopg.ClientCursor) as app:
        for wrong in ("SELECT %s::int", "SELECT 1/0 WHERE %s <> ''", "SELECT pg_no_such(%s)"):
            with suppress(psycopg.Error):
                app.execute(wrong, [f"{NAME} {NUMBER}"])
        dying = threading.Thread(target=_dies, args=(app,))
        dying.start()
        _kill_and_ask(house, desk, it, app.info.backend_pid)
        dying.join(20)
    until(lambda: desk.get("/healthz").status_code == 200, 30, house.log.read_text)


def _dies(app: psycopg.Connection[Any]) -> None:
    with suppress(psycopg.Error):
        app.execute("SELECT pg_sleep(30), %s", [f"{NAME} {NUMBER}"])


def _kill_and_ask(house: House, desk: httpx.Client, it: str, running: int) -> None:
    """The server stands still while its processes are killed, so that none comes back at once."""
    postmaster = session.cluster(house.home).pid()
    assert postmaster is not None
    time.sleep(0.1)  # the statement has begun by then
    os.kill(postmaster, signal.SIGSTOP)
    try:
        processes.kill(running, *processes.children(postmaster))
        house.error(desk.get(f"/callbacks/{it}"), 503)
        house.error(send(desk, f"/callbacks/{it}/notes", **PLAIN, fence="1"), 503)
    finally:
        os.kill(postmaster, signal.SIGCONT)
