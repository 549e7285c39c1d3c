"""Somebody in their first hour here: they press what the screen names and fill in what it asks.

A novice knows no key, no address and no code. Whatever a story has them press must be visible, and
be called what the story says; where it is not, the story fails with what the screen offered.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError  # noqa: A004 - its own

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PRESSED = "button:visible, a:visible, summary:visible"


class Novice:
    """One person before one screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(5000)

    def presses(self, name: str, *, then: str = "", within: str = "body") -> Novice:
        """Press what is called so, and wait until the screen says `then`."""
        found = self._called(name, within)
        found.click()
        return self.sees(then) if then else self

    def writes(self, label: str, words: str) -> Novice:
        """Fill in, or choose, what stands under this label."""
        field = self._field(label)
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=words)
        else:
            field.fill(words)
        return self

    def ticks(self, label: str) -> Novice:
        """Tick a box by its words."""
        self._field(label).check()
        return self

    def sees(self, *words: str) -> Novice:
        """The screen says this, or comes to say it."""
        for each in words:
            try:
                self.page.get_by_text(each).locator("visible=true").first.wait_for()
            except TimeoutError as not_there:
                raise AssertionError(f"nowhere “{each}”, only {self.screen()}") from not_there
        return self

    def kept(self) -> Novice:
        """Look whether what was written is saved."""
        self.page.wait_for_function(
            "() => document.querySelector('#note-saved')?.dataset.state === 'saved'"
        )
        return self

    def screen(self) -> str:
        """All that can be read on it."""
        return self.page.locator("body").inner_text()

    def source(self) -> str:
        """All that was sent for it: what a curious person could find, not only what is shown."""
        return self.page.request.get(self.page.url).text() + self.page.content()

    def _called(self, name: str, within: str) -> Locator:
        begins = re.compile(rf"^\W*{re.escape(name)}", re.IGNORECASE)
        found = self.page.locator(within).locator(PRESSED).filter(has_text=begins)
        try:
            found.first.wait_for()
        except TimeoutError as nothing:
            offered = self.page.locator(PRESSED).all_inner_texts()
            raise AssertionError(f"nothing is called “{name}”, only {offered}") from nothing
        return found.first

    def _field(self, label: str) -> Locator:
        begins = re.compile(rf"^\s*{re.escape(label)}", re.IGNORECASE)
        found = self.page.get_by_label(begins).locator("visible=true").first
        try:
            found.wait_for()
        except TimeoutError as nothing:
            asked = self.page.locator("label:visible").all_inner_texts()
            raise AssertionError(f"nothing is asked as “{label}”, only {asked}") from nothing
        return found
