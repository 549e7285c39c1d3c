"""What axe finds on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """Each as its rule and the element it is about."""
    return [
        f"{each['id']}: {node['target']}"
        for each in Axe().run(page).response["violations"]
        for node in each["nodes"]
    ]
