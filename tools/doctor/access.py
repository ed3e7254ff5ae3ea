"""Findings about the way to a server of your own: who is let in, and who can listen."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import conninfo

from tools.doctor.finding import Finding, judge

PROVEN = "scram-sha-256,gss,sspi"
"""Ways to log in under which nobody who listens or breaks in learns a password."""


def look(dsn: str, connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Look at how this user is let in, if it is over the network; a unix socket has file rights.

    Args:
        dsn: the connection string.
        connection: a connection made with it.
    """
    if connection.info.host.startswith("/"):
        return
    yield _authentication(dsn, connection)
    if not _is_loopback(connection.info.hostaddr):
        yield _encryption(connection)


def _authentication(dsn: str, connection: psycopg.Connection[Any]) -> Finding:
    if connection.pgconn.ssl_in_use and not connection.pgconn.used_password:
        asked = f"{PROVEN},none"  # a client certificate stands in for a password
    else:
        asked = PROVEN
    try:
        psycopg.connect(conninfo.make_conninfo(dsn, require_auth=asked)).close()
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[-1]
        return Finding(
            "authentication",
            False,
            f"the server lets this user in without SCRAM: {said}",
            "Write `scram-sha-256` instead of `trust`, `password` or `md5` in pg_hba.conf, set "
            "password_encryption = 'scram-sha-256', and set the password anew.",
        )
    return Finding("authentication", True, "the server asks for SCRAM, GSS or a certificate")


def _encryption(connection: psycopg.Connection[Any]) -> Finding:
    return judge(
        "encryption",
        connection.pgconn.ssl_in_use,
        "the way to the server is encrypted"
        if connection.pgconn.ssl_in_use
        else "the way to the server is open to whoever listens",
        "Turn `ssl` on at the server and add sslmode=verify-full to QINGCE_DSN.",
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
