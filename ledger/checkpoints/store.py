"""Reading the log's tree and records for proofs, and keeping checkpoints with their signatures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, Self

import psycopg

from ledger.evidence.checkpoints import Checkpoint
from ledger.evidence.hashing import SHA_256, SM3, TreeHash
from ledger.evidence.notes import Note, Signature
from ledger.evidence.proofs import StoredTree
from ledger.evidence.stamps import Stamp
from ledger.log.connecting import (
    READER_ROLE,
    WRITER_ROLE,
    adopt,
    ensure_durable,
    is_denied,
    session,
)
from ledger.log.errors import LogUnavailableError
from ledger.log.values import Head

_HEAD = "SELECT size, root, recorded FROM ledger.head"
_LEAVES = """
SELECT leaf_hash FROM ledger.records
WHERE position > %(first)s AND position <= %(last)s ORDER BY position
"""
_SUBTREES = """
SELECT hash FROM ledger.subtrees
WHERE level = %(level)s AND index >= %(first)s AND index < %(last)s ORDER BY index
"""
_RECORDS = """
SELECT bytes FROM ledger.records
WHERE position > %(first)s AND position <= %(last)s ORDER BY position
"""
_CHECKPOINTS = """
SELECT size, root FROM ledger.checkpoints
WHERE origin = %(origin)s AND size BETWEEN %(smallest)s AND %(largest)s
ORDER BY size DESC LIMIT %(count)s
"""
_SIGNATURES = """
SELECT name, key_id, data FROM ledger.checkpoint_signatures
WHERE origin = %(origin)s AND size = %(size)s ORDER BY added, name, key_id
"""
_ADD_CHECKPOINT = """
INSERT INTO ledger.checkpoints (origin, size, root) VALUES (%(origin)s, %(size)s, %(root)s)
ON CONFLICT DO NOTHING
"""
_ADD_SIGNATURE = """
INSERT INTO ledger.checkpoint_signatures (origin, size, name, key_id, data)
SELECT %(origin)s, %(size)s, %(name)s, %(key_id)s, %(data)s
WHERE NOT EXISTS (
    SELECT FROM ledger.checkpoint_signatures
    WHERE origin = %(origin)s AND size = %(size)s
        AND name = %(name)s AND key_id = %(key_id)s AND data = %(data)s
)
"""
_SM3_HASHES = """
SELECT hash FROM ledger.sm3_hashes
WHERE level = %(level)s AND index >= %(first)s AND index < %(last)s ORDER BY index
"""
_SM3_COUNT = "SELECT coalesce(max(index) + 1, 0) FROM ledger.sm3_hashes WHERE level = %(level)s"
_ADD_SM3_HASHES = """
INSERT INTO ledger.sm3_hashes (level, index, hash)
SELECT %(level)s, %(first)s + item.ordinality - 1, item.hash
FROM unnest(%(hashes)s::bytea[]) WITH ORDINALITY AS item (hash, ordinality)
ON CONFLICT DO NOTHING
"""
_STAMPS = """
SELECT authority, note, token FROM ledger.checkpoint_stamps
WHERE origin = %(origin)s AND size = %(size)s ORDER BY added, authority
"""
_ADD_STAMP = """
INSERT INTO ledger.checkpoint_stamps (origin, size, authority, note, token)
VALUES (%(origin)s, %(size)s, %(authority)s, %(note)s, %(token)s)
"""
SIZE_MAX = 2**63 - 1


class CheckpointStore:
    """One connection; threads that share it take turns."""

    def __init__(self, dsn: str) -> None:
        """Connect to a database with the schema of this edition; who may only read, reads.

        Raises:
            LogUnavailableError: the server cannot be reached.
        """
        self._connection = _connect(dsn)
        adopt(self._connection)
        ensure_durable(self._connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def head(self) -> Head:
        """The head of the log."""
        (row,) = self._fetch(_HEAD)
        return Head(*row)

    def tree(self, size: int, hashing: TreeHash = SHA_256) -> StoredTree:
        """The log's tree at a size, or the one with SM3 beside it, for roots and proofs."""
        return StoredTree(size, self.sm3_hashes if hashing is SM3 else self.hashes, hashing)

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Stored hashes of a level, as `ledger.evidence.proofs.ReadHashes` asks for them."""
        statement = _SUBTREES if level else _LEAVES
        rows = self._fetch(statement, level=level, first=first, last=first + count)
        return [hash_ for (hash_,) in rows]

    def sm3_hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """As `hashes`, of the tree with SM3."""
        rows = self._fetch(_SM3_HASHES, level=level, first=first, last=first + count)
        return [hash_ for (hash_,) in rows]

    def sm3_count(self, level: int) -> int:
        """How many hashes a level of the tree with SM3 has."""
        ((count,),) = self._fetch(_SM3_COUNT, level=level)
        return int(count)

    def add_sm3_hashes(self, level: int, first: int, hashes: Sequence[bytes]) -> None:
        """Add hashes to a level of the tree with SM3, unless another process did so meanwhile."""
        self._connection.execute(
            _ADD_SM3_HASHES, {"level": level, "first": first, "hashes": list(hashes)}
        )

    def at_once(self) -> AbstractContextManager[psycopg.Transaction]:
        """What is kept inside is kept together, or not at all."""
        return self._connection.transaction()

    def records(self, first: int, count: int) -> Sequence[bytes]:
        """The bytes of records from a leaf index on."""
        return [data for (data,) in self._fetch(_RECORDS, first=first, last=first + count)]

    def newest(self, origin: str, *, smallest: int = 0, count: int = 1) -> list[Note]:
        """The newest checkpoints of a log that have at least a size, newest first."""
        return self._notes(origin, smallest, SIZE_MAX, count)

    def at(self, origin: str, size: int) -> Note | None:
        """The checkpoint of a size, if it was signed."""
        return next(iter(self._notes(origin, size, size, 1)), None)

    def keep(self, checkpoint: Checkpoint, signatures: Iterable[Signature]) -> None:
        """Keep a checkpoint, or further signatures on it; durable when this returns."""
        key = {"origin": checkpoint.origin, "size": checkpoint.size}
        with self._connection.transaction():
            self._connection.execute(_ADD_CHECKPOINT, {**key, "root": checkpoint.root})
            for one in signatures:
                self._connection.execute(
                    _ADD_SIGNATURE,
                    {**key, "name": one.name, "key_id": one.key_id, "data": one.data},
                )

    def stamps(self, origin: str, size: int) -> list[Stamp]:
        """The time stamps on the checkpoint of a size, oldest first."""
        return [Stamp(*row) for row in self._fetch(_STAMPS, origin=origin, size=size)]

    def keep_stamp(self, origin: str, size: int, stamp: Stamp) -> None:
        """Keep a time stamp on a checkpoint that is kept; durable when this returns."""
        self._connection.execute(
            _ADD_STAMP,
            {
                "origin": origin,
                "size": size,
                "authority": stamp.authority,
                "note": stamp.note,
                "token": stamp.token,
            },
        )

    def _notes(self, origin: str, smallest: int, largest: int, count: int) -> list[Note]:
        rows = self._fetch(
            _CHECKPOINTS, origin=origin, smallest=smallest, largest=largest, count=count
        )
        return [self._note(Checkpoint(origin, size, root)) for size, root in rows]

    def _note(self, checkpoint: Checkpoint) -> Note:
        rows = self._fetch(_SIGNATURES, origin=checkpoint.origin, size=checkpoint.size)
        return Note(checkpoint.text(), tuple(Signature(*row) for row in rows))

    def _fetch(self, statement: str, **parameters: object) -> list[tuple[Any, ...]]:
        with self._connection.cursor(binary=True) as cursor:
            cursor.execute(statement.encode(), parameters)
            return cursor.fetchall()


def _connect(dsn: str) -> psycopg.Connection[Any]:
    try:
        try:
            return psycopg.connect(session(dsn, WRITER_ROLE), autocommit=True)
        except psycopg.OperationalError as error:
            if not is_denied(error, WRITER_ROLE):
                raise
            return psycopg.connect(session(dsn, READER_ROLE), autocommit=True)
    except psycopg.OperationalError as error:
        raise LogUnavailableError(
            f"The log cannot be read: {error}".strip(), "Check that the server runs."
        ) from error
