"""Closing an origin in a database: it is signed there no more."""

from __future__ import annotations

from dataclasses import dataclass

import psycopg

from ledger.closing.comparing import Comparison

_CLOSE = "SELECT ledger.close_origin(%s, %s, %s, %s)"
_CLOSURES = "SELECT origin, reason, frozen FROM ledger.closures ORDER BY closed"


@dataclass(frozen=True)
class Closure:
    """An origin that a database signs no more, and why."""

    origin: str
    reason: str
    frozen: bool
    """Whether nothing is appended either."""


def closures(connection: psycopg.Connection[tuple[str, str, bool]]) -> list[Closure]:
    """The origins that are closed in a database."""
    return [Closure(*row) for row in connection.execute(_CLOSURES)]


def freeze(dsn: str, failed: Comparison) -> None:
    """Freeze the database: it appends and signs nothing any more, for ever.

    Args:
        dsn: connection string of the database's owner.
        failed: the comparison that did not hold.
    """
    _close(dsn, failed, frozen=True)


def close_origin(dsn: str, lost: Comparison) -> None:
    """Close the old log's origin; the database goes on under another.

    Args:
        dsn: connection string of the database's owner.
        lost: the comparison that found records missing.
    """
    _close(dsn, lost, frozen=False)


def _close(dsn: str, failed: Comparison, *, frozen: bool) -> None:
    reason = failed.said()
    note = failed.note.encode().decode()
    with psycopg.connect(dsn) as connection:
        connection.execute(_CLOSE, [failed.checkpoint.origin, note, reason, frozen])
