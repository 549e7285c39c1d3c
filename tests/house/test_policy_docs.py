"""The policy file in the documentation is one that can be applied."""

import re
import tomllib
from pathlib import Path

from ringback.rules import policychange, policyfile

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy-file.md"


def test_the_example_has_no_mistake() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    data = policychange.plain(tomllib.loads(example))
    assert [(each.path, str(each)) for each in policyfile.mistakes(data)] == []
    assert {*data} == {*policyfile.PARTS} - {"contact", "scripts"}


def test_every_part_and_key_is_explained() -> None:
    text = PAGE.read_text(encoding="utf-8")
    keys = ["name", "code", "kind", "tighten", "ask", "done", "attempts", "voicemail", "chart"]
    keys += [
        "handlers",
        "escalation",
        "unreachable",
        "never_named",
        "script",
        "first_try",
        "resolve",
    ]
    assert [each for each in (*policyfile.PARTS, *keys) if f"`{each}`" not in text] == []
