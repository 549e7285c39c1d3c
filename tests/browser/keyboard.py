"""Going through a page as people without a mouse do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST = 120
NAME = """() => {
    const it = document.activeElement;
    const words = it.labels?.[0] ?? it;
    return (it.ariaLabel ?? words.innerText).trim();
}"""


def to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(NAME) == name:
            return
    raise AssertionError(name)
