"""Working for two practices: the way between them at a desk and in the hand; need at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ringback.actions import practice
from ringback.engine.wallclock import now as clock
from ringback.models import Practice
from ringback.rules.access import Role
from tests.browser.axe import flaws
from tests.cast import came_in, joined

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from ringback.rules.access import Actor
    from tests.cast import Cast

ALSO_TOLD = (403,)


@pytest.fixture
def vera(cedar: Cast, elm: Cast) -> Actor:
    """Somebody of both, at work in the first."""
    found = joined("Vera Both", cedar.practice_id, [Role.ASSISTANT], lanes=["MISSED"])
    there = {"roles": [Role.ASSISTANT], "lanes": ["MISSED"]}
    practice.member(found.person_id, elm.practice_id, **there)
    Practice.objects.filter(id=elm.practice_id).update(colour="rose")
    return found


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_other_practice_is_reached_by_keys_alone(
    vera: Actor, at_work: Callable[..., Page], size: str
) -> None:
    page = at_work(vera, size=size)
    band = page.locator(".practice-band")
    assert band.inner_text() == "Cedar Street Family"
    assert flaws(page) == []
    page.locator(".switch > summary").focus()
    page.keyboard.press("Enter")
    assert flaws(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".practice-band.rose")
    assert band.inner_text() == "Elm Avenue Pediatrics"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_opened_in_need_can_be_asked_for_by_everybody(
    cedar: Cast, at_work: Callable[..., Page]
) -> None:
    ona = joined("Dr. Ona", cedar.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    it = came_in(cedar.dana, now=clock(), name="Grace Lindqvist").callback_id
    page = at_work(ona)
    page.goto(f"/callbacks/{it}")
    assert flaws(page) == []
    page.get_by_label("somebody may come to harm").check()
    page.get_by_label("Why, in a few words").fill("They cannot breathe and nobody is here.")
    page.get_by_role("button", name="Open it in need").click()
    page.locator("#in-need").wait_for()
    assert page.locator("h1").inner_text() == "Grace Lindqvist"
    assert flaws(page) == []
