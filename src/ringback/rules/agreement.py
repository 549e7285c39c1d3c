"""The words for the phone and the pathways have to agree, whichever of the two is changed.

What may not be done at the desk goes to somebody who is asked about that kind of request, a
clinical question to a clinician, and what tells a stranger something is not named to one. Each of
the two may be right by itself and wrong beside the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ringback.rules.category import CLINICAL_POSTS, Kind
from ringback.rules.escalation import PATHWAY_OF
from ringback.rules.placetext import POSTS
from ringback.rules.queue import Level
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.script import MayNot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ringback.rules.category import Category
    from ringback.rules.script import Refusal, Script
    from ringback.rules.table import Path

NOT_ASKED: Final = gettext_noop("“{line}” goes to {post}, who is not asked about “{kind}”.")
NEVER_NAMED: Final = gettext_noop(
    "“{kind}” may not be named before it is known who listens: take its words out of the script."
)
NOT_CLINICAL: Final = gettext_noop("“{line}” is a clinical question and cannot go to {post}.")

CLINICAL: Final = frozenset(
    {
        MayNot.DIAGNOSE, MayNot.INTERPRET_SYMPTOMS, MayNot.EXPLAIN_RESULTS,
        MayNot.RECOMMEND_TREATMENT, MayNot.LOWER_URGENCY,
    }
)  # fmt: skip
"""What only a clinician answers."""

OF_MONEY: Final = "BILL"
"""The kind of request every practice has on which a question of coverage goes on."""


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """One thing that does not fit: where the script says it, and which pathway's key it is about.

    `code` is "" where every pathway would disagree.
    """

    reason: Reason
    said: Path
    code: str = ""
    key: str = ""


def disagreements(said: Script, pathways: Iterable[Category]) -> tuple[Disagreement, ...]:
    """Everything in which they do not fit together; empty means they do."""
    by_code = {each.code: each for each in pathways}
    found = [
        each
        for place, refusal in enumerate(said.refusals)
        if refusal.line.code in set(MayNot)
        for each in _of_refusal(refusal, by_code, ("may_not", place))
    ]
    return (*dict.fromkeys(found), *_named(said, by_code))


def _named(said: Script, by_code: Mapping[str, Category]) -> Iterator[Disagreement]:
    """Kinds of request the script names to whoever answers, and must not."""
    for place, each in enumerate(said.kinds):
        category = by_code.get(each.code)
        if category is not None and not category.may_be_named and any(each.before.values()):
            values = (("kind", category.name),)
            reason = Reason(code="never_named", words=NEVER_NAMED, values=values)
            path: Path = ("kind", place)
            yield Disagreement(reason=reason, said=path, code=category.code, key="never_named")


def _of_refusal(
    refusal: Refusal, by_code: Mapping[str, Category], said: Path
) -> Iterator[Disagreement]:
    may_not = MayNot(refusal.line.code)
    posts = dict.fromkeys([refusal.goes_to, *refusal.instead.values()])
    if may_not in CLINICAL:
        for post in (each for each in posts if each not in CLINICAL_POSTS):
            reason = _reason("not_clinical", NOT_CLINICAL, refusal, post)
            yield Disagreement(reason=reason, said=said)
    for category in by_code.values():
        post = refusal.post(category.code)
        on = by_code.get(handed_on(may_not, category))
        if on is not None and post not in {step.post for step in on.escalation}:
            reason = _reason("not_asked", NOT_ASKED, refusal, post, kind=on.name)
            yield Disagreement(reason=reason, said=said, code=on.code, key="escalation")


def handed_on(may_not: MayNot, category: Category) -> str:
    """The kind of request such a question is on once it was handed over.

    A clinical question leaves a routine kind for a clinician's, one of money goes to billing.
    """
    if may_not is MayNot.PROMISE_COVERAGE:
        return OF_MONEY
    if may_not in CLINICAL and category.kind is Kind.ROUTINE:
        return PATHWAY_OF[Level.CLINICAL]
    return category.code


def _reason(code: str, words: str, refusal: Refusal, post: str, **more: str) -> Reason:
    """`line`, `post` and `kind` are message ids, as the words are."""
    named = {str(each): name for each, name in POSTS.items()}.get(post, post)
    values = {"line": refusal.line.words, "post": named, **more}
    return Reason(code=code, words=words, values=tuple(values.items()))
