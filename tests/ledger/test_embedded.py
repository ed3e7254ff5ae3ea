"""The embedded server: started, shared, killed, stopped; always with real processes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.embedded import Server, places, process
from tests.ledger.embedding import (
    USER,
    folder,
    keep,
    kept,
    leave,
    python,
    server,
    user,
    wait_until,
)


@pytest.fixture
def data() -> Iterator[Path]:
    with folder() as path:
        yield path


def test_a_server_is_made_started_and_stopped_after_its_last_user(data: Path) -> None:
    with server(data).running() as dsn:
        keep(dsn, "first")
    wait_until(lambda: not server(data).status().running)
    with server(data).running() as dsn:
        assert kept(dsn) == ["first"]


def test_processes_share_one_server_until_the_last_leaves(data: Path) -> None:
    first = user(data)
    second = user(data)
    pid = server(data).status().process
    leave(first)
    with server(data).running():
        assert server(data).status().process == pid
    leave(second)
    wait_until(lambda: not server(data).status().running)


def test_the_promise_to_be_durable_is_kept_by_the_settings(data: Path) -> None:
    with server(data).running() as dsn, psycopg.connect(dsn) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
            assert row == ("on",), name
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_a_user_killed_counts_as_gone(data: Path) -> None:
    victim = user(data)
    victim.kill()
    victim.wait()
    wait_until(lambda: not server(data).status().running)


def test_a_server_killed_is_started_again_with_all_that_was_committed(data: Path) -> None:
    with server(data).running() as dsn:
        keep(dsn, "before the kill")
        pid = server(data).status().process
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not server(data).status().running)
        assert (data / "postgres/cluster/postmaster.pid").exists()
        with server(data).running() as again:
            assert kept(again) == ["before the kill"]


def test_a_process_id_used_again_is_not_taken_for_the_server(data: Path) -> None:
    with server(data).running() as dsn:
        keep(dsn, "before the kill")
        pid = server(data).status().process
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not server(data).status().running)
    found = places.make(data)
    other = subprocess.Popen(["sleep", "600"], cwd="/", **found.account.identity())
    try:
        left = found.cluster / "postmaster.pid"
        rest = left.read_text().partition("\n")[2]
        left.write_text(f"{other.pid}\n{rest}")
        with server(data).running() as dsn:
            assert kept(dsn) == ["before the kill"]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_the_watcher_killed_is_replaced_by_the_next_user(data: Path) -> None:
    with Server(data, linger_seconds=0.2).running():
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            words = path.read_bytes().split(b"\0") if path.exists() else []
            if b"ledger.embedded.watch" in words and os.fsencode(data / "postgres") in words:
                os.kill(int(path.parent.name), signal.SIGKILL)
                break
        else:
            pytest.fail("no watcher was found")
    assert server(data).status().running
    leave(user(data))
    wait_until(lambda: not server(data).status().running)


def test_two_starters_at_once_make_one_server(data: Path) -> None:
    starters = [python(USER, data) for _ in range(3)]
    for starter in starters:
        assert starter.stdout
        assert starter.stdout.readline() == "in\n"
    log = (data / "postgres/server.log").read_text()
    assert log.count("starting PostgreSQL") == 1
    for starter in starters:
        leave(starter)


def test_a_creation_killed_half_way_leaves_nothing_broken(data: Path) -> None:
    starter = python(USER, data)
    wait_until(lambda: (data / "postgres/cluster.new/PG_VERSION").exists())
    starter.kill()
    starter.wait()
    assert not (data / "postgres/cluster").exists()
    with server(data).running() as dsn:
        keep(dsn, "whole")
        assert kept(dsn) == ["whole"]
    assert not (data / "postgres/cluster.new").exists()


def test_a_server_that_was_started_is_kept_until_it_is_stopped(data: Path) -> None:
    server(data).start()
    leave(user(data))
    assert server(data).status().kept
    pid = server(data).status().process
    with server(data).running():
        assert server(data).status().process == pid
    assert server(data).stop()
    assert not server(data).status().running


def test_a_server_in_use_is_stopped_only_at_once_or_after_its_last_user(data: Path) -> None:
    server(data).start()
    using = user(data)
    assert not server(data).stop()
    assert server(data).status().running
    assert server(data).stop(at_once=True)
    assert not server(data).status().running
    using.kill()
    using.wait()


def test_only_the_account_and_root_reach_the_socket(data: Path) -> None:
    with server(data).running():
        found = places.make(data)
        for private in (found.sockets, found.cluster):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
            assert private.stat().st_uid == found.account.uid
        assert process.listener(found) == server(data).status().process


def test_the_state_of_a_folder_is_told_without_making_anything(data: Path) -> None:
    assert not server(data).status().running
    assert server(data).stop()
    assert not data.exists()
