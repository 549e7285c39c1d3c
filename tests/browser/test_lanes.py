"""People, posts, lanes, who handles what and known callers, looked at as people do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ringback.actions import claim, knowncaller, lanes, people
from ringback.actions.knowncaller import Said
from ringback.engine.wallclock import now as clock
from ringback.queries import roster
from ringback.rules.access import Role
from ringback.rules.category import Post
from ringback.rules.knowncaller import NextTime, NotAPatient
from ringback.rules.roster import Shift
from tests import records
from tests.browser.axe import OPPOSITES, flaws
from tests.browser.keyboard import to
from tests.cast import NUMBER, came_in, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

PAGES = (
    "/",
    "/setup/people",
    "/setup/people/person",
    "/setup/posts",
    "/setup/lanes",
    "/setup/lanes/lane",
    "/setup/lanes/new",
    "/setup/known-callers",
    "/lanes",
    "/callbacks/mine",
)


def placed(cast: Cast) -> dict[str, str]:
    """A practice with somebody in every kind of place; what stands for what in PAGES."""
    lane = roster.read(cast.mara, now=clock()).lanes[0]
    another = joined("Max Second", cast.practice_id, [Role.MANAGER])
    for whom in (cast.dana, cast.mara):
        lanes.set_lanes_of(whom.person_id, [lane.id], seen="", by=another, now=clock())
    shifts = [
        Shift(
            weekday=day,
            start=0,
            end=1440,
            owner_id=cast.mara.person_id,
            deputy_id=cast.dana.person_id,
        )
        for day in range(7)
    ]
    lanes.add_shifts(lane.id, shifts, by=cast.mara, now=clock())
    people.fill_post(cast.osei.person_id, Post.NURSE, by=cast.mara, now=clock())
    robot = came_in(cast.dana, now=clock(), phone=NUMBER).callback_id
    mine = came_in(cast.dana, now=clock(), name="Grace Lindqvist").callback_id
    assert robot is not None
    assert mine is not None
    claim.claim(robot, by=cast.dana, now=clock())
    said = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE)
    knowncaller.close(robot, said, by=cast.dana, now=clock(), fence=2)
    came_in(cast.dana, now=clock(), phone=NUMBER)
    claim.claim(mine, by=cast.mara, now=clock())
    return {"person": str(cast.vik.person_id), "lane": str(lane.id), "mine": str(mine)}


def test_axe_finds_nothing(cedar: Cast, at_work: Callable[..., Page]) -> None:
    ids = placed(cedar)
    page = at_work(cedar.mara)
    found = {}
    for address in PAGES:
        *first, last = address.split("/")
        page.goto("/".join([*first, ids.get(last, last)]), wait_until="domcontentloaded")
        for each in page.locator("details").all():
            each.evaluate("folded => { folded.open = true; }")
        found[address] = flaws(page, OPPOSITES)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_a_lane_is_drawn_and_given_a_shift_with_the_keyboard_only(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.mara)
    page.goto("/setup/lanes", wait_until="domcontentloaded")
    to(page, "Another lane")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/lanes/new")
    to(page, "Name")
    page.keyboard.type("Refills")
    for each in ("Medication or refill request", "Dana Reyes"):
        to(page, each)
        page.keyboard.press("Space")
    to(page, "Save it")
    page.keyboard.press("Enter")
    page.get_by_text("Nobody’s yet. Add the first shift below.").wait_for()
    page.get_by_text("Saved.").wait_for()
    to(page, "Tue")
    page.keyboard.press("Space")
    to(page, "Shift begins")
    page.keyboard.type("0800AM")
    to(page, "Shift ends")
    page.keyboard.type("0100PM")
    to(page, "Whose queue it is")
    page.keyboard.type("Dana")
    to(page, "Add this shift")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove: Tue 8:00–13:00, Dana Reyes").wait_for()


def test_two_keys_end_a_robots_call_and_one_opens_it_again(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    found = came_in(cedar.dana, now=clock(), phone=NUMBER)
    claim.claim(found.callback_id, by=cedar.dana, now=clock())
    page = at_work(cedar.dana)
    page.goto(f"/callbacks/{found.callback_id}")
    page.keyboard.press("x")
    page.keyboard.press("2")
    page.get_by_text("Dana Reyes closed it: not a patient’s call").wait_for()
    assert came_in(cedar.dana, now=clock(), phone=NUMBER).callback_id is None
    page.keyboard.press("u")
    page.get_by_text("Dana Reyes opened it again").wait_for()
    assert records.callback(cedar, found.callback_id).arrivals == 2


def test_one_press_says_that_the_queue_was_looked_through(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    placed(cedar)
    page = at_work(cedar.mara)
    page.get_by_text("not looked through yet").first.wait_for()
    page.get_by_role("button", name="I looked through it: Front desk calls").click()
    page.get_by_text("· checked").first.wait_for()


def test_who_handles_what_prints_on_one_page(cedar: Cast, at_work: Callable[..., Page]) -> None:
    page = at_work(cedar.vik)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.get_by_role("heading", name="Who handles what").wait_for()
    printed = page.pdf(format="Letter", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", printed)) == 1
