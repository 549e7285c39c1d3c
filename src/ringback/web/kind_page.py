"""The form for a kind of request, card by card, in the order in which a manager thinks of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ringback.web import kind_fields
from ringback.web.kind_fields import HOW_WORDS, NEEDS_WORDS, Field, Group, Maker, worded
from ringback.web.words import practice_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ringback.web.kind_fields import Options
    from ringback.web.kind_form import Tree


def cards(
    tree: Tree, kinds: Options, wrong: Mapping[str, tuple[str, ...]], focus: str
) -> list[Group]:
    """Every card of the form. `wrong` is what to say at each place, `focus` where to go on."""
    make = Maker(wrong=wrong, focus=focus, kinds=kinds, facts=kind_fields.known_facts(tree))
    return [
        _what(make, tree),
        _who(make, tree),
        _how_soon(make, tree),
        _tighten(make, tree["tighten"]),
        _done(make, tree["done"]),
        _ask(make, tree["ask"]),
        _attempts(make, tree["attempts"]),
        _voicemail(make, tree["voicemail"]),
        _escalation(make, tree["escalation"]),
        _unreachable(make, tree["unreachable"]),
    ]


def _what(make: Maker, tree: Tree) -> Group:
    unnamed = _("Never named before the patient is verified (clinical kinds never are)")
    return Group(
        name="what",
        legend=_("What it is"),
        fields=[
            make.text("name", _("Name"), tree["name"]),
            make.tick("never_named", unnamed, value=tree["never_named"]),
            make.tick("needs_contact", _("The patient is called"), value=tree["needs_contact"]),
            make.tick("needs_note", _("A note is written"), value=tree["needs_note"]),
            make.tick("chart", _("It must stand in the chart too"), value=tree["chart"]),
        ],
    )


def _who(make: Maker, tree: Tree) -> Group:
    who, roles = tree["handlers"], kind_fields.roles()
    owners = _("Posts it belongs to")
    return Group(
        name="handlers",
        legend=_("Who works it"),
        wrong=make.at("handlers"),
        fields=[
            make.ticks("handlers.work", _("Worked to its end by"), who["work"], roles),
            make.ticks("handlers.hand_off", _("Handed on by"), who["hand_off"], roles),
            make.ticks("handlers.posts", owners, who["posts"], kind_fields.posts()),
        ],
    )


def _how_soon(make: Maker, tree: Tree) -> Group:
    counts = kind_fields.first_actions()
    visit = tree["without_visit"]
    without = [
        make.length("without_visit.first_action", _("First action within"), visit["first_action"]),
        make.length("without_visit.resolve", _("Finished within"), visit["resolve"]),
    ]
    first = _("First action within")
    return Group(
        name="soon",
        legend=_("How soon"),
        fields=[
            make.choose(
                "first_action_is",
                _("What counts as the first action"),
                tree["first_action_is"] or counts[0][0],
                counts,
            )
        ],
        groups=[
            make.length("first_action", first, tree["first_action"], may_lack=False),
            make.length("resolve", _("Finished within"), tree["resolve"], may_lack=False),
            make.length("first_try", _("A first try makes sense from"), tree["first_try"]),
            Group(
                name="without_visit",
                legend=_("Where these count back from a visit and none is known"),
                look="rare",
                groups=without,
                wrong=make.at("without_visit"),
                open=any(each["unit"] for each in visit.values()),
            ),
        ],
    )


def _tests(make: Maker, name: str, legend: str, tests: list[Tree]) -> Group:
    groups = [
        Group(
            name=f"{name}.{place}",
            legend=_("Condition"),
            look="length",
            remove=f"{name}.{place}",
            fields=[
                make.choose(f"{name}.{place}.fact", _("What"), each["fact"], make.facts),
                make.choose(f"{name}.{place}.how", _("How"), each["how"], worded(HOW_WORDS)),
                make.text(f"{name}.{place}.value", _("How much"), each["value"], kind="small"),
            ],
        )
        for place, each in enumerate(tests)
    ]
    return make.entries(name, legend, groups, _("Add a condition"))


def _tighten(make: Maker, rules: list[Tree]) -> Group:
    groups = [_rule(make, f"tighten.{place}", place, each) for place, each in enumerate(rules)]
    hint = _("A rule only ever moves something earlier. Several may hold at once.")
    legend = _("What makes it more pressing")
    return make.entries("tighten", legend, groups, _("Add a rule"), hint=hint)


def _rule(make: Maker, name: str, place: int, rule: Tree) -> Group:
    words = _("How the queue says it")
    tell = [("", _("– nobody –")), *kind_fields.posts()]
    return Group(
        name=name,
        legend=_("Rule {number}").format(number=place + 1),
        look="fold",
        says=practice_words(rule["words"]),
        remove=name,
        wrong=make.at(name),
        fields=[
            make.text(f"{name}.words", words, rule["words"]),
            make.choose(f"{name}.level", _("It is then"), rule["level"], kind_fields.levels()),
            make.choose(f"{name}.becomes", _("It becomes"), rule["becomes"], make.kinds),
            make.choose(f"{name}.also", _("Beside it opens"), rule["also"], make.kinds),
            make.choose(f"{name}.tell", _("Who hears of it"), rule["tell"], tell),
        ],
        groups=[
            _tests(make, f"{name}.when", _("When all of this is so"), rule["when"]),
            make.length(f"{name}.first_action", _("First action within"), rule["first_action"]),
            make.length(f"{name}.resolve", _("Finished within"), rule["resolve"]),
            make.length(f"{name}.by_law", _("By law within"), rule["by_law"]),
        ],
    )


def _fact(make: Maker, name: str, fact: Tree, legend: str) -> Group:
    values = _("The values, one a line (only for one of several)")
    return Group(
        name=name,
        legend=legend,
        look="entry",
        remove=name,
        wrong=make.at(name),
        fields=[
            Field(name=f"{name}.code", label="", kind="kept", value=fact["code"]),
            make.text(f"{name}.words", _("What"), fact["words"]),
            make.choose(f"{name}.kind", _("Given as"), fact["kind"], kind_fields.fact_kinds()),
            make.choose(f"{name}.needs", _("Told by"), fact["needs"], worded(NEEDS_WORDS)),
            make.text(f"{name}.choices", values, fact["choices"], kind="small"),
        ],
    )


def _done(make: Maker, done: list[Tree]) -> Group:
    groups = [_requirement(make, f"done.{place}", place, each) for place, each in enumerate(done)]
    hint = _("It is done when every one of these is so; each may be met in more than one way.")
    return make.entries("done", _("Done when"), groups, _("Add something needed"), hint=hint)


def _requirement(make: Maker, name: str, place: int, requirement: Tree) -> Group:
    ways = [
        _way(make, f"{name}.any_of.{number}", number, each["all"])
        for number, each in enumerate(requirement["any_of"])
    ]
    add = _("Add another way")
    only = _("Only when all of this is so (empty: always)")
    return Group(
        name=name,
        legend=_("Needed {number}").format(number=place + 1),
        look="fold",
        says=practice_words(requirement["words"]),
        remove=name,
        wrong=make.at(name),
        fields=[
            Field(name=f"{name}.code", label="", kind="kept", value=requirement["code"]),
            make.text(f"{name}.words", _("What the list says is needed"), requirement["words"]),
        ],
        groups=[
            make.entries(f"{name}.any_of", _("Ways to meet it"), ways, add),
            _tests(make, f"{name}.only_when", only, requirement["only_when"]),
        ],
    )


def _way(make: Maker, name: str, number: int, facts: list[Tree]) -> Group:
    groups = [
        _fact(make, f"{name}.all.{place}", fact, _("Fact {number}").format(number=place + 1))
        for place, fact in enumerate(facts)
    ]
    return Group(
        name=name,
        legend=_("Way {number}: all of these").format(number=number + 1),
        look="entry",
        remove=name,
        groups=groups,
        add=(f"{name}.all", _("Add a fact")),
        wrong=make.at(name) + make.at(f"{name}.all"),
    )


def _ask(make: Maker, facts: list[Tree]) -> Group:
    groups = [
        replace(
            _fact(make, f"ask.{place}", fact, _("Fact {number}").format(number=place + 1)),
            look="fold",
            says=practice_words(fact["words"]),
        )
        for place, fact in enumerate(facts)
    ]
    hint = _("Facts the rules above lean on. Nobody has to give them before it is done.")
    return make.entries("ask", _("Worth asking"), groups, _("Add a fact"), hint=hint)


def _attempts(make: Maker, tries: list[Tree]) -> Group:
    groups = [
        Group(
            name=f"attempts.{place}",
            legend=_("Try {number}").format(number=place + 2),
            look="entry",
            remove=f"attempts.{place}",
            wrong=make.at(f"attempts.{place}"),
            fields=[
                make.ticks(
                    f"attempts.{place}.another",
                    _("How it differs from those before"),
                    each["another"],
                    kind_fields.another(),
                )
            ],
            groups=[
                make.length(
                    f"attempts.{place}.wait",
                    _("After (not set: from the next business day on)"),
                    each["wait"],
                ),
                make.length(f"attempts.{place}.within", _("Not later than"), each["within"]),
            ],
        )
        for place, each in enumerate(tries)
    ]
    legend = _("The next tries, where nobody is reached")
    return make.entries("attempts", legend, groups, _("Add a try"))


def _voicemail(make: Maker, voicemail: Tree) -> Group:
    return Group(
        name="voicemail",
        legend=_("Voicemail"),
        wrong=make.at("voicemail"),
        fields=[
            make.choose(
                "voicemail.template",
                _("What may be left"),
                voicemail["template"],
                kind_fields.templates(none="none"),
            ),
            make.choose(
                "voicemail.with_consent",
                _("Where the patient agreed to it"),
                voicemail["with_consent"],
                kind_fields.templates(none=""),
            ),
            make.text(
                "voicemail.never_say",
                _("Words never said on it, one a line"),
                voicemail["never_say"],
                kind="small",
            ),
        ],
    )


def _escalation(make: Maker, steps: list[Tree]) -> Group:
    posts = [("", _("– choose –")), *kind_fields.posts()]
    groups = [
        Group(
            name=f"escalation.{place}",
            legend=_("Step {number}").format(number=place + 1),
            look="entry",
            remove=f"escalation.{place}",
            wrong=make.at(f"escalation.{place}"),
            fields=[make.choose(f"escalation.{place}.post", _("Who"), each["post"], posts)],
            groups=[
                make.length(
                    f"escalation.{place}.within",
                    _("Has to take it within"),
                    each["within"],
                    may_lack=False,
                )
            ],
        )
        for place, each in enumerate(steps)
    ]
    hint = _("Nobody there, or no answer in time: the next one is asked.")
    legend = _("Who is asked, one after the other")
    return make.entries("escalation", legend, groups, _("Add a step"), hint=hint)


def _unreachable(make: Maker, rule: Tree) -> Group:
    roles, name = kind_fields.roles(), "unreachable"
    return Group(
        name=name,
        legend=_("When the patient cannot be reached"),
        wrong=make.at(name),
        fields=[
            make.ticks(f"{name}.decided_by", _("Decided by"), rule["decided_by"], roles),
            make.text(
                f"{name}.after_tries",
                _("After so many tries"),
                rule["after_tries"],
                kind="number",
            ),
            make.tick(f"{name}.written", _("And a message in writing"), value=rule["written"]),
            make.tick(f"{name}.by_rule", _("It may close by itself"), value=rule["by_rule"]),
            make.text(f"{name}.instead", _("What happens instead"), rule["instead"]),
        ],
    )
