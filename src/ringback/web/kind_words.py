"""Kinds of request in the words of their pages: the list, one of them, two versions, a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringback.rules import categoryfile, condition, pathwaytext, table, textdiff, window
from ringback.rules.placetext import POSTS, ROLES
from ringback.rules.reason import gettext_noop
from ringback.rules.table import Mistake
from ringback.rules.textdiff import Change
from ringback.rules.windowtext import AND, OR, length, listed
from ringback.web import reason_words
from ringback.web.words import author_words, practice_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ringback.queries.category import Version
    from ringback.rules.category import Category
    from ringback.rules.pathwaytext import Section
    from ringback.rules.reason import Reason
    from ringback.rules.whatif import Difference
    from ringback.web.kind_fields import Group
    from ringback.web.words import Clock


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """One kind of request in the list."""

    url: str
    name: str
    who: str
    first_action: str
    resolve: str
    version: int
    changed: str
    reason: str


def rows(found: Iterable[Version], clock: Clock) -> list[KindRow]:
    """The list, by name in the reader's language."""
    listed_ = [
        KindRow(
            url=reverse("setup-kind", args=[each.code]),
            name=practice_words(each.category.name),
            who=who(each.category),
            first_action=length(each.category.first_action, _),
            resolve=length(each.category.resolve, _),
            version=each.number,
            changed=_("{name}, {time}").format(
                name=author_words(each.author), time=clock.moment(each.created_at)
            ),
            reason=reason_words.reason(each.reason),
        )
        for each in found
    ]
    return sorted(listed_, key=lambda each: each.name)


def who(category: Category) -> str:
    """Who works it to its end: posts where it belongs to some, otherwise roles."""
    handlers = category.handlers
    posts = [_(POSTS[post]) for post in handlers.posts]
    roles = [_(words) for role, words in ROLES.items() if role in handlers.work]
    named = listed(roles, _, OR)
    if not posts:
        return named
    return f"{named} · {listed(posts, _, AND)}"


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One version in the list of versions."""

    number: int
    url: str
    current: bool
    who: str
    when: str
    reason: str
    compare_url: str
    restore_url: str


def version_rows(found: Sequence[Version], clock: Clock) -> list[VersionRow]:
    """The versions, the newest first; each can be compared with the one before it."""
    return [
        VersionRow(
            number=each.number,
            url=reverse("setup-kind-version", args=[each.code, each.number]),
            current=place == 0,
            who=author_words(each.author),
            when=clock.moment(each.created_at),
            reason=reason_words.reason(each.reason),
            compare_url=compare_url(each.code, each.number - 1, each.number)
            if each.number > 1
            else "",
            restore_url=reverse("setup-kind-restore", args=[each.code, each.number]),
        )
        for place, each in enumerate(found)
    ]


def compare_url(code: str, one: int, other: int) -> str:
    """The page where two versions stand side by side."""
    return f"{reverse('setup-kind-compare', args=[code])}?one={one}&other={other}"


def printed(category: Category, names: Mapping[str, str]) -> tuple[Section, ...]:
    """Everything a kind of request says, in the reader's language."""
    return pathwaytext.printed(category, _, names)


CHANGES: Final[dict[Change, str]] = {
    Change.ADDED: gettext_noop("added"),
    Change.REMOVED: gettext_noop("taken out"),
    Change.CHANGED: gettext_noop("changed"),
}


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    """One line that is not the same in two versions."""

    label: str
    change: str
    words: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DifferencePart:
    """What belongs together of that."""

    title: str
    rows: list[DifferenceRow]


def compared(one: Category, other: Category, names: Mapping[str, str]) -> list[DifferencePart]:
    """What is different between two versions."""
    found = textdiff.compared(printed(one, names), printed(other, names))
    return [
        DifferencePart(
            title=part.title,
            rows=[
                DifferenceRow(
                    label=row.label,
                    change=str(row.change),
                    words=_(CHANGES[row.change]),
                    before=row.before,
                    after=row.after,
                )
                for row in part.rows
            ],
        )
        for part in textdiff.changes(found)
    ]


@dataclass(frozen=True, kw_only=True)
class ProblemAt:
    """One thing that stands in the way, and the field to go to."""

    field: str
    words: str


def problems(
    reasons: Iterable[Reason], cards: Sequence[Group], facts: Mapping[str, str]
) -> list[ProblemAt]:
    """Each mistake at its field, or at the nearest thing around it."""
    labels = dict(_places(cards))
    return [_problem(each, labels, facts) for each in reasons]


def _places(groups: Iterable[Group]) -> Iterator[tuple[str, str]]:
    for group in groups:
        yield group.name, group.legend
        yield from ((each.name, each.label) for each in group.fields if each.kind != "kept")
        yield from _places(group.groups)


def _problem(reason: Reason, labels: Mapping[str, str], facts: Mapping[str, str]) -> ProblemAt:
    if not isinstance(reason, Mistake):
        field = "reason" if reason.code == "reason" else ""
        return ProblemAt(field=field, words=_(reason.words).format(**dict(reason.values)))
    place = list(map(str, reason.path))
    label = labels.get(".".join(place), "")
    while place and ".".join(place) not in labels:
        place.pop()
    words = _FORM_WORDS.get(reason.words, reason.words)
    values = {key: _value(key, value, label, facts) for key, value in reason.values}
    said = _(words).format(**values)
    return ProblemAt(field=".".join(place), words=f"{said[:1].upper()}{said[1:].rstrip('.')}.")


_FORM_WORDS: Final[dict[str, str]] = {
    window.NO_LENGTH: gettext_noop(
        "Write a whole number and choose in what it is counted. Hours go with the same business "
        "day, or with days before the visit."
    ),
    window.TOO_LONG: gettext_noop("That is longer than any promise: check the number."),
    window.NO_TIME: gettext_noop("That leaves no time at all."),
    window.NO_HOUR: gettext_noop("Write an hour such as 15:00."),
    categoryfile.NO_SMALL_CODE: gettext_noop("Say in words what this is."),
    condition.NO_FACT: gettext_noop("Add a condition: a rule without one never holds."),
    condition.UNKNOWN: gettext_noop("Choose what the condition is about."),
    condition.A_FLAG: gettext_noop("“{fact}” is so or it is not: choose “is so”."),
    condition.A_NUMBER: gettext_noop("“{fact}” is a number: say at least or at most how many."),
    condition.A_CHOICE: gettext_noop("“{fact}” has values: say which of them, one a line."),
    table.NONE_OF: gettext_noop("Choose one."),
    table.NOT_TEXT: gettext_noop("Fill in {key}."),
    table.MISSING: gettext_noop("Fill in {key}."),
}
"""What a form says where a file would name keys."""


def _value(key: str, value: str, label: str, facts: Mapping[str, str]) -> str:
    """A value of a mistake as the form's reader knows it: labels for keys, words for lengths."""
    if key == "key":
        return f"“{label or value}”"
    if key == "fact":
        return facts.get(value.strip("'"), value)
    if key in {"window", "usual", "resolve", "first_action"}:
        return length(window.read(value), _)
    return value


@dataclass(frozen=True, kw_only=True)
class TriedWords:
    """What a change would have meant, in sentences."""

    lede: str
    lines: list[str]


def tried(found: Difference) -> TriedWords:
    """What a change would have done to what came in during the last thirty days."""
    if not found.callbacks:
        nothing = _(
            "None of these came in during the last 30 days, so there is nothing to try it on."
        )
        return TriedWords(lede=nothing, lines=[])
    lede = ngettext(
        "{count} of these came in during the last 30 days.",
        "{count} of these came in during the last 30 days.",
        found.callbacks,
    )
    return TriedWords(lede=lede.format(count=found.callbacks), lines=list(_tried(found)))


def _tried(found: Difference) -> Iterator[str]:
    moved = _("Due earlier: {earlier}. Due later: {later}.")
    if found.earlier or found.later:
        yield moved.format(earlier=found.earlier, later=found.later)
    else:
        yield _("None of them would have been due at another time.")
    yield _("Kept the promise of a first action: {before} then, {after} with this change.").format(
        before=found.before.kept, after=found.after.kept
    )
    yield _("Broke it: {before} then, {after} with this change.").format(
        before=found.before.broken, after=found.after.broken
    )
    if found.before.open or found.after.open:
        yield _("Not due yet: {before} now, {after} with this change.").format(
            before=found.before.open, after=found.after.open
        )
    yield _("Went to a clinician: {before} then, {after} with this change.").format(
        before=found.to_clinician_before, after=found.to_clinician_after
    )


def fact_names(options: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What the facts are called that a rule may lean on."""
    return {**{code: _(each.words) for code, each in condition.KNOWN.items()}, **dict(options)}
