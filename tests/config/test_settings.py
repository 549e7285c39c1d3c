"""The settings as they are where nobody says otherwise, in words where they mean nothing."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ringback.channels.calllog import reading
from ringback.channels.calllog.problems import UnusableLog
from ringback.cli import serve
from ringback.config import settings
from ringback.engine.trouble import EngineTrouble

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1_000_000
DEFAULTS: dict[str, Any] = {
    "LEASE_S": 15 * 60,
    "CALL_S": 60 * 60,
    "UNDO_S": 10,
    "OPENING_REPEAT_S": 5 * 60,
    "BREAK_GLASS_S": 15 * 60,
    "PRESENCE_S": 20,
    "LIVE_RECHECK_S": 4,
    "LAPSE_EVERY_S": 5,
    "SEAL_EVERY_S": 0.5,
    "CHECKPOINT_EVERY_S": 3600,
    "BEAT_EVERY_S": 5,
    "SILENT_AFTER_S": 45,
    "POOL_WAIT_S": 4,
    "INBOUND_LEASE_S": 30,
    "INBOUND_EVERY_S": 0.5,
    "OUTBOX_LEASE_S": 120,
    "OUTBOX_EVERY_S": 2,
    "MAIL_LIMIT_S": 10,
    "MAX_UPLOAD_BYTES": 50 * MEGABYTE,
    "IDLE_S": 15 * 60,
    "IDLE_SHARED_S": 5 * 60,
    "LONGEST_SIGN_IN_S": 12 * 3600,
    "INVITATION_S": 7 * 24 * 3600,
    "NEW_WAY_IN_S": 2 * 3600,
    "KNOWN_BROWSER_S": 90 * 24 * 3600,
}


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings read afresh, with nothing of ours in the environment but the database."""
    for name in ("LEASE_S", "CALL_S", "UNDO_S", "PRESENCE_S", "OPENING_REPEAT_S", "BREAK_GLASS_S",
                 "LIVE_RECHECK_S", "LAPSE_EVERY_S", "POOL_WAIT_S",
                 "SEAL_EVERY_S", "CHECKPOINT_EVERY_S", "IDLE_S",
                 "IDLE_SHARED_S", "LONGEST_SIGN_IN_S", "INVITATION_S",
                 "NEW_WAY_IN_S", "KNOWN_BROWSER_S", "OUTBOX_LEASE_S",
                 "INBOUND_LEASE_S", "INBOUND_EVERY_S",
                 "OUTBOX_EVERY_S", "MAIL_LIMIT_S", "BEAT_EVERY_S",
                 "SILENT_AFTER_S", "MAX_UPLOAD", "MAX_FILE",
                 "POOL", "RESTART_PAUSE_S", "HOSTS", "URL", "PORT"):  # fmt: skip
        monkeypatch.delenv(f"RINGBACK_{name}", raising=False)
    return monkeypatch


def read() -> Any:
    """A copy of the settings' module: the one in use stays as it is."""
    spec = importlib.util.find_spec("ringback.config.settings")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.mark.usefixtures("plain")
def test_the_real_defaults() -> None:
    found = read()
    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS
    assert found.DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == 12
    assert found.ALLOWED_HOSTS == ["127.0.0.1", "localhost", "[::1]"]
    assert reading.max_bytes() == 500 * MEGABYTE
    assert serve.pause() == 10


@pytest.mark.parametrize("name", ["LEASE_S", "POOL_WAIT_S", "MAX_UPLOAD", "POOL"])
@pytest.mark.parametrize("given", ["soon", "-1", "0", "nan"])
def test_what_means_nothing_is_one_sentence(plain: Any, name: str, given: str) -> None:
    plain.setenv(f"RINGBACK_{name}", given)
    with pytest.raises(EngineTrouble, match=f"RINGBACK_{name} must be "):
        read()


def test_what_means_nothing_elsewhere_is_one_sentence_too(plain: Any) -> None:
    plain.setenv("RINGBACK_MAX_FILE", "big")
    with pytest.raises(UnusableLog, match="RINGBACK_MAX_FILE must be a number of bytes"):
        reading.max_bytes()
    plain.setenv("RINGBACK_RESTART_PAUSE_S", "soon")
    with pytest.raises(EngineTrouble, match="RINGBACK_RESTART_PAUSE_S must be "):
        serve.pause()


def test_every_setting_people_may_change_is_in_the_reference() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    names = {f"RINGBACK_{name}_S" for name in re.findall(r'_seconds\("(\w+)"', source)}
    names |= {f"RINGBACK_{name}" for name in re.findall(r'_whole\("(\w+)"', source)}
    told = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert len(names) == 26
    assert {name for name in names if f"`{name}`" not in told} == set()


def deployed(url: str) -> subprocess.CompletedProcess[str]:
    """What the framework finds to complain of where people come by this address."""
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ringback.config.settings",
            "RINGBACK_DEMO": "0",
            "RINGBACK_URL": url,
            "RINGBACK_SECRET_KEY": "k" * 20 + "".join(map(chr, range(40, 90))),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_real_practice_behind_a_certificate_has_nothing_to_complain_of() -> None:
    found = deployed("https://calls.example.org")
    assert (found.returncode, found.stderr) == (0, "")


def test_without_a_certificate_it_is_complained_of() -> None:
    found = deployed("http://calls.example.org")
    assert found.returncode == 1
    assert "security.W008" in found.stderr


@pytest.mark.parametrize(
    ("url", "encrypted"), [("https://calls.example.org", True), ("http://localhost:8008", False)]
)
def test_an_address_with_a_certificate_is_asked_for_by_it(
    plain: Any, url: str, encrypted: bool
) -> None:
    plain.setenv("RINGBACK_URL", url)
    found = read()
    assert (found.SECURE_SSL_REDIRECT, found.SECURE_HSTS_SECONDS > 0) == (encrypted, encrypted)
    assert (found.SECURE_PROXY_SSL_HEADER is not None) == encrypted
