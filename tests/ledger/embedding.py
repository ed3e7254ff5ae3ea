"""Helps tests of the embedded server: data folders, other processes, other accounts."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from ledger.embedded import Server, locks, places
from ledger.embedded.account import Account

ROOT = Path(__file__).parents[2]
LINGER_SECONDS = 0.2
WAIT_SECONDS_MAX = 60

USER = """
import sys
from pathlib import Path
from ledger.embedded import Server
with Server(Path(sys.argv[1]), linger_seconds=0.2).running():
    print("in", flush=True)
    sys.stdin.read()
"""
"""A process that uses the server until its standard input ends."""

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def server(data: Path) -> Server:
    """A server that does not linger long."""
    return Server(data, linger_seconds=LINGER_SECONDS)


@contextmanager
def folder(name: str = "data") -> Iterator[Path]:
    """The path of a data folder that any account can reach, and an end to what was made there."""
    parent = Path(tempfile.mkdtemp(prefix="qingce-test-"))
    parent.chmod(0o755)
    data = parent / name
    try:
        yield data
    finally:
        Server(data).stop(at_once=True)
        remove(data)
        shutil.rmtree(parent)


def remove(data: Path) -> None:
    """Remove what lies elsewhere than in the data folder, once the watcher has left too."""
    found = places.existing(data)
    if found:
        os.close(locks.take(found.watch_lock, locks.EXCLUSIVE, WAIT_SECONDS_MAX))
        shutil.rmtree(found.sockets, ignore_errors=True)
        if (data / "postgres").is_symlink():
            shutil.rmtree(found.house)


def python(script: str, data: Path, account: Account | None = None) -> subprocess.Popen[str]:
    """Run a script in another process, as another account if given."""
    return subprocess.Popen(
        [reachable_python() if account else sys.executable, "-c", script, str(data)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": python_path()},
        **(account.identity() if account else {}),
    )


def user(data: Path, account: Account | None = None) -> subprocess.Popen[str]:
    """Another process that is using the server."""
    process = python(USER, data, account)
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline() == "in\n", process.stderr.read()
    return process


def leave(process: subprocess.Popen[str]) -> None:
    """Let a `user` end in good order."""
    process.communicate(timeout=WAIT_SECONDS_MAX)
    assert process.returncode == 0


def python_path() -> str:
    """Where the other process finds what we import."""
    return os.pathsep.join([str(ROOT), *(path for path in sys.path if "site-packages" in path)])


@functools.cache
def reachable_python() -> str:
    """An interpreter that an unprivileged account can run with our packages."""
    for candidate in (sys.executable, "/usr/bin/python3"):
        try:
            done = subprocess.run(
                [candidate, "-c", "import ledger.embedded, psycopg, pydantic_settings, typer"],
                cwd="/",
                env={"PYTHONPATH": python_path()},
                capture_output=True,
                check=False,
                **ordinary().identity(),
            )
        except PermissionError:
            continue
        if done.returncode == 0:
            return candidate
    pytest.skip("no interpreter with our packages can be reached by an unprivileged account")


def ordinary() -> Account:
    """An account without privileges."""
    entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def wait_until(holds: Callable[[], bool], seconds_max: float = WAIT_SECONDS_MAX) -> None:
    """Wait for what must come about; fail when it does not."""
    deadline = time.monotonic() + seconds_max
    while not holds():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


def keep(dsn: str, text: str) -> None:
    """Commit a line."""
    with psycopg.connect(dsn) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (line text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [text])


def kept(dsn: str) -> list[str]:
    """The lines committed."""
    with psycopg.connect(dsn) as connection:
        return [line for (line,) in connection.execute("SELECT line FROM kept")]
