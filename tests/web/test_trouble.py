"""Pages of trouble say what became of what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

NOTE = "Half a note about the visit."


def test_a_form_from_before_signing_in_gives_back_what_was_written(cedar: Cast) -> None:
    client = signed_in(cedar.dana, forgery_checked=True)
    answer = client.post(f"/callbacks/{uuid4()}/notes", {"note": NOTE})
    page = answer.content.decode()
    said = "This page was from before you signed in"
    assert (answer.status_code, said in page, NOTE in page) == (403, True, True)


def test_what_cannot_be_read_is_a_page_of_ours(cedar: Cast) -> None:
    answer = signed_in(cedar.dana).get("/?q=%00")
    said = "This could not be read" in answer.content.decode()
    assert (answer.status_code, said) == (400, True)
