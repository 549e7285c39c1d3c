"""Questions of their own for checks that no address reaches alone.

An address often asks twice (the page, then the action), and some checks stand on the command line
only: then taking one away changes nothing at any address, and it is asked here by itself. Every
question is put by somebody it must refuse, or from whom it must keep something.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from ringback.actions import (
    breakglass,
    callbacklist,
    category,
    claim,
    imports,
    invitation,
    lanes,
    leftdraft,
    level,
    note,
    opening,
    parts,
    patientlist,
    people,
    places,
    policyfile,
    record,
    staging,
    waiting,
)
from ringback.actions import practice as made
from ringback.actions.invitation import Asked as AskedIn
from ringback.channels.calllog import intake
from ringback.cli import importing
from ringback.engine.wallclock import now as clock
from ringback.models import Callback, Entry, Lane
from ringback.queries import callbacklist as listed_numbers
from ringback.queries import (
    elsewhere,
    moved,
    nextforme,
    person,
    practice,
    queue,
    search,
    theycalled,
    wayback,
)
from ringback.queries import imports as found_imports
from ringback.queries import leftdraft as left
from ringback.queries import patientlist as lists
from ringback.queries import patients as on_file
from ringback.queries.door import still_may
from ringback.queries.scope import scope
from ringback.rules import breakglass as glass
from ringback.rules.access import Actor, Role
from ringback.rules.breakglass import Asked, Broken
from ringback.rules.lane import Drawn
from ringback.rules.leftdraft import handing_refusals
from ringback.rules.lifecycle import Party
from ringback.rules.policy import Part
from ringback.rules.queue import Level
from ringback.web import live
from tests import patients
from tests.cast import a_number, came_in, gather, joined
from tests.house import world
from tests.phonelogs import bring, log, missed
from tests.signing import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from ringback.queries.theycalled import Found
    from tests.cast import Cast

NEED = Asked(reason="other", words="The patient is here and nobody else is.")
FAR = date(2031, 5, 5)
AS_IT_IS = imports.Reading()
NOTHING: Any = SimpleNamespace()


def told(ask: Callable[[], Any]) -> Any:
    """What it answers, or how it is refused."""
    try:
        return ask()
    except Exception as refusal:  # noqa: BLE001 - any answer but the first one will do
        return type(refusal).__name__


def plainly(ask: Callable[[Cast], Any]) -> Callable[[Cast], Callable[[], Any]]:
    """A question that needs nothing made ready."""
    return lambda cast: lambda: ask(cast)


def about(
    make: Callable[[Cast], Any], ask: Callable[[Cast, Any], Any]
) -> Callable[[Cast], Callable[[], Any]]:
    """A question about something of the practice that is made ready before."""

    def ready(cast: Cast) -> Callable[[], Any]:
        thing = make(cast)
        return lambda: ask(cast, thing)

    return ready


def now() -> dict[str, Any]:
    return {"now": clock()}


def kept_to(cast: Cast, *codes: str, role: Role = Role.FRONT_DESK) -> Actor:
    """Somebody who works these kinds of request only."""
    return joined("Kim Kept", cast.practice_id, [role], lanes=list(codes))


def drawn() -> Drawn:
    return Drawn(
        name=f"Lane {uuid4()}", categories=frozenset({"MISSED"}), room=None, check_minutes=None,
        check_from=None, check_until=None,
    )  # fmt: skip


def rows_moved(who: Actor, it: UUID) -> list[str | None]:
    """Who stands in the list of what closing early would move."""
    line = SimpleNamespace(callback_id=it, before=clock(), after=clock() + timedelta(hours=1))
    outcome: Any = SimpleNamespace(moved=[line], uncovered=[])
    return [each.name for each in moved.foreseen(who, outcome).moved_rows]


def a_log() -> bytes:
    return log(missed("0147", "9:00", call_id=uuid4().hex))


def open_of(cast: Cast, who: Actor) -> dict[str, Any]:
    """What somebody is told of the open callbacks of a number on their list."""
    came_in(cast.dana, now=clock(), category="INTAKE", phone="+12025550147")
    return listed_numbers.open_ones(who, ["+12025550147"])


def as_read() -> patientlist.Reading:
    return patientlist.Reading()


def a_file() -> imports.Log:
    return imports.Log(name="a.csv", digest=uuid4().hex)


def held(cast: Cast, it: UUID) -> None:
    soon = clock() + timedelta(days=1)
    waiting.hold(it, waits_for=Party.PATIENT, review_at=soon, by=cast.ines, fence=1, **now())


def mine(who: Actor, cast: Cast, **given: Any) -> UUID:
    it = came_in(cast.dana, now=clock(), **given).callback_id
    assert it is not None
    claim.claim(it, by=who, now=clock())
    return it


def of_a_note(cast: Cast) -> Callable[[], Any]:
    """Whether the front desk may read what the front desk wrote of a clinician's matter."""
    it = came_in(cast.dana, now=clock(), category="CLIN").callback_id
    assert it is not None
    fence = claim.claim(it, by=cast.dana, now=clock()).fence

    def ask() -> int:
        said = "Reached them; they ask whether to come in on Tuesday morning."
        note.sign(it, said, by=cast.dana, now=clock(), fence=fence)
        return len(opening.opened(it, by=cast.dana, now=clock()).notes)

    return ask


def of_a_glance(cast: Cast) -> Callable[[], Any]:
    """Whether somebody who sees no queue is said to have seen it."""
    who = joined("Ada Auditor", cast.practice_id, [Role.AUDITOR])

    def ask() -> int:
        record.queue_seen(by=who, now=clock())
        with scope(cast.practice_id):
            return Entry.objects.filter(actor_id=who.person_id, verb="queue seen").count()

    return ask


def of_kinds(who: Actor, cast: Cast) -> Callable[[], Any]:
    it = mine(who, cast, category="UNSORTED")
    return lambda: [each.code for each in opening.opened(it, by=who, now=clock()).kinds]


def of_a_visit(cast: Cast) -> Callable[[], Any]:
    it = world.callback(cast)
    with scope(cast.practice_id):
        Callback.objects.filter(id=it).update(visit_date=FAR)
    return lambda: opening.opened(it, by=cast.vik, now=clock()).visit_date


def in_need(cast: Cast) -> Callable[[], Any]:
    who = kept_to(cast, "NEWPT", role=Role.CLINICIAN)
    it = world.outside(cast)
    breakglass.begin(it, NEED, by=who, now=clock())
    return lambda: opening.opened(it, by=who, now=clock()).name


def of_looking_on(cast: Cast) -> Callable[[], Any]:
    request: Any = SimpleNamespace(session=signed_in(cast.ines).session)
    asked: HttpRequest = request
    return lambda: live._may_still_look(asked, str(cast.practice_id))


def of_the_list(who: Actor, **wanted: Any) -> list[str]:
    return [str(each.id) for each in queue.page(who, queue.wanted(who, now=clock(), **wanted)).rows]


def of_lanes(cast: Cast) -> Callable[[], Any]:
    """A queue that should have been looked through is no matter of a front desk not in it."""
    of = world.lane(cast)
    with scope(cast.practice_id):
        Lane.objects.filter(id=of).update(check_minutes=30, check_from="00:00", check_until="23:59")
        Lane.objects.exclude(id=of).update(check_minutes=None, check_from=None, check_until=None)
    osei = cast.osei
    return lambda: len(queue.board(osei, queue.wanted(osei, **now())).lanes)


def who_rang(who: Actor, number: str = "") -> Found:
    """What is found for a caller who gives this number, or the name of the world's patient."""
    name = "" if number else world.NAME
    return theycalled.found(who, name=name, number=number, **now())


def of_file(cast: Cast) -> UUID:
    """A patient on file with that number."""
    found = patients.on_file(cast, world.NAME)
    patients.number(cast, found, "+12025550183")
    return found


def of_earlier(cast: Cast) -> Callable[[], Any]:
    """Whether an assistant learns of earlier ones of somebody they may not know."""
    known = {"phone": a_number(), "name": world.NAME, "now": clock()}
    before = came_in(cast.dana, **known).callback_id
    assert before is not None
    patients.ended(cast, before, clock())
    it = came_in(cast.dana, **known).callback_id
    assert it is not None
    return lambda: len(opening.opened(it, by=cast.vik, now=clock()).around.earlier)


def there(cast: Cast, it: UUID, role: Role, lanes_of_it: list[str] | None = None) -> bool:
    """Whether somebody at work elsewhere is told that it is this practice's."""
    other = gather("Elm Avenue Pediatrics")
    who = joined("Una Both", other.practice_id, [Role.FRONT_DESK])
    made.member(who.person_id, cast.practice_id, roles=[role], lanes=lanes_of_it)
    at = person.at_work(who.person_id, other.practice_id, via="web")
    assert at is not None
    return elsewhere.of(it, at) is not None


def stranger(role: Role = Role.ADMIN, *lanes: str) -> Actor:
    return Actor(
        person_id=UUID(int=1), practice_id=UUID(int=2), name="A", roles=frozenset({role}),
        lanes=frozenset(lanes),
    )  # fmt: skip


def codes(reasons: Any) -> list[str]:
    return [each.code for each in reasons]


BROKEN = Broken(person_id=uuid4(), begun_at=clock(), until=clock() + timedelta(minutes=1))

PROBES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "actions/arrival.py:_callback_for (lane)": plainly(
        lambda cast: bool(came_in(cast.vik, now=clock(), category="INTAKE").callback_id)
    ),
    "actions/callbacklist.py:stage (IMPORT)": about(
        world.a_list, lambda cast, it: callbacklist.stage(it, [], [], by=cast.ines, **now())
    ),
    "actions/category.py:change (SET_UP)": plainly(
        lambda cast: category.change("NEWPT", {}, seen=1, reason="so", by=cast.dana, **now())
    ),
    "actions/imports.py:_require_lanes (lane)": about(
        lambda cast: kept_to(cast, "NEWPT"), lambda _, who: bool(bring(a_log(), who))
    ),
    "actions/imports.py:begin (IMPORT)": plainly(
        lambda cast: bool(imports.begin(a_file(), imports.Reading(), by=cast.ines, **now()))
    ),
    "actions/imports.py:reread (IMPORT)": about(
        world.batch, lambda cast, it: imports.reread(it, AS_IT_IS, by=cast.ines, **now())
    ),
    "actions/invitation.py:invite (MANAGE_PEOPLE)": plainly(
        lambda cast: invitation.invite(
            AskedIn(email="n@example.org", name="Nora", roles=frozenset({Role.FRONT_DESK})),
            by=cast.ines,
            **now(),
        )
    ),
    "actions/lanes.py:draw (SET_UP)": plainly(
        lambda cast: bool(lanes.draw(None, drawn(), [], seen="", by=cast.dana, **now()))
    ),
    "actions/lanes.py:set_lanes_of (SET_UP)": about(
        world.person, lambda cast, who: lanes.set_lanes_of(who, [], seen="", by=cast.dana, **now())
    ),
    "actions/leftdraft.py:hand_on (lane)": about(
        world.left_draft,
        lambda cast, it: leftdraft.hand_on(
            it,
            UUID(world.draft_of(cast, str(it))),
            "go_on",
            to=kept_to(cast, "NEWPT", role=Role.CLINICIAN).person_id,
            by=cast.mara,
            **now(),
        ),
    ),
    "actions/leftdraft.py:_asked_for (lane)": about(
        world.left_draft,
        lambda cast, it: leftdraft.read(
            it,
            UUID(world.draft_of(cast, str(it))),
            "go_on",
            by=kept_to(cast, "NEWPT", role=Role.MANAGER),
            **now(),
        ),
    ),
    "actions/level.py:raise_level (WORK)": about(
        world.callback, lambda cast, it: level.raise_level(it, Level.URGENT, by=cast.ines, **now())
    ),
    "actions/note.py:is_clinical (ANSWER)": of_a_note,
    "actions/parts.py:_signed (SET_UP)": plainly(
        lambda cast: parts.change(Part.CONTACT, {}, seen=1, reason="so", by=cast.dana, **now())
    ),
    "actions/people.py:set_roles (MANAGE_PEOPLE)": about(
        world.person,
        lambda cast, who: people.set_roles(
            who, [Role.CLINICIAN], seen="front_desk", by=cast.ines, **now()
        ),
    ),
    "actions/places.py:_signed (SET_UP)": plainly(
        lambda cast: bool(places.add(f"North {uuid4()}", [], by=cast.dana, **now()))
    ),
    "actions/policyfile.py:apply (SET_UP)": plainly(
        lambda cast: bool(policyfile.apply({}, seen={}, reason="so", by=cast.dana, **now()))
    ),
    "actions/policyfile.py:exported (SEE_SETUP)": about(
        lambda cast: joined("Nora None", cast.practice_id, []),
        lambda _, who: bool(policyfile.exported(by=who, **now())),
    ),
    "actions/staging.py:stage (IMPORT)": about(
        world.batch, lambda cast, it: staging.stage(it, NOTHING, by=cast.ines, **now())
    ),
    "actions/record.py:_glanced (SEE_QUEUE)": of_a_glance,
    "actions/waiting.py:hold (WORK)": about(world.callback, held),
    "channels/calllog/intake.py:read_again (IMPORT)": about(
        world.batch, lambda cast, it: intake.read_again(it, None, {}, by=cast.ines, **now())
    ),
    "channels/calllog/intake.py:restage (IMPORT)": about(
        world.batch, lambda cast, it: intake.restage(it, a_log(), AS_IT_IS, by=cast.ines, **now())
    ),
    "cli/importing.py:_preview (IMPORT)": plainly(
        lambda cast: importing._preview(NOTHING, cast.ines)
    ),
    "queries/callback.py:_kinds (SORT)": lambda cast: of_kinds(
        kept_to(cast, "UNSORTED", "MISSED", role=Role.ASSISTANT), cast
    ),
    "queries/callback.py:_kinds (lane)": lambda cast: of_kinds(
        kept_to(cast, "UNSORTED", "MISSED"), cast
    ),
    "queries/callback.py:_visit (sees)": of_a_visit,
    "queries/callback.py:_view (ANSWER)": about(
        world.callback, lambda cast, it: opening.opened(it, by=cast.vik, **now()).may_answer
    ),
    "queries/callback.py:_view (lane)": in_need,
    "queries/elsewhere.py:of (SEE_QUEUE)": about(
        world.callback, lambda cast, it: there(cast, it, Role.ADMIN)
    ),
    "queries/elsewhere.py:of (lane)": about(
        world.outside, lambda cast, it: there(cast, it, Role.ASSISTANT, ["MISSED"])
    ),
    "queries/door.py:still_may (MANAGE_PEOPLE)": plainly(
        lambda cast: still_may(cast.dana.person_id, cast.practice_id)
    ),
    "queries/callbacklist.py:open_ones (lane)": about(
        lambda cast: kept_to(cast, "NEWPT"), lambda cast, who: bool(open_of(cast, who))
    ),
    "actions/patientlist.py:begin (IMPORT)": plainly(
        lambda cast: bool(patientlist.begin(a_file(), as_read(), by=cast.ines, **now()))
    ),
    "actions/patientlist.py:stage (IMPORT)": about(
        world.patient_list,
        lambda cast, it: patientlist.stage(
            it, patientlist.Found(rows=[]), as_read(), by=cast.ines, **now()
        ),
    ),
    "queries/patientlist.py:past (IMPORT)": about(
        world.patient_list, lambda cast, _: len(lists.past(cast.ines)) > 0
    ),
    "queries/patients.py:found (SEE_QUEUE)": about(
        of_file, lambda cast, _: len(on_file.found(cast.ines, world.NAME)) > 0
    ),
    "queries/imports.py:past (IMPORT)": about(
        world.batch, lambda cast, _: bool(found_imports.past(cast.ines))
    ),
    "queries/leftdraft.py:_found (READ_LEFT)": about(
        world.left_draft, lambda cast, it: len(left.of_callback(cast.dana, it))
    ),
    "queries/leftdraft.py:_found (lane)": about(
        world.left_draft,
        lambda cast, it: len(left.of_callback(kept_to(cast, "NEWPT", role=Role.MANAGER), it)),
    ),
    "queries/moved.py:_row (sees)": about(
        world.callback, lambda cast, it: rows_moved(cast.vik, it)
    ),
    "queries/moved.py:_rows (SEE_QUEUE)": about(
        world.callback, lambda cast, it: rows_moved(cast.ines, it)
    ),
    "queries/moved.py:_rows (lane)": about(
        world.outside, lambda cast, it: rows_moved(cast.vik, it)
    ),
    "queries/nextforme.py:heads (WORK)": about(
        world.callback, lambda cast, _: bool(nextforme.heads([cast.ines], clock()))
    ),
    "queries/practice.py:category_names (lane)": plainly(
        lambda cast: len(practice.category_names(cast.vik))
    ),
    "queries/queue.py:board (lane)": plainly(
        lambda cast: len(queue.board(cast.vik, queue.wanted(cast.vik, **now())).pathways)
    ),
    "queries/search.py:browses (sees)": about(
        world.callback, lambda cast, _: bool(of_the_list(cast.vik, search="Vandermo"))
    ),
    "queries/search.py:_outside (BREAK_GLASS)": about(
        world.callback,
        lambda cast, _: bool(search.beside(kept_to(cast, "NEWPT"), world.NAME, **now()).outside),
    ),
    "queries/earlier.py:asked (sees)": of_earlier,
    "queries/theycalled.py:found (SEE_QUEUE)": plainly(lambda cast: who_rang(cast.ines).asked),
    "queries/theycalled.py:_on_file (sees)": about(
        of_file, lambda cast, _: {each.name for each in who_rang(cast.vik, "+12025550183").patients}
    ),
    "queries/theycalled.py:_open_one (sees)": about(
        world.callback, lambda cast, _: {each.name for each in who_rang(cast.vik).open}
    ),
    "queries/wayback.py:place (SEE_QUEUE)": about(
        world.callback, lambda cast, it: wayback.place(it, cast.ines) is None
    ),
    "queries/wayback.py:place (lane)": about(
        world.outside, lambda cast, it: wayback.place(it, cast.vik) is None
    ),
    "queries/wayback.py:place (sees)": about(
        world.callback, lambda cast, it: getattr(wayback.place(it, cast.vik), "name", None)
    ),
    "queries/whosequeue.py:lanes (SET_UP)": of_lanes,
    "rules/breakglass.py:begin_refusals (BREAK_GLASS)": plainly(
        lambda _: codes(glass.begin_refusals(stranger(), "INTAKE", NEED))
    ),
    "rules/breakglass.py:begin_refusals (lane)": plainly(
        lambda _: codes(glass.begin_refusals(stranger(Role.MANAGER, "MISSED"), "INTAKE", NEED))
    ),
    "rules/breakglass.py:review_refusals (REVIEW_GLASS)": plainly(
        lambda _: codes(glass.review_refusals(stranger(), BROKEN))
    ),
    "rules/leftdraft.py:handing_refusals (ANSWER)": plainly(
        lambda _: codes(handing_refusals(stranger(), works_it=True))
    ),
    "rules/leftdraft.py:is_theirs_to_read (sees)": about(
        lambda cast: world.left_draft(cast, Role.CLINICIAN, category="CLIN"),
        lambda cast, it: [each.readable for each in left.of_callback(cast.mara, it)],
    ),
    "queries/search.py:_finished (SEE_QUEUE)": about(
        world.closed, lambda cast, _: len(search.beside(cast.ines, world.NAME, **now()).finished)
    ),
    "web/live.py:_may_still_look (SEE_QUEUE)": of_looking_on,
}
"""A check by its name -> a question about things of this practice, made ready."""

TWICE = {
    "queries/queue.py:_walks (lane)": "the statement keeps to the lanes as well (its `only`)",
}
"""Checks without which nothing changes, each with what else stands in the way."""
