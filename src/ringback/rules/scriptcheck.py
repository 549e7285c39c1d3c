"""What is wrong with a script, found while it is saved and never on the phone.

Each answer names the sentence and says what to change. A script with no mistakes asks for the
patient by name first, tells a stranger nothing, and has a sentence and a person for everything the
desk may not do.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

from ringback.rules import placeholder
from ringback.rules.category import Post
from ringback.rules.placeholder import LANGUAGES, PLACEHOLDERS
from ringback.rules.reason import Reason, gettext_noop
from ringback.rules.script import MAY_NOTS, STEPS, Moment, ScriptError, StepRule, may_say, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ringback.rules.script import Kind, Line, Refusal, Script

MISSING_STEP: Final = gettext_noop("“{line}” is missing. Every script needs it.")
UNKNOWN_STEP: Final = gettext_noop("“{line}” is not a step we know. Check its name.")
TWICE: Final = gettext_noop("“{line}” is there twice. Keep one.")
EMPTY: Final = gettext_noop("“{line}” has no words in {language}.")
BRACES: Final = gettext_noop("“{line}”: a brace is opened or closed and its partner is missing.")
UNKNOWN_BLANK: Final = gettext_noop("“{line}”: {blank} is not a blank we can fill.")
TOO_EARLY: Final = gettext_noop(
    "“{line}” is said before we know who is listening, so it may not say {blank}."
)
MUST_SAY: Final = gettext_noop("“{line}” must say {blank}.")
NAME_NEEDED: Final = gettext_noop("“{line}” must ask for the patient by name.")
NAME_ONLY: Final = gettext_noop(
    "“{line}” may only ask for the name: leave out “{said}” until the patient is on the line."
)
NEVER_SAID: Final = gettext_noop(
    "“{line}” says “{said}”, which tells a stranger something about the patient."
)
NO_LIST: Final = gettext_noop("The list of words never to be said is empty in {language}.")
ONE_LANGUAGE: Final = gettext_noop("{kind}: say it in every language or in none.")
NO_BLANKS_HERE: Final = gettext_noop("{kind}: no braces here; these words are said as they stand.")
UNREADABLE: Final = gettext_noop("This cannot be read: {said}.")
NOBODY: Final = gettext_noop("“{line}” goes to {post}, who is not on the list.")

NO_SUCH_POST: Final = gettext_noop("There is no post called {post}; it may be {known}.")

_LANGUAGE_NAMES: Final = {"en": gettext_noop("English"), "es": gettext_noop("Spanish")}
_BEFORE: Final = frozenset({Moment.FIRST, Moment.BEFORE})
_NAMES: Final = frozenset({"patient_first_name", "patient_name"})

_ASKING_WORDS: Final = {
    "en": "hello hi good morning afternoon evening may might can could i we am trying speak talk "
    "to with please is are you there this available at home reach ask for",
    "es": "hola bueno buenos buenas dias tardes noches puedo podria podemos quisiera hablar "
    "comunicarme me comunica con por favor esta se encuentra es usted ahi pregunto",
}
_ASKING: Final = {language: frozenset(words.split()) for language, words in _ASKING_WORDS.items()}
"""The words that ask for somebody and tell nothing."""

_WORD: Final = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def of_written(written: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Everything that is wrong with a script as a practice writes it."""
    try:
        return mistakes(read(written))
    except ScriptError as wrong:
        return (_reason("unreadable", UNREADABLE, said=str(wrong)),)


def mistakes(script: Script) -> tuple[Reason, ...]:
    """Everything that keeps this script from being saved; empty means it can be said.

    The values `line` and `language` are message ids, as the words are.
    Whether it fits the practice's pathways is in rules/agreement.py.
    """
    return (
        *_of_the_whole(script),
        *(reason for line in script.lines() for reason in _of_line(line, script)),
        *(reason for each in script.refusals for reason in _of_refusal(each, script)),
        *(reason for each in script.kinds for reason in _of_kind(each, script)),
        *(reason for code, said in script.posts.items() for reason in _of_post(code, said)),
    )


def _of_the_whole(script: Script) -> Iterator[Reason]:
    yield from _all_there([each.code for each in script.steps], STEPS)
    refused = {code.value: StepRule(words=it, moment=Moment.ANY) for code, it in MAY_NOTS.items()}
    yield from _all_there([each.line.code for each in script.refusals], refused)
    yield from _twice([each.code for each in script.lines()])
    yield from _twice([each.code for each in script.kinds])
    for language in LANGUAGES:
        if not script.never_said.get(language):
            yield _reason("no_list", NO_LIST, language=_LANGUAGE_NAMES[language])


def _all_there(codes: list[str], rules: Mapping[str, StepRule]) -> Iterator[Reason]:
    for code, rule in rules.items():
        if code not in codes:
            yield _reason("missing", MISSING_STEP, line=rule.words)
    for code in codes:
        if code not in rules:
            yield _reason("unknown_step", UNKNOWN_STEP, line=code)


def _twice(codes: list[str]) -> Iterator[Reason]:
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            yield _reason("twice", TWICE, line=STEPS[code].words if code in STEPS else code)


def _of_line(line: Line, script: Script) -> Iterator[Reason]:
    for language in LANGUAGES:
        text = line.say[language]
        if not text:
            name = _LANGUAGE_NAMES[language]
            yield _reason("empty", EMPTY, line=line.words, language=name)
            continue
        if placeholder.unbalanced(text):
            yield _reason("braces", BRACES, line=line.words)
        yield from _of_blanks(line, placeholder.names_in(text))
        yield from _of_words(line, text, language, script)


def _of_blanks(line: Line, blanks: tuple[str, ...]) -> Iterator[Reason]:
    allowed = may_say(line)
    for blank in blanks:
        if blank not in PLACEHOLDERS:
            yield _blank("unknown_blank", UNKNOWN_BLANK, line, blank)
        elif blank not in allowed:
            yield _blank("too_early", TOO_EARLY, line, blank)
    must = STEPS[line.code].must if line.code in STEPS else frozenset()
    for blank in sorted(must - set(blanks)):
        yield _blank("must_say", MUST_SAY, line, blank)
    if line.moment is Moment.FIRST and not _NAMES & set(blanks):
        yield _reason("name_needed", NAME_NEEDED, line=line.words)


def _of_words(line: Line, text: str, language: str, script: Script) -> Iterator[Reason]:
    words = _words(placeholder.without_blanks(text))
    if line.moment is Moment.FIRST:
        more = [word for word in words if word not in _ASKING[language]]
        if more:
            yield _reason("name_only", NAME_ONLY, line=line.words, said=" ".join(more))
    if line.moment in _BEFORE:
        yield from _tells(line.words, words, script.never_said.get(language, ()))


def _tells(line: str, words: Iterable[str], never_said: tuple[str, ...]) -> Iterator[Reason]:
    stems = tuple(each[:-1] for each in never_said if each.endswith("*"))
    whole = frozenset(never_said)
    for word in words:
        if word in whole or word.startswith(stems):
            yield _reason("never_said", NEVER_SAID, line=line, said=word)


def _of_refusal(refusal: Refusal, script: Script) -> Iterator[Reason]:
    for post in dict.fromkeys([refusal.goes_to, *refusal.instead.values()]):
        if post not in script.posts:
            yield _reason("nobody", NOBODY, line=refusal.line.words, post=post)


def _of_kind(kind: Kind, script: Script) -> Iterator[Reason]:
    for said in (kind.before, kind.topic, kind.help_with):
        if any(said.values()):
            yield from _plain(kind.code, said)
    for language, text in kind.before.items():
        yield from _tells(kind.code, _words(text), script.never_said.get(language, ()))


def _of_post(code: str, said: Mapping[str, str]) -> Iterator[Reason]:
    if code not in set(Post):
        yield _reason("no_such_post", NO_SUCH_POST, post=code, known=", ".join(Post))
    yield from _plain(code, said)


def _plain(name: str, said: Mapping[str, str]) -> Iterator[Reason]:
    """Words that fill a blank: in every language, and without blanks of their own."""
    if not all(said.values()):
        yield _reason("one_language", ONE_LANGUAGE, kind=name)
    if any("{" in text or "}" in text for text in said.values()):
        yield _reason("no_blanks_here", NO_BLANKS_HERE, kind=name)


def _words(text: str) -> list[str]:
    """The words in small letters and without accents, as the list of words writes them."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(each for each in spread if not unicodedata.combining(each)))


def _blank(code: str, words: str, line: Line, blank: str) -> Reason:
    return _reason(code, words, line=line.words, blank="{" + blank + "}")


def _reason(code: str, words: str, **values: str) -> Reason:
    return Reason(code=code, words=words, values=tuple(values.items()))
