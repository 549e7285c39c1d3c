"""Setting another system up: its address once, its agreement first, then on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ringback.jobs import taking
from ringback.models import Callback
from ringback.queries import connector as connectors
from ringback.queries.scope import scope
from tests.connectors import SIGNING, a_form, came, connected, send
from tests.signing import signed_in

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.postgres
ADDRESS = re.compile(r'value="http[^"]*/in/([\w-]+)"')


def test_from_its_name_to_the_first_form(cedar: Cast) -> None:
    client = signed_in(cedar.mara)
    page = client.post("/setup/connectors", {"label": "Website form"}).content.decode()
    (secret,) = ADDRESS.findall(page)
    (row,) = connectors.listing(cedar.mara)
    at = f"/setup/connectors/{row.id}"
    assert secret not in client.get(at).content.decode()
    refused = client.post(f"{at}/switch", {"on": "1"})
    assert (refused.status_code, "business-associate" in refused.content.decode()) == (409, True)
    assert send(secret, a_form()).status_code == 404
    agreed = {"party": "Forms Inc.", "signed_on": "2025-03-01"}
    assert client.post(f"{at}/agreement", agreed).status_code == 302
    assert client.post(f"{at}/switch", {"on": "1"}).status_code == 302
    assert send(secret, a_form()).status_code == 200
    assert taking.of_practice(cedar.practice_id)
    listed = client.get("/setup/connectors").content.decode()
    assert "Forms Inc." in listed
    assert "None yet" not in listed


def test_its_boxes_and_its_secret_are_said_and_the_secret_never_shown(cedar: Cast) -> None:
    it, client = connected(cedar), signed_in(cedar.mara)
    at = f"/setup/connectors/{it.id}"
    said = {"where_phone": "data.tel", "where_id": "ref", "signing": SIGNING}
    assert client.post(at, said).status_code == 302
    assert SIGNING not in client.get(at).content.decode()
    assert send(it, a_form(data={"tel": "2025550143"})).status_code == 401
    assert send(it, a_form(SIGNING, data={"tel": "2025550143"})).status_code == 200
    taking.of_practice(cedar.practice_id)
    with scope(cedar.practice_id):
        assert Callback.objects.get().phone == "+12025550143"
    assert "1" in client.get("/setup/connectors").content.decode()
    assert client.post(at, {**said, "signing": ""}).status_code == 302
    assert connectors.listing(cedar.mara)[0].signs
    assert client.post(at, {**said, "signing": "", "unsigned": "1"}).status_code == 302
    assert not connectors.listing(cedar.mara)[0].signs


def test_a_new_address_is_shown_once_and_ends_the_old_one(cedar: Cast) -> None:
    it, client = connected(cedar), signed_in(cedar.mara)
    page = client.post(f"/setup/connectors/{it.id}/address").content.decode()
    (secret,) = ADDRESS.findall(page)
    assert (send(it, a_form()).status_code, send(secret, a_form()).status_code) == (404, 200)
    assert client.post(f"/setup/connectors/{it.id}/switch", {"on": "0"}).status_code == 302
    assert send(secret, a_form()).status_code == 404
    assert len(came(cedar)) == 1


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("", {"label": " "}, "what it is called here"),
        ("/{}", {"where_name": "x" * 200}, "too long"),
        ("/{}/agreement", {"party": "", "signed_on": "soon"}, "with whom the agreement is"),
    ],
)
def test_what_is_wrong_is_said_at_its_box(
    cedar: Cast, path: str, form: dict[str, str], words: str
) -> None:
    it = connected(cedar)
    answer = signed_in(cedar.mara).post(f"/setup/connectors{path.format(it.id)}", form)
    page = answer.content.decode()
    assert (answer.status_code, words in page, 'aria-invalid="true"' in page) == (409, True, True)


def test_one_of_nowhere_is_absent(cedar: Cast, elm: Cast) -> None:
    it = connected(elm)
    assert signed_in(cedar.mara).get(f"/setup/connectors/{it.id}").status_code == 404
    assert "None yet" in signed_in(cedar.mara).get("/setup/connectors").content.decode()
