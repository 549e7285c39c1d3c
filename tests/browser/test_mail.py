"""Mail that went out, looked at and sent again as people do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ringback.actions import outbox
from ringback.channels.email import kinds
from ringback.engine.wallclock import now as clock
from ringback.rules.outbox import Trouble
from tests.browser.axe import OPPOSITES, flaws
from tests.browser.keyboard import to
from tests.post import invited, post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from tests.cast import Cast


def test_a_failed_mail_is_read_and_sent_again_with_the_keyboard_only(
    cedar: Cast, at_work: Callable[..., Page], settings: SettingsWrapper, tmp_path: Path
) -> None:
    settings.POST, settings.DEMO_MAIL = post(), str(tmp_path)
    invited(cedar.mara, cedar.vik, now=clock())
    (mail,) = outbox.lease(cedar.practice_id, kinds.BUILDERS, now=clock(), most=1)
    outbox.mark_failed(mail, Trouble.REFUSED_ADDRESS, now=clock())
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
    page.get_by_text("waiting to be sent").wait_for()
