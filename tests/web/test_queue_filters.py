"""Filters combine: each link keeps what the others narrowed, and one press leads back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from ringback.engine.wallclock import now as clock
from ringback.queries.queue import Count
from ringback.web import queue_filters
from tests.cast import came_in
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.cast import Cast

LINK = re.compile(r'<a [^>]*?href="([^"]*)"([^>]*)>\s*(.*?)\s*</a>', re.DOTALL)
BACK = re.compile(r'<a class="clear" href="([^"]*)">Show everything</a>')
NEW = "New patient or appointment request"
NARROWED = "/?filter=overdue&category=NEWPT&source=website"


def links(page: str) -> dict[str, tuple[str, bool]]:
    """Every link of the filters by its words: where it leads, and whether it is pressed."""
    nav = page.partition('<nav class="chips"')[2].partition("</nav>")[0]
    return {
        re.sub(r"\s*<(b|kbd)>.*?</\1>", "", words): (unescape(url), "aria-current" in more)
        for url, more, words in LINK.findall(nav)
    }


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def names(text: str) -> set[str]:
    return set(re.findall(r'class="row-link one"[^>]*>(.*?)</a>', text))


@pytest.fixture
def desk(cedar: Cast) -> Client:
    """Dana's browser, before four callbacks of two kinds, two ways in, early and late."""
    now = clock()
    month = now - timedelta(days=30)
    for name, category, source, then in (
        ("Late New", "NEWPT", "website", month),
        ("Late Phone", "NEWPT", "phone", month),
        ("Late Missed", "MISSED", "website", month),
        ("Early New", "NEWPT", "website", now),
    ):
        came_in(cedar.dana, now=then, name=name, category=category, source=source)
    return signed_in(cedar.dana)


def test_three_filters_together_show_what_is_all_three(desk: Client) -> None:
    assert names(page(desk, NARROWED)) == {"Late New"}
    assert names(page(desk, "/?category=NEWPT&source=website")) == {"Late New", "Early New"}
    assert names(page(desk, "/?filter=overdue&category=NEWPT")) == {"Late New", "Late Phone"}


def test_each_link_changes_its_own_part_of_the_address_only(desk: Client) -> None:
    found = links(page(desk, NARROWED))
    assert {words for words, (_, pressed) in found.items() if pressed} == {
        "Overdue",
        NEW,
        "Website",
    }
    assert {words: found[words][0] for words in ("All", "Mine", "Every kind", "Every source")} == {
        "All": "/?category=NEWPT&source=website",
        "Mine": "/?filter=mine&category=NEWPT&source=website",
        "Every kind": "/?filter=overdue&source=website",
        "Every source": "/?filter=overdue&category=NEWPT",
    }
    assert found["Phone"][0] == "/?filter=overdue&category=NEWPT&source=phone"


def test_one_press_leads_back_to_everything(desk: Client) -> None:
    for narrowed in (NARROWED, "/?category=NEWPT", "/?source=gone"):
        assert BACK.findall(page(desk, narrowed)) == ["/"]
    assert BACK.findall(desk.post("/search", {"q": "Early"}).content.decode()) == ["/"]
    for plain in ("/", "/?filter=overdue"):
        text = page(desk, plain)
        assert (links(text)["All"][0], BACK.findall(text)) == ("/", [])


def test_the_rows_refreshed_and_the_pages_after_keep_every_filter(
    desk: Client, cedar: Cast
) -> None:
    asked = re.search(r'data-rows="([^"]*)"', page(desk, f"{NARROWED}&nothing=1&other=x"))
    assert asked is not None
    again = unescape(asked[1])
    assert again == f"{NARROWED}&rows=1"
    assert names(page(desk, again)) == {"Late New"}
    for _ in range(51):
        came_in(cedar.dana, now=clock() - timedelta(days=30), category="NEWPT", source="website")
    more = re.search(r'href="([^"]*after=[^"]*)"', page(desk, NARROWED))
    assert more is not None
    assert unescape(more[1]).startswith(f"{NARROWED}&after=")


def numbers(text: str) -> list[str]:
    """Those beside the filters, in their order."""
    nav = text.partition('<nav class="chips"')[2].partition("</nav>")[0]
    return re.findall(r"<b>(.*?)</b>", nav)


def test_every_filter_says_how_many_it_would_show(desk: Client) -> None:
    assert numbers(page(desk, "/"))[:4] == ["4", "0", "4", "3"]
    assert numbers(page(desk, "/?category=NEWPT"))[:4] == ["3", "0", "3", "2"]
    assert numbers(page(desk, NARROWED))[:4] == ["2", "0", "2", "1"]
    assert len(numbers(page(desk, NARROWED))) == 8


def summary(text: str) -> str:
    found = re.search(r'id="queue-summary">(.*?)<', text)
    assert found is not None
    return found[1]


def test_a_narrowed_list_says_how_much_of_everything_it_shows(desk: Client) -> None:
    assert summary(page(desk, "/")) == "4 open · 3 late · 4 without an owner"
    assert summary(page(desk, "/?filter=overdue")) == "3 shown of 4 open"
    assert summary(page(desk, NARROWED)) == "1 shown of 4 open"
    found = desk.post("/search", {"q": "Early"}).content.decode()
    assert summary(found) == "1 shown of 4 open"


@pytest.mark.parametrize(
    ("found", "words"),
    [((17, False), "17"), ((1000, True), "1000+"), ((40, True), "40+"), ((0, True), "")],
)
def test_a_number_says_where_the_counting_stopped(found: tuple[int, bool], words: str) -> None:
    assert queue_filters.counted(Count(*found)) == words


CLINICAL = {"Clinical question", "Urgent clinical concern", "Possible emergency"}
"""What everybody may hand on, whatever they work on."""


def test_an_assistant_is_offered_the_kinds_they_work_on(cedar: Cast) -> None:
    came_in(cedar.dana, now=clock())
    found = links(page(signed_in(cedar.vik), "/"))
    kinds = {words for words, (url, _) in found.items() if "category=" in url}
    assert kinds == {NEW, "Missed call", *CLINICAL}
