"""The watcher: a small process that stops the server when its last user has left.

It waits for the users' lock, which the kernel frees however a user ends, lingers a little so that
a row of commands does not start the server anew each time, and stops the server if nobody came
and no other program has a connection open.
Its own lock comes to it open from the process that starts it, so there is never a second one.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import ledger
from ledger.embedded import locks, process
from ledger.embedded.account import account_for
from ledger.embedded.errors import LockHeldError, StopFailedError
from ledger.embedded.files import open_private
from ledger.embedded.places import Places

LINGER_SECONDS = 10.0
LOCK_SECONDS_MAX = 600.0


def ensure_watcher(places: Places, linger_seconds: float) -> None:
    """Start a watcher unless there is one."""
    lock = locks.open_lock(places.watch_lock)
    try:
        if locks.try_lock(lock, locks.EXCLUSIVE):
            _spawn(places, lock, linger_seconds)
    finally:
        os.close(lock)


def _spawn(places: Places, lock: int, linger_seconds: float) -> None:
    log = open_private(places.log, os.O_WRONLY | os.O_APPEND)
    source = str(Path(ledger.__file__).parents[1])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    # The shell leaves at once, so that the watcher is nobody's child and never a zombie of ours.
    subprocess.run(  # noqa: S603 - our own module; the arguments are not read as shell text
        [
            "/bin/sh",
            "-c",
            '"$@" &',
            "sh",
            sys.executable,
            "-m",
            "ledger.embedded.watch",
            places.house,
            str(lock),
            str(linger_seconds),
        ],
        check=True,
        cwd="/",
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        pass_fds=[lock],
        start_new_session=True,
    )
    os.close(log)


def watch(places: Places, own_lock: int, linger_seconds: float) -> None:
    """Wait until nobody uses the server, then stop it and return."""
    users = locks.open_lock(places.users_lock)
    while True:
        fcntl.flock(users, fcntl.LOCK_EX)
        used = os.fstat(users).st_mtime_ns
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(linger_seconds)
        if not places.house.exists():
            return
        if os.fstat(users).st_mtime_ns != used:
            continue
        with suppress(LockHeldError):
            start = locks.take(places.start_lock, locks.EXCLUSIVE, LOCK_SECONDS_MAX)
            if locks.try_lock(users, locks.EXCLUSIVE) and not process.clients(places):
                _leave(places, own_lock)
                return
            fcntl.flock(users, fcntl.LOCK_UN)
            os.close(start)


def _leave(places: Places, own_lock: int) -> None:
    """Stop the server unless it is kept, and give our lock back before anybody can come in."""
    try:
        if not places.kept.exists():
            process.stop(places)
    except StopFailedError as error:
        sys.stderr.write(f"watcher: {error}\n")
    finally:
        os.close(own_lock)


if __name__ == "__main__":
    house = Path(sys.argv[1])
    watch(Places(house, account_for(house / "cluster")), int(sys.argv[2]), float(sys.argv[3]))
