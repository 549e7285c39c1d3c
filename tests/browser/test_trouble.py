"""Pages for when something goes wrong: axe finds nothing, they fit, and say what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import RequestFactory

from ringback.actions import attempt, claim, waiting
from ringback.engine.wallclock import now as clock
from ringback.rules.attempt import Result
from ringback.web import trouble
from tests.browser.axe import flaws
from tests.cast import came_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from playwright.sync_api import Page, Route

    from tests.cast import Cast

SERVED_WITH = {"RINGBACK_MAX_UPLOAD": "1000"}
ALSO_TOLD = (400, 403, 404, 412, 413, 500, 503)
NOTE = "Reached the patient; they will call again on Tuesday."


def send(page: Page, address: str, *, file: int = 0, **fields: str) -> None:
    """Send a form as the page itself would, with a file of so many bytes if any."""
    page.evaluate(
        """([address, fields, file]) => {
          const form = document.createElement("form");
          Object.assign(form, {method: "post", action: address, enctype: "multipart/form-data"});
          const mark = document.querySelector("[name=csrfmiddlewaretoken]").value;
          for (const [name, value] of Object.entries({csrfmiddlewaretoken: mark, ...fields})) {
            form.append(Object.assign(document.createElement("input"), {name, value}));
          }
          if (file) {
            const box = document.createElement("input");
            Object.assign(box, {type: "file", name: "file"});
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(file)], "calls.csv"));
            box.files = files.files;
            form.append(box);
          }
          document.body.append(form);
          form.submit();
        }""",
        [address, fields, file],
    )
    page.wait_for_selector("main.trouble, .problems")


def held(cast: Cast, *, by: str = "dana") -> tuple[UUID, int]:
    it = came_in(cast.dana, now=clock(), name="Grace Lindqvist").callback_id
    assert it is not None
    return it, claim.claim(it, by=getattr(cast, by), now=clock()).fence


def not_here(_: Cast, page: Page) -> None:
    page.goto(f"/callbacks/{uuid4()}")


def not_in_the_lane(cast: Cast, page: Page) -> None:
    it = came_in(cast.dana, now=clock(), category="INTAKE").callback_id
    page.goto(f"/callbacks/{it}")


def not_a_clinician(cast: Cast, page: Page) -> None:
    it, fence = held(cast)
    waiting.escalate(it, by=cast.dana, now=clock(), fence=fence)
    send(page, f"/callbacks/{it}/answer", fence=str(fence + 1), note=NOTE)


def not_theirs(cast: Cast, page: Page) -> None:
    it, fence = held(cast, by="mara")
    send(page, f"/callbacks/{it}/give-back", fence=str(fence), note=NOTE)


def not_done(cast: Cast, page: Page) -> None:
    it, fence = held(cast, by="vik")
    made = attempt.Made(result=Result.NO_ANSWER)
    attempt.log(it, made, by=cast.vik, now=clock(), fence=fence)
    fields = {"fence": str(fence), "note": NOTE, "fact.reason_learned": "moving a visit"}
    send(page, f"/callbacks/{it}/done", **fields)


def changed_hands(cast: Cast, page: Page) -> None:
    it, fence = held(cast, by="vik")
    send(page, f"/callbacks/{it}/notes", fence=str(fence - 1), note=NOTE)


def too_large(_: Cast, page: Page) -> None:
    send(page, "/audit-day", file=200_000)


def not_understood(_: Cast, page: Page) -> None:
    page.goto("/?q=%00")


def from_before(_: Cast, page: Page) -> None:
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    send(page, "/next", note=NOTE)


def broken(_: Cast, page: Page) -> None:
    served(page, trouble.broken(RequestFactory().get("/broken"), "4f2a9c01de").content)


def away(_: Cast, page: Page) -> None:
    served(page, trouble.away(RequestFactory().get("/away")).content)


def served(page: Page, body: bytes) -> None:
    """The page of a trouble no test can make on purpose, at an address of the real server."""

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=body)

    page.route("**/as-if", answer)
    page.goto("/as-if")


def nothing_to_take(_: Cast, page: Page) -> None:
    page.keyboard.press("n")
    page.wait_for_url("**/?nothing=1")


def nobody_chosen(_: Cast, page: Page) -> None:
    page.goto("/people/")


TROUBLES: dict[Callable[[Cast, Page], None], str] = {
    not_here: "There is nothing at this address",
    not_in_the_lane: "Your role does not include this",
    not_a_clinician: "Your role does not include this",
    not_theirs: "That was not possible",
    not_done: "no try reached them",
    changed_hands: "Somebody else has worked on this since you opened it",
    too_large: "The file has",
    not_understood: "This could not be read",
    from_before: "This page was from before you signed in",
    broken: "Something went wrong on our side",
    away: "Ringback cannot reach its records right now",
    nothing_to_take: "Next for me",
    nobody_chosen: "Who are you today?",
}


@pytest.mark.parametrize("meet", TROUBLES, ids=[each.__name__ for each in TROUBLES])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    cedar: Cast, at_work: Callable[..., Page], meet: Callable[[Cast, Page], None]
) -> None:
    page = at_work(cedar.vik)
    meet(cedar, page)
    assert TROUBLES[meet] in page.locator("main").inner_text()
    assert flaws(page) == []
