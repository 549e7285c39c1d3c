"""Mail that went out, looked at and sent again as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.engine.wallclock import now as clock
from ringback.models import Outgoing
from ringback.queries.scope import scope
from ringback.rules.outbox import Trouble
from tests.browser.axe import OPPOSITES, flaws
from tests.browser.keyboard import to
from tests.post import invited, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast

SERVED_WITH = {"EMAIL_URL": "smtp://127.0.0.1:9", "RINGBACK_OUTBOX_EVERY_S": "3600"}
"""A server where nobody listens, and a worker that does not ask it meanwhile."""


def test_a_failed_mail_is_read_and_sent_again_with_the_keyboard_only(
    cedar: Cast, at_work: Callable[..., Page], settings: SettingsWrapper
) -> None:
    settings.POST = post()
    it = invited(cedar.mara, cedar.vik, now=clock())
    with scope(cedar.practice_id):
        error = str(Trouble.REFUSED_ADDRESS)
        Outgoing.objects.filter(id=it).update(failed_at=clock(), error=error, tries=1)
    page = at_work(cedar.mara)
    page.goto("/outbox-demo", wait_until="domcontentloaded")
    assert flaws(page, OPPOSITES) == []
    page.goto("/setup/mail", wait_until="domcontentloaded")
    assert flaws(page, OPPOSITES) == []
    page.get_by_text("Check how it is spelled.").wait_for()
    button = page.get_by_role("button", name="Send again")
    to(page, button.inner_text().strip())
    page.keyboard.press("Enter")
    page.get_by_text("sent again since").wait_for()
