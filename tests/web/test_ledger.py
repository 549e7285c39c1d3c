"""The record on its pages: who may, what it says, what it never says, and that looking is in it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ringback.actions import breakglass, claim, opening
from ringback.actions import record as record_actions
from ringback.actions.act import NotFound, NotPermitted
from ringback.engine.wallclock import now as clock
from ringback.models import Entry
from ringback.queries import record
from ringback.queries.scope import scope
from ringback.rules import breakglass as breakglass_rules
from ringback.rules.access import Role
from ringback.rules.unusual import Limits
from tests import ledgers, records
from tests.cast import came_in, joined
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.cast import Cast

pytestmark = pytest.mark.postgres
CANARY = ("Lindqvist", "canary words", "0188", "555-01")


def pages(cast: Cast, callback_id: UUID) -> list[str]:
    return [
        "/ledger",
        f"/ledger/callbacks/{callback_id}",
        f"/ledger/people/{cast.dana.person_id}",
        "/ledger/unusual",
        "/ledger/export?list=day",
        f"/ledger/export?list=callback&of={callback_id}",
        f"/ledger/export?list=person&of={cast.dana.person_id}",
        "/ledger/export?list=unusual",
    ]


def worked(cast: Cast) -> UUID:
    """A patient called; Dana took it, Vik was refused it, Dr. Osei looked."""
    now = clock()
    it = came_in(
        cast.dana, now=now, name="Grace Lindqvist", text="canary words", phone="+12025550188",
        category="APPT",
    ).callback_id  # fmt: skip
    assert it is not None
    claim.claim(it, by=cast.dana, now=now)
    with pytest.raises(NotPermitted):
        opening.opened(it, by=cast.vik, now=now)
    opening.opened(it, by=cast.osei, now=now)
    return it


def sentences(answer: HttpResponse) -> list[str]:
    """What the lines of a list say, the newest first."""
    cells = re.findall(r"<td>(.*?)</td>\s*<td>", answer.content.decode(), flags=re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in cells]


def table(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def short(callback_id: UUID) -> str:
    return callback_id.hex[-6:]


# Who may


@pytest.mark.parametrize("who", ["dana", "vik", "osei", "ines"])
def test_others_are_refused_and_that_is_written_down(cedar: Cast, who: str) -> None:
    it, actor = worked(cedar), getattr(cedar, who)
    client = signed_in(actor)
    answers = [client.get(each) for each in pages(cedar, it)]
    assert {answer.status_code for answer in answers} == {403}
    refused = records.journal(cedar, "looked at the record", actor_id=actor.person_id)
    assert [each.refused for each in refused] == [True] * len(answers)
    assert b"Who has seen this" not in client.get(f"/callbacks/{it}").content


def test_an_auditor_reads_the_record_and_no_callback(cedar: Cast) -> None:
    it = worked(cedar)
    client = signed_in(joined("Noor Haddad", cedar.practice_id, [Role.AUDITOR]))
    assert {client.get(each).status_code for each in pages(cedar, it)} == {200}
    assert client.get(f"/callbacks/{it}").status_code == 403
    assert b'href="/ledger"' in client.get("/setup").content


def test_another_practice_reads_nothing_of_it(cedar: Cast, elm: Cast) -> None:
    it = worked(cedar)
    client = signed_in(elm.mara)
    assert client.get(f"/ledger/callbacks/{it}").status_code == 404
    assert client.get(f"/ledger/people/{cedar.dana.person_id}").status_code == 404
    absent = client.get(f"/ledger/callbacks/{uuid4()}")
    assert absent.content == client.get(f"/ledger/callbacks/{it}").content
    said = " ".join(sentences(client.get("/ledger")))
    assert "Dana" not in said
    assert short(it) not in said.replace(f"callback {short(it)}, which is not there", "")
    refused = records.journal(elm, "looked at the record", refused=True)
    assert len(refused) == 4


# What it says


def test_a_day_says_in_sentences_what_was_done(cedar: Cast) -> None:
    it = worked(cedar)
    found = sentences(signed_in(cedar.mara).get("/ledger"))
    named = f"callback {short(it)} (Appointment)"
    kind = next(each for each in found if "took" in each).partition("(")[2].rstrip(")")
    named = f"callback {short(it)} ({kind})"
    assert found[:5] == [
        "Mara Lindt looked at this record",
        f"Dr. Osei opened {named}",
        f"Vik Sharma tried to open {named}, and was refused: not one of their kinds of request",
        f"Dana Reyes took {named}",
        f"Dana Reyes wrote down what came in: {named}",
    ]


def test_it_is_said_in_spanish(cedar: Cast) -> None:
    worked(cedar)
    client = signed_in(cedar.mara)
    client.cookies["django_language"] = "es"
    found = sentences(client.get("/ledger"))
    assert found[1].startswith("Dr. Osei abrió la llamada por devolver ")
    assert "Vik Sharma intentó abrir la llamada por devolver " in found[2]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_patient_is_named_on_any_page_of_it(cedar: Cast, language: str) -> None:
    it = worked(cedar)
    signed_in(cedar.dana).post("/search", {"q": "Lindqvist"})
    client = signed_in(cedar.mara)
    client.cookies["django_language"] = language
    for each in pages(cedar, it):
        text = client.get(each).content.decode()
        assert [hidden for hidden in CANARY if hidden in text] == []
        assert short(it) in text or "unusual" in each


def test_a_name_of_somebody_here_is_never_html(cedar: Cast) -> None:
    bad = joined("<b>Eve</b>", cedar.practice_id, [Role.FRONT_DESK])
    came_in(bad, now=clock())
    text = signed_in(cedar.mara).get("/ledger").content.decode()
    assert "<b>Eve" not in text
    assert "&lt;b&gt;Eve&lt;/b&gt; wrote down what came in" in text


def test_a_day_is_narrowed_to_a_person_and_to_what_was_seen_or_refused(cedar: Cast) -> None:
    it = worked(cedar)
    client = signed_in(cedar.mara)

    def words(query: str) -> list[str]:
        return [each.split()[0] for each in sentences(client.get(f"/ledger?{query}"))]

    assert words(f"person={cedar.dana.person_id}") == ["Dana", "Dana"]
    assert words("what=refused") == ["Vik"]
    assert words("what=seen") == ["Mara", "Dr.", "Dana"]
    assert words("day=2020-01-01") == []
    assert words("day=nonsense&person=nobody&what=all&after=cut")[-2:] == ["Dana", "Dana"]
    assert it


def test_who_has_seen_this_includes_those_of_the_same_number(cedar: Cast) -> None:
    first = worked(cedar)
    with scope(cedar.practice_id):
        from ringback.models import Callback

        other = came_in(cedar.dana, now=clock(), category="APPT").callback_id
        Callback.objects.filter(id=other).update(phone="+12025550188")
    assert other is not None
    opening.opened(other, by=cedar.osei, now=clock())
    answer = signed_in(cedar.mara).get(f"/ledger/callbacks/{first}")
    found = sentences(answer)
    assert [each.split(" (")[0] for each in found] == [
        f"Dr. Osei opened callback {short(other)}",
        f"Dana Reyes wrote down what came in: callback {short(other)}",
        f"Dr. Osei opened callback {short(first)}",
        f"Vik Sharma tried to open callback {short(first)}",
        f"Dana Reyes took callback {short(first)}",
        f"Dana Reyes wrote down what came in: callback {short(first)}",
    ]
    assert f'href="/ledger/callbacks/{other}"' in answer.content.decode()
    assert f'href="/ledger/callbacks/{first}"' in (
        signed_in(cedar.mara).get(f"/callbacks/{first}").content.decode()
    )


def test_callbacks_without_a_number_are_not_one(cedar: Cast) -> None:
    first, other = (
        came_in(cedar.dana, now=clock(), phone="", category="APPT").callback_id for _ in "ab"
    )
    assert first is not None
    found = record.callbacks_of(cedar.practice_id, first)
    assert [each.id for each in found] == [first]
    assert other != first
    assert record.callbacks_of(cedar.practice_id, uuid4()) == []


def test_one_persons_page_has_what_they_did_and_nobody_elses(cedar: Cast) -> None:
    worked(cedar)
    answer = signed_in(cedar.mara).get(f"/ledger/people/{cedar.dana.person_id}")
    assert {each.split(" ")[0] for each in sentences(answer)} == {"Dana"}


def test_pages_follow_each_other_without_a_gap(cedar: Cast) -> None:
    for _ in range(5):
        came_in(cedar.dana, now=clock())
    seen, after = [], None
    while True:
        found = record.page(cedar.practice_id, record.Asked(after=after), size=2)
        seen += [each.id for each in found.lines]
        if found.next is None:
            break
        after = record.Cursor.read(str(found.next))
    with scope(cedar.practice_id):
        assert seen == list(Entry.objects.order_by("-at", "-id").values_list("id", flat=True))


def test_a_long_day_has_a_link_to_what_came_earlier(cedar: Cast) -> None:
    for _ in range(record.PAGE + 2):
        came_in(cedar.dana, now=clock())
    client = signed_in(cedar.mara)
    first = client.get("/ledger?what=&person=")
    (following,) = re.findall(r'href="(/ledger\?after=[^"]+)"', first.content.decode())
    assert len(sentences(first)) == record.PAGE
    assert len(sentences(client.get(following))) == 3  # two more, and the look


@pytest.mark.parametrize("text", ["", "cut", "w6k", "Mjp-Mg", "MjAyNi0xMS0yM34x"])
def test_a_place_that_is_none_is_the_first_page(text: str) -> None:
    assert record.Cursor.read(text) is None


# Looking is in it


def test_looking_again_within_five_minutes_is_the_same_look(cedar: Cast) -> None:
    it = worked(cedar)
    client = signed_in(cedar.mara)
    for _ in range(2):
        for each in pages(cedar, it)[:4]:
            client.get(each)
    found = records.journal(cedar, "looked at the record")
    assert [each.details for each in found] == [
        {"page": "day"},
        {"page": "callback", "of": str(it)},
        {"page": "person", "of": str(cedar.dana.person_id)},
        {"page": "unusual"},
    ]
    assert not any(each.changed for each in found)


def test_taking_a_list_away_is_an_entry_each_time(cedar: Cast) -> None:
    it = worked(cedar)
    client = signed_in(cedar.mara)
    for _ in range(2):
        client.get(f"/ledger/export?list=callback&of={it}")
    found = records.journal(cedar, "record exported")
    assert [each.details for each in found] == [{"page": "callback", "of": str(it), "lines": 4}] * 2


def test_the_queue_before_somebody_is_an_entry_once_in_five_minutes(cedar: Cast) -> None:
    worked(cedar)
    client = signed_in(cedar.dana)
    for address in ("/", "/?filter=mine", "/?rows=1", "/"):
        client.get(address)
    record_actions._LATELY.clear()  # as in another process
    client.get("/")
    with time_machine.travel(clock() + timedelta(minutes=6)):
        client.get("/?rows=1")
        assert len(records.journal(cedar, "queue seen")) == 1
        client.get("/")
    found = records.journal(cedar, "queue seen")
    assert [(each.actor_id, each.details, each.changed) for each in found] == [
        (cedar.dana.person_id, {}, False)
    ] * 2


def test_the_rows_alone_are_a_look_once_in_a_sign_in(cedar: Cast) -> None:
    worked(cedar)
    client = signed_in(cedar.dana)
    client.get("/?rows=1")
    assert len(records.journal(cedar, "queue seen", actor_id=cedar.dana.person_id)) == 1
    with time_machine.travel(clock() + timedelta(minutes=6)):
        for _ in range(2):
            client.get("/?rows=1")
            record_actions._LATELY.clear()  # as in another process
        assert len(records.journal(cedar, "queue seen")) == 1
        signed_in(cedar.dana).get("/?rows=1")
        assert len(records.journal(cedar, "queue seen")) == 2


def test_what_another_process_wrote_down_is_asked_for_once(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    client.get("/?rows=1")
    record_actions._LATELY.clear()
    with time_machine.travel(clock() + timedelta(minutes=6)):
        client.get("/?rows=1")
        with CaptureQueriesContext(connections["default"]) as found:
            client.get("/?rows=1")
    assert [each for each in found.captured_queries if "journal" in each["sql"]] == []


def test_somebody_who_sees_nothing_of_the_queue_has_not_seen_it(cedar: Cast) -> None:
    signed_in(cedar.ines).get("/")
    assert records.journal(cedar, "queue seen") == []


def test_what_this_process_remembers_is_bounded(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_actions, "REMEMBERED", 1)
    for actor in (cedar.dana, cedar.mara, cedar.osei):
        record_actions.queue_seen(by=actor, now=clock())
    record_actions.moves_seen(3, by=cedar.mara, now=clock())
    assert len(record_actions._LATELY) == 1
    (found,) = records.journal(cedar, "moves seen")
    assert found.details == {"version": 3}


def test_a_search_is_an_entry_without_its_words(cedar: Cast) -> None:
    worked(cedar)
    client = signed_in(cedar.dana)
    client.post("/search", {"q": "Lindqvist"})
    client.post("/search", {"q": "nobody of that name"})
    found = records.journal(cedar, "searched")
    assert [each.details for each in found] == [{"found": 1}, {"found": 0}]
    assert "Lindqvist" not in str([vars(each) for each in found])


def test_a_search_by_somebody_who_sees_no_queue_is_refused(cedar: Cast) -> None:
    assert signed_in(cedar.ines).post("/search", {"q": "x"}).status_code == 403
    assert [each.refused for each in records.journal(cedar, "searched")] == [True]


# Unusual access


def test_many_opened_and_tries_at_other_lanes_are_listed(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ringback.rules.unusual.found.__defaults__", (Limits(opened=3, lane=2),))
    for _ in range(3):
        it = came_in(cedar.dana, now=clock(), category="APPT").callback_id
        assert it is not None
        opening.opened(it, by=cedar.dana, now=clock())
        with pytest.raises(NotPermitted):
            opening.opened(it, by=cedar.vik, now=clock())
        with pytest.raises(NotFound):
            opening.opened(uuid4(), by=cedar.osei, now=clock())
    text = signed_in(cedar.mara).get("/ledger/unusual").content.decode()
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
    assert "Dana Reyes opened 3 different callbacks between" in said
    assert "Vik Sharma tried 3 times at kinds of request that are not theirs" in said
    assert "Dr. Osei" not in said


def test_what_was_opened_in_need_is_unusual_each_time(cedar: Cast) -> None:
    ona = joined("Dr. Ona", cedar.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    it = came_in(cedar.dana, now=clock(), category="APPT").callback_id
    need = breakglass_rules.Asked(reason="emergency", words="They cannot breathe.")
    breakglass.begin(it, need, by=ona, now=clock())
    text = signed_in(cedar.mara).get("/ledger/unusual").content.decode()
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
    assert "Dr. Ona opened patients outside their lanes in need (1), from" in said


def test_what_is_taken_without_opening_it_and_many_searches_are_unusual(
    cedar: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = (Limits(opened=3, searched=3),)
    monkeypatch.setattr("ringback.rules.unusual.found.__defaults__", few)
    client = signed_in(cedar.dana)
    for _ in range(3):
        came_in(cedar.dana, now=clock())
        assert claim.claim_next(by=cedar.osei, now=clock()) is not None
        client.post("/search", {"q": "Vandermolen"})
    text = signed_in(cedar.mara).get("/ledger/unusual").content.decode()
    assert "opened 3 different callbacks between" in text
    assert "searched 3 times between" in text


def test_among_what_was_seen_stands_what_was_opened_in_need_and_whose_draft_was_read() -> None:
    need = {"opened in need", "seen in need"}
    assert {*need, "draft of somebody gone read", "claimed"} - set(record.SEEN) == set()


def test_nothing_unusual_is_said(cedar: Cast) -> None:
    worked(cedar)
    assert b"Nothing unusual was seen." in signed_in(cedar.mara).get("/ledger/unusual").content


# Files


def test_a_file_has_the_list_and_no_formula(cedar: Cast) -> None:
    bad = joined("=HYPERLINK(1)", cedar.practice_id, [Role.FRONT_DESK])
    came_in(bad, now=clock())
    answer = signed_in(cedar.mara).get("/ledger/export?list=day")
    head, *rows = table(answer)
    assert head == ["when", "who", "what was done", "how", "about", "refused"]
    assert [row[1] for row in rows[:2]] == ["Mara Lindt", "'=HYPERLINK(1)"]
    assert rows[1][2].startswith("'=HYPERLINK(1) wrote down what came in: callback")
    assert [cell for row in rows for cell in row if cell[:1] in set("=+-@\t\r")] == []
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="record-day-')


def test_a_file_has_every_page_of_its_list(cedar: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "EXPORTED_AT_ONCE", 2)
    it = worked(cedar)
    client = signed_in(cedar.mara)
    rows = table(client.get(f"/ledger/export?list=callback&of={it}"))[1:]
    assert [row[5] for row in rows] == ["", "yes", "", ""]
    assert {row[4] for row in rows} == {str(it)}
    monkeypatch.setattr(record, "EXPORTED_MOST", 2)
    cut = table(client.get(f"/ledger/export?list=callback&of={it}"))
    assert cut[3:] == [["A file has no more lines than these. Export single days."]]


@pytest.mark.parametrize("query", ["", "list=other", "list=callback", "list=person&of=x"])
def test_a_list_that_is_none_is_said_politely(cedar: Cast, query: str) -> None:
    assert signed_in(cedar.mara).get(f"/ledger/export?{query}").status_code == 400


# How far it is sealed


def test_a_page_says_how_far_the_record_is_sealed(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock())
    ledgers.seal(cedar, now=clock())
    text = signed_in(cedar.mara).get("/ledger").content.decode()
    assert re.search(r"Sealed to \d\d:\d\d:\d\d\.", text)


def test_a_page_says_that_sealing_has_stopped(cedar: Cast) -> None:
    ledgers.seal(cedar, now=clock())
    came_in(cedar.dana, now=clock() - timedelta(minutes=3))
    text = signed_in(cedar.mara).get("/ledger/unusual").content.decode()
    assert "is sealed yet. It should take a second" in text


def one_more(cast: Cast, **given: Any) -> None:
    came_in(cast.dana, now=clock(), category="APPT", **given)


@pytest.mark.parametrize("which", ["day", "callback", "person", "unusual"])
def test_three_lines_cost_no_more_than_one(cedar: Cast, which: str) -> None:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    it = worked(cedar)
    address = dict(zip(["day", "callback", "person", "unusual"], pages(cedar, it), strict=False))
    client = signed_in(cedar.mara)
    client.get(address[which])
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connections["default"]) as asked:
            client.get(address[which])
        costs.append(len(asked))
        one_more(cedar)
        one_more(cedar)
    assert costs[0] == costs[1]


def test_the_words_of_a_page_are_not_those_of_the_reader_before(cedar: Cast) -> None:
    worked(cedar)
    with translation.override("es"):
        text = signed_in(cedar.mara).get("/ledger").content.decode()
    assert "opened callback" in re.sub(r"<[^>]+>", "", text)
