"""The embedded server of a campaign: on a plain disk, on a small one, or with a clock that jumps.

It is started by the program's own supervisor each time it was killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import conninfo, sql

from ledger.embedded import Server, places
from ledger.embedded.binaries import find_binaries
from ledger.log import migrate
from tests.ledger.embedding import remove, wait_until

SMALL_DISK_BYTES = 420 * 1024 * 1024
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
PLAIN, SMALL_DISK, ODD_CLOCK = "plain", "small disk", "odd clock"
_CLOCKED = """#!/bin/sh
export LD_PRELOAD={library} FAKETIME_TIMESTAMP_FILE={clock} FAKETIME_NO_CACHE=1
export FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_RESET=1
exec {program} "$@"
"""


class FireServer:
    """A server to be killed; its databases are logs."""

    def __init__(self, folder: Path, binaries: Path | None = None) -> None:
        self.folder = folder
        self.server = Server(folder / "data", binaries)
        self.server.start()
        self._create("migrated", "template0")
        migrate(self.dsn("migrated"))

    def dsn(self, database: str) -> str:
        """How to connect to a database, past the proxy."""
        return conninfo.make_conninfo(self.server.dsn(), dbname=database)

    def create(self, database: str) -> str:
        """Make an empty log; returns its DSN."""
        self._create(database, "migrated")
        return self.dsn(database)

    def drop(self, database: str) -> None:
        """Remove a log."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} (FORCE)").format(sql.Identifier(database)))

    @property
    def socket(self) -> Path:
        """The server's socket."""
        found = places.existing(self.server.data)
        assert found
        return found.socket

    def postmaster(self) -> int:
        """The process that started all others."""
        process = self.server.status().process
        assert process
        return process

    def processes(self) -> list[int]:
        """The postmaster and all it started."""
        postmaster = self.postmaster()
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        return [postmaster, *map(int, children)]

    def backends(self, database: str) -> list[int]:
        """The processes that serve the workers."""
        with psycopg.connect(self.dsn("postgres")) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY backend_start",
                [database],
            )
            return [pid for (pid,) in found]

    def stop(self, how: signal.Signals) -> None:
        """Signal the postmaster, wait for its end, and start the server again."""
        postmaster = self.postmaster()
        os.kill(postmaster, how)
        wait_until(lambda: not _runs(postmaster))
        self.start()

    def start(self) -> None:
        """Have the server answer again, whatever happened."""
        self.server.start()

    def _create(self, name: str, template: str) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    @property
    def ballast(self) -> Path:
        """What fills a small disk."""
        return self.folder / "ballast"

    @property
    def clock(self) -> Path:
        """By how many seconds an odd clock is off, such as `+3600`."""
        return self.folder / "clock"


def why_not(kind: str) -> str:
    """Why there cannot be such a server here; empty if there can."""
    if kind == SMALL_DISK and os.geteuid() != 0:
        return "mounting a small disk needs root"
    if kind == ODD_CLOCK and not FAKETIME.exists():
        return f"{FAKETIME} is not there (Debian package faketime)"
    return ""


@contextmanager
def fire_server(kind: str, parent: Path) -> Iterator[FireServer]:
    """A server of a kind, in a new folder under `parent`."""
    folder = Path(tempfile.mkdtemp(prefix=f"{kind.replace(' ', '-')}-", dir=parent))
    folder.chmod(0o755)
    if kind == SMALL_DISK:
        options = f"size={SMALL_DISK_BYTES},mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        server = FireServer(folder, _clocked(folder) if kind == ODD_CLOCK else None)
        yield server
    finally:
        Server(folder / "data").stop(at_once=True)
        remove(folder / "data")
        if kind == SMALL_DISK:
            # The server's watcher has given its lock back and may not have ended yet.
            wait_until(lambda: subprocess.run(["umount", folder], check=False).returncode == 0)
        shutil.rmtree(folder)


def _clocked(folder: Path) -> Path:
    """PostgreSQL's programs, the server's with a clock that reads `folder/clock`."""
    found = places.make(folder / "data")
    real = find_binaries().for_account(found.account).folder
    programs = folder / "programs"
    programs.mkdir()
    (folder / "clock").write_text("+0\n")
    for name in ("initdb", "psql"):
        (programs / name).symlink_to(real / name)
    script = _CLOCKED.format(library=FAKETIME, clock=folder / "clock", program=real / "postgres")
    (programs / "postgres").write_text(script)
    (programs / "postgres").chmod(0o755)
    return programs


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
