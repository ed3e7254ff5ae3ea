"""What the writer says to PostgreSQL, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import psycopg
from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int8

from ledger.canonical import INTEGER_MAX
from ledger.log import wire
from ledger.log.batch import Batch
from ledger.log.calling import Answer, AppendCall, Rows
from ledger.log.proposal import Proposal
from ledger.log.values import Taken

Connection = psycopg.Connection[Any]

_LOCK_HEAD = "SELECT * FROM ledger.lock_head()"
_CHECK = "SELECT ledger.check_commands(%b, %b, %b)"
_ORDINALS = "SELECT ledger.ordinals(%b)"
_STANDS = "SELECT FROM ledger.records WHERE position = %b AND leaf_hash = %b"
ANSWERS = """
SELECT command.id, command.fingerprint, command.position_first, command.position_last,
    record.recorded
FROM ledger.commands AS command
JOIN ledger.records AS record ON record.position = command.position_last
WHERE command.id = ANY (%b)
"""
_COPY_RECORDS = """
COPY ledger.records (position, type, occurred, recorded, office, official, leaf_hash, bytes)
FROM STDIN (FORMAT binary)
"""
_COPY_POSTINGS = """
COPY ledger.postings (tag, position_last, earlier, ordinal_last) FROM STDIN (FORMAT binary)
"""
_JSONB_VERSION = b"\x01"
COPY_RECORDS = 250
"""Records sent at a time: the server stores them while the next are stamped."""


class Locked(NamedTuple):
    """The head, locked until the transaction ends."""

    size: int
    frontier: bytes
    recorded: datetime
    clock: datetime


def append(call: AppendCall, batch: Batch) -> Answer:
    """Append a batch in one call, if nothing speaks against it."""
    rows = _all_rows(batch)
    ids = [wire.blob(one.bytes) for one in _command_ids(batch.proposals)]
    conditions = _conditions(batch.proposals, batch.size_before)
    return call(
        *_head(batch),
        wire.FALSE,
        wire.array(wire.UUID, ids) if ids else None,
        _JSONB_VERSION + orjson.dumps(conditions) if conditions else None,
        wire.array(wire.TEXT, list(map(wire.text, batch.tags_new))) if batch.tags_new else None,
        rows=rows,
    )


def append_locked(call: AppendCall, batch: Batch) -> None:
    """Append a batch in one call, the head being locked and everything checked."""
    _finish(call, batch, _all_rows(batch))


def copy(connection: Connection, call: AppendCall, batch: Batch) -> None:
    """Append a batch by COPY, the head being locked and everything checked."""
    with connection.cursor() as cursor, cursor.copy(_COPY_RECORDS.encode()) as sink:
        sink.write(wire.COPY_HEAD)
        records = batch.stamp()
        while piece := wire.copy_rows(list(islice(records, COPY_RECORDS))):
            sink.write(piece)
        sink.write(wire.COPY_TAIL)
        postings = wire.copy_rows(batch.post())
    with connection.cursor() as cursor, cursor.copy(_COPY_POSTINGS.encode()) as sink:
        sink.write(wire.COPY_HEAD + postings + wire.COPY_TAIL)
        rows = Rows((), (), batch.commands(), batch.subtrees())
    _finish(call, batch, rows)


def _finish(call: AppendCall, batch: Batch, rows: Rows) -> None:
    answer = call(*_head(batch), wire.TRUE, None, None, None, rows=rows)
    if answer.outcome != "appended":
        raise RuntimeError(f"A checked batch was answered {answer.outcome!r}: a defect of the log.")


def _all_rows(batch: Batch) -> Rows:
    records = list(batch.stamp())
    return Rows(records, batch.post(), batch.commands(), batch.subtrees())


def lock_head(connection: Connection) -> Locked:
    """Wait for the head and lock it."""
    return Locked(*_one(connection, _LOCK_HEAD, []))


def stands(connection: Connection, batch: Batch) -> bool:
    """Whether a batch was committed."""
    parameters = [Int8(batch.size_before + 1), batch.leaf_hashes[0]]
    return connection.execute(_STANDS, parameters).fetchone() is not None


def check(connection: Connection, size: int, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Look for commands that are known already, or whose condition fails.

    Returns:
        What `ledger.check_commands` found; nothing if all may be appended.
    """
    ids = _command_ids(proposals)
    conditions = _conditions(proposals, size)
    if not ids and not conditions:
        return {}
    parameters = [Int8(size), ids or None, Jsonb(conditions) if conditions else None]
    return _one(connection, _CHECK, parameters)[0] or {}


def ordinals(connection: Connection, tags: Sequence[str]) -> list[tuple[str, int]]:
    """The newest ordinal of each tag, 0 if it has no record."""
    found = _one(connection, _ORDINALS, [list(tags)])[0] or {}
    return [(tag, found.get(tag, 0)) for tag in tags]


def answers(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, tuple[bytes, Taken]]:
    """Fingerprint and answer of each of these commands that was recorded."""
    if not ids:
        return {}
    return {
        command_id: (fingerprint, Taken(first, last, recorded, replayed=True))
        for command_id, fingerprint, first, last, recorded in connection.execute(
            ANSWERS, [list(ids)]
        )
    }


def _one(connection: Connection, statement: str, parameters: Sequence[Any]) -> tuple[Any, ...]:
    with connection.cursor(binary=True) as cursor:
        cursor.execute(statement.encode(), parameters, prepare=True)
        return cursor.fetchone() or ()


def _head(batch: Batch) -> list[bytes]:
    """The parameters of `ledger.append` that move the head; without lengths."""
    frontier = batch.frontier
    return [
        batch.size_before.to_bytes(8, "big"),
        frontier.size.to_bytes(8, "big"),
        frontier.to_bytes(),
        frontier.root(),
        wire.moment(batch.recorded)[4:],
    ]


def _command_ids(proposals: Iterable[Proposal]) -> list[UUID]:
    return [command.id for one in proposals for command, _ in one.commands]


def _conditions(proposals: Iterable[Proposal], size: int) -> list[dict[str, Any]]:
    """Those that a record can have met while the log grew to this size."""
    return [
        {
            "command": number,
            "after": min(proposal.after, INTEGER_MAX),
            "keys": proposal.query.guards,
            "query": proposal.query.as_json(),
        }
        for number, proposal in enumerate(proposals)
        if proposal.query is not None and proposal.after < size
    ]
