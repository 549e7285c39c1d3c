"""What axe finds on a page, and what does not fit, in light and dark, at a desk and on a phone."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from tests.browser.desks import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

EVERY_LOOK = tuple(product(SIZES, ("light", "dark")))
OPPOSITES = (("desk", "light"), ("phone", "dark"))
"""For long forms, where one look costs seconds: every size and every theme once."""

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def violations(page: Page) -> list[str]:
    """Each as its rule and the element it is about."""
    return [
        f"{each['id']}: {node['target']}"
        for each in Axe().run(page).response["violations"]
        for node in each["nodes"]
    ]


def flaws(page: Page, looks: Sequence[tuple[str, str]] = EVERY_LOOK) -> list[str]:
    """What axe finds, and whether the page scrolls sideways, each with where it was seen.

    The page is asked for once and looked at in each look: what it looks like is up to the styles.
    Nothing moves meanwhile (a colour on its way to another has no contrast), and the page is left
    as it was.
    """
    found, before = [], page.viewport_size
    for size, theme in looks:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        sideways = ["scrolls sideways"] if page.evaluate(WIDER) else []
        found += [f"{size}, {theme}: {each}" for each in (*violations(page), *sideways)]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    page.set_viewport_size(before)
    return found
