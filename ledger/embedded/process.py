"""The server's process: its settings, its start, whether it answers, its end.

Everything goes through the socket. The kernel says which process listens there (SO_PEERCRED), so
no id from a file is ever believed.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import struct
import subprocess
from enum import Enum
from urllib.parse import quote

from ledger.embedded.account import environment
from ledger.embedded.binaries import Binaries
from ledger.embedded.cluster import DATABASE, OWNER
from ledger.embedded.errors import StopFailedError
from ledger.embedded.files import open_private
from ledger.embedded.places import Places

SHARED_BUFFERS = "256MB"
CONNECTIONS_MAX = 100
WAL_SIZE_MAX = "2GB"
"""Between checkpoints: bulk imports then write each page in full once, not many times."""
WAL_SIZE_MIN = "256MB"
SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "shared_buffers": SHARED_BUFFERS,
    "max_connections": str(CONNECTIONS_MAX),
    "max_wal_size": WAL_SIZE_MAX,
    "min_wal_size": WAL_SIZE_MIN,
    "checkpoint_timeout": "15min",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "logging_collector": "off",
    # What a citizen's record holds must not reach a log file through an error about it.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
LOG_BYTES_MAX = 10 * 1024 * 1024
"""A larger log is put aside at the next start, in place of the one put aside before."""
STOP_SECONDS_MAX = 120
PROBE_SECONDS_MAX = 5
BUSY_SAYINGS = ("starting up", "shutting down", "not yet accepting", "in recovery mode")

CLIENTS = """
SELECT count(*) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""

_started: list[subprocess.Popen[bytes]] = []
"""Servers that this process started: kept so that their ends are collected."""


class State(Enum):
    """What the socket says of the server."""

    ABSENT = "nobody listens"
    BUSY = "starting, recovering or stopping"
    READY = "answers"


def dsn(places: Places) -> str:
    """How to connect: nothing is left to the environment."""
    folder = quote(os.fsencode(places.sockets), safe="")
    return f"postgresql://{OWNER}@/{DATABASE}?host={folder}&port=5432"


def launch(places: Places, binaries: Binaries) -> subprocess.Popen[bytes]:
    """Start a server process, detached from us, and return without waiting for it.

    Only for the holder of the start lock who has seen that nobody listens.
    """
    directories = '"' + str(places.sockets).replace('"', '""') + '"'
    settings = SETTINGS | {"unix_socket_directories": directories}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = _open_log(places)
    try:
        process = subprocess.Popen(  # noqa: S603 - the chosen PostgreSQL, no shell
            [binaries.program("postgres"), "-D", places.cluster, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env={**environment(), **_pid_left_behind(places)},
            start_new_session=True,
            **places.account.identity(),
        )
    finally:
        os.close(log)
    _started[:] = [other for other in _started if other.poll() is None] + [process]
    return process


def state(places: Places) -> State:
    """Whether the server answers, by connecting."""
    if listener(places) is None:
        return State.ABSENT
    import psycopg

    try:
        psycopg.connect(dsn(places), connect_timeout=PROBE_SECONDS_MAX).close()
    except psycopg.OperationalError as error:
        busy = any(saying in str(error) for saying in BUSY_SAYINGS)
        return State.BUSY if busy or listener(places) is None else State.READY
    return State.READY


def listener(places: Places) -> int | None:
    """The id of the process that listens on the socket, by word of the kernel."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(PROBE_SECONDS_MAX)
        try:
            probe.connect(os.fsencode(places.socket))
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        size = struct.calcsize("3i")
        credentials = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        pid: int = struct.unpack("3i", credentials)[0]
        return pid


def clients(places: Places) -> int:
    """How many connections programs have open, ours or not; none when nobody listens."""
    if state(places) is not State.READY:
        return 0
    import psycopg

    with psycopg.connect(dsn(places)) as connection:
        row = connection.execute(CLIENTS).fetchone()
    return int(row[0]) if row else 0


def stop(places: Places) -> bool:
    """Stop the server (fast: SIGINT), wait for its end, and return whether there was one.

    Raises:
        StopFailedError: it did not end in time, or runs where we cannot see it.
    """
    pid = listener(places)
    if pid is None:
        return False
    try:
        handle = os.pidfd_open(pid)
        signal.pidfd_send_signal(handle, signal.SIGINT)
    except OSError as error:
        raise StopFailedError(
            f"The server's process {pid} cannot be signalled: {error.strerror}.",
            "Stop it from where it was started (another container or account).",
        ) from error
    try:
        ended, _, _ = select.select([handle], [], [], STOP_SECONDS_MAX)
    finally:
        os.close(handle)
    if not ended:
        raise StopFailedError(
            f"The server (process {pid}) has not ended within {STOP_SECONDS_MAX} seconds.",
            f"See {places.log}; it may still be writing to disk.",
        )
    return True


def log_tail(places: Places, offset: int, lines_max: int = 10) -> str:
    """The last lines that the server wrote after `offset`."""
    with places.log.open("rb") as log:
        log.seek(offset)
        text = log.read().decode(errors="replace")
    return "\n".join(text.splitlines()[-lines_max:])


def log_size(places: Places) -> int:
    """Bytes in the server's log."""
    return places.log.stat().st_size if places.log.exists() else 0


def _open_log(places: Places) -> int:
    return open_private(places.log, os.O_WRONLY | os.O_APPEND)


def rotate_log(places: Places) -> None:
    """Put a log that has grown too large aside."""
    if log_size(places) > LOG_BYTES_MAX:
        places.log.rename(places.log.with_suffix(".log.1"))


def _pid_left_behind(places: Places) -> dict[str, str]:
    """Tell PostgreSQL to pass over the process id in a `postmaster.pid` left by a killed server.

    The id may meanwhile be another process's, and PostgreSQL would refuse to start. That no
    orphan of the old server is still at work it finds out for itself, by the shared memory.
    """
    left = places.cluster / "postmaster.pid"
    try:
        return {"PG_GRANDPARENT_PID": str(int(left.read_text().partition("\n")[0]))}
    except FileNotFoundError:
        return {}
    except ValueError:
        left.unlink()
        return {}
