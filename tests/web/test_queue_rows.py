"""Rows of the queue as HTML: escaped, and remembered for nobody who may see less."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ringback.actions import claim
from ringback.engine.wallclock import now as clock
from ringback.rules.arrival import Kind
from ringback.web import queue_rows
from ringback.web.queue_rows import RowWords
from tests import records
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

NASTY = "<b>&\"' {who} {0} %s {{ r.id }} \u00e9"
PLAIN = {name: f"{name} {NASTY}" for name in RowWords._fields}
FIXED = {"take": "Take", "nobody": "nobody yet", "came": "came", "choose": "Choose"}


@pytest.mark.parametrize(
    ("late", "mine", "takeable", "owner", "initials", "promise", "pressing"),
    [
        (*each, promise, pressing)
        for each in product((True, False), repeat=5)
        for promise, pressing in ((False, False), (True, False), (True, True))
    ],
)
def test_a_row_is_what_its_template_makes_of_its_words(
    *,
    late: bool,
    mine: bool,
    takeable: bool,
    owner: bool,
    initials: bool,
    promise: bool,
    pressing: bool,
) -> None:
    shape = {"id": UUID(int=7), "fence": 3, "late": late, "mine": mine, "takeable": takeable}
    shape |= {"promise": promise, "pressing": pressing}
    names = {"owner": NASTY if owner else "", "initials": "<" if initials else ""}
    words = RowWords(**{**PLAIN, **shape, **names})
    rendered = get_template("queue/row.html").render({"r": words, **FIXED})
    assert queue_rows.html(words, "en") == rendered


def test_what_is_marked_as_safe_is_put_down_as_it_is() -> None:
    shape = {"late": False, "mine": False, "takeable": False}
    words = RowWords(**{**PLAIN, **shape, "what": SafeString("<mark>chest</mark>")})
    assert '<span class="one" data-cell="what"><mark>chest</mark></span>' in queue_rows.html(
        words, "en"
    )


def test_a_row_shown_to_the_desk_shows_the_assistant_no_more_than_before(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock(), name="Grace <i>Lindqvist", text="my knee & hip")
    pages = [signed_in(who).get("/").content.decode() for who in (cedar.dana, cedar.vik)]
    shown = ["Grace &lt;i&gt;Lindqvist", "my knee &amp; hip"]
    assert [[each in page for each in shown] for page in pages] == [[True, True], [False, False]]


def test_a_row_says_once_how_it_came(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock())
    came_in(cedar.dana, now=clock(), kind=Kind.VOICEMAIL, category="MISSED", phone="+12025550150")
    page = signed_in(cedar.dana).get("/").content.decode().lower()
    assert (page.count("missed call</small>"), page.count('"one">missed call')) == (2, 0)
    assert page.count(">voicemail</small>") == 1


def test_a_row_changes_with_its_callback_and_with_the_time(cedar: Cast) -> None:
    it = came_in(cedar.dana, now=clock() - timedelta(minutes=30)).callback_id
    client = signed_in(cedar.dana)
    before, again = client.get("/").content.decode(), client.get("/").content.decode()
    claim.claim(it, by=cedar.dana, now=clock())
    after = client.get("/").content.decode()
    assert ["nobody yet" in page for page in (before, again, after)] == [True, True, False]
    assert records.callback(cedar, it).owner_id == cedar.dana.person_id
