"""English and Spanish: what the browser asks for, what a person chooses, what a page then says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import translation

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from ringback.rules.done import UNREADABLE
from ringback.rules.reason import Reason
from ringback.web.words import Clock, _, in_words, practice_words, span
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("afresh")  # the page it reads lists everybody there is
MONDAY = datetime(2026, 11, 23, 19, 20, tzinfo=UTC)


def language_of(client: Client, **headers: str) -> str:
    page = client.get("/people/", headers=headers).content.decode()
    found = re.search(r'<html lang="([^"]*)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("es", "es"),
        ("en-US,es;q=0.5", "en"),
        ("fr,de;q=0.5", "en"),
        ("", "en"),
    ],
)
def test_a_page_is_in_the_language_the_browser_asks_for(asked: str, given: str) -> None:
    assert language_of(Client(), **{"accept-language": asked}) == given


def test_what_a_person_chooses_is_kept_whatever_the_browser_asks_for(cedar: Cast) -> None:
    client = signed_in(cedar.dana)
    answer = client.post("/language", {"language": "es", "next": "/imports"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/imports")
    cookie = answer.cookies["django_language"]
    kept = (cookie.value, cookie["httponly"], cookie["samesite"], cookie["max-age"])
    assert kept == ("es", True, "Lax", 365 * 24 * 3600)
    assert language_of(client, **{"accept-language": "en"}) == "es"
    client.post("/people/leave")
    assert language_of(client) == "es"


def test_the_way_back_never_leads_elsewhere() -> None:
    answer = Client().post("/language", {"language": "es", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_a_language_there_is_not_changes_nothing() -> None:
    client = Client()
    assert client.post("/language", {"language": "fr", "next": "/people/"}).status_code == 302
    assert language_of(client, **{"accept-language": "es"}) == "es"


@pytest.mark.parametrize("address", ["/people/", "/"])
def test_the_switch_stands_on_the_page_with_the_present_language_marked(
    cedar: Cast, address: str
) -> None:
    client = signed_in(cedar.dana)
    client.cookies["django_language"] = "es"
    page = client.get(address).content.decode()
    buttons = re.findall(r'<button[^>]*name="language"[^>]*value="(..)"[^>]*>', page)
    now = re.findall(r'value="(..)"\s+lang=".."\s+aria-current="true"', page)
    assert (buttons, now) == (["en", "es"], ["es"])


def test_two_people_read_one_list_each_in_their_language(cedar: Cast) -> None:
    found = came_in(cedar.dana, now=clock())
    claim.claim(found.callback_id, by=cedar.dana, now=clock())
    spanish, english = signed_in(cedar.mara), signed_in(cedar.mara)
    spanish.cookies["django_language"] = "es"
    lists = [each.get("/?rows=1").content.decode() for each in (spanish, english, spanish)]
    said = [re.findall("not tried|sin intentos", page) for page in lists]
    assert said == [["sin intentos"], ["not tried"], ["sin intentos"]]


def test_default_pathways_are_translated_and_a_practices_own_words_are_not() -> None:
    with translation.override("es"):
        said = [practice_words(each) for each in ("Missed call", "Ring them at lunch", "")]
    assert said == ["Llamada perdida", "Ring them at lunch", ""]


def test_a_pathways_words_inside_a_reason_are_translated_too() -> None:
    reason = Reason(code="x", words=UNREADABLE, values=(("words", "How they will send it"),))
    with translation.override("es"):
        assert in_words(reason) == "Cómo lo enviará: no se entiende lo que se indicó"


def test_a_word_asked_for_in_another_language_comes_in_that_one() -> None:
    found = []
    for wanted, active in (("es", "en"), ("en", "es"), ("es", "es"), ("en", "en")):
        with translation.override(active):
            found.append((_("Take", wanted), span(timedelta(days=2), wanted)))
    assert found == [("Tomar", "2 días"), ("Take", "2 days")] * 2


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["14:20", "Tue 9:05", "Wed Jan 6 9:05", "in 5 min", "2 days"]),
        ("es", ["14:20", "mar 9:05", "mié 6 ene 9:05", "en 5 min", "2 días"]),
    ],
)
def test_times_are_said_as_the_language_says_them(language: str, said: list[str]) -> None:
    tuesday, january = (
        datetime(2026, 11, 24, 14, 5, tzinfo=UTC),
        datetime(2027, 1, 6, 14, 5, tzinfo=UTC),
    )
    with translation.override(language):
        here = Clock(MONDAY, "America/New_York")
        found = [here.moment(MONDAY), here.moment(tuesday), here.moment(january)]
        found += [here.due(MONDAY + timedelta(minutes=5)), span(timedelta(days=2, hours=1))]
    assert found == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 intentos"), (1, "1 intento"), (2, "2 intentos")]
)
def test_one_and_many(number: int, said: str) -> None:
    with translation.override("es"):
        words = translation.ngettext("{count} try", "{count} tries", number)
    assert words.format(count=number) == said


def test_the_machine_door_answers_in_english(cedar: Cast) -> None:
    answer = signed_in(cedar.dana).get("/api/v1/queue", headers={"accept-language": "es"})
    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["title"] == "A bearer token is needed"
