"""A whole pathway in plain words: who works it, how soon, what makes it sooner, when it is done.

The same lines are read on its page, compared between two versions, and told by the command line
before a file is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.category import Another, FactKind, FirstAction, Kind, Needs
from ringback.rules.categoryfile import recorded
from ringback.rules.placetext import POSTS, ROLES
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.rules.voicemail import IN_WORDS, Template
from ringback.rules.window import Unit
from ringback.rules.windowtext import AND, OR, length, listed, so

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from ringback.rules.access import Role
    from ringback.rules.category import Category, Fact, PlannedTry, Requirement, Tightening
    from ringback.rules.window import Window

    Say = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing a pathway says. Lines with the same key say the same thing in two versions."""

    key: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """What belongs together."""

    key: str
    title: str
    lines: tuple[Line, ...]


KINDS: Final[dict[Kind, str]] = {
    Kind.ROUTINE: gettext_noop("a routine matter"),
    Kind.CLINICAL: gettext_noop("a clinical matter"),
    Kind.EMERGENCY: gettext_noop("an emergency"),
}
FIRST_ACTIONS: Final[dict[FirstAction, str]] = {
    FirstAction.ATTEMPT: gettext_noop("a try or a live answer"),
    FirstAction.ACCEPTED: gettext_noop("accepted by a named person"),
    FirstAction.READ: gettext_noop("read or listened to by a person"),
    FirstAction.ACKNOWLEDGED: gettext_noop("acknowledged to the patient"),
}
FACT_KINDS: Final[dict[FactKind, str]] = {
    FactKind.TICK: gettext_noop("{fact}"),
    FactKind.TEXT: gettext_noop("{fact} (in words)"),
    FactKind.DATE: gettext_noop("{fact} (a day)"),
    FactKind.MOMENT: gettext_noop("{fact} (a day and time)"),
    FactKind.NUMBER: gettext_noop("{fact} (a number)"),
    FactKind.CHOICE: gettext_noop("{fact} ({choices})"),
    FactKind.COUNTED: gettext_noop("{fact} (counted by itself)"),
}
NEEDS: Final[dict[Needs, str]] = {
    Needs.REACHED: gettext_noop("{fact}, from the patient themselves"),
    Needs.REACHED_OR_DECLINED: gettext_noop("{fact}, from the patient, also if they declined"),
    Needs.CLINICIAN: gettext_noop("{fact}, from a clinician"),
}
ANOTHER: Final[dict[Another, str]] = {
    Another.DAY_PART: gettext_noop("at another time of the day"),
    Another.WEEKDAY: gettext_noop("on another weekday"),
    Another.NUMBER: gettext_noop("to another number"),
}
LEVELS: Final[dict[Level, str]] = {
    Level.EMERGENCY: gettext_noop("it is an emergency"),
    Level.URGENT: gettext_noop("it is urgent"),
    Level.CLINICAL: gettext_noop("it is clinical"),
    Level.ROUTINE: gettext_noop("it stays routine"),
}

YES: Final = gettext_noop("yes")
NO: Final = gettext_noop("no")
NOTHING: Final = gettext_noop("nothing")
NOBODY: Final = gettext_noop("nobody")
AT_ONCE: Final = gettext_noop("at once")
NONE_LEFT: Final = gettext_noop("none")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One pathway being told to one reader. `names` are the kinds of request by their code."""

    category: Category
    say: Say
    names: Mapping[str, str]

    def line(self, key: str, label: str, *words: str) -> Line:
        """A line whose label is a sentence of ours."""
        return Line(key=key, label=self.say(label), words=words)

    def own(self, text: str) -> str:
        """The practice's own words; the default's are translated."""
        return self.say(text) if text else ""

    def length(self, window: Window) -> str:
        """How long a window is."""
        return length(window, self.say)

    def several(self, parts: Iterable[str], last: str = AND, none: str = NOTHING) -> str:
        """Several things in one breath, or that there are none."""
        return listed(list(parts), self.say, last) or self.say(none)

    def name(self, code: str) -> str:
        """A kind of request by its name."""
        return self.own(self.names.get(code, code))


def printed(category: Category, say: Say, names: Mapping[str, str]) -> tuple[Section, ...]:
    """Everything a pathway says; a part it says nothing about is left out."""
    told = Told(category=category, say=say, names=names)
    found = (
        Section(key=key, title=say(title), lines=tuple(lines(told)))
        for key, (title, lines) in _SECTIONS.items()
    )
    return tuple(each for each in found if each.lines)


def _what(told: Told) -> Iterator[Line]:
    category = told.category
    yield told.line("name", gettext_noop("Name"), told.own(category.name))
    yield told.line("kind", gettext_noop("What it is"), told.say(KINDS[category.kind]))
    for key, label, held in (
        (
            "never_named",
            gettext_noop("Named before the patient is verified"),
            category.may_be_named,
        ),
        ("needs_contact", gettext_noop("The patient is called"), category.needs_contact),
        ("needs_note", gettext_noop("A note is written"), category.needs_note),
        ("chart", gettext_noop("It must stand in the chart too"), category.chart),
    ):
        yield told.line(key, label, told.say(YES if held else NO))


def _who(told: Told) -> Iterator[Line]:
    handlers = told.category.handlers
    yield told.line("work", gettext_noop("Worked to its end by"), _roles(told, handlers.work))
    if handlers.hand_off:
        hands = _roles(told, handlers.hand_off)
        yield told.line("hand_off", gettext_noop("Handed on by"), hands)
    if handlers.posts:
        posts = told.several(told.say(POSTS[post]) for post in handlers.posts)
        yield told.line("posts", gettext_noop("Belongs to"), posts)


def _roles(told: Told, roles: Collection[Role]) -> str:
    named = (told.say(words) for role, words in ROLES.items() if role in roles)
    return told.several(named, OR, NOBODY)


def _how_soon(told: Told) -> Iterator[Line]:
    category = told.category
    begin = told.length(category.first_try) if category.first_try else told.say(AT_ONCE)
    yield told.line("first_try", gettext_noop("First try makes sense from"), begin)
    first = told.length(category.first_action)
    yield told.line("first_action", gettext_noop("First action within"), first)
    counts = told.say(FIRST_ACTIONS[category.first_action_is])
    yield told.line("first_action_is", gettext_noop("What counts as the first action"), counts)
    yield told.line("resolve", gettext_noop("Finished within"), told.length(category.resolve))
    windows = (category.first_action, category.resolve)
    if any(each.unit is Unit.BEFORE_VISIT for each in windows):
        first, end = (told.length(each) for each in category.without_visit)
        label = gettext_noop("First action within, where no visit is known")
        yield told.line("without_first", label, first)
        label = gettext_noop("Finished within, where no visit is known")
        yield told.line("without_resolve", label, end)


def _sooner(told: Told) -> Iterator[Line]:
    asked = recorded(told.category.facts())
    for rule in told.category.tighten:
        when = so(rule.when, told.say, asked)
        yield Line(
            key=rule.words,
            label=told.own(rule.words),
            words=(told.say(WHEN).format(fact=when), *_effects(told, rule)),
        )


WHEN: Final = gettext_noop("when: {fact}")
FIRST_WITHIN: Final = gettext_noop("first action within {length}")
END_WITHIN: Final = gettext_noop("finished within {length}")
BECOMES: Final = gettext_noop("it becomes: {kind}")
ALSO: Final = gettext_noop("beside it opens: {kind}")
TELL: Final = gettext_noop("{post} hears of it")
BY_LAW: Final = gettext_noop("by law within {length}")


def _effects(told: Told, rule: Tightening) -> Iterator[str]:
    for words, window in (
        (FIRST_WITHIN, rule.first_action),
        (END_WITHIN, rule.resolve),
        (BY_LAW, rule.by_law),
    ):
        if window is not None:
            yield told.say(words).format(length=told.length(window))
    if rule.level is not None:
        yield told.say(LEVELS[rule.level])
    for words, code in ((BECOMES, rule.becomes), (ALSO, rule.also)):
        if code:
            yield told.say(words).format(kind=told.name(code))
    if rule.tell is not None:
        yield told.say(TELL).format(post=told.say(POSTS[rule.tell]))


def _asked(told: Told) -> Iterator[Line]:
    for fact in told.category.ask:
        values = listed([told.own(each) for each in fact.choices], told.say, OR)
        words = values or _fact(told, fact)
        yield Line(key=fact.code, label=told.own(fact.words), words=(words,))


def _done(told: Told) -> Iterator[Line]:
    asked = recorded(told.category.facts())
    for each in told.category.done:
        words = tuple(_alternatives(told, each))
        if each.only_when is not None:
            when = so(each.only_when, told.say, asked)
            words = (told.say(ONLY_WHEN).format(fact=when), *words)
        yield Line(key=each.code, label=told.own(each.words), words=words)


ONLY_WHEN: Final = gettext_noop("only when: {fact}")
OR_ELSE: Final = gettext_noop("or: {facts}")


def _alternatives(told: Told, requirement: Requirement) -> Iterator[str]:
    for place, group in enumerate(requirement.any_of):
        facts = "; ".join(_fact(told, fact) for fact in group)
        yield told.say(OR_ELSE).format(facts=facts) if place else facts


def _fact(told: Told, fact: Fact) -> str:
    choices = listed([told.own(each) for each in fact.choices], told.say, OR)
    words = told.own(fact.words)
    words = told.say(FACT_KINDS[fact.kind]).format(fact=words, choices=choices)
    return told.say(NEEDS[fact.needs]).format(fact=words) if fact.needs else words


def _tries(told: Told) -> Iterator[Line]:
    for place, planned in enumerate(told.category.attempts, 2):
        label = told.say(TRY).format(number=place)
        yield Line(key=str(place), label=label, words=tuple(_planned(told, planned)))


TRY: Final = gettext_noop("Try {number}")
NEXT_DAY: Final = gettext_noop("from the next business day on")
SAME_DAY: Final = gettext_noop("on the same business day")
FROM_ON: Final = gettext_noop("from {length} on")
AFTER: Final = gettext_noop("after {length}")
NOT_LATER: Final = gettext_noop("not later than {length}")


def _planned(told: Told, planned: PlannedTry) -> Iterator[str]:
    if planned.wait is None:
        yield told.say(NEXT_DAY)
    elif not planned.wait.amount and planned.wait.unit in {Unit.BUSINESS_DAYS, Unit.CLOSING}:
        yield told.say(SAME_DAY)
    else:
        counted_back = planned.wait.unit is Unit.BEFORE_VISIT
        words = told.say(FROM_ON if counted_back else AFTER)
        yield words.format(length=told.length(planned.wait))
    if planned.another:
        how = (told.say(words) for each, words in ANOTHER.items() if each in planned.another)
        yield told.several(how)
    if planned.within is not None:
        yield told.say(NOT_LATER).format(length=told.length(planned.within))


def _voicemail(told: Told) -> Iterator[Line]:
    voicemail = told.category.voicemail
    left = _template(told, voicemail.template)
    yield told.line("template", gettext_noop("What may be left"), left)
    if voicemail.with_consent:
        agreed = _template(told, voicemail.with_consent)
        yield told.line("with_consent", gettext_noop("Where the patient agreed to it"), agreed)
    if voicemail.never_say:
        never = told.several((told.own(each) for each in voicemail.never_say), OR)
        yield told.line("never_say", gettext_noop("Never said on it"), never)


def _template(told: Told, code: str) -> str:
    return told.say(NONE_LEFT if code == "none" else IN_WORDS[Template(code)])


def _chain(told: Told) -> Iterator[Line]:
    last = len(told.category.escalation)
    for place, step in enumerate(told.category.escalation, 1):
        words = told.say(THEN_ALL if place == last else THEN_NEXT)
        words = words.format(length=told.length(step.within))
        post = told.say(POSTS[step.post])
        yield Line(key=str(place), label=f"{place}.", words=(post, words))


THEN_NEXT: Final = gettext_noop("then the next, after {length}")
THEN_ALL: Final = gettext_noop("then everybody, after {length}")


def _unreachable(told: Told) -> Iterator[Line]:
    rule = told.category.unreachable
    if rule.by_rule:
        yield told.line("by_rule", gettext_noop("It may close by itself"), told.say(YES))
    if rule.decided_by:
        decided = _roles(told, rule.decided_by)
        yield told.line("decided_by", gettext_noop("Decided by"), decided)
        yield told.line("after_tries", gettext_noop("After so many tries"), str(rule.after_tries))
        written = told.say(YES if rule.written else NO)
        yield told.line("written", gettext_noop("And a message in writing"), written)
    if rule.instead:
        yield told.line("instead", gettext_noop("What happens instead"), told.own(rule.instead))


_SECTIONS: Final[dict[str, tuple[str, Callable[[Told], Iterator[Line]]]]] = {
    "what": (gettext_noop("What it is"), _what),
    "who": (gettext_noop("Who works it"), _who),
    "soon": (gettext_noop("How soon"), _how_soon),
    "tighten": (gettext_noop("What makes it more pressing"), _sooner),
    "ask": (gettext_noop("Worth asking"), _asked),
    "done": (gettext_noop("Done when"), _done),
    "attempts": (gettext_noop("The next tries, where nobody is reached"), _tries),
    "voicemail": (gettext_noop("Voicemail"), _voicemail),
    "escalation": (gettext_noop("Who is asked, one after the other"), _chain),
    "unreachable": (gettext_noop("When the patient cannot be reached"), _unreachable),
}
