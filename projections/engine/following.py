"""Keeping live tables up: built where missing or of another definition, then advanced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

from projections.definition import Projection
from projections.engine import live, source
from projections.engine.compiled import compiled
from projections.engine.folding import Fold
from projections.engine.rebuild import Options, rebuild
from projections.engine.standings import quarantines, standings
from projections.errors import AheadOfLogError

IDLE_SECONDS = 0.2
"""How long a follower rests when nothing is new; the bound on how late a table is."""

Say = Callable[[str], None]
"""Takes a sentence for the operator."""


def catch_up(
    dsn: str, projections: Sequence[Projection], *, up_to: int | None = None, say: Say
) -> int:
    """Bring live tables to a position, or to the newest record; answers with that position.

    A table that was never built, or was built by another definition, is built from the log first,
    which is said aloud.

    Raises:
        ProjectionError: the database holds no log, or a definition cannot be computed.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        newest = source.head(connection)
        target = newest if up_to is None else min(up_to, newest)
        build_missing(dsn, connection, projections, say)
        with Fold(projections, quarantine=True) as fold:
            live.advance(connection, fold, target)
        for quarantine in quarantines(connection, [one.name for one in projections]):
            say(str(quarantine))
        return target


def follow(dsn: str, projections: Sequence[Projection], *, stop: threading.Event, say: Say) -> None:
    """Keep live tables up until `stop` is set.

    Raises:
        ProjectionError: as `catch_up` does.
    """
    with (
        psycopg.connect(dsn, autocommit=True) as connection,
        Fold(projections, quarantine=True) as fold,
    ):
        source.head(connection)
        build_missing(dsn, connection, projections, say)
        while not stop.is_set():
            live.advance(connection, fold, source.head(connection))
            stop.wait(IDLE_SECONDS)


def build_missing(
    dsn: str,
    connection: psycopg.Connection[Any],
    projections: Sequence[Projection],
    say: Say,
) -> None:
    """Build the tables that are not there, or are another definition's.

    Raises:
        AheadOfLogError: a table stands at a position the log does not have.
    """
    standing = standings(connection)
    newest = source.head(connection)
    missing = []
    for projection in projections:
        known = standing.get(projection.name)
        if known is None:
            missing.append(projection)
            say(f"The projection {projection.name} is built for the first time.")
        elif known.definition_hash != compiled(projection).definition_hash:
            missing.append(projection)
            say(f"The definition of the projection {projection.name} has changed; it is rebuilt.")
        elif known.position > newest:
            raise AheadOfLogError(
                f"The projection {projection.name} stands at position {known.position}, beyond "
                f"the log's newest, {newest}: records it was computed from are gone.",
                "Find out why the log is shorter; `qingce rebuild` shows what differs.",
            )
    if missing:
        rebuild(dsn, missing, Options(say=say))
