"""Several people at one computer: full sign-in once a day, then a PIN, and nothing left behind."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import hotp_value
from django.core.cache import cache
from django.test import Client, RequestFactory

from ringback.actions import claim, desk, leaving, note, practice
from ringback.engine.wallclock import now as clock
from ringback.models import DeskSignIn, Draft, Entry, Person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.signedin import Standing
from ringback.web import desk_cookie, standing
from tests.cast import came_in
from tests.sharing import (
    PASSWORD,
    PIN,
    SECRET,
    WRONG,
    at,
    at_work,
    comes_back,
    opened,
    shared,
    signs_in,
    with_pin,
)
from tests.signing import in_earnest

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from ringback.rules.access import Actor
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
WRITTEN = "Reached them; they ask whether Tuesday would do."


@pytest.fixture(autouse=True)
def real(settings: SettingsWrapper) -> None:
    """A real practice, not the demo."""
    in_earnest(settings)
    cache.clear()


@pytest.fixture
def counter(cedar: Cast) -> Client:
    """The browser at the front counter: Dana and Mara signed in there today, Dana is at work."""
    browser = at(shared(cedar))
    signs_in(browser, with_pin(cedar.mara))
    browser.post("/me/switch")
    browser.post("/sign-in/desk/other")
    signs_in(browser, with_pin(cedar.dana), ago=1)
    return browser


def row(browser: Client) -> list[str]:
    return [each["name"] for each in browser.get("/sign-in/desk").context["people"]]


def idle(browser: Client, minutes: float) -> None:
    """So long nothing was pressed in this browser."""
    held, by = browser.session, minutes * 60
    held[standing.SEEN] -= by
    held[standing.BEGAN] -= by
    shown = held["account_authentication_methods"]
    held["account_authentication_methods"] = [{**each, "at": each["at"] - by} for each in shown]
    held.save()


def verbs(who: Actor, *wanted: str) -> list[str]:
    with scope(who.practice_id):
        found = Entry.objects.filter(subject_id=who.person_id, verb__in=wanted)
        return list(found.order_by("at", "id").values_list("verb", flat=True))


def holds(who: Actor) -> UUID:
    """They take something that came in."""
    now = clock()
    came_in(who, now=now)
    view = claim.claim_next(by=who, now=now)
    assert view is not None
    return view.id


def draft(who: Actor, callback_id: UUID) -> str | None:
    with scope(who.practice_id):
        found = Draft.objects.filter(callback_id=callback_id, author_id=who.person_id)
        return found.values_list("text", flat=True).first()


def test_a_manager_makes_this_computer_a_shared_one(cedar: Cast) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.mara))
    assert row_status(browser) == (302, "/sign-in")
    answer = browser.post("/setup/desks", {"name": "Front counter"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/setup/desks")
    cookie = browser.cookies[desk_cookie.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/sign-in")
    assert int(cookie["max-age"]) >= 300 * 24 * 3600
    page = browser.get("/setup/desks").content.decode()
    assert "this computer" in page
    assert "The computer you sit at" not in page
    assert row(browser) == [cedar.mara.name], "who made it so has signed in fully there"


def row_status(browser: Client) -> tuple[int, str]:
    answer = browser.get("/sign-in/desk")
    return answer.status_code, answer.headers["Location"]


def test_everybody_who_signed_in_fully_today_is_in_the_row(counter: Client, cedar: Cast) -> None:
    assert row(counter) == [cedar.dana.name, cedar.mara.name]
    assert at_work(counter) == cedar.dana.name


def test_a_password_alone_puts_nobody_in_the_row(cedar: Cast) -> None:
    browser, them = at(shared(cedar)), Person.objects.get(id=cedar.dana.person_id)
    them.set_password(PASSWORD)
    them.save()
    browser.post("/sign-in", {"login": them.email, "password": PASSWORD})
    assert row(browser) == []
    assert DeskSignIn.objects.filter(person_id=them.id).count() == 0


def test_whoever_chooses_their_second_step_there_is_in_the_row_from_then_on(cedar: Cast) -> None:
    browser, them = at(shared(cedar)), Person.objects.get(id=cedar.dana.person_id)
    them.set_password(PASSWORD)
    them.save()
    browser.post("/sign-in", {"login": them.email, "password": PASSWORD})
    cookie = browser.cookies.pop(desk_cookie.COOKIE)  # a browser sends it to /sign-in only
    secret = browser.get("/me/app").context["form"].secret
    shown = f"{hotp_value(secret, int(time.time()) // 30):06d}"
    assert browser.post("/me/app", {"code": shown}).status_code == 302
    browser.cookies[desk_cookie.COOKIE] = cookie.value
    assert row(browser) == [cedar.dana.name]


def test_the_next_one_is_put_to_work_by_name_and_pin(counter: Client, cedar: Cast) -> None:
    before = counter.session.session_key
    to_the_row = counter.post("/me/switch", {"next": "/setup"})
    assert to_the_row.headers["Location"] == "/sign-in/desk?next=%2Fsetup"
    assert at_work(counter) is None, "from the press on the screen is locked"
    assert comes_back(counter, cedar.mara, then="/setup") == (302, "/"), "not to Dana's page"
    assert at_work(counter) == cedar.mara.name
    assert counter.session.session_key != before
    assert not counter.session.exists(before), "Dana's session is gone, not only left"
    assert verbs(cedar.dana, "locked", "signed out") == ["locked", "signed out"]
    assert verbs(cedar.mara, "switched") == ["switched"]


def test_the_new_session_holds_nothing_of_the_one_before(counter: Client, cedar: Cast) -> None:
    held = counter.session
    held["something"] = "of Dana's"
    held.save()
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    known = {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "account_authentication_methods",
        "account_authentication_methods_user", standing.PRACTICE, standing.BEGAN, standing.SEEN,
        standing.DESK,
    }  # fmt: skip
    assert set(counter.session.keys()) == known
    assert str(cedar.dana.person_id) not in str(dict(counter.session))


def test_the_browser_is_told_to_forget_the_pages_before(counter: Client, cedar: Cast) -> None:
    assert counter.get("/").headers["Cache-Control"] == "no-store"
    counter.post("/me/switch")
    assert counter.get("/sign-in/desk").headers["Cache-Control"] == "no-store"
    form = {"who": str(cedar.mara.person_id), "pin": PIN}
    answer = counter.post("/sign-in/desk", form)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_person_comes_back_to_the_same_place(counter: Client, cedar: Cast) -> None:
    key = counter.session.session_key
    counter.post("/me/switch", {"next": "/setup"})
    assert counter.get("/setup").headers["Location"] == "/sign-in/unlock?next=%2Fsetup"
    led = counter.get("/sign-in/unlock?next=/setup").headers["Location"]
    assert led == "/sign-in/desk?next=%2Fsetup"
    page = counter.get(led)
    assert [each["chosen"] for each in page.context["people"]] == [True, False]
    assert comes_back(counter, cedar.dana, then="/setup") == (302, "/setup")
    assert counter.session.session_key == key
    assert at_work(counter) == cedar.dana.name


def test_nowhere_but_our_own_pages_does_it_lead_back_to(counter: Client, cedar: Cast) -> None:
    counter.post("/me/switch")
    there = comes_back(counter, cedar.dana, then="https://elsewhere.example/")
    assert there == (302, "/")


def test_a_wrong_pin_leaves_the_screen_locked_and_tells_nothing(
    counter: Client, cedar: Cast
) -> None:
    counter.post("/me/switch")
    with_pin(cedar.osei)  # has a PIN, but was not here
    pages = [
        counter.post("/sign-in/desk", {"who": str(who), "pin": typed})
        for who, typed in (
            (cedar.mara.person_id, WRONG),
            (cedar.mara.person_id, ""),
            (cedar.osei.person_id, PIN),
            ("nobody", PIN),
        )
    ]
    assert [each.status_code for each in pages] == [409] * 4
    assert len({str(each.context["problems"]) for each in pages}) == 1
    assert at_work(counter) is None
    assert PIN not in pages[0].content.decode()


def test_a_pin_works_at_no_other_computer(counter: Client, cedar: Cast, elm: Cast) -> None:
    assert comes_back(Client(), cedar.dana) == (302, "/sign-in")
    another = at(shared(cedar, "Back office"))
    assert comes_back(another, cedar.dana) == (409, "")
    of_elm = at(shared(elm))
    assert comes_back(of_elm, cedar.dana) == (409, "")
    forged = Client()
    forged.cookies[desk_cookie.COOKIE] = counter.cookies[desk_cookie.COOKIE].value + "x"
    assert comes_back(forged, cedar.dana) == (302, "/sign-in")


def test_a_new_password_or_leaving_ends_it(counter: Client, cedar: Cast) -> None:
    counter.post("/me/switch")
    them = Person.objects.get(id=cedar.dana.person_id)
    them.set_password("eight red tricycles")
    them.save()
    assert comes_back(counter, cedar.dana) == (409, "")
    leaving.leave(cedar.dana.person_id, by=cedar.mara, now=clock())
    assert comes_back(counter, cedar.dana) == (409, "")
    assert row(counter) == [cedar.mara.name]


def test_whoever_signs_out_for_good_is_not_in_the_row(counter: Client, cedar: Cast) -> None:
    counter.post("/people/leave")
    assert row(counter) == [cedar.mara.name]
    assert comes_back(counter, cedar.dana) == (409, "")
    assert comes_back(counter, cedar.mara) == (302, "/")


def test_a_sign_in_by_pin_ends_with_the_full_one_of_that_day(counter: Client, cedar: Cast) -> None:
    full = clock() - timedelta(minutes=2)
    DeskSignIn.objects.filter(person_id=cedar.mara.person_id).update(signed_in_at=full)
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    assert counter.session[standing.BEGAN] == pytest.approx(full.timestamp())


def test_switched_off_a_computer_is_dead_at_once(counter: Client, cedar: Cast) -> None:
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    here = UUID(counter.session[standing.DESK])
    desk.stop_sharing(here, by=cedar.ines, now=clock())
    assert at_work(counter) is None, "who came in by a PIN is out"
    assert row_status(counter) == (302, "/sign-in")
    assert comes_back(counter, cedar.dana) == (302, "/sign-in")


def test_whoever_signed_in_fully_works_on_when_it_is_switched_off(
    counter: Client, cedar: Cast
) -> None:
    here = UUID(counter.session[standing.DESK])
    answer = Client()
    signs_in(answer, with_pin(cedar.ines))
    assert answer.post(f"/setup/desks/{here}/off").status_code == 302
    assert at_work(counter) == cedar.dana.name
    assert standing.DESK not in counter.session


def test_somebody_of_two_practices_works_in_that_of_the_computer(cedar: Cast, elm: Cast) -> None:

    practice.member(elm.dana.person_id, cedar.practice_id, roles=[Role.FRONT_DESK])
    for place in (elm, cedar):
        browser = at(shared(place))
        signs_in(browser, with_pin(elm.dana), ago=place is elm)
        assert browser.session[standing.PRACTICE] == str(place.practice_id)
        browser.post("/me/switch")
        assert row(browser) == [elm.dana.name]


def test_alone_it_locks_after_five_minutes_and_elsewhere_after_fifteen(
    counter: Client, cedar: Cast
) -> None:
    elsewhere = Client()
    signs_in(elsewhere, with_pin(cedar.osei))
    for browser in (counter, elsewhere):
        idle(browser, 5.1)
    assert at_work(counter) is None
    assert at_work(elsewhere) == cedar.osei.name


def stands(browser: Client, who: Actor, now: Any) -> Standing:
    """What the rules say of this browser's session at a moment, without a press."""

    request = RequestFactory().get("/")
    request.session = browser.session
    request.user = Person.objects.get(id=who.person_id)
    return standing.of(request, now)


def test_while_they_hold_a_callback_it_waits_fifteen_minutes(counter: Client, cedar: Cast) -> None:
    it = holds(cedar.dana)
    counter.get(f"/callbacks/{it}")
    now = clock()
    assert stands(counter, cedar.dana, now + timedelta(minutes=14)) is Standing.AT_WORK
    assert stands(counter, cedar.dana, now + timedelta(minutes=15.1)) is Standing.LOCKED
    page = counter.get("/").context
    assert 14 * 60 < page["locks_in"] <= 15 * 60


def test_a_callback_that_was_given_back_is_no_call_any_more(counter: Client, cedar: Cast) -> None:
    it = holds(cedar.dana)
    fence = form_of(counter, it)["fence"]
    claim.release(it, by=cedar.dana, now=clock(), fence=int(fence))
    assert stands(counter, cedar.dana, clock() + timedelta(minutes=6)) is Standing.LOCKED
    assert counter.get("/").context["locks_in"] <= 5 * 60


def test_what_somebody_takes_at_another_computer_does_not_open_this_one(
    counter: Client, cedar: Cast
) -> None:
    idle(counter, 6)
    assert stands(counter, cedar.dana, clock()) is Standing.LOCKED
    holds(cedar.dana)
    assert stands(counter, cedar.dana, clock()) is Standing.LOCKED


def test_another_persons_call_keeps_nothing_open(counter: Client, cedar: Cast) -> None:
    holds(cedar.mara)
    assert stands(counter, cedar.dana, clock() + timedelta(minutes=6)) is Standing.LOCKED


def test_items_and_drafts_go_with_the_person(counter: Client, cedar: Cast) -> None:
    it = holds(cedar.dana)
    counter.post(f"/callbacks/{it}/draft", {"note": WRITTEN})
    mine = "/?filter=mine"
    assert str(it) in counter.get(mine).content.decode()
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    assert str(it) not in counter.get(mine).content.decode()
    assert WRITTEN not in counter.get(f"/callbacks/{it}").content.decode()
    counter.post("/me/switch")
    comes_back(counter, cedar.dana)
    assert str(it) in counter.get(mine).content.decode()
    assert WRITTEN in counter.get(f"/callbacks/{it}").content.decode()


def form_of(browser: Client, it: UUID) -> dict[str, str]:
    """The marks of the form of a callback's page."""

    page = browser.get(f"/callbacks/{it}").content.decode()
    work = page[page.index('id="work"') :]
    return dict(re.findall(r'<input type="hidden" name="([\w]+)" value="([^"]*)"', work)[:4])


def presses_on(browser: Client, it: UUID, what: str, form: dict[str, str]) -> HttpResponse:
    answer: HttpResponse = browser.post(f"/callbacks/{it}/{what}", {**form, "note": WRITTEN})  # type: ignore[assignment]
    return answer


def test_a_page_of_the_one_before_does_nothing_and_its_text_is_kept_for_them(
    counter: Client, cedar: Cast
) -> None:
    it = holds(cedar.dana)
    form = form_of(counter, it)
    assert set(form) == {"csrfmiddlewaretoken", "whose", "fence", "form_id"}
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    answer = presses_on(counter, it, "notes", form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This page was not yours" in page
    assert WRITTEN not in page, "it is Dana's, and Mara is reading"
    assert (draft(cedar.dana, it), draft(cedar.mara, it)) == (WRITTEN, None)
    with scope(cedar.practice_id):
        told = Entry.objects.get(verb="sent another’s page")
        assert (told.actor_id, told.refused, told.subject_id) == (cedar.mara.person_id, True, it)
        assert not Entry.objects.filter(verb="noted", subject_id=it).exists()


def test_every_form_of_every_page_says_whose_it_is(counter: Client, cedar: Cast) -> None:
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    it = holds(cedar.mara)
    pages = ("/", f"/callbacks/{it}", "/setup/people", "/setup/hours", "/lanes")
    for address in pages:
        page = counter.get(address).content.decode()
        forms = page.count('name="csrfmiddlewaretoken"')
        assert (address, page.count('name="whose"')) == (address, forms)
        assert forms > 2


@pytest.mark.parametrize(
    ("had", "kept"),
    [
        ("Another thing.", f"Another thing.\n\n{WRITTEN}"),
        (WRITTEN[:20], WRITTEN),
        (f"{WRITTEN} And more.", f"{WRITTEN} And more."),
    ],
)
def test_what_the_writer_had_before_is_not_written_over(
    counter: Client, cedar: Cast, had: str, kept: str
) -> None:
    it = holds(cedar.dana)
    form = form_of(counter, it)
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    note.save_draft(it, had, by=cedar.dana, now=clock(), more=note.Page(window="w"))
    presses_on(counter, it, "draft", form)
    assert draft(cedar.dana, it) == kept


@pytest.mark.parametrize("what", ["take", "give-back", "facts", "done", "attempts"])
def test_no_press_on_it_counts(counter: Client, cedar: Cast, what: str) -> None:
    it = holds(cedar.dana)
    form = form_of(counter, it)
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    assert presses_on(counter, it, what, {**form, "result": "no_answer"}).status_code == 409
    with scope(cedar.practice_id):
        done = Entry.objects.filter(actor_id=cedar.mara.person_id, subject_id=it, refused=False)
        assert not done.exists()


def test_ones_own_page_still_works_after_the_pin(counter: Client, cedar: Cast) -> None:
    it = holds(cedar.dana)
    form = form_of(counter, it)
    counter.post("/me/switch")
    comes_back(counter, cedar.dana)
    assert presses_on(counter, it, "notes", form).status_code == 302


def test_a_mark_nobody_signed_is_none_of_ours(counter: Client, cedar: Cast) -> None:
    it = holds(cedar.dana)
    form = form_of(counter, it)
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    forged = {**form, "whose": form["whose"][:-3] + "abc"}
    presses_on(counter, it, "draft", forged)
    assert draft(cedar.dana, it) is None


def test_where_one_person_has_the_computer_no_form_carries_a_mark(cedar: Cast) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.dana))
    assert 'name="whose"' not in browser.get(f"/callbacks/{holds(cedar.dana)}").content.decode()
    assert "Switch person" not in browser.get("/").content.decode()


def test_a_pin_is_set_after_a_full_sign_in_and_taken_away_again(cedar: Cast) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.dana, ""))
    assert b"Set it" in browser.get("/me").content
    for typed, again, told in (
        ("1234", "1234", b"one of the first anybody would try"),
        ("73", "73", b"four to eight digits"),
        ("7305", "7306", b"The two are not the same"),
    ):
        answer = browser.post("/me/pin", {"pin": typed, "again": again})
        assert (answer.status_code, told in answer.content) == (409, True)
    answer = browser.post("/me/pin", {"pin": PIN, "again": PIN})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me")
    assert Person.objects.get(id=cedar.dana.person_id).pin != ""
    assert b"Set a PIN" in browser.get("/me").content
    assert browser.get("/me/pin/remove").status_code == 200
    browser.post("/me/pin/remove")
    assert Person.objects.get(id=cedar.dana.person_id).pin == ""


def test_who_came_in_by_a_pin_shows_their_second_step_before_another_is_set(
    counter: Client, cedar: Cast
) -> None:
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    assert counter.get("/me/pin").headers["Location"] == "/sign-in/again/code?next=%2Fme%2Fpin"
    counter.post("/sign-in/again/password", {"password": PASSWORD, "next": "/me/pin"})
    assert counter.get("/me/pin").headers["Location"] == "/sign-in/again/code?next=%2Fme%2Fpin"
    answer = counter.post("/me/pin", {"pin": "8264", "again": "8264"})
    assert answer.headers["Location"].startswith("/sign-in/again/code")
    assert Person.objects.get(id=cedar.mara.person_id).check_password(PASSWORD)


def test_a_pin_lets_nobody_in_and_opens_no_other_practice(
    counter: Client, cedar: Cast, elm: Cast
) -> None:
    practice.member(cedar.mara.person_id, elm.practice_id, roles=[Role.MANAGER])
    counter.post("/me/switch")
    comes_back(counter, cedar.mara)
    asked = {"name": "Nina Cole", "email": "nina@example.org", "role": "manager"}
    refused = counter.post("/setup/people/invite", asked)
    assert (refused.status_code, refused.context["by_pin"]) == (403, True)
    assert counter.post("/setup/desks", {"name": "Another"}).status_code == 403
    assert counter.get("/ledger").context["goes_on"] == "/ledger"
    assert counter.post(f"/practices/{elm.practice_id}").status_code == 404
    assert counter.get("/").status_code == 200
    code = f"{hotp_value(SECRET, int(time.time()) // 30 + 1):06d}"  # the last one was used
    counter.post("/sign-in/again/code", {"code": code, "next": "/ledger"})
    assert counter.get("/ledger").status_code == 200
    assert counter.post("/setup/people/invite", asked).status_code == 200


def test_a_full_sign_in_begins_the_count_of_wrong_pins_again(counter: Client, cedar: Cast) -> None:
    counter.post("/me/switch")
    for _ in range(5):
        comes_back(counter, cedar.dana, WRONG)
    assert comes_back(counter, cedar.dana) == (409, "")
    counter.post("/sign-in/desk/other")
    signs_in(counter, Person.objects.get(id=cedar.dana.person_id))
    counter.post("/me/switch")
    assert comes_back(counter, cedar.dana) == (302, "/")


def test_the_list_asks_the_same_for_one_computer_as_for_three(
    cedar: Cast, django_assert_num_queries: Any
) -> None:
    browser = Client()
    signs_in(browser, with_pin(cedar.mara))
    opened(shared(cedar))
    browser.get("/setup/desks")  # the practice is remembered from here on
    for more in (0, 2):
        for number in range(more):
            shared(cedar, f"Computer {number}")
        with django_assert_num_queries(6):
            page = browser.get("/setup/desks")
        assert len(page.context["desks"]) == 1 + more
