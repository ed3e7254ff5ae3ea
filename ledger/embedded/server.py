"""The embedded server as its users see it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.embedded import locks, places, process, watch
from ledger.embedded.binaries import find_binaries
from ledger.embedded.cluster import prepare
from ledger.embedded.errors import (
    NO_SPACE,
    ServerError,
    StartFailedError,
    disk_full,
    explained,
)
from ledger.embedded.files import sync_folder
from ledger.embedded.places import Places
from ledger.embedded.process import State

START_SECONDS_MAX = 300.0
"""Recovery after a crash replays up to `WAL_SIZE_MAX`; a server that fails is seen at once."""
ORPHANS = "pre-existing shared memory block"
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Status:
    """A server as it is now."""

    running: bool
    process: int | None
    kept: bool
    """Whether it is to run without users, until `stop`."""
    version: str
    """Major version of the cluster; empty when none was made yet."""
    cluster: Path | None
    log: Path | None


class Server:
    """The embedded PostgreSQL of one data folder; any number of processes may use it at once."""

    def __init__(
        self,
        data: Path,
        binaries: Path | None = None,
        linger_seconds: float = watch.LINGER_SECONDS,
    ) -> None:
        """Nothing is made or started yet.

        Args:
            data: the data folder.
            binaries: folder of PostgreSQL's programs; found by itself when not given.
            linger_seconds: how long the server goes on after its last user.
        """
        self.data = Path(os.path.abspath(data))  # noqa: PTH100 - links in the path are kept
        self._binaries = binaries
        self._linger_seconds = linger_seconds

    @contextmanager
    def running(self) -> Iterator[str]:
        """Use the server, started when it is not running; yields its DSN (owner of the database).

        Raises:
            ServerError: one of `ledger.embedded.errors`.
        """
        use = self.enter()
        try:
            yield self.dsn()
        finally:
            os.utime(use)
            os.close(use)

    def enter(self) -> int:
        """Become a user until the returned descriptor is closed in every process that holds it.

        Raises:
            ServerError: one of `ledger.embedded.errors`.
        """
        found = places.make(self.data)
        with explained(found.house):
            use = locks.take(found.users_lock, locks.SHARED, START_SECONDS_MAX)
            os.utime(use)
        try:
            self._ensure_running(found)
            watch.ensure_watcher(found, self._linger_seconds)
        except BaseException:
            os.close(use)
            raise
        return use

    def start(self) -> None:
        """Start the server and let it run without users until `stop`.

        Raises:
            ServerError: one of `ledger.embedded.errors`.
        """
        with self.running():
            self._places().kept.touch(mode=0o600)

    def stop(self, *, at_once: bool = False) -> bool:
        """No longer keep the server running; stop it if nobody uses it, or `at_once`.

        Returns:
            Whether it is stopped now. If not, it stops after its last user.

        Raises:
            StopFailedError: it did not end.
        """
        found = places.existing(self.data)
        if found is None:
            return True
        start = locks.take(found.start_lock, locks.EXCLUSIVE, START_SECONDS_MAX)
        users = locks.open_lock(found.users_lock)
        try:
            found.kept.unlink(missing_ok=True)
            if at_once or (locks.try_lock(users, locks.EXCLUSIVE) and not process.clients(found)):
                process.stop(found)
                return True
            fcntl.flock(users, fcntl.LOCK_UN)
            watch.ensure_watcher(found, self._linger_seconds)
            return False
        finally:
            os.close(users)
            os.close(start)

    def move(self, data: Path) -> None:
        """Stop the server and give its data folder another name, which must be free or empty.

        Raises:
            ServerError: one of `ledger.embedded.errors`.
        """
        with self._left(), explained(data):
            self.data.rename(data)
            sync_folder(data.parent)
        self.data = Path(os.path.abspath(data))  # noqa: PTH100 - links in the path are kept

    def discard(self) -> None:
        """Stop the server and remove its data folder with all that was made for it.

        Raises:
            ServerError: one of `ledger.embedded.errors`.
        """
        with self._left() as found, explained(self.data):
            if found:
                shutil.rmtree(found.sockets, ignore_errors=True)
                shutil.rmtree(found.house)
            shutil.rmtree(self.data, ignore_errors=True)

    @contextmanager
    def _left(self) -> Iterator[Places | None]:
        """The server stopped, and its watcher gone for as long as the block lasts."""
        self.stop(at_once=True)
        found = places.existing(self.data)
        if found is None:
            yield None
            return
        watch_lock = locks.take(found.watch_lock, locks.EXCLUSIVE, START_SECONDS_MAX)
        try:
            yield found
        finally:
            os.close(watch_lock)

    def status(self) -> Status:
        """What is there and whether it answers; nothing is made or started."""
        found = places.existing(self.data)
        if found is None or not found.cluster.exists():
            return Status(False, None, False, "", None, None)
        pid = process.listener(found)
        version = (found.cluster / "PG_VERSION").read_text().strip()
        return Status(pid is not None, pid, found.kept.exists(), version, found.cluster, found.log)

    def dsn(self) -> str:
        """How to connect while the server runs.

        Raises:
            ServerError: no server was ever made for this data folder.
        """
        return process.dsn(self._places())

    def _places(self) -> Places:
        found = places.existing(self.data)
        if found is None:
            raise ServerError(
                f"There is no server in {self.data} yet.", "`qingce db start` makes one."
            )
        return found

    def _ensure_running(self, found: Places) -> None:
        if found.cluster.exists() and process.state(found) is State.READY:
            return
        start = locks.take(found.start_lock, locks.EXCLUSIVE, START_SECONDS_MAX)
        try:
            with explained(found.house):
                self._start(found, start)
        finally:
            os.close(start)

    def _start(self, found: Places, start_lock: int) -> None:
        binaries = find_binaries(self._binaries).for_account(found.account)
        prepare(found, binaries, start_lock)
        found.make_sockets()
        process.rotate_log(found)
        said_before = process.log_size(found)
        launched: subprocess.Popen[bytes] | None = None
        deadline = time.monotonic() + START_SECONDS_MAX
        while (now := process.state(found)) is not State.READY:
            if time.monotonic() > deadline:
                raise _failed(found, said_before, f"does not answer ({now.value})")
            if now is State.ABSENT and launched is None:
                said_before = process.log_size(found)
                launched = process.launch(found, binaries)
            elif launched and launched.poll() is not None:
                if ORPHANS not in process.log_tail(found, said_before):
                    raise _failed(found, said_before, "ended while starting")
                launched = None
            time.sleep(POLL_SECONDS)


def _failed(found: Places, said_before: int, how: str) -> ServerError:
    said = process.log_tail(found, said_before)
    if NO_SPACE in said:
        return disk_full(found.house)
    return StartFailedError(
        f"The server {how}. Its last words:\n{said or '(none)'}\n",
        f"The whole log is {found.log}. Mend what it names and try again.",
    )
