"""Advisory locks on files (`flock`): the kernel frees them however their holder ends.

A lock is the open descriptor that holds it; closing it, or dying, gives the lock back.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from ledger.embedded.errors import LockHeldError
from ledger.embedded.files import open_private

SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX
RETRY_SECONDS = 0.02


def open_lock(path: Path) -> int:
    """Open the lock file, made when missing, without locking it; never through a link."""
    return open_private(path, os.O_RDWR)


def try_lock(descriptor: int, kind: int) -> bool:
    """Lock at once or not at all."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def take(path: Path, kind: int, seconds_max: float) -> int:
    """Lock the file within `seconds_max` and return the descriptor that holds the lock.

    Raises:
        LockHeldError: another process held it all that time.
    """
    descriptor = open_lock(path)
    deadline = time.monotonic() + seconds_max
    while not try_lock(descriptor, kind):
        if time.monotonic() > deadline:
            os.close(descriptor)
            raise LockHeldError(
                f"Another process has held {path} for more than {seconds_max:.0f} seconds.",
                f"It is starting or stopping the server; `fuser {path}` names it.",
            )
        time.sleep(RETRY_SECONDS)
    return descriptor
