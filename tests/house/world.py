"""One of everything an address can name, in one practice, each with a canary patient in it.

For the matrix of who may do what: every cell gets things of its own, so that none spoils the next.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from ringback.actions import (
    attempt,
    breakglass,
    claim,
    desk,
    invitation,
    knowncaller,
    lanes,
    leaving,
    newaddress,
    note,
    people,
    places,
    puttingright,
    script,
    sheet,
    waiting,
)
from ringback.actions.act import Refused
from ringback.actions.invitation import Asked as AskedIn
from ringback.actions.knowncaller import Said
from ringback.actions.puttingright import Wrong
from ringback.channels.callbacklist import intake
from ringback.engine.wallclock import now as clock
from ringback.models import (
    Arrival,
    BreakGlass,
    Callback,
    Draft,
    Incident,
    KnownCaller,
    LaneShift,
    Note,
    OnCall,
    Outgoing,
)
from ringback.queries import desk as desks
from ringback.queries.invitation import waiting as waiting_to_come
from ringback.queries.scope import scope
from ringback.rules.access import Role
from ringback.rules.attempt import Result
from ringback.rules.breakglass import Asked
from ringback.rules.category import Post
from ringback.rules.knowncaller import NextTime, NotAPatient
from ringback.rules.lane import Drawn
from ringback.rules.missedcall import Settled
from ringback.rules.puttingright import Said as SaidToOthers
from ringback.rules.puttingright import What
from ringback.rules.roster import OnCall as Duty
from ringback.rules.roster import Shift
from tests import connectors, patientlists
from tests.cast import a_number, came_in, joined
from tests.phonelogs import bring, log, missed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cast import Cast

NAME, WORDS, PHONE = (
    "Quetzalina Vandermolen",
    "my heliotrope cushion of the third of Marchember",
    "5550188",
)
TELLS = ("Quetzalina", "Vandermolen", "heliotrope", "Marchember")
"""What would give the canary away on a page of somebody who sees no patient."""

ROBOT = Said(who=NotAPatient.ROBOCALL, next_time=NextTime.SET_ASIDE)
_names, _wishes, _duties = count(), count(), count()


def callback(cast: Cast, **given: Any) -> UUID:
    """A missed call in every assistant's lane of these tests, which nobody has."""
    found = came_in(cast.dana, now=clock(), name=NAME, text=WORDS, **given).callback_id
    assert found is not None
    return found


def longest_due(cast: Cast) -> UUID:
    """One that stands first in the list."""
    return callback(cast, happened_at=clock() - timedelta(days=300))


def outside(cast: Cast) -> UUID:
    """The same outside an assistant's lanes."""
    return callback(cast, category="INTAKE")


def escalated(cast: Cast) -> UUID:
    """One that waits for a clinician's answer."""
    it = callback(cast)
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    waiting.escalate(it, by=cast.dana, now=clock(), fence=fence, words=WORDS)
    return it


def closed(cast: Cast) -> UUID:
    """One that was closed as no patient's."""
    it = callback(cast)
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    keep = Said(who=NotAPatient.PERSONAL, next_time=NextTime.AS_NOW)
    knowncaller.close(it, keep, by=cast.dana, now=clock(), fence=fence)
    return it


def left_draft(cast: Cast, role: Role = Role.FRONT_DESK, **given: Any) -> UUID:
    """One somebody was writing about when they left."""
    it = callback(cast, **given)
    who = joined("Gone Somebody", cast.practice_id, [role])
    note.save_draft(it, WORDS, by=who, now=clock())
    leaving.leave(who.person_id, by=cast.mara, now=clock())
    return it


def draft_of(cast: Cast, callback_id: str) -> str:
    """The draft that is kept of it; some other id where there is none."""
    with scope(cast.practice_id):
        found = Draft.objects.filter(callback_id=callback_id).first()
        return str(found.id if found else uuid4())


def batch(cast: Cast) -> UUID:
    """A phone log laid ready, its file kept."""
    number = f"01{next(_names) % 100:02}"
    rows = log(missed(number, "9:00", call_id=uuid4().hex), f"{NAME},oops")
    return bring(rows, cast.dana, now=clock(), keep=True)


def a_list(cast: Cast) -> UUID:
    """A list somebody kept before, laid out to be looked at."""
    number = f"01{next(_names) % 100:02}"
    rows = f"{NAME} 202-555-{number} {uuid4()}"
    return intake.bring(rows.encode(), name="a list", category="", by=cast.dana, now=clock())


def patient_list(cast: Cast) -> UUID:
    """A list of patients laid ready, its file kept."""
    rows = patientlists.a_list(f"{NAME},1979-03-14,,{next(_names)},,", "Nobody,,,,,")
    return patientlists.bring(rows, cast.dana, now=clock())


def person(cast: Cast) -> UUID:
    """Somebody at the front desk."""
    return joined("Pat Somebody", cast.practice_id, [Role.FRONT_DESK]).person_id


def changing_address(cast: Cast) -> UUID:
    """Somebody who asked for another e-mail address."""
    who = joined("Ada Somebody", cast.practice_id, [Role.FRONT_DESK])
    newaddress.ask(f"ada{next(_names)}-{cast.slug}@example.org", by=who, now=clock())
    return who.person_id


def lane(cast: Cast) -> UUID:
    """A lane whose queue is nobody's."""
    drawn = Drawn(
        name=f"Lane {next(_names)}", categories=frozenset({"MISSED"}), room=None,
        check_minutes=None, check_from=None, check_until=None,
    )  # fmt: skip
    return lanes.draw(None, drawn, [cast.dana.person_id], seen="", by=cast.mara, now=clock())


def shift(cast: Cast) -> tuple[UUID, UUID]:
    """A lane and a shift of it."""
    of = lane(cast)
    mine = Shift(weekday=0, start=480, end=960, owner_id=cast.dana.person_id, deputy_id=None)
    lanes.add_shifts(of, [mine], by=cast.mara, now=clock())
    with scope(cast.practice_id):
        return of, LaneShift.objects.get(lane_id=of).id


def duty(cast: Cast) -> UUID:
    """Somebody on call tomorrow."""
    start = clock() + timedelta(hours=1 + 2 * next(_duties))
    new = Duty(
        post=Post.BILLING, person_id=cast.dana.person_id, starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    people.put_on_call(new, by=cast.mara, now=clock())
    with scope(cast.practice_id):
        return OnCall.objects.get(starts_at=start, person_id=cast.dana.person_id).id


def known_caller(cast: Cast) -> UUID:
    """A robot's number on the list."""
    return _listed(cast)[0]


def aside(cast: Cast) -> UUID:
    """A call that was set aside, to be looked at."""
    return _listed(cast)[1]


def _listed(cast: Cast) -> tuple[UUID, UUID]:
    phone = a_number()
    it = callback(cast, phone=phone)
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    knowncaller.close(it, ROBOT, by=cast.dana, now=clock(), fence=fence)
    came_in(cast.dana, now=clock(), phone=phone)
    with scope(cast.practice_id):
        Arrival.objects.filter(phone=phone, settled=str(Settled.SET_ASIDE)).update(
            settled=str(Settled.TO_LOOK_AT)
        )
        found = Arrival.objects.get(phone=phone, settled=str(Settled.TO_LOOK_AT))
        return KnownCaller.objects.get(phone=phone, removed_at__isnull=True).id, found.id


def suggestion(cast: Cast) -> UUID:
    """Better words that wait for a yes or no."""
    politely = " please" * (1 + next(_wishes) % 40)
    words = f"May I speak with {{patient_first_name}}{politely}?"
    return script.suggest("ask_by_name", "en", words, by=cast.dana, now=clock())


def glass(cast: Cast) -> UUID:
    """A patient opened in need, to be reviewed."""
    who = joined("Dr. Ona", cast.practice_id, [Role.CLINICIAN], lanes=["NEWPT"])
    breakglass.begin(outside(cast), Asked(reason="other", words=WORDS), by=who, now=clock())
    with scope(cast.practice_id):
        return BreakGlass.objects.get(person_id=who.person_id).id


def a_place(cast: Cast) -> str:
    """One of the practice's places: the name it has in an address."""
    return places.add(f"North {next(_names)}", [], by=cast.mara, now=clock())


def billing(cast: Cast) -> None:
    """Dana fills a post, so that she can leave it."""
    with suppress(Refused):
        people.fill_post(cast.dana.person_id, Post.BILLING, by=cast.mara, now=clock())


def asked_in(cast: Cast) -> UUID:
    """Somebody who was invited and has not come yet."""
    asked = AskedIn(
        email=f"nora{next(_names)}-{cast.slug}@example.org",
        name="Nora Somebody",
        roles=frozenset({Role.FRONT_DESK}),
    )
    invitation.invite(asked, by=cast.mara, now=clock())
    return next(each.id for each in waiting_to_come(cast.mara) if each.email == asked.email)


def mail(cast: Cast) -> UUID:
    """A mail that went out."""
    with scope(cast.practice_id):
        return Outgoing.objects.create(
            practice_id=cast.practice_id, kind="contact_changed", dedupe_key=f"k{next(_names)}",
            payload={"person": str(cast.dana.person_id), "what": "password", "language": "en"},
            created_at=clock(), not_before=clock(), sent_at=clock(),
        ).id  # fmt: skip


def incident(cast: Cast) -> UUID:
    """Something said to the wrong person, still open; its reason tells of the canary."""
    it = callback(cast)
    fence = claim.claim(it, by=cast.dana, now=clock()).fence
    made = attempt.Made(result=Result.REACHED_PATIENT)
    tried = attempt.log(it, made, by=cast.dana, now=clock(), fence=fence).attempt_id
    wrong = Wrong(what=What.TRY, id=tried, reason="the wrong person", said=SaidToOthers.YES)
    puttingright.strike(it, wrong, by=cast.dana, now=clock())
    with scope(cast.practice_id):
        return Incident.objects.get(callback_id=it).id


def paper(cast: Cast) -> int:
    """The queue on paper, with one row; the first sheet of a practice is number 1."""
    return sheet.hand_out([callback(cast)], names=True, by=cast.dana, now=clock())


def a_desk(cast: Cast) -> UUID:
    """A computer that several people share."""
    desk.share(f"Counter {next(_names)}", by=cast.mara, now=clock())
    return desks.listing(cast.mara)[0].id


PLACES: dict[str, Callable[[Cast], UUID]] = {
    "callback_id": callback,
    "practice_id": lambda cast: cast.practice_id,
    "person_id": person,
    "batch_id": batch,
    "lane_id": lane,
    "entry_id": duty,
    "arrival_id": aside,
    "suggestion_id": suggestion,
    "glass_id": glass,
    "invitation_id": asked_in,
    "mail_id": mail,
    "desk_id": a_desk,
    "incident_id": incident,
    "inbound_id": connectors.to_look_at,
    "connector_id": lambda cast: connectors.connected(cast).id,
}
"""What stands in each place of an address, unless the route asks for something else below."""

OF_ROUTE: dict[str, dict[str, Callable[[Cast], UUID]]] = {
    "patient-list": {"batch_id": patient_list},
    "patient-list-start": {"batch_id": patient_list},
    "patient-list-step": {"batch_id": patient_list},
    "patient-list-cancel": {"batch_id": patient_list},
    "patient-list-undo": {"batch_id": patient_list},
    "patient-list-bad-rows": {"batch_id": patient_list},
    "setup-known-caller-remove": {"entry_id": known_caller},
    "accept": {"callback_id": escalated},
    "answer": {"callback_id": escalated},
    "reopen": {"callback_id": closed},
    "break-glass": {"callback_id": outside},
    "setup-address-link": {"person_id": changing_address},
    "list-import": {"batch_id": a_list},
    "list-import-start": {"batch_id": a_list},
    "list-import-step": {"batch_id": a_list},
    "left-draft": {"callback_id": left_draft},
    "left-draft-mine": {"callback_id": left_draft},
    "left-draft-on": {"callback_id": left_draft},
}
"""Routes that say no to everybody where the thing is not just so."""


OF_A_PLACE = {"setup-place", "setup-place-remove", "setup-hours-as-practice"}


def ids(cast: Cast, route: str, wanted: set[str]) -> dict[str, str]:
    """A thing of this practice for every place of an address."""
    if route == "setup-post-leave":
        billing(cast)
    if route in {"sheet", "sheet-enter"}:
        paper(cast)
    if route in OF_A_PLACE:
        return {"slug:slug": a_place(cast)}
    if wanted == {"lane_id", "shift_id"}:
        of, it = shift(cast)
        return {"lane_id": str(of), "shift_id": str(it)}
    makers = {**PLACES, **OF_ROUTE.get(route, {})}
    return {place: str(makers[place](cast)) for place in wanted}


def signed_note(cast: Cast, found: dict[str, str]) -> str:
    """A note about this callback, where it is of this practice."""
    with scope(cast.practice_id):
        it = Callback.objects.filter(id=found["callback_id"]).first()
        if it is None:
            return str(uuid4())
        made = Note.objects.create(
            practice_id=cast.practice_id, callback=it, author_id=cast.dana.person_id,
            text="Reached them; they ask for Tuesday morning.", signed_at=clock(),
        )  # fmt: skip
        return str(made.id)


def sent(cast: Cast, route: str, found: dict[str, str]) -> dict[str, Any]:
    """A form that only somebody's role can stand in the way of, or at most the state of a thing."""
    who, note = str(cast.dana.person_id), "Reached them; they ask for Tuesday morning."
    soon = clock() + timedelta(days=3 + next(_names) % 300)
    forms: dict[str, dict[str, Any]] = {
        "came-in-nothing": {"why": "spam"},
        "setup-connectors": {"label": "Website form"},
        "setup-connector-agreement": {"own": "1"},
        "search": {"q": NAME},
        "new-arrival": {"phone": a_number(), "category": "MISSED"},
        "arrival-found": {"phone": a_number(), "name": NAME},
        "here": {"tab": str(uuid4())},
        "they-called": {"phone": a_number(), "words": note},
        "attempt": {"result": "no_answer"},
        "call-caller": {"caller": "patient"},
        "call-situation": {"situation": "relay"},
        "call-office": {"organisation": "Elm Lab", "person": "Kay", "call_back": "none"},
        "asked-settle": {"so": "confirm", "rule": str(uuid4())},
        "new-number": {"new_number": a_number(), "label": "mobile"},
        "old-told": {"how": "letter"},
        "check": {"identifier": "name"},
        "check-age": {"of_age": "yes"},
        "check-not-verified": {"why": "would_not_say"},
        "check-lift": {"reason": "I know them"},
        "question": {"line": "why", "language": "en", "question": "Is there parking?"},
        "note": {"note": note},
        "draft": {"note": note},
        "done": {"note": note},
        "draft-back": {"beside": f"{uuid4()}/2026-11-27T12:00:00+00:00"},
        "words-to-lead": {"find": "0/diagnosed/just a cold", "why.0": "It was said like this."},
        "addendum": {"addendum": note},
        "in-chart": {"signed": signed_note(cast, found) if route == "in-chart" else ""},
        "unreachable": {"note": note},
        "ask": {"asked": "May she take it twice?"},
        "hand-over": {"to": "anyone"},
        "put-aside": {
            "aside_at": f"{clock() + timedelta(days=1):%Y-%m-%dT15:00}", "aside_why": note,
        },
        "wait": {
            "whom": "records", "what": "the letter", "review_at": f"{soon:%Y-%m-%dT15:00}",
        },
        "wait-on": {"how": "came"},
        "use-number": {"typed_number": a_number()},
        "answer": {"answer": "Come in on Tuesday."},
        "sort": {"category": "MISSED"},
        "not-patient": {"said": "robocall set_aside"},
        "break-glass": {"reason": "emergency", "why": "They cannot breathe and nobody is here."},
        "left-draft": {"why": "go_on"},
        "left-draft-mine": {"why": "go_on"},
        "left-draft-on": {"why": "go_on", "to": str(cast.osei.person_id)},
        "language": {"language": "en", "next": "/"},
        "setup-person": {"part": "roles", "role": ["front_desk"], "seen": "front_desk"},
        "setup-invite": {
            "name": "Nora Somebody", "email": f"n{next(_names)}@example.org",
            "role": ["front_desk"],
        },
        "setup-post-fill": {"person": who, "post": "billing"},
        "setup-post-leave": {"person": who, "post": "billing"},
        "setup-on-call": {
            "post": "billing", "person": who, "starts": f"{soon:%Y-%m-%dT09:00}",
            "ends": f"{soon:%Y-%m-%dT10:00}",
        },
        "setup-lane": {"name": f"Lane {next(_names)}", "category": ["MISSED"]},
        "setup-lane-new": {"name": f"Lane {next(_names)}", "category": ["MISSED"]},
        "setup-lane-shifts": {"start": "08:00", "end": "16:00", "owner": who, "day": ["1"]},
        "setup-close": {"day": f"{soon:%Y-%m-%d}", "why": "painting"},
        "setup-reopen": {"day": f"{soon:%Y-%m-%d}"},
        "setup-script": {
            "en": "May I speak with {patient_first_name}?",
            "es": "¿Puedo hablar con {patient_first_name}?",
            "reason": "so", "seen": "1", "do": "save",
        },
        "setup-script-suggest": {
            "language": "en", "suggested.ask_by_name": "Is {patient_first_name} there?",
        },
        "setup-suggestion": {"answer": "no", "seen": "1"},
        "setup-hours-as-practice": {"place": found.get("slug:slug", "")},
        "setup-desks": {"name": "Front counter"},
        "setup-place": {"name": "North", "numbers": a_number()},
        "setup-practice": {"colour": "blue", "seen": "green 0"},
        "setup-places": {"name": f"Place {next(_names)}", "numbers": a_number()},
        "setup-contact": {"reason": "so", "seen": "1"},
        "setup-checking": {"do": "save", "reason": "so", "seen": "1"},
        "setup-promises": {"reason": "so", "seen": "1"},
    }  # fmt: skip
    if route.startswith("left-draft"):
        forms[route]["draft"] = draft_of(cast, found["callback_id"])
    return {"fence": "1", **forms.get(route, {})}
