"""PgBouncer in transaction mode, as a process of its own before an embedded server."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from ledger.embedded import places
from tests.ledger.embedding import WAIT_SECONDS_MAX, wait_until
from tests.ledger.networking import free_port

PROGRAM = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
POOL_SIZE = 3
"""Fewer server connections than clients, so that they are shared in truth."""
CONFIGURATION = """
[databases]
* = host={sockets} port=5432

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 100
ignore_startup_parameters = options, extra_float_digits
"""

needs_pgbouncer = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed")


@contextmanager
def pooled(data: Path, user: str) -> Iterator[str]:
    """Run PgBouncer before the running server of a data folder; yields the DSN through it."""
    found = places.existing(data)
    assert found
    assert PROGRAM
    folder, port = data.parent / "pgbouncer", free_port()
    folder.mkdir()
    text = CONFIGURATION.format(sockets=found.sockets, port=port, folder=folder, size=POOL_SIZE)
    (folder / "pgbouncer.ini").write_text(text)
    (folder / "users").write_text(f'"{user}" ""\n')
    process = subprocess.Popen(
        [PROGRAM, "--quiet", folder / "pgbouncer.ini"],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **found.account.identity(),
    )
    dsn = conninfo.make_conninfo(
        "", host="127.0.0.1", port=port, dbname="qingce", user=user, sslmode="disable"
    )
    try:
        wait_until(lambda: _answers(dsn))
        yield dsn
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(WAIT_SECONDS_MAX)


def _answers(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True
