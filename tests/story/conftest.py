"""The stories are told at the desks of the browser tests."""

from tests.browser.desks import at_work, chromium, server

__all__ = ["at_work", "chromium", "server"]
