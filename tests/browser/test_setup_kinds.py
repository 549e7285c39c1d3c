"""axe finds nothing on the pages of the kinds of request, and the form works without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import category
from ringback.engine.wallclock import now as clock
from ringback.queries import category as queries
from ringback.rules import categorywrite
from tests.browser.axe import OPPOSITES, flaws

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.cast import Cast

ALSO_TOLD = (412, 422)
PAGES = ("", "/RX", "/NEWPT/1", "/NEWPT/compare?one=1&other=2", "/CONFIRM/change", "/NEWPT/change")


def shorter(cast: Cast) -> None:
    """A second version of new requests."""
    before = categorywrite.written(queries.versions(cast.mara, "NEWPT")[0].category)
    written = {**before, "first_action": "60 business minutes"}
    category.change("NEWPT", written, seen=1, reason="too slow", by=cast.mara, now=clock())


def test_axe_finds_nothing(cedar: Cast, at_work: Callable[..., Page]) -> None:
    shorter(cedar)
    page = at_work(cedar.mara)
    for address in ("/setup", *(f"/setup/kinds{each}" for each in PAGES)):
        page.goto(address, wait_until="domcontentloaded")
        assert flaws(page, OPPOSITES) == [], address
    page.locator('[name="name"]').fill("")
    page.locator('[name="first_action.amount"]').fill("soon")
    page.get_by_role("button", name="Save it").first.click()
    page.wait_for_selector(".problems")
    assert flaws(page, OPPOSITES) == []


def test_the_form_works_without_scripts(cedar: Cast, at_work: Callable[..., Page]) -> None:
    page = at_work(cedar.mara, script=False)
    page.goto("/setup/kinds/NEWPT/change")
    page.get_by_role("button", name="Add a rule").click()
    rule = page.locator('[id="tighten.1"]')
    rule.get_by_label("How the queue says it").fill("visit tomorrow: moved earlier")
    rule.get_by_label("What", exact=True).select_option("business_days_to_visit")
    rule.get_by_label("How", exact=True).select_option("at_most")
    rule.get_by_label("How much").fill("1")
    page.get_by_label("Why", exact=True).fill("visits come first")
    page.get_by_role("button", name="Save it").first.click()
    problem = page.locator(".problems a")
    assert problem.inner_text() == "This changes nothing: say what it moves, raises or tells."
    assert problem.get_attribute("href") == "#tighten.1"
    rule.get_by_label("Who hears of it").select_option("scheduling_lead")
    page.get_by_role("button", name="Save it").first.click()
    page.wait_for_url("**/setup/kinds/NEWPT")
    assert "visit tomorrow: moved earlier" in page.locator("main").inner_text()


def test_enter_in_a_box_neither_saves_nor_takes_anything_out(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    page = at_work(cedar.mara)
    page.goto("/setup/kinds/NEWPT/change", wait_until="domcontentloaded")
    page.locator("details.fold summary").first.click()
    page.locator('[name="tighten.0.words"]').press("Enter")
    page.wait_for_selector(".tried")
    assert page.locator('[name="tighten.0.words"]').count() == 1
    assert [each.number for each in queries.versions(cedar.mara, "NEWPT")] == [1]
