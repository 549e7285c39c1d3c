"""Twelve things that kill drafts elsewhere: here no character is lost, and nobody else sees one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import attempt, claim, done, people, sorting
from ringback.actions.attempt import Made
from ringback.engine.wallclock import now as clock
from ringback.models import Draft
from ringback.queries import person
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from tests import records
from tests.browser import desks
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Browser, Page

    from ringback.rules.access import Actor
    from tests.cast import Cast

ALSO_TOLD = (403, 412)
ALSO_SAID = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE")
TEXT = "She asked for Tuesday; both pages of the marigold form are"
OFFERED = "Tuesday and Thursday morning"
NUMBER = "+12025550143"

pytestmark = pytest.mark.postgres


def held(cast: Cast, *, category: str = "MISSED") -> tuple[UUID, int]:
    it = came_in(cast.dana, now=clock(), category=category, phone=NUMBER).callback_id
    assert it is not None
    return it, claim.claim(it, by=cast.dana, now=clock()).fence


def opens(page: Page, it: UUID) -> Page:
    page.goto(f"/callbacks/{it}", wait_until="domcontentloaded")
    return page


def types(page: Page, text: str = TEXT, offered: str = OFFERED) -> None:
    page.locator("#pick-offered").fill(offered)
    page.locator("#note").fill(text)


def saved(page: Page) -> None:
    """Wait past the pause after the last change, and then for the answer."""
    page.wait_for_timeout(600)
    page.wait_for_function(
        "() => document.querySelector('#note-saved').dataset.state === 'saved'", timeout=20_000
    )


def kept(cast: Cast, it: UUID, who: Actor | None = None) -> Draft:
    with scope(cast.practice_id):
        return Draft.objects.get(callback_id=it, author_id=(who or cast.dana).person_id)


def is_whole(page: Page, it: UUID) -> None:
    """Opened anew, everything stands where it was written."""
    opens(page, it)
    assert page.locator("#note").input_value() == TEXT
    assert page.locator("#pick-offered").input_value() == OFFERED


def nobody_else_sees(cast: Cast, at_work: Callable[..., Page], it: UUID) -> None:
    theirs = opens(at_work(cast.mara), it)
    assert "marigold" not in theirs.content()


def given_to_vik(cast: Cast, it: UUID, fence: int) -> int:
    claim.release(it, by=cast.dana, now=clock(), fence=fence)
    return claim.claim(it, by=cast.vik, now=clock()).fence


def test_owner_change(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, fence = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page, "She asked")
    saved(page)
    given_to_vik(cedar, it, fence)
    page.locator("#note").fill(TEXT)
    page.wait_for_timeout(1000)
    opens(page, it)
    shown = page.locator("main").inner_text()
    assert (TEXT in shown, "Written after it was no longer yours" in shown) == (True, True)
    assert "marigold" not in opens(at_work(cedar.vik), it).content()


def test_join(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page)
    again = came_in(cedar.dana, now=clock(), category="MISSED", phone=NUMBER).callback_id
    other = came_in(cedar.dana, now=clock(), category="MISSED", phone="+12025550144").callback_id
    assert again == it
    assert other is not None
    saved(page)
    is_whole(page, it)
    assert "marigold" not in opens(page, other).content()


def test_reload(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page)
    page.reload(wait_until="domcontentloaded")
    page.wait_for_function("text => document.querySelector('#note')?.value === text", arg=TEXT)
    is_whole(page, it)


def test_two_tabs(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    first = opens(at_work(cedar.dana), it)
    second = first.context.new_page()
    opens(second, it)
    types(first)
    saved(first)
    second.locator("#note").fill("Something else altogether.")
    second.locator(".beside", has_text="Something else").wait_for()
    assert kept(cedar, it).text == TEXT
    opens(first, it)
    assert first.locator("#note").input_value() == TEXT
    first.locator(".beside button").click()
    first.wait_for_load_state("domcontentloaded")
    assert first.locator("#note").input_value() == f"{TEXT}\n\nSomething else altogether."
    assert first.locator(".beside").count() == 0


def test_second_device(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    desk, phone = at_work(cedar.dana), at_work(cedar.dana, size="phone")
    types(opens(desk, it))
    saved(desk)
    is_whole(phone, it)
    phone.locator("#note").fill(f"{TEXT} here.")
    saved(phone)
    desk.locator("#note").fill(f"{TEXT} there.")
    desk.locator(".beside", has_text="there.").wait_for()
    assert kept(cedar, it).text == f"{TEXT} here."


def test_lock(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page)
    page.evaluate("fetch('/me/lock', {method: 'POST', headers: {'X-CSRFToken':"
                  " document.querySelector('[name=csrfmiddlewaretoken]').value}})")  # fmt: skip
    page.wait_for_timeout(800)
    is_whole(at_work(cedar.dana), it)
    nobody_else_sees(cedar, at_work, it)


def test_logout(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page)
    page.locator('form[action="/people/leave"] button').first.click()
    page.wait_for_load_state("domcontentloaded")
    is_whole(at_work(cedar.dana), it)
    nobody_else_sees(cedar, at_work, it)


def test_role_change(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page, "She asked", "Tuesday")
    saved(page)
    becomes(cedar, Role.FRONT_DESK, Role.CLINICIAN)
    types(page)
    page.wait_for_timeout(900)
    is_whole(at_work(cedar.dana), it)


def test_role_change_that_takes_the_work_away(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page, "She asked", "Tuesday")
    saved(page)
    becomes(cedar, Role.AUDITOR)
    types(page)
    saved(page)
    becomes(cedar, Role.FRONT_DESK, before=Role.AUDITOR)
    is_whole(at_work(cedar.dana), it)
    nobody_else_sees(cedar, at_work, it)


def becomes(cast: Cast, *roles: Role, before: Role = Role.FRONT_DESK) -> None:
    """Dana is something else from now on."""
    whom, now_is = cast.dana.person_id, frozenset(roles)
    people.set_roles(whom, now_is, seen=str(before), by=cast.mara, now=clock())
    assert person.actor(whom, cast.practice_id, via="web").roles == now_is


def test_server_restart(
    cedar: Cast, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    it, _ = held(cedar)
    port, home = desks.a_port(), tmp_path_factory.mktemp("restarted")
    serving = desks.serve(port, home, {})
    context = chromium.new_context(base_url=f"http://127.0.0.1:{port}")
    page = context.new_page()
    page.goto("/people/", wait_until="domcontentloaded")
    page.locator(f'form[action$="/{cedar.dana.person_id}"] button').click()
    page.wait_for_url("**/")
    opens(page, it)
    desks.ends(serving)
    types(page)
    page.locator("#note-saved", has_text="not saved yet").wait_for()
    serving = desks.serve(port, home, {})
    saved(page)
    is_whole(page, it)
    context.close()
    desks.ends(serving)


def test_offline(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, _ = held(cedar)
    page = opens(at_work(cedar.dana), it)
    page.context.set_offline(True)
    types(page)
    page.locator("#note-saved", has_text="not saved yet").wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.context.set_offline(False)
    saved(page)
    assert kept(cedar, it).text == TEXT
    is_whole(page, it)


def test_category_change(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, fence = held(cedar, category="UNSORTED")
    page = opens(at_work(cedar.dana), it)
    types(page)
    sorting.sort(it, "MISSED", by=cedar.dana, now=clock(), fence=fence)
    page.wait_for_timeout(1000)
    is_whole(page, it)


def test_closed_by_another(cedar: Cast, at_work: Callable[..., Page]) -> None:
    it, fence = held(cedar)
    page = opens(at_work(cedar.dana), it)
    types(page, "She asked")
    saved(page)
    theirs = given_to_vik(cedar, it, fence)
    made = Made(result=Result.REACHED_PATIENT)
    attempt.log(it, made, by=cedar.vik, now=clock(), fence=theirs)
    said = "Reached her; she wants nothing further and thanked us."
    done.complete(it, {"nothing_needed": True}, said, by=cedar.vik, now=clock(), fence=theirs)
    types(page)
    page.wait_for_timeout(900)
    shown = opens(page, it).locator("main").inner_text()
    assert TEXT in shown
    assert records.callback(cedar, it).stage == "closed"
    assert [each.text for each in records.notes(cedar)] == [said]
    assert "marigold" not in opens(at_work(cedar.vik), it).content()
