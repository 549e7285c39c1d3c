"""The lives that make a believable present: something in every stage, some of it late, some soon.

Each is placed back from the present moment by opening time. When the practice is closed, what can
be late is late from before closing, and what came in since is due after the next opening.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from ringback.cli.simulation import words
from ringback.cli.simulation.plan import (
    Answer,
    Claim,
    Escalate,
    GiveBack,
    HandOver,
    Hold,
    Lapse,
    Phone,
    PutAside,
    PutRight,
    Raise,
    Try,
    Who,
)
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.lifecycle import Party
from ringback.rules.partsofday import part_at
from ringback.rules.queue import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.cli.simulation.lives import Teller
    from ringback.cli.simulation.plan import Life

LEASE_AND_A_BIT = timedelta(minutes=15, seconds=20)
A_TRY = timedelta(minutes=3)


def lives(tell: Teller) -> list[Life]:
    """Sixty-one of them."""
    known = _called_late(tell)
    return [
        known,
        *closed(tell),
        *unsorted(tell),
        *late(tell),
        *soon(tell),
        *later(tell),
        *came_back(tell),
        *owned(tell, known),
        *scheduled(tell),
        *escalated(tell),
        *on_hold(tell),
        _put_right(tell),
    ]


def at_the_desk(tell: Teller) -> Who:
    """Who hears a message at this hour: the front desk, or the manager on call."""
    return Who.DANA if tell.when.hours.is_open(tell.when.now) else Who.MARA


def _in_another_part(tell: Teller, last: datetime) -> datetime:
    """About ten open hours ago, or less, so that the try falls in another part of the day.

    Both tries are made some minutes after they were begun, which may be another part already.
    """
    zone, parts = tell.when.zone, tell.parts

    def around(at: datetime) -> set[str]:
        return {part_at(each, zone, parts) for each in (at, at + A_TRY)}

    earlier = (tell.when.open_ago(minutes) for minutes in range(600, 120, -30))
    return next(at for at in earlier if not around(at) & around(last))


def closed(tell: Teller) -> Iterator[Life]:
    """Twelve that are done, besides the one who was called late."""
    for who in (Who.VIK, Who.VIK, Who.DANA, Who.VIK, Who.MARA):
        life = _caller(tell, 120, 420)
        tell.answered(life, who, tell.when.between(20, 110), "MISSED")
        yield life
    life = _caller(tell, 60, 300)
    tell.called_us(life, Who.DANA, tell.when.between(12, 55))
    yield life
    life = _caller(tell, 640, 900)
    last = tell.when.between(15, 80)
    tell.tried(life, Who.VIK, _in_another_part(tell, last), Result.NO_ANSWER)
    tell.given_up(life, Who.VIK, last)
    yield life
    for who in (Who.VIK, Who.DANA, Who.VIK):
        life = _appointment(tell, 130, 420)
        tell.answered(life, who, tell.when.between(15, 125), "NEWPT")
        yield life
    for who in (Who.VIK, Who.DANA):
        life = _intake(tell, 200, 700)
        tell.answered(life, who, tell.when.between(15, 190), "INTAKE")
        yield life


def unsorted(tell: Teller) -> Iterator[Life]:
    """Eight nobody has read or heard yet, three of them late."""
    for least, most in ((18, 50), (30, 75), (1, 13), (2, 14), (1, 12)):
        at = tell.when.arrival(least, most, message=True)
        yield tell.writer(Kind.VOICEMAIL, at, tell.hat.draw(words.VOICEMAIL))
    at = tell.when.arrival(2, 14, message=True)
    text = tell.hat.draw(words.SPANISH_VOICEMAIL)
    yield tell.writer(Kind.VOICEMAIL, at, text, language="es")
    for kind, least, most in ((Kind.PORTAL_MESSAGE, 1, 14), (Kind.WEB_FORM, 16, 45)):
        at = tell.when.arrival(least, most, message=True)
        yield tell.writer(kind, at, tell.hat.draw(words.PORTAL))


def late(tell: Teller) -> Iterator[Life]:
    """Three missed calls whose hour has passed."""
    for least, most in ((62, 80), (75, 110), (100, 170)):
        yield _caller(tell, least, most)


def soon(tell: Teller) -> Iterator[Life]:
    """Ten due within the hour while the practice is open; two called again, two come tomorrow."""
    for least, most in ((5, 20), (15, 40), (35, 57)):
        yield _caller(tell, least, most)
    for calls in ((44, 9), (50, 27, 6)):
        times = [tell.when.arrival(each - 3, each + 3, message=False) for each in calls]
        yield tell.caller(*times)
    for least, most in ((64, 90), (85, 117)):
        yield _appointment(tell, least, most)
    yield tell.caller(tell.when.arrival(2, 12, message=False), visit=True)
    at, day = tell.when.arrival(66, 115, message=True), tell.when.next_open_day()
    text = tell.hat.draw(words.INTAKE)
    yield tell.writer(Kind.INCOMPLETE_INTAKE, at, text, visit_date=day)
    yield _urgent(tell)


def later(tell: Teller) -> Iterator[Life]:
    """Five with time left: later today, or in the next days; two named the time they want."""
    day = tell.when.next_open_day()
    for least, most, best_time in ((1, 25, ""), (10, 50, f"{day:%A} afternoon")):
        yield _appointment(tell, least, most, best_time)
    at = tell.when.arrival(3, 40, message=True)
    text = tell.hat.draw(words.SPANISH_APPOINTMENT)
    best_time = f"el {words.SPANISH_WEEKDAYS[day.weekday()]} por la mañana"
    yield tell.writer(Kind.APPOINTMENT_REQUEST, at, text, language="es", best_time=best_time)
    for least, most in ((5, 200), (150, 500)):
        yield _intake(tell, least, most)


def came_back(tell: Teller) -> Iterator[Life]:
    """Three that are anyone's again: given back with a note, run out of time, and answered."""
    life = _appointment(tell, 90, 118)
    at = tell.when.between(25, 60)
    note = tell.hat.draw(words.HAND_BACK_NOTES)
    life.steps += [
        Claim(at=at, who=Who.VIK),
        GiveBack(at=tell.soon(at, 3, 6), who=Who.VIK, note=note),
    ]
    yield life
    life = _intake(tell, 120, 300)
    at = tell.when.between(45, 90)
    life.steps += [Claim(at=at, who=Who.DANA), Lapse(at=at + LEASE_AND_A_BIT)]
    yield life
    life = _caller(tell, 110, 160)
    at = tell.when.between(60, 95)
    tell.handed_up(life, Who.VIK, at, tell.hat.draw(words.CLINICAL))
    text = tell.hat.draw(words.ANSWERS)
    life.steps.append(Answer(at=tell.when.between(5, 25), who=Who.OSEI, text=text))
    yield life


def _called_late(tell: Teller) -> Life:
    """Somebody who was told when we would call, and was called an hour later than that."""
    life = tell.caller(tell.when.arrival(390, 400, message=False))
    life.name = life.name or tell.hat.person().name
    told = tell.when.open_ago(310)
    tell.tried(life, Who.DANA, tell.when.open_ago(380), Result.CALL_LATER, call_again_at=told)
    tell.answered(life, Who.DANA, tell.when.open_ago(240), "MISSED")
    return life


def owned(tell: Teller, known: Life) -> Iterator[Life]:
    """Four in somebody's hands this minute; out of hours, in those of whoever is on call.

    One of them is on the phone about it; another had called before, and is `known`.
    """
    is_open = tell.when.hours.is_open(tell.when.now)
    for code, minutes in (("MISSED", 2), ("NEWPT", 6)):
        life = _caller(tell, 20, 55) if code == "MISSED" else _appointment(tell, 30, 110)
        life.steps.append(Claim(at=tell.when.ago(minutes), who=Who.VIK))
        if code == "MISSED":
            life.steps.append(Phone(at=tell.when.ago(1), who=Who.VIK))
        yield life
    life = _intake(tell, 60, 300)
    giver, to = (Who.MARA, Who.DANA) if is_open else (Who.OSEI, Who.MARA)
    life.steps += [
        Claim(at=tell.when.ago(9), who=giver),
        HandOver(at=tell.when.ago(4), who=giver, to=to, why=words.HANDED_OVER),
    ]
    yield life
    life = _caller(tell, 25, 50)
    life.name, life.phone = known.name, known.phone
    who: Who = Who.MARA if is_open else Who.OSEI
    at = tell.when.ago(7)
    result = Result.REACHED_AUTHORISED
    life.steps += [Claim(at=at, who=who), Try(at=tell.soon(at), who=who, result=result)]
    yield life


def scheduled(tell: Teller) -> Iterator[Life]:
    """Seven with the next try planned: by the rhythm of tries, or at a time that was promised."""
    for who in (Who.VIK, Who.DANA):
        life = _caller(tell, 110, 260)
        tell.tried(life, who, tell.when.between(20, 100), Result.VOICEMAIL_LEFT)
        yield life
    life = _appointment(tell, 60, 200)
    note = tell.hat.draw(words.SILENT_TRY_NOTES)
    over = tell.tried(life, Who.VIK, tell.when.between(15, 55), Result.NO_ANSWER, note=note)
    until = datetime.combine(tell.when.next_open_day(), time(10), tell.when.zone)
    why = words.PUT_ASIDE
    life.steps.append(PutAside(at=tell.soon(over), who=Who.VIK, until=until, why=why))
    yield life
    for who, minutes in ((Who.VIK, 13), (Who.DANA, 45), (Who.MARA, 150)):
        yield _promised(tell, who, tell.when.promise(minutes))
    tomorrow = datetime.combine(tell.when.next_open_day(), time(10, 30), tell.when.zone)
    yield _promised(tell, Who.VIK, tomorrow)


def escalated(tell: Teller) -> Iterator[Life]:
    """Three with a clinician, one of them an emergency that came in minutes ago."""
    yield _emergency(tell)
    for who, level, said in (
        (Who.VIK, Level.URGENT, words.URGENT[1]),
        (Who.DANA, Level.CLINICAL, tell.hat.draw(words.CLINICAL)),
    ):
        life = _caller(tell, 50, 160)
        at = tell.when.between(15, 45)
        life.steps.append(Raise(at=tell.soon(at, 4, 5), who=who, level=level))
        tell.handed_up(life, who, at, said)
        yield life


def on_hold(tell: Teller) -> Iterator[Life]:
    """Four that wait for somebody else, each with a day to look again."""
    for who, party in (
        (Who.VIK, Party.PATIENT),
        (Who.DANA, Party.PATIENT),
        (Who.VIK, Party.THIRD_PARTY),
        (Who.MARA, Party.THIRD_PARTY),
    ):
        life = _intake(tell, 200, 700)
        at = tell.when.between(20, 180)
        over = tell.tried(life, who, at, Result.REACHED_PATIENT)
        wall = time(tell.rng.choice((9, 11, 14)), tell.rng.choice((0, 30)))
        review = datetime.combine(tell.when.next_open_day(), wall, tell.when.zone)
        pool = words.HOLD_PATIENT_NOTES if party is Party.PATIENT else words.HOLD_OFFICE_NOTES
        note = tell.hat.draw(pool).format(day=tell.when.in_words(review))
        life.steps.append(
            Hold(at=tell.soon(over), who=who, party=party, review_at=review, note=note)
        )
        yield life


def _put_right(tell: Teller) -> Life:
    """One whose try stood on the wrong person: struck through, and asked about as an incident."""
    life = _caller(tell, 110, 260)
    over = tell.tried(life, Who.DANA, tell.when.between(20, 100), Result.VOICEMAIL_LEFT)
    life.steps.append(PutRight(at=tell.soon(over), who=Who.DANA, why=words.PUT_RIGHT))
    return life


def _caller(tell: Teller, least: float, most: float) -> Life:
    return tell.caller(tell.when.arrival(least, most, message=False))


def _appointment(tell: Teller, least: float, most: float, best_time: str = "") -> Life:
    at, text = tell.when.arrival(least, most, message=True), tell.hat.draw(words.APPOINTMENT)
    return tell.writer(Kind.APPOINTMENT_REQUEST, at, text, best_time=best_time)


def _intake(tell: Teller, least: float, most: float) -> Life:
    at = tell.when.arrival(least, most, message=True)
    return tell.writer(Kind.INCOMPLETE_INTAKE, at, tell.hat.draw(words.INTAKE))


def _promised(tell: Teller, who: Who, again: datetime) -> Life:
    """Somebody who asked to be called at a time, and was told that we will."""
    life = _caller(tell, 60, 200)
    note = tell.hat.draw(words.LATER_NOTES).format(time=tell.when.in_words(again))
    at = tell.when.between(15, 55)
    tell.tried(life, who, at, Result.CALL_LATER, note=note, call_again_at=again)
    return life


def _urgent(tell: Teller) -> Life:
    """A message heard and found pressing; nobody has taken it yet."""
    life = tell.writer(Kind.VOICEMAIL, tell.when.ago(tell.rng.randrange(22, 38)), words.URGENT[0])
    who, at = at_the_desk(tell), tell.when.ago(tell.rng.randrange(8, 18))
    tell.sorted_into(life, "URGENT", who, at)
    return life


def _emergency(tell: Teller) -> Life:
    """Heard within minutes, and in a clinician's hands at once."""
    life = tell.writer(Kind.VOICEMAIL, tell.when.ago(6), words.EMERGENCY[0])
    who, heard = at_the_desk(tell), tell.when.ago(4)
    tell.sorted_into(life, "EMERG", who, heard)
    life.steps += [
        Claim(at=heard + timedelta(seconds=15), who=who),
        Escalate(at=heard + timedelta(seconds=40), who=who),
    ]
    return life
