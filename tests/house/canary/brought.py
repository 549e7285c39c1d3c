"""Another system brings something of the canary's, some of which nobody can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

import httpx

from tests.faults.server import until
from tests.house.canary.house import send
from tests.house.canary.patient import NAME, NUMBER, WORDS

if TYPE_CHECKING:
    from tests.house.canary.house import House

ADDRESS = re.compile(r'value="http[^"]*(/in/[\w-]+)"')


def brought(house: House) -> None:
    """Two forms come in; the one that cannot be read is looked at, tried again, and settled."""
    mara, dana = house.browser("mara"), house.browser("dana")
    page = send(mara, "/setup/connectors", label="Website form").text
    (address,) = ADDRESS.findall(page)
    it = house.one("SELECT id FROM connector WHERE label = %s", "Website form")
    send(mara, f"/setup/connectors/{it}/agreement", own="1")
    send(mara, f"/setup/connectors/{it}/switch", on="1")
    form = {"id": str(uuid4()), "name": NAME, "phone": NUMBER, "reason": WORDS}
    for body in (form, {**form, "id": str(uuid4()), "name": [[NAME]]}):
        assert httpx.post(f"{mara.base_url}".rstrip("/") + address, json=body).status_code == 200
    waits = "SELECT count(*) FROM inbound WHERE state = 'waiting'"
    until(lambda: str(house.one(waits)) == "0", 20, house.log.read_text)
    house.keep("pages without patients", "/came-in", dana.get("/came-in").text)
    bad = house.one("SELECT id FROM inbound WHERE state = 'look'")
    assert NAME in dana.get(f"/came-in/{bad}").text
    send(dana, f"/came-in/{bad}/again")
    until(lambda: str(house.one(waits)) == "0", 20, house.log.read_text)
    assert send(dana, f"/came-in/{bad}/nothing", why=" ").status_code == 409
    assert send(dana, f"/came-in/{bad}/nothing", why="Taken down by hand").status_code == 302
