"""Desks to work at: see desks.py, which the stories share."""

from tests.browser.desks import at_work, chromium, server

__all__ = ["at_work", "chromium", "server"]
