"""The keeper of keys: locks persons' keys away, destroys them, and wraps them anew.

The only one with the right to move or delete a key (`qingce_keykeeper`); it reads no record. Each
call is one transaction, durable when it returns, and tells every keyring to forget what it holds.
"""

# ruff: noqa: S608 - the names of tables and columns stand in this file
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

import psycopg

from ledger.log.connecting import adopt, ensure_durable, session
from ledger.sealing.keyring import CHANNEL
from ledger.sealing.wrapping import WrappingKey, unwrapped

KEYKEEPER_ROLE = "qingce_keykeeper"
BATCH = 1_000
"""Keys wrapped anew in one transaction."""

_MOVED = "person, found_by, wrapped_key, wrapped_under, found_under"
_TRACE = "person, kind, hash, generation"
_LOCK_AWAY = f"""
    WITH moved AS (DELETE FROM sealing.person_keys WHERE person = %s RETURNING {_MOVED})
    INSERT INTO sealing.escrow ({_MOVED}) SELECT * FROM moved
"""
_BRING_BACK = f"""
    WITH moved AS (DELETE FROM sealing.escrow WHERE person = %s RETURNING {_MOVED})
    INSERT INTO sealing.person_keys ({_MOVED}) SELECT * FROM moved
"""
_TRACES_OF = "SELECT kind, hash, generation FROM {} WHERE person = %s"
_KEEP_TRACES = f"INSERT INTO sealing.escrow_traces ({_TRACE}) VALUES (%s, %s, %s, %s)"
_BRING_BACK_TRACES = f"""
    INSERT INTO sealing.person_traces ({_TRACE}) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_DESTROY = (
    "DELETE FROM sealing.person_keys WHERE person = %s",
    "DELETE FROM sealing.escrow WHERE person = %s",
    "INSERT INTO sealing.erased (person) VALUES (%s) ON CONFLICT DO NOTHING",
)
_STATE = """
    SELECT 'erased' FROM sealing.erased WHERE person = %(person)s
    UNION ALL SELECT 'restricted' FROM sealing.escrow WHERE person = %(person)s
    UNION ALL SELECT 'open' FROM sealing.person_keys WHERE person = %(person)s
    LIMIT 1
"""
_GENERATIONS = "SELECT wrapping, finding, rehashed_position FROM sealing.generations"
_OLD_KEYS = """
    SELECT person::text, wrapped_key, wrapped_under FROM sealing.{table}
    WHERE person > %s AND wrapped_under < %s ORDER BY person LIMIT %s FOR UPDATE
"""
_WRAP_ANEW = """
    UPDATE sealing.{table} AS keys SET wrapped_key = anew.wrapped_key, wrapped_under = %s
    FROM unnest(%s::uuid[], %s::bytea[]) AS anew (person, wrapped_key)
    WHERE keys.person = anew.person
"""
_FIND_ANEW = """
    UPDATE sealing.{table} AS keys SET found_by = anew.found_by, found_under = %s
    FROM unnest(%s::uuid[], %s::bytea[]) AS anew (person, found_by)
    WHERE keys.person = anew.person AND keys.found_under < %s
"""
_TRACE_ANEW = """
    INSERT INTO sealing.{traces} (person, kind, hash, generation)
    SELECT person, kind, hash, %s
    FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) AS anew (person, kind, hash)
    WHERE EXISTS (SELECT FROM sealing.{table} AS keys WHERE keys.person = anew.person)
    ON CONFLICT DO NOTHING
"""
TABLES = (("person_keys", "person_traces"), ("escrow", "escrow_traces"))
LOWEST = "00000000-0000-0000-0000-000000000000"
State = Literal["open", "restricted", "erased", "unknown"]


class Generations(NamedTuple):
    """What is written under now, and how far persons were hashed anew."""

    wrapping: int
    finding: int
    rehashed_position: int


class Hashed(NamedTuple):
    """A person's hashes under a new finding key."""

    person: str
    found_by: bytes | None
    """`None` if the record told no ID number."""
    traces: Sequence[tuple[str, bytes]]
    """Kind and hash."""


class Keeper:
    """Moves, destroys and renews persons' keys. Not shared between threads."""

    def __init__(self, dsn: str) -> None:
        """Connect to a database whose schema is migrated.

        Raises:
            psycopg.OperationalError: the user may not take the role, or the server is not there.
        """
        self._connection = psycopg.connect(session(dsn, KEYKEEPER_ROLE), autocommit=True)
        adopt(self._connection)
        ensure_durable(self._connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def state(self, person: str) -> State:
        """Where a person's key is."""
        found = self._connection.execute(_STATE, {"person": person}).fetchone()
        state: State = found[0] if found else "unknown"
        return state

    def lock_away(self, person: str) -> None:
        """Move a key and the traces of its person to escrow; in escrow already, nothing happens."""
        with self._changing() as connection:
            found = _TRACES_OF.format("sealing.person_traces")
            traces = connection.execute(found, [person]).fetchall()
            moved = connection.execute(_LOCK_AWAY, [person]).rowcount
            if moved:
                rows = [(person, *trace) for trace in traces]
                connection.cursor().executemany(_KEEP_TRACES, rows)

    def bring_back(self, person: str) -> None:
        """Move a key and the traces of its person back; not in escrow, nothing happens."""
        with self._changing() as connection:
            found = _TRACES_OF.format("sealing.escrow_traces")
            traces = connection.execute(found, [person]).fetchall()
            if connection.execute(_BRING_BACK, [person]).rowcount:
                rows = [(person, *trace) for trace in traces]
                connection.cursor().executemany(_BRING_BACK_TRACES, rows)

    def destroy(self, person: str) -> None:
        """Destroy a key with all traces of its person, for good."""
        with self._changing() as connection:
            for statement in _DESTROY:
                connection.execute(statement, [person])

    def generations(self) -> Generations:
        """The generations that are written under."""
        found = self._connection.execute(_GENERATIONS).fetchone()
        return Generations(*found) if found else Generations(1, 1, 0)

    def begin_wrapping(self, generation: int) -> None:
        """From now on keys are wrapped under a generation; what was begun before is finished."""
        with self._changing() as connection:
            connection.execute("LOCK TABLE sealing.person_keys IN SHARE ROW EXCLUSIVE MODE")
            connection.execute("UPDATE sealing.generations SET wrapping = %s", [generation])

    def wrap_anew(self, wrapping: Mapping[int, WrappingKey], generation: int) -> Iterator[int]:
        """Wrap every older key under a generation, a batch a transaction; yields how many."""
        for table, _ in TABLES:
            last = LOWEST
            while rows := self._wrap_batch(table, last, wrapping, generation):
                last = rows[-1]
                yield len(rows)
        with self._changing():
            pass

    def begin_finding(self, generation: int) -> None:
        """From now on persons are hashed under a generation as well."""
        with self._changing() as connection:
            connection.execute("LOCK TABLE sealing.person_keys IN SHARE ROW EXCLUSIVE MODE")
            connection.execute(
                "UPDATE sealing.generations SET finding = %s, rehashed_position = 0", [generation]
            )

    def wrapped(self, persons: Sequence[str]) -> list[tuple[str, bytes, int]]:
        """Persons' keys as they are kept, those in escrow too."""
        found: list[tuple[str, bytes, int]] = []
        for table, _ in TABLES:
            found += self._connection.execute(
                f"SELECT person::text, wrapped_key, wrapped_under FROM sealing.{table} "
                "WHERE person = ANY(%s::uuid[])",
                [list(persons)],
            ).fetchall()
        return found

    def find_anew(self, hashed: Sequence[Hashed], generation: int, position: int) -> None:
        """Keep the hashes of persons under a generation, up to a position of the log."""
        numbers = [(one.person, one.found_by) for one in hashed if one.found_by]
        traces = [(one.person, *trace) for one in hashed for trace in one.traces]
        with self._connection.transaction():
            for table, traces_table in TABLES:
                if numbers:
                    persons, found_by = map(list, zip(*numbers, strict=True))
                    self._connection.execute(
                        _FIND_ANEW.format(table=table), [generation, persons, found_by, generation]
                    )
                if traces:
                    columns = [list(column) for column in zip(*traces, strict=True)]
                    statement = _TRACE_ANEW.format(table=table, traces=traces_table)
                    self._connection.execute(statement, [generation, *columns])
            self._connection.execute(
                "UPDATE sealing.generations SET rehashed_position = %s", [position]
            )

    def end_finding(self, generation: int) -> None:
        """Drop the hashes of earlier generations. Who is in no record is found no more."""
        with self._changing() as connection:
            for table, traces in TABLES:
                connection.execute(
                    f"UPDATE sealing.{table} SET found_by = NULL, found_under = %s "
                    "WHERE found_under < %s",
                    [generation, generation],
                )
                connection.execute(
                    f"DELETE FROM sealing.{traces} WHERE generation < %s",
                    [generation],
                )

    def _wrap_batch(
        self, table: str, last: str, wrapping: Mapping[int, WrappingKey], generation: int
    ) -> list[str]:
        with self._connection.transaction():
            old = _OLD_KEYS.format(table=table)
            rows = self._connection.execute(old, [last, generation, BATCH]).fetchall()
            if not rows:
                return []
            keys = unwrapped(rows, wrapping)
            anew = wrapping[generation].wrap([keys[person] for person, *_ in rows])
            persons = [person for person, *_ in rows]
            self._connection.execute(_WRAP_ANEW.format(table=table), [generation, persons, anew])
        return persons

    @contextmanager
    def _changing(self) -> Iterator[psycopg.Connection[Any]]:
        with self._connection.transaction():
            yield self._connection
            self._connection.execute(f"NOTIFY {CHANNEL}")
