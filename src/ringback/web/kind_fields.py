"""The fields of the form for a kind of request: labels, choices, and what is wrong at each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from ringback.rules import condition
from ringback.rules.category import COUNTED, Another, FactKind, FirstAction, Needs, Post
from ringback.rules.categoryfile import TEMPLATES
from ringback.rules.pathwaytext import ANOTHER, FIRST_ACTIONS
from ringback.rules.placetext import POSTS, ROLES
from ringback.rules.queue import Level
from ringback.rules.reason import gettext_noop
from ringback.rules.voicemail import IN_WORDS, Template
from ringback.web.kind_form import COUNTED_KIND, UNITS
from ringback.web.window_words import BUSINESS_MINUTES
from ringback.web.words import LEVELS, practice_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ringback.web.kind_form import Tree

Options = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to fill in. `kind`: text, small, number, hour, choose, ticks, tick, kept."""

    name: str
    label: str
    kind: str
    value: Any = ""
    options: Options = field(default_factory=list)
    hint: str = ""
    wrong: tuple[str, ...] = ()
    focus: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that belong together; `groups` are its entries, each of which may be taken out.

    `add` is the place a new entry goes to and what the button for it says. `look` is how it is
    drawn: card, entry, fold (an entry that only shows what it `says` until it is opened), length
    (one line), rare (folded away until somebody wants it).
    """

    name: str
    legend: str
    look: str = "card"
    hint: str = ""
    fields: list[Field] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    add: tuple[str, str] | None = None
    remove: str = ""
    wrong: tuple[str, ...] = ()
    open: bool = False
    says: str = ""

    def opened(self) -> bool:
        """Whether something in it is wrong, or is where to go on."""
        here = self.wrong or any(each.wrong or each.focus for each in self.fields)
        return bool(here) or any(each.opened() for each in self.groups)


UNIT_WORDS: Final[dict[str, str]] = dict(
    zip(
        UNITS,
        (
            gettext_noop("business minutes"),
            gettext_noop("business days"),
            gettext_noop("the same business day"),
            gettext_noop("by closing"),
            gettext_noop("minutes"),
            gettext_noop("calendar days"),
            gettext_noop("business days before the visit"),
        ),
        strict=True,
    )
)
KIND_WORDS: Final[dict[str, str]] = {
    FactKind.TICK: gettext_noop("a check mark"),
    FactKind.TEXT: gettext_noop("some words"),
    FactKind.DATE: gettext_noop("a day"),
    FactKind.MOMENT: gettext_noop("a day and time"),
    FactKind.NUMBER: gettext_noop("a number"),
    FactKind.CHOICE: gettext_noop("one of several values"),
}
NEEDS_WORDS: Final[dict[str, str]] = {
    "": gettext_noop("anybody"),
    Needs.REACHED: gettext_noop("the patient, on a call"),
    Needs.REACHED_OR_DECLINED: gettext_noop("the patient, also if they declined"),
    Needs.CLINICIAN: gettext_noop("a clinician"),
}
HOW_WORDS: Final[dict[str, str]] = {
    "so": gettext_noop("is so"),
    "at_least": gettext_noop("is at least"),
    "at_most": gettext_noop("is at most"),
    "one_of": gettext_noop("is one of (one a line)"),
}


@dataclass(frozen=True, kw_only=True)
class Maker:
    """Makes the fields of a form: `wrong` is what to say at each place, `focus` where to go on."""

    wrong: Mapping[str, tuple[str, ...]]
    focus: str
    kinds: Options
    facts: Options

    def at(self, name: str) -> tuple[str, ...]:
        """What is wrong at a place."""
        return self.wrong.get(name, ())

    def text(
        self, name: str, label: str, value: str, *, kind: str = "text", hint: str = ""
    ) -> Field:
        """A box for words."""
        return Field(
            name=name,
            label=label,
            kind=kind,
            value=value,
            hint=hint,
            wrong=self.at(name),
            focus=bool(self.focus) and name.startswith(f"{self.focus}."),
        )

    def choose(self, name: str, label: str, value: str, options: Options) -> Field:
        """One of several; a value that is none of them stays what it is."""
        known = [code for code, _words in options]
        extra = [] if value in known else [(value, value)]
        return Field(
            name=name,
            label=label,
            kind="choose",
            value=value,
            options=[*options, *extra],
            wrong=self.at(name),
        )

    def ticks(self, name: str, label: str, value: list[str], options: Options) -> Field:
        """Any of several."""
        return Field(
            name=name, label=label, kind="ticks", value=value, options=options, wrong=self.at(name)
        )

    def tick(self, name: str, label: str, *, value: bool) -> Field:
        """Yes or no."""
        return Field(name=name, label=label, kind="tick", value=value, wrong=self.at(name))

    def length(self, name: str, label: str, value: Tree, *, may_lack: bool = True) -> Group:
        """How long: a number, in what it is counted, and for the rare ones an hour."""
        none = [("", _("– not set –"))] if may_lack or not value["unit"] else []
        hours = [
            self.text(f"{name}.at", _("at (hour)"), value["at"], kind="hour"),
            self.text(f"{name}.since", _("what comes in after"), value["since"], kind="hour"),
            self.text(f"{name}.until", _("is due the next day at"), value["until"], kind="hour"),
        ]
        rare = Group(
            name=f"{name}.hours",
            legend=_("At a set hour"),
            look="rare",
            fields=hours,
            open=bool(value["at"] or value["since"] or value["until"]),
        )
        fields = [
            self.text(f"{name}.amount", _("How many"), value["amount"], kind="number"),
            self.choose(f"{name}.unit", _("Counted in"), value["unit"], none + units()),
        ]
        return Group(
            name=name,
            legend=label,
            hint=_(BUSINESS_MINUTES),
            look="length",
            fields=fields,
            groups=[rare],
            wrong=self.at(name),
        )

    def entries(
        self, name: str, legend: str, groups: list[Group], add: str, hint: str = ""
    ) -> Group:
        """A list of entries with a button for one more."""
        return Group(
            name=name,
            legend=legend,
            hint=hint,
            look="entry" if "." in name else "card",
            groups=groups,
            add=(name, add),
            wrong=self.at(name),
        )


def worded(table: Mapping[Any, str]) -> Options:
    """The choices of a table of ours."""
    return [(str(code), _(words)) for code, words in table.items()]


def units() -> Options:
    """In what a length may be counted."""
    return worded(UNIT_WORDS)


def roles() -> Options:
    """The roles that work with patients."""
    return [(str(role), _(words)) for role, words in list(ROLES.items())[:4]]


def posts() -> Options:
    """Every post."""
    return [(str(post), _(POSTS[post])) for post in Post]


def levels() -> Options:
    """How pressing something may be raised to."""
    found = (Level.EMERGENCY, Level.URGENT, Level.CLINICAL)
    return [("", _("– as it is –")), *((str(each), _(LEVELS[each])) for each in found)]


def first_actions() -> Options:
    """What may count as the first action."""
    return [(str(each), _(FIRST_ACTIONS[each])) for each in FirstAction]


def fact_kinds() -> Options:
    """How a fact may be given, and what is counted by itself."""
    counted = [(COUNTED_KIND + code, _("by itself:") + f" {_(it)}") for code, it in COUNTED.items()]
    return worded(KIND_WORDS) + counted


def another() -> Options:
    """In what a try may differ from those before."""
    return [(str(each), _(ANOTHER[each])) for each in Another]


def templates(*, none: str) -> Options:
    """The voicemails there are; `none` is what leaving it open is kept as."""
    found = [(each, _(IN_WORDS[Template(each)])) for each in TEMPLATES if each != "none"]
    return [(none, _("– none –")), *found]


def known_facts(tree: Tree) -> Options:
    """What a rule may lean on: what is told by itself, and what people record on this kind."""
    own = [*tree["ask"]]
    own += [fact for each in tree["done"] for group in each["any_of"] for fact in group["all"]]
    recorded = {
        each["code"]: practice_words(each["words"])
        for each in own
        if each["code"] and each["kind"] in {"tick", "number", "choice"}
    }
    told = {code: _(named.words) for code, named in condition.KNOWN.items()}
    return [("", _("– choose –")), *told.items(), *recorded.items()]


def other_kinds(names: Iterable[tuple[str, str]], code: str) -> Options:
    """The other kinds of request, by name."""
    return [("", _("– none –")), *((each, name) for each, name in names if each != code)]
