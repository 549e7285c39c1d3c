"""Real PostgreSQL, real processes, real kill -9. Root and an ordinary person are both tried."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ringback.engine import session
from ringback.engine.account import server_account
from ringback.engine.home import open_home
from tests.engine.commands import ROOT, Runner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ringback.engine.addresses import Addresses


@pytest.fixture(scope="session")
def here() -> Runner:
    return Runner(python=sys.executable)


@pytest.fixture(scope="session")
def person() -> Runner:
    """An ordinary person: the one who runs the tests, or, under root, an account without rights."""
    if not ROOT:
        return Runner(python=sys.executable)
    found = Runner(python="", account=_ordinary())
    for candidate in (sys.executable, *_other_pythons()):
        found.python = candidate
        try:
            if found.run("import ringback.engine.session")[0] == 0:
                return found
        except OSError:
            continue
    pytest.skip("no Python here that an ordinary person can run with this environment")


@pytest.fixture
def stranger(person: Runner) -> Runner:
    if not ROOT:
        pytest.skip("only root can try as another person of this system")
    return person


@pytest.fixture
def folder(person: Runner) -> Iterator[Path]:
    """A folder that the ordinary person owns and that root's server account can pass through."""
    found = _open_folder()
    if person.account:
        shutil.chown(found, person.account)
    yield found
    shutil.rmtree(found, ignore_errors=True)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A home that does not exist yet; whatever it becomes is stopped and removed afterwards."""
    found = _open_folder()
    yield found / "home"
    if (found / "home").exists():
        session.destroy(found / "home")
    shutil.rmtree(found)


@pytest.fixture
def spare(empty: Path, seed: Path) -> Path:
    """A home of the test's own to break; its database was made before and is not running."""
    account = server_account()
    open_home(empty, account)
    (empty / "engine").mkdir(mode=0o700)
    os.chown(empty / "engine", account.uid, account.gid)
    account.must("cp", "-a", f"{seed}/engine/.", empty / "engine")
    return empty


@pytest.fixture
def home(seed: Path) -> Iterator[Path]:
    """A home whose database was made before and is not running, as it must be again afterwards."""
    found = session.cluster(seed)
    assert found.pid() is None
    yield seed
    found.stop()


@pytest.fixture(scope="session")
def seed() -> Iterator[Path]:
    """One stopped home to use again or to copy, so that not every test waits for initdb."""
    found = _open_folder()
    with session.use(found / "home"):
        pass
    yield found / "home"
    session.destroy(found / "home")
    shutil.rmtree(found)


@pytest.fixture(scope="session")
def standing() -> Iterator[Path]:
    """One home for all the tests that only look at a running server."""
    found = _open_folder()
    with session.use(found / "home"):
        yield found / "home"
    session.destroy(found / "home")
    shutil.rmtree(found)


@pytest.fixture(scope="session")
def roads(standing: Path) -> Addresses:
    return session.cluster(standing).addresses()


def _open_folder() -> Path:
    found = Path(tempfile.mkdtemp(prefix="ringback-test-"))
    found.chmod(0o755)
    return found


def _ordinary() -> str:
    """An account of the system that has a group of its own and owns nothing of ours."""
    for name in ("nobody", "daemon"):
        try:
            grp.getgrgid(pwd.getpwnam(name).pw_gid)
        except KeyError:
            continue
        return name
    pytest.skip("this system has no account without rights")


def _other_pythons() -> list[str]:
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = ("/usr/bin", "/usr/local/bin")
    return [f"{place}/{name}" for place in places if Path(place, name).exists()]
