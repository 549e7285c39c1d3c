"""Asks every address as every role, and says what each was answered: see verdicts.py."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.urls.resolvers import URLPattern

from ringback.actions import door
from ringback.api.app import api
from ringback.config import signin_urls
from ringback.engine.wallclock import now as clock
from ringback.models import Entry
from ringback.queries.scope import scope
from ringback.rules.access import Role
from tests.cast import joined
from tests.house import world
from tests.phonelogs import log, missed
from tests.signing import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ringback.rules.access import Actor
    from tests.cast import Cast

COLUMNS: dict[str, tuple[Role, ...]] = {
    "assistant": (Role.ASSISTANT,),
    "front_desk": (Role.FRONT_DESK,),
    "clinician": (Role.CLINICIAN,),
    "manager": (Role.MANAGER,),
    "auditor": (Role.AUDITOR,),
    "admin": (Role.ADMIN,),
    "no role": (),
    "assistant+clinician": (Role.ASSISTANT, Role.CLINICIAN),
    "front_desk+manager": (Role.FRONT_DESK, Role.MANAGER),
}
"""Every role, and the pairs that are real."""

SEE_PATIENTS = {"front_desk", "clinician", "manager", "assistant+clinician", "front_desk+manager"}
"""Columns of people who see patients in a list."""

NAMES = {"slug:code": "NEWPT", "slug:part": "contact", "int:number": "1", "slug:slug": "north"}
"""Names in addresses that every practice has for itself."""

NAMED = {"setup-script": "ask_by_name", "setup-script-suggest": "ask_by_name"}
FILES = {"imports", "audit-day", "patient-lists"}
LISTS = {"GET queue", "POST search", "GET api/queue"}
"""What lists callbacks: somebody who may see none is answered with an empty list."""

TAKES = {"POST take", "POST next", "POST api/queue/next", "POST api/callbacks/{}/claim"}
"""What makes a callback one's own: then it is there to be seen."""

QUERIES = {
    "setup-kind-compare": "?one=1&other=1",
    "setup-part-compare": "?one=1&other=1",
    "ledger-export": "?list=day",
    "sheet-find": "?number=1",
}
REFUSED, ABSENT = 403, 404

SIGN_IN = {str(each.name) for each in (*signin_urls.entrance, *signin_urls.own)} - {
    "lock",
    "still-here",
}
"""Where people sign in and see to how they do: no practice's, and tested by themselves."""


MACHINES = {"inbound"}
"""Where other systems bring something: nobody is signed in there; see tests/web/test_inbound.py."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """One address and one way of asking it."""

    method: str
    name: str
    pattern: str

    @property
    def key(self) -> str:
        """How verdicts.py calls it: "GET queue", "POST take", "POST api/callbacks/{}/claim"."""
        return f"{self.method} {self.name}"

    @property
    def places(self) -> set[str]:
        """What of it is one thing of one practice."""
        return set(re.findall(r"[<{](?:uuid:)?(\w+_id)[>}]", self.pattern))

    def address(self, found: dict[str, str]) -> str:
        """The address of these things."""
        text = self.pattern
        for place, value in found.items():
            for way in (f"<uuid:{place}>", f"<{place}>", f"{{{place}}}"):
                text = text.replace(way, value)
        names = {**NAMES, "slug:slug": NAMED.get(self.name, NAMES["slug:slug"])}
        for place, value in names.items():
            text = text.replace(f"<{place}>", value)
        return f"/{text}{QUERIES.get(self.name, '')}"


def inventory() -> list[Route]:
    """Every address of the product, from the product itself, asked in both ways."""
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in SIGN_IN | MACHINES:
            route = str(pattern.pattern)
            found += [
                Route(method=method, name=str(pattern.name), pattern=route)
                for method in ("GET", "POST")
            ]
    for path, ways in json.loads(json.dumps(api.get_openapi_schema()["paths"])).items():
        short = path.removeprefix("/api/v1/").replace("{callback_id}", "{}")
        found += [
            Route(method=way.upper(), name=f"api/{short}", pattern=path.removeprefix("/"))
            for way in ways
        ]
    return found


def someone(cast: Cast, column: str) -> Actor:
    """A person of these roles; an assistant of the lane of missed calls."""
    roles = COLUMNS[column]
    lanes = ["MISSED"] if set(roles) == {Role.ASSISTANT} else None
    return joined(f"Sam {column}", cast.practice_id, roles, lanes=lanes)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one person got at one address, and what the journal of their practice says of it."""

    status: int
    body: str
    refusals: int
    bare: bool = False

    @property
    def verdict(self) -> str:
        """As verdicts.py says it."""
        served = "none" if self.bare else "yes"
        return {REFUSED: "no", ABSENT: "gone"}.get(self.status, served)

    @property
    def tells(self) -> list[str]:
        """What of a patient stands in it, but for what the asker typed."""
        typed = self.body.replace(f'value="{world.NAME}"', "")
        return [each for each in world.TELLS if each in typed]


def ask(route: Route, who: Actor, cast: Cast, found: dict[str, str]) -> Answer:
    """Ask as this person, with a form that only their role can stand in the way of."""
    before = refused(who)
    listed = str(world.longest_due(cast)) if route.key in LISTS else ""
    response = _sent(route, who, cast, found)
    body = "" if response.streaming else response.content.decode()
    response.close()
    return Answer(
        status=response.status_code,
        body=body,
        refusals=refused(who) - before,
        bare=bool(listed) and listed not in body,
    )


def _sent(route: Route, who: Actor, cast: Cast, found: dict[str, str]) -> HttpResponse:
    address, client = route.address(found), signed_in(who)
    if route.name.startswith("api/"):
        token = door.issue_token("test", by=who, now=clock())
        more: Any = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_IF_MATCH": '"1"'}
        if route.method == "GET":
            return client.get(address, **more)  # type: ignore[return-value]
        return client.post(address, _document(route), "application/json", **more)  # type: ignore[return-value]
    if route.method == "GET":
        return client.get(address)  # type: ignore[return-value]
    form = world.sent(cast, route.name, found)
    if route.name in FILES:
        rows = log(missed("0147", "9:00", call_id=uuid4().hex))
        form = {"file": SimpleUploadedFile("calls.csv", rows)}
    return client.post(address, form)  # type: ignore[return-value]


def _document(route: Route) -> dict[str, Any]:
    if route.name == "api/arrivals":
        return {"source": "x", "external_id": uuid4().hex, "kind": "missed_call",
                "phone": "2025550147", "category": "MISSED"}  # fmt: skip
    return {"result": "no_answer"} if route.name.endswith("attempts") else {}


def refused(who: Actor) -> int:
    """How many refusals the journal of their practice holds against this person."""
    with scope(who.practice_id):
        return Entry.objects.filter(actor_id=who.person_id, refused=True).count()


def of_absent(route: Route) -> dict[str, str]:
    """Things that never were, for every place of an address."""
    return {place: str(uuid4()) for place in route.places}


def things(cast: Cast, route: Route) -> dict[str, str]:
    """Things of this practice for every place of an address."""
    return world.ids(cast, route.name, route.places)
