"""Questions of their own for the checks around a call: see probes.py, which these stand beside.

What was put right, the end of a shift, paper, handing over and waiting: each is asked by somebody
it must refuse, or from whom it must keep something.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ringback.actions import (
    attempt,
    calling,
    claim,
    handover,
    note,
    ondetails,
    onfile,
    opening,
    puttingright,
    queue_export,
    shift,
    waitingon,
)
from ringback.actions import incident as acted
from ringback.actions import sheet as papers
from ringback.actions.attempt import Made
from ringback.actions.handover import To
from ringback.actions.onfile import NewPatient
from ringback.actions.puttingright import Wrong
from ringback.actions.shift import Choice, DraftChoice
from ringback.actions.waitingon import Given
from ringback.engine.wallclock import now as clock
from ringback.queries import incident, queue, sheet, struck
from ringback.queries import several as chosen
from ringback.queries import shift as shifts
from ringback.rules.access import Actor, Role
from ringback.rules.attempt import Result
from ringback.rules.contact import Contact
from ringback.rules.puttingright import Ended, Said, What
from ringback.rules.shift import DraftNext, Next
from ringback.rules.waitingon import Whom
from tests import patients, records
from tests.cast import joined
from tests.house import world
from tests.house.probes import about, kept_to, now

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.cast import Cast

WHY = "It was somebody else"
NOBODY = NewPatient(who=Contact(name=world.NAME), identity={}, labels={})


def lowered(who: Actor) -> Actor:
    """The same person with the page of before, once they may set up and no more."""
    return replace(who, roles=frozenset({Role.ADMIN}))


def at_work(cast: Cast, role: Role = Role.FRONT_DESK) -> Actor:
    """Somebody who holds nothing yet."""
    return joined("Nell New", cast.practice_id, [role])


def held(cast: Cast, who: Actor, **given: Any) -> tuple[UUID, int]:
    """A callback of theirs with its fence."""
    it = world.callback(cast, **given)
    return it, claim.claim(it, by=who, now=clock()).fence


# Entered in error


def tried(cast: Cast) -> tuple[UUID, UUID]:
    """A callback with a try of Dana's today."""
    it, fence = held(cast, cast.dana)
    made = Made(result=Result.REACHED_PATIENT)
    return it, attempt.log(it, made, by=cast.dana, now=clock(), fence=fence).attempt_id


def for_clinicians(cast: Cast) -> tuple[UUID, UUID]:
    """A callback with what a clinician wrote of a clinical matter."""
    it, fence = held(cast, cast.osei, category="CLIN")
    said = "Reached them; they ask whether to come in on Tuesday morning."
    note.sign(it, said, by=cast.osei, now=clock(), fence=fence)
    (written,) = records.notes(cast, callback_id=it)
    return it, written.id


def strike(it: tuple[UUID, UUID], by: Actor, what: What = What.TRY) -> Any:
    wrong = Wrong(what=what, id=it[1], reason=WHY, said=Said.NO)
    return puttingright.strike(it[0], wrong, by=by, **now())


def struck_through(cast: Cast) -> UUID:
    """A callback nobody has, with a try that was struck through."""
    it = tried(cast)
    strike(it, cast.dana)
    fence = records.callback(cast, it[0]).fence
    handover.hand(it[0], To(anyone=True), "", by=cast.dana, **now(), fence=fence)
    return it[0]


def offered(it: UUID, who: Actor) -> list[str]:
    """What of it somebody is offered to strike through."""
    found = struck.right_view(it, who, **now())
    return [str(each.what) for each in found.choices] if found else []


# The end of a shift


def ends(who: Actor, it: tuple[UUID, int], *drafts: DraftChoice) -> Any:
    back = Choice(callback_id=it[0], fence=it[1], next=Next.ANYONE, why=WHY)
    return shift.end([back], drafts, by=who, **now())


def of_words(
    role: Role, category: str, lead: Callable[[Cast], Actor]
) -> Callable[[Cast], Callable[[], Any]]:
    """Whether somebody hands what they wrote to a lead who may not read it."""

    def ready(cast: Cast) -> Callable[[], Any]:
        who, to = at_work(cast, role), lead(cast).person_id
        it = held(cast, who, category=category)
        note.save_draft(it[0], world.WORDS, by=who, **now())
        draft = DraftChoice(callback_id=it[0], next=DraftNext.LEAD, to=to)
        return lambda: ends(who, it, draft)

    return ready


def outside_of_a_lead(cast: Cast) -> Callable[[], Any]:
    """Whether a lead ends for somebody what is no matter of that lead's."""
    lead, who = kept_to(cast, "NEWPT", role=Role.MANAGER), at_work(cast)
    it, fence = held(cast, who)
    back = Choice(callback_id=it, fence=fence, next=Next.ANYONE)
    return lambda: shift.end_for(who.person_id, [back], by=lead, **now())


def leads_offered(cast: Cast) -> Callable[[], Any]:
    """Whether the front desk is offered as a lead to hand words to."""
    who = at_work(cast)
    it, _ = held(cast, who)
    note.save_draft(it, world.WORDS, by=who, **now())

    def ask() -> bool:
        found = shifts.view(who, who.person_id, **now())
        leads = {key for each in (found.drafts if found else []) for key, _ in each.leads}
        return cast.dana.person_id in leads

    return ask


def names_held(cast: Cast) -> Callable[[], Any]:
    """Whether an assistant reads the names of what somebody else holds."""
    who = at_work(cast)
    held(cast, who)

    def ask() -> set[str | None]:
        found = shifts.view(cast.vik, who.person_id, **now())
        return {each.name for each in found.held} if found else set()

    return ask


# Handed on, waiting, on the phone


def handed_to(make: Callable[[Cast], Actor]) -> Callable[[Cast], Callable[[], Any]]:
    """Whether somebody is given what they may not work on."""

    def ready(cast: Cast) -> Callable[[], Any]:
        who, to = at_work(cast), To(person_id=make(cast).person_id)
        it, fence = held(cast, who)
        return lambda: handover.hand(it, to, WHY, by=who, **now(), fence=fence)

    return ready


def with_a_line(cast: Cast) -> UUID:
    """One that was given back to anyone with a line that is not for everybody."""
    it, fence = held(cast, cast.dana)
    handover.hand(it, To(anyone=True), world.WORDS, by=cast.dana, **now(), fence=fence)
    return it


def of_waiting(cast: Cast) -> Callable[[], Any]:
    """Whether somebody whose role was taken away goes on asking."""
    who = at_work(cast)
    it, fence = held(cast, who)
    soon = clock() + timedelta(days=3)
    letter = Given(whom=Whom.RECORDS, what="the letter", review_at=soon)
    waitingon.begin(it, letter, by=who, **now(), fence=fence)
    return lambda: waitingon.ask_again(it, soon, by=lowered(who), **now(), fence=fence)


def of_a_call(cast: Cast) -> Callable[[], Any]:
    """Whether somebody whose role was taken away goes on with their call."""
    who = at_work(cast)
    it, fence = held(cast, who)
    patients.a_call(cast, it, by_id=who.person_id, begun_at=clock())
    return lambda: calling.more_at_stake(it, by=lowered(who), **now(), fence=fence)


def asked_for(cast: Cast) -> tuple[UUID, UUID]:
    """A callback nobody holds, whose patient asked for something that was only heard."""
    it, patient = world.callback(cast), patients.on_file(cast, world.NAME)
    patients.whose(cast, it, patient)
    return it, patients.rule(cast, patient, "name", said=world.WORDS, confirmed=False)


def may_settle(cast: Cast) -> Callable[[], Any]:
    """Whether somebody who owns nothing of it finds what a patient asked for to settle."""
    it, _ = asked_for(cast)
    return lambda: len(opening.opened(it, by=cast.dana, **now()).details.asked)


def auditor(cast: Cast) -> Actor:
    return joined("Ada Auditor", cast.practice_id, [Role.AUDITOR])


def reasons_told(who: Actor) -> set[str | None]:
    return {each.reason for each in incident.listed(who)}


def paper(number: int, who: Actor) -> list[sheet.PaperRow]:
    """The rows of a sheet as somebody reads them."""
    found = sheet.read(number, who)
    return found.rows if found else []


def closed_by(who: Actor, incident_id: UUID) -> None:
    acted.close(incident_id, Ended.NONE, "Nobody was told", by=who, **now())


def of_danas(look: Callable[[Cast, UUID], Any]) -> Callable[[Cast], Callable[[], Any]]:
    """Asked about a callback that Dana holds."""

    def held(cast: Cast) -> UUID:
        it = world.callback(cast)
        claim.claim(it, by=cast.dana, now=clock())
        return it

    return about(held, look)


def names_chosen(who: Actor, it: UUID) -> list[tuple[str | None, str | None]]:
    return [(each.name, each.phone) for each in chosen.chosen(who, [it])]


def lines_taken(who: Actor) -> int:
    wanted = queue.wanted(who, now=clock())
    return len(queue_export.taken(wanted, names=False, by=who, **now()))


PROBES: dict[str, Callable[[Cast], Callable[[], Any]]] = {
    "queries/incident.py:listed (lane)": about(
        world.incident,
        lambda cast, _: {
            each.theirs for each in incident.listed(kept_to(cast, "NEWPT", role=Role.MANAGER))
        },
    ),
    "queries/several.py:_row (sees)": of_danas(
        lambda cast, it: names_chosen(replace(cast.dana, roles=frozenset({Role.AUDITOR})), it)
    ),
    "queries/several.py:chosen (lane)": of_danas(
        lambda cast, it: len(names_chosen(replace(cast.dana, lanes=frozenset({"NEWPT"})), it))
    ),
    "actions/queue_export.py:taken (EXPORT)": about(
        world.callback, lambda cast, _: lines_taken(cast.dana)
    ),
    "actions/sheet.py:enter (WORK)": about(
        world.paper,
        lambda cast, number: papers.enter(
            number, 1, Made(result=Result.BUSY), by=at_work(cast, Role.ADMIN), **now()
        ),
    ),
    "actions/incident.py:close (lane)": about(
        world.incident,
        lambda cast, it: closed_by(kept_to(cast, "NEWPT", role=Role.MANAGER), it),
    ),
    "actions/calling.py:more_at_stake (WORK)": of_a_call,
    "actions/ondetails.py:take_back (WORK)": about(
        asked_for,
        lambda cast, it: ondetails.take_back(*it, by=lowered(cast.dana), **now(), fence=0),
    ),
    "actions/onfile.py:put (SORT)": about(
        world.callback, lambda cast, it: bool(onfile.put(it, NOBODY, by=cast.vik, **now()))
    ),
    "actions/puttingright.py:_reads_clinical (sees)": about(
        for_clinicians, lambda cast, it: strike(it, cast.mara, What.NOTE)
    ),
    "actions/puttingright.py:_refusals (PUT_RIGHT_OTHERS)": about(
        tried, lambda cast, it: strike(it, cast.osei)
    ),
    "actions/puttingright.py:strike (PUT_RIGHT)": about(
        tried, lambda cast, it: strike(it, lowered(cast.dana))
    ),
    "actions/shift.py:__init__ (lane)": outside_of_a_lead,
    "actions/shift.py:_leads (ANSWER)": of_words(Role.CLINICIAN, "CLIN", lambda cast: cast.mara),
    "actions/shift.py:_leads (lane)": of_words(
        Role.FRONT_DESK, "MISSED", lambda cast: kept_to(cast, "NEWPT", role=Role.MANAGER)
    ),
    "actions/waitingon.py:ask_again (WORK)": of_waiting,
    "queries/after.py:view (sees)": about(
        with_a_line, lambda cast, it: opening.opened(it, by=cast.vik, **now()).after.hand_why
    ),
    "queries/incident.py:_told (sees)": about(
        world.incident, lambda cast, _: reasons_told(auditor(cast))
    ),
    "queries/incident.py:_told (lane)": about(
        world.incident,
        lambda cast, _: reasons_told(kept_to(cast, "NEWPT", role=Role.MANAGER)),
    ),
    "queries/ondetails.py:asker (PUT_RIGHT_OTHERS)": may_settle,
    "queries/sheet.py:_row (sees)": about(
        world.paper, lambda cast, it: {each.name for each in paper(it, cast.vik)}
    ),
    "queries/sheet.py:read (lane)": about(
        world.paper, lambda cast, it: len(paper(it, kept_to(cast, "NEWPT")))
    ),
    "queries/shift.py:_who (sees)": names_held,
    "queries/shift.py:leads (COVER)": leads_offered,
    "queries/struck.py:choices (PUT_RIGHT_OTHERS)": about(
        tried, lambda cast, it: offered(it[0], cast.osei)
    ),
    "queries/struck.py:choices (sees)": about(
        for_clinicians, lambda cast, it: offered(it[0], cast.mara)
    ),
    "queries/struck.py:view (sees)": about(
        struck_through,
        lambda cast, it: {
            each.reason for each in opening.opened(it, by=cast.vik, **now()).struck.entries.values()
        },
    ),
    "rules/handover.py:may_get (WORK)": handed_to(lambda cast: cast.ines),
    "rules/handover.py:may_get (lane)": handed_to(lambda cast: kept_to(cast, "NEWPT")),
}
"""A check by its name -> a question about things of this practice, made ready."""
