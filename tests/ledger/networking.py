"""A cluster of the embedded server, run on a port of the loopback as an office's own server is."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from ledger.embedded import places
from ledger.embedded.account import environment
from ledger.embedded.binaries import find_binaries
from tests.ledger.embedding import WAIT_SECONDS_MAX, wait_until


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def listening(data: Path, port: int) -> Iterator[None]:
    """Run the stopped cluster of a data folder on a port."""
    found = places.existing(data)
    assert found
    binaries = find_binaries().for_account(found.account)
    settings = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
    process = subprocess.Popen(
        [
            binaries.program("postgres"),
            "-D",
            found.cluster,
            *(part for each in settings for part in ("-c", each)),
        ],
        cwd="/",
        env=dict(environment()),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **found.account.identity(),
    )
    try:
        wait_until(lambda: _answers(port))
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(WAIT_SECONDS_MAX)


def _answers(port: int) -> bool:
    try:
        psycopg.connect(f"host=127.0.0.1 port={port} dbname=qingce user=qingce").close()
    except psycopg.OperationalError as error:
        return "password" in str(error) or "pg_hba" in str(error)
    return True
