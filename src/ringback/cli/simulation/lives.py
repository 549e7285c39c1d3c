"""How one life goes: who acts, what is tried, what is written, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from ringback.actions.practice import default_pathways
from ringback.cli.simulation import endings, words
from ringback.cli.simulation.moments import DAY, MINUTE
from ringback.cli.simulation.plan import (
    Answer,
    Arrive,
    Claim,
    Escalate,
    Finish,
    Life,
    Sort,
    Try,
    Who,
)
from ringback.rules import categoryfile
from ringback.rules.arrival import Kind
from ringback.rules.attempt import Result
from ringback.rules.partsofday import AS_USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from ringback.cli.simulation.moments import Moments
    from ringback.rules.category import PlannedTry
    from ringback.rules.partsofday import Parts

AREAS_A_DAY: Final = 1
NUMBERS_PER_AREA: Final = 100
NAMELESS: Final = 0.15
"""How many callers are known by their number only."""

SOURCE: Final[dict[Kind, str]] = {
    Kind.MISSED_CALL: "phone",
    Kind.VOICEMAIL: "phone",
    Kind.APPOINTMENT_REQUEST: "website",
    Kind.INCOMPLETE_INTAKE: "forms",
    Kind.WEB_FORM: "website",
    Kind.PORTAL_MESSAGE: "portal",
}


@dataclass(kw_only=True)
class Hat:
    """Where names, numbers and sentences are drawn from, without drawing one twice in a row.

    `day` chooses the numbers, so that the callers of two days are different people.
    """

    rng: Random
    day: int
    _left: dict[tuple[str, ...], list[str]] = field(default_factory=dict, init=False)
    _numbers: list[str] = field(default_factory=list, init=False)

    def draw(self, pool: tuple[str, ...]) -> str:
        """One of these; each once before any comes again."""
        left = self._left.setdefault(pool, [])
        if not left:
            left += self.rng.sample(pool, len(pool))
        return left.pop()

    def number(self) -> str:
        """A number nobody else of this day has."""
        if not self._numbers:
            first = self.day * AREAS_A_DAY
            areas = [words.AREAS[(first + i) % len(words.AREAS)] for i in range(AREAS_A_DAY)]
            every = [f"+1{area}55501{n:02}" for area in areas for n in range(NUMBERS_PER_AREA)]
            self._numbers = self.rng.sample(every, len(every))
        return self._numbers.pop()

    def person(self, language: str = "", *, named: bool = True) -> Life:
        """Somebody, to whom nothing has happened yet."""
        if language == "es":
            name = f"{self.draw(words.SPANISH_FIRST)} {self.draw(words.SPANISH_LAST)}"
        else:
            name = f"{self.draw(words.FIRST)} {self.draw(words.LAST)}"
        known = named or self.rng.random() > NAMELESS
        return Life(name=name if known else "", phone=self.number(), language=language)


def rhythms() -> dict[str, Sequence[PlannedTry]]:
    """How each kind of request is tried again, as the default pathways have it."""
    read = (categoryfile.read(each) for each in default_pathways())
    return {each.code: each.attempts for each in read}


@dataclass(kw_only=True)
class Teller:
    """Makes lives up. `when` places them in time; `desk` and `remote` are at work now."""

    hat: Hat
    when: Moments
    rhythms: Mapping[str, Sequence[PlannedTry]] = field(default_factory=rhythms)
    parts: Parts = AS_USUAL

    @property
    def rng(self) -> Random:
        """The one source of chance."""
        return self.hat.rng

    def caller(self, *times: datetime, visit: bool = False) -> Life:
        """Somebody whose calls, oldest first, nobody took."""
        life = self.hat.person(named=False)
        visit_date = self.when.next_open_day() if visit else None
        life.steps += [
            Arrive(at=at, kind=Kind.MISSED_CALL, source="phone", visit_date=visit_date)
            for at in sorted(times)
        ]
        return life

    def writer(self, kind: Kind, at: datetime, text: str, **more: Any) -> Life:  # noqa: ANN401 - Arrive's own
        """Somebody who left words: a voicemail, a form, a message."""
        life = self.hat.person(more.pop("language", ""))
        seconds = self.rng.randrange(9, 70) if kind is Kind.VOICEMAIL else None
        life.steps.append(
            Arrive(at=at, kind=kind, source=SOURCE[kind], text=text, seconds=seconds, **more)
        )
        return life

    def soon(self, at: datetime, least: float = 1.0, most: float = 3.0) -> datetime:
        """A little later by the wall clock, to the second."""
        return at + timedelta(seconds=int(60 * self.rng.uniform(least, most)))

    def sorted_into(self, life: Life, code: str, who: Who, at: datetime) -> None:
        """Somebody reads or listens, and sorts it."""
        life.steps.append(Sort(at=at, who=who, code=code))

    def tried(self, life: Life, who: Who, at: datetime, result: Result, **more: Any) -> datetime:  # noqa: ANN401 - Try's own
        """Somebody takes it and makes a try; answers when that was over."""
        over = self.soon(at)
        life.steps += [Claim(at=at, who=who), Try(at=over, who=who, result=result, **more)]
        return over

    def silent(self, life: Life, who: Who, at: datetime) -> datetime:
        """A try that reached nobody, often with a message left."""
        if self.rng.random() < 0.5:  # noqa: PLR2004 - half of them
            note = self.hat.draw(words.MESSAGE_NOTES)
            return self.tried(life, who, at, Result.VOICEMAIL_LEFT, note=note)
        note = self.hat.draw(words.SILENT_TRY_NOTES)
        return self.tried(life, who, at, Result.NO_ANSWER, note=note)

    def answered(self, life: Life, who: Who, at: datetime, code: str) -> None:
        """Somebody reaches the patient and finishes what they asked for."""
        over = self.tried(life, who, at, Result.REACHED_PATIENT)
        facts, note = endings.ending(self, code, over)
        life.steps.append(Finish(at=self.soon(over), who=who, facts=facts, note=note))

    def called_us(self, life: Life, who: Who, at: datetime) -> None:
        """The patient rings back before anybody rang them."""
        learned = self.hat.draw(words.LEARNED)
        over = self.tried(life, who, at, Result.PATIENT_CALLED_US)
        note = self.hat.draw(words.CALLED_US_NOTES).format(learned=learned)
        facts = {"reason_learned": learned}
        life.steps.append(Finish(at=self.soon(over), who=who, facts=facts, note=note))

    def given_up(self, life: Life, who: Who, at: datetime) -> None:
        """A second try at another time, nobody reached: done by the practice's rule."""
        over = self.tried(life, who, at, Result.NO_ANSWER)
        note = self.hat.draw(words.TWO_TRIES_NOTES)
        facts = {"nothing_written_allowed": True}
        life.steps.append(Finish(at=self.soon(over), who=who, facts=facts, note=note))

    def decided(self, life: Life, at: datetime, code: str) -> None:
        """A clinician takes it, decides, and tells the patient."""
        over = self.tried(life, Who.OSEI, at, Result.REACHED_PATIENT)
        facts, note = endings.ending(self, code, over)
        life.steps.append(Finish(at=self.soon(over), who=Who.OSEI, facts=facts, note=note))

    def handed_up(self, life: Life, who: Who, at: datetime, said: str) -> None:
        """Somebody hears something clinical, writes the exact words and hands it on."""
        note = self.hat.draw(words.ESCALATED_NOTES).format(words=said)
        over = self.tried(life, who, at, Result.REACHED_PATIENT, note=note)
        life.steps.append(Escalate(at=self.soon(over, 0.3, 0.8), who=who))

    def told(self, life: Life, at: datetime, who: Who, said: str) -> None:
        """A clinician answers what was handed up; somebody takes it and tells the patient."""
        text = self.hat.draw(words.ANSWERS)
        life.steps.append(Answer(at=at, who=Who.OSEI, text=text))
        over = self.tried(life, who, self.when.hours.due(at, 12), Result.REACHED_PATIENT)
        facts = {
            "exact_words": said,
            "callback_number": life.phone,
            "best_time": "any time today",
        }
        note = self.hat.draw(words.TOLD_NOTES)
        life.steps.append(Finish(at=self.soon(over), who=who, facts=facts, note=note))

    def free_time(self, after: datetime) -> datetime:
        """A free place in the book, some working days ahead, on the twenty minutes."""
        day = self.when.local(after).date() + self.rng.randrange(2, 15) * DAY
        wall = time(self.rng.randrange(8, 16), self.rng.choice((0, 20, 40)))
        at = datetime.combine(day, wall, self.when.zone).astimezone(UTC)
        opens = self.when.hours.next_open(at)
        return at if opens == at else opens + 40 * MINUTE
