"""One line of the script is said otherwise; the rest stays, and only new mistakes are told."""

from typing import Any

from ringback.rules import scriptedit
from tests.rules.pathways import shipped


def told(written: dict[str, Any], code: str, **said: str) -> dict[str, list[str]]:
    found = scriptedit.mistakes(written, code, said)
    return {language: [each.code for each in reasons] for language, reasons in found.items()}


def test_only_the_words_of_that_line_change() -> None:
    before = shipped("scripts")
    after = scriptedit.with_words(before, "verify", {"en": "May I verify your {identifiers}?"})
    lines = {each["code"]: each for each in after["step"]}
    old = {each["code"]: each for each in before["step"]}
    assert lines.pop("verify") == {**old.pop("verify"), "en": "May I verify your {identifiers}?"}
    assert lines == old
    assert {key: after[key] for key in after if key != "step"} == {
        key: before[key] for key in before if key != "step"
    }


def test_a_script_without_situations_has_none_afterwards() -> None:
    step = [{"code": "why", "en": "a", "es": "b"}]
    assert scriptedit.with_words({"step": step}, "why", {"es": "c"}) == {
        "step": [{"code": "why", "en": "a", "es": "c"}]
    }


def test_words_that_can_be_said_have_no_mistake() -> None:
    assert told(shipped("scripts"), "verify", en="May I verify your {identifiers}?") == {}


def test_each_language_has_its_own_mistakes() -> None:
    found = told(shipped("scripts"), "why", en="About {kind_of_request} and {nobody}.", es="Hola.")
    assert found == {"en": ["unknown_blank"], "es": ["must_say"]}


def test_what_was_wrong_before_is_not_told_of_the_new_words() -> None:
    written = shipped("scripts")
    written["step"][0]["es"] = ""
    assert told(written, "verify", en="May I verify your {identifiers}?") == {}
