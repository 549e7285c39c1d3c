"""`ringback policy`: a practice's whole policy as one file, checked, compared and applied."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from typer.testing import CliRunner

from ringback.actions import parts as by_page
from ringback.actions import policy
from ringback.actions.act import signed
from ringback.cli.policy import app
from ringback.engine.wallclock import now as clock
from ringback.models import CategoryVersion, Lane, LaneMember, Location, PolicyPart
from ringback.queries import policy as parts
from ringback.queries.scope import scope
from ringback.rules.access import Permission
from ringback.rules.hoursfile import WEEKDAYS
from ringback.rules.policy import Part
from tests import records
from tests.actions.test_parts import by_closing
from tests.cast import NOON, came_in
from tests.rules.policies import one, whole

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Cast


def ring(*args: object, answer: str = "") -> tuple[int, str, str]:
    """Run a command: exit code, what it printed, what it complained of."""
    found = CliRunner().invoke(app, [str(each) for each in args], input=answer)
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
    return found.exit_code, found.stdout, found.stderr


def exported(cast: Cast, file: Path) -> bytes:
    assert ring("export", file, "--practice", cast.slug)[0] == 0
    return file.read_bytes()


def saved(file: Path, data: dict[str, Any]) -> Path:
    file.write_text(tomli_w.dumps(data), encoding="utf-8")
    return file


def without_lanes(cast: Cast) -> None:
    """A file leaves what it does not name: two practices are alike only without their own."""
    with scope(cast.practice_id):
        Lane.objects.update(removed_at=NOON)


def set_up(cast: Cast) -> None:
    """A practice that has set something of everything."""
    without_lanes(cast)
    with scope(cast.practice_id):
        Lane.objects.create(
            practice_id=cast.practice_id,
            name="Phones",
            categories=["NEWPT", "MISSED"],
            room=9999,
            check_minutes=30,
            check_from=time(8),
            check_until=time(17),
            created_at=NOON,
        )
        Location.objects.create(
            practice_id=cast.practice_id, slug="north", name="North office", created_at=NOON
        )
    hours = {"monday": ["09:00-12:00", "13:00-15:00"], "holidays": False}
    for part, name, written in (
        (Part.HOURS, "north", hours),
        (Part.PROMISES, "", {"website": "120 business minutes"}),
    ):
        with signed("set", by=cast.mara, now=NOON, needs=Permission.SET_UP) as act:
            seen = parts.current(cast.practice_id, part, name)
            policy.follow(
                act, part, written, seen=seen.version if seen else 0, reason="x", name=name
            )


def versions(cast: Cast) -> dict[str, list[tuple[int, str]]]:
    with scope(cast.practice_id):
        found: dict[str, list[tuple[int, str]]] = {}
        for each in CategoryVersion.objects.order_by("code", "version"):
            found.setdefault(each.code, []).append((each.version, each.reason))
        for part in PolicyPart.objects.order_by("kind", "name", "version"):
            key = f"{part.kind} {part.name}".strip()
            found.setdefault(key, []).append((part.version, part.reason))
        return found


def test_a_policy_goes_to_another_practice_and_back_without_a_byte_changed(
    cedar: Cast, elm: Cast, tmp_path: Path
) -> None:
    set_up(cedar)
    without_lanes(elm)
    file = saved(
        tmp_path / "change.toml",
        {"format": 1, "pathways": [one("NEWPT", first_action="60 business minutes")]},
    )
    assert ring("apply", file, "--yes", "--practice", cedar.slug)[0] == 0
    first = exported(cedar, tmp_path / "cedar.toml")
    assert ring("check", tmp_path / "cedar.toml")[0] == 0
    code, told, _ = ring("apply", tmp_path / "cedar.toml", "--yes", "--practice", elm.slug)
    assert (code, told.splitlines()[-1]) == (0, "Applied: 5 changes.")
    assert exported(elm, tmp_path / "elm.toml") == first
    assert ring("apply", tmp_path / "cedar.toml", "--yes", "--practice", elm.slug)[1] == (
        "Nothing is different from what is set now.\n"
    )
    data = tomllib.loads(first.decode())
    assert data["lanes"] == [
        {
            "name": "Phones",
            "categories": ["MISSED", "NEWPT"],
            "room": 9999,
            "check_minutes": 30,
            "check_from": "08:00",
            "check_until": "17:00",
        }
    ]
    assert list(data["places"]["north"]) == ["name", "hours"]


def test_only_what_differs_is_written_once_with_the_file_as_its_reason(
    cedar: Cast, tmp_path: Path
) -> None:
    before = versions(cedar)
    file = saved(
        tmp_path / "spring.toml",
        whole(
            pathways=[one("NEWPT", first_action="60 business minutes"), one("RX")],
            practice=None, places=None, lanes=None, promises=None, contact=None, scripts=None,
            hours=None,
        ),
    )  # fmt: skip
    code, told, _ = ring("apply", file, "--yes", "--practice", cedar.slug)
    assert (code, told) == (
        0,
        (
            "Kind of request: New patient or appointment request\n"
            "  How soon\n"
            "    First action within:\n"
            "      - 120 business minutes\n"
            "      + 60 business minutes\n"
            "Applied: 1 change.\n"
        ),
    )
    after = versions(cedar)
    assert after.pop("NEWPT") == [*before.pop("NEWPT"), (2, "applied from spring.toml")]
    assert after == before
    (entry,) = records.journal(cedar, "policy applied")
    assert entry.details == {"reason": "applied from spring.toml", "changed": ["pathways NEWPT"]}
    assert entry.subject_kind == "policy"


def test_it_asks_first_and_a_no_changes_nothing(cedar: Cast, tmp_path: Path) -> None:
    before = versions(cedar)
    file = saved(tmp_path / "p.toml", whole(hours={"monday": ["08:00-12:00"]}, lanes=None))
    code, told, _ = ring("apply", file, "--practice", cedar.slug, answer="n\n")
    assert code == 1
    assert "Opening hours\n  monday:\n    - 08:00-17:00\n    + 08:00-12:00\n" in told
    assert versions(cedar) == before
    assert ring("apply", file, "--practice", cedar.slug, answer="y\n")[0] == 0
    assert versions(cedar)["hours"][-1] == (2, "applied from p.toml")


@pytest.mark.parametrize(
    ("number", "before", "words"),
    [
        (1, "1 open callback would be due sooner.", "1 callback is due sooner."),
        (3, "3 open callbacks would be due sooner.", "3 callbacks are due sooner."),
    ],
)
def test_what_new_hours_moved_is_printed_as_a_count(
    cedar: Cast, tmp_path: Path, number: int, before: str, words: str
) -> None:
    by_closing(cedar)
    now = clock()
    always = {**{day: ["00:00-24:00"] for day in WEEKDAYS}, "holidays": False}
    change = {"seen": 1, "reason": "test", "by": cedar.mara, "now": now}
    by_page.change(Part.HOURS, always, **change)
    for _ in range(number):
        came_in(cedar.dana, now=now)
    less = {**{day: ["00:00-23:59"] for day in WEEKDAYS}, "holidays": False}
    file = saved(tmp_path / "p.toml", {"format": 1, "hours": less})
    asked = ring("apply", file, "--practice", cedar.slug, answer="n\n")[1]
    assert asked.splitlines()[-2:] == [
        before,
        "Apply 1 change? [y/N]: n",
    ]
    assert versions(cedar)["hours"][-1][0] == 2
    code, told, _ = ring("apply", file, "--yes", "--practice", cedar.slug)
    assert (code, told.splitlines()[-2:]) == (0, ["Applied: 1 change.", words])


def test_what_would_fall_where_nobody_is_in_is_told_before_it_is_asked(
    cedar: Cast, tmp_path: Path
) -> None:
    now = clock()
    always = {**{day: ["00:00-24:00"] for day in WEEKDAYS}, "holidays": False}
    change = {"seen": 1, "reason": "test", "by": cedar.mara, "now": now}
    by_page.change(Part.HOURS, always, **change)
    came_in(cedar.dana, category="NEWPT", now=now)
    later = WEEKDAYS[(now.weekday() + 3) % 7]
    closed = {**{day: [] for day in WEEKDAYS}, later: ["08:00-09:00"]}
    file = saved(tmp_path / "p.toml", {"format": 1, "hours": closed})
    told = ring("apply", file, "--practice", cedar.slug, answer="n\n")[1]
    assert told.splitlines()[-3:] == [
        "No open callbacks would be due sooner.",
        "1 callback would stay due at a time when nobody is in any more.",
        "Apply 1 change? [y/N]: n",
    ]


def test_every_mistake_is_told_with_its_line_and_nothing_is_applied(
    cedar: Cast, tmp_path: Path
) -> None:
    rule = {"when": {"pregnant": True}, "words": "x", "becomes": "URGNT"}
    wrong = whole(pathways=[one("BILL", tighten=[rule], resolve="0 minutes")], promises={"w": "no"})
    file = saved(tmp_path / "wrong.toml", wrong)
    lines = file.read_text().splitlines()

    def line(text: str) -> int:
        return next(at for at, each in enumerate(lines, 1) if text in each)

    expected = [
        (
            f"{file}:{line('w = ')}: promises · w: 'no' is not a length of time such as "
            "'1 business day'"
        ),
        f"{file}:{line('resolve = ')}: pathways 1 · resolve: '0 minutes' leaves no time at all",
        f"{file}:{line('URGNT')}: pathways 1 · tighten 1 · becomes: URGNT is no kind of request",
    ]
    before = versions(cedar)
    for args in (("check", file), ("apply", file, "--yes", "--practice", cedar.slug)):
        code, out, err = ring(*args)
        assert (code, out, err.splitlines()) == (1, "", expected)
    assert versions(cedar) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"format = 1\nname = \n", ":2: Invalid value"),
        (b"format = 1\nx = [1,\n", ":3: "),
        (b"format = 1\n# \xff\n", ":2: it is not text in UTF-8"),
        (b"x = " + b"[" * 20000, ":1: it is nested too deeply"),
        (b"format = " + b"9" * 5000, ":1: a number in it is too long"),
        (b"format = 1\n[promises]\n\"a\\u0000\" = '1 minute'\n", ":3: promises · a�: take out"),
        (b"#" * 1_000_001, ":1: it is too large for a policy"),
        (b"format = 1\r\n[promises]\r\nw = 'x'\r\n", ":3: promises · w: 'x' is not a length"),
        (b"format = 1\n[scripts]\nnever_said = []\n", ":3: scripts · never_said: "),
        (b"format = 1\n[scripts]\nstep = 3\n", ":3: scripts · step: step must be a list"),
        (b"a = '\xc2\x9b31m'\nformat = 1\n'\\u009b2J' = 1", ":1: "),
    ],
)
def test_a_file_that_is_no_policy_is_one_sentence_with_its_line(
    tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "p.toml"
    file.write_bytes(content)
    code, out, err = ring("check", file)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}{words}")
    assert "\x9b" not in err


def test_a_monstrous_file_is_a_hundred_lines_and_one(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text("format = 1\n" + "[[pathways]]\n" * 200)
    err = ring("check", file)[2].splitlines()
    assert (len(err), err[-1]) == (101, "There may be more: mend these first.")
    file.write_text("format = 1\n" + "[[pathways]]\n" * 70_000)
    words = "pathways: there are more than 200 of these"
    assert ring("check", file) == (1, "", f"{file}:2: {words}\n")


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert ring("check", tmp_path / "none.toml") == (
        1, "", f"{tmp_path / 'none.toml'}:1: it cannot be read (No such file or directory)\n",
    )  # fmt: skip


def test_check_needs_no_database(tmp_path: Path) -> None:
    file = saved(tmp_path / "p.toml", whole())
    command = [sys.executable, "-m", "ringback", "policy", "check", str(file)]
    env = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    env["PYTHONPATH"] = next(each for each in sys.path if each.endswith("src"))
    found = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, f"{file}: nothing is wrong.\n"), found.stderr


def test_who_may_not_set_up_is_refused_and_that_is_written_down(
    cedar: Cast, tmp_path: Path
) -> None:
    from ringback.models import Person

    email = Person.objects.get(id=cedar.dana.person_id).email
    file = saved(tmp_path / "p.toml", whole(lanes=None))
    code, _, err = ring("apply", file, "--yes", "--practice", cedar.slug, "--as", email)
    assert (code, err) == (1, "Your role here does not include this. Ask a manager.\n")
    (entry,) = records.journal(cedar, "setup opened", refused=True)
    assert (entry.actor_id, entry.via) == (cedar.dana.person_id, "cli")
    assert ring("export", "--practice", cedar.slug, "--as", email)[0] == 0


def test_a_lane_with_people_in_it_keeps_its_kinds(cedar: Cast, tmp_path: Path) -> None:
    set_up(cedar)
    with scope(cedar.practice_id):
        lane = Lane.objects.get(name="Phones")
        LaneMember.objects.create(
            practice_id=cedar.practice_id, lane=lane, person_id=cedar.vik.person_id, since=NOON
        )
    before = versions(cedar)
    lanes = [{"name": "Phones", "categories": ["RX"]}]
    file = saved(tmp_path / "p.toml", whole(lanes=lanes, places=None))
    code, _, err = ring("apply", file, "--yes", "--practice", cedar.slug)
    assert (code, err.startswith("People work in the lane Phones")) == (1, True)
    assert versions(cedar) == before
    lanes = [{"name": "Phones", "categories": ["MISSED", "NEWPT"], "room": 5}]
    saved(file, {"format": 1, "lanes": lanes})
    assert ring("apply", file, "--yes", "--practice", cedar.slug)[0] == 0
    with scope(cedar.practice_id):
        kept = Lane.objects.get(name="Phones")
    assert (kept.room, kept.check_minutes, kept.check_from) == (5, None, None)


def test_a_new_kind_of_request_and_one_that_leads_to_it_come_together(
    cedar: Cast, tmp_path: Path
) -> None:
    rule = {"when": {"hardship_or_collections": True}, "words": "plans", "becomes": "PLANS"}
    chain = [*one("BILL")["escalation"], {"post": "front_desk_lead", "within": "1 business day"}]
    plans = one("BILL", code="PLANS", name="Payment plans", escalation=chain)
    pathways = [one("BILL", tighten=[rule]), plans]
    file = saved(tmp_path / "p.toml", {"format": 1, "pathways": pathways})
    code, told, _ = ring("apply", file, "--yes", "--practice", cedar.slug)
    assert (code, "Kind of request: Payment plans (new)" in told) == (0, True)
    assert "it becomes: Payment plans" in told
    assert versions(cedar)["PLANS"] == [(1, "applied from p.toml")]


def test_what_changed_meanwhile_is_refused(cedar: Cast) -> None:
    from ringback.actions import policyfile
    from ringback.actions.act import Refused, Stale

    looked = policyfile.exported(by=cedar.mara, now=NOON)
    data = {"format": 1, "pathways": [one("NEWPT", first_action="60 business minutes")]}
    other = {"format": 1, "pathways": [one("NEWPT", first_action="90 business minutes")]}
    apply = policyfile.apply
    done = apply(other, seen=looked.seen, reason="r", by=cedar.ines, now=NOON)
    assert [each.key for each in done.changed] == [("pathways", "NEWPT")]
    with pytest.raises(Stale):
        apply(data, seen=looked.seen, reason="r", by=cedar.mara, now=NOON)
    with pytest.raises(Refused, match="format is missing"):
        apply({}, seen={}, reason="r", by=cedar.mara, now=NOON)
    assert apply({"format": 1}, seen={}, reason="r", by=cedar.mara, now=NOON).changed == ()
    assert len(records.journal(cedar, "policy applied", refused=False)) == 1


def test_a_practice_sees_only_its_own(cedar: Cast, elm: Cast) -> None:
    before = ring("export", "--practice", cedar.slug)
    set_up(elm)
    assert ring("export", "--practice", cedar.slug) == before
    data = tomllib.loads(before[1])
    assert {"places", "promises"} & set(data) == set()
    assert [each["name"] for each in data["lanes"]] == [
        "Billing", "Clinical", "Concerns", "Front desk calls",
    ]  # fmt: skip
    assert len(data["pathways"]) == 17
