"""Calling `ledger.append`: prepared once on a connection, parameters and answer in binary form.

It goes past psycopg's adaptation of parameters, which costs as much as a small commit does.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

import orjson
import psycopg
from psycopg.abc import Buffer
from psycopg.pq import DiagnosticField, ExecStatus, Format
from psycopg.pq.abc import PGresult

from ledger.log import wire

_APPEND = b"SELECT ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
_numbers = itertools.count(1)
"""No name is given twice: the driver may or may not have dropped the one before."""
_FORMATS = [Format.BINARY] * 13
_ROW_TYPES = """
SELECT 'ledger.records'::regtype::oid, 'ledger.postings'::regtype::oid,
    'ledger.commands'::regtype::oid, 'ledger.subtrees'::regtype::oid
"""
_RECORD_COLUMNS = (
    wire.BIGINT,
    wire.TEXT,
    wire.TIMESTAMPTZ,
    wire.TIMESTAMPTZ,
    wire.TEXT,
    wire.TEXT,
    wire.BYTEA,
    wire.BYTEA,
)
_POSTING_COLUMNS = (wire.TEXT, wire.BIGINT, wire.BIGINTS, wire.BIGINT)
_COMMAND_COLUMNS = (wire.UUID, wire.BYTEA, wire.BIGINT, wire.BIGINT)
_SUBTREE_COLUMNS = (wire.SMALLINT, wire.BIGINT, wire.BYTEA)


class Rows(NamedTuple):
    """What is to be stored beside the head."""

    records: Sequence[wire.Row]
    postings: Sequence[wire.Row]
    commands: Sequence[wire.Row]
    subtrees: Sequence[wire.Row]


class Answer(NamedTuple):
    """What `ledger.append` answers; see there."""

    outcome: str
    clock: datetime
    findings: dict[str, Any]


class AppendCall:
    """The function on one connection, which is in nobody else's hands."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Prepare it, unless nothing may be prepared on the connection."""
        self._server = connection.pgconn
        row_types = connection.execute(_ROW_TYPES).fetchone() or ()
        columns = (_RECORD_COLUMNS, _POSTING_COLUMNS, _COMMAND_COLUMNS, _SUBTREE_COLUMNS)
        self._arrays = [
            wire.RowsArray(row_type, oids)
            for row_type, oids in zip(row_types, columns, strict=True)
        ]
        self._is_prepared = connection.prepare_threshold is not None
        if not self._is_prepared:
            return  # a pooler shares the server's session: see `connecting.adopt`
        self._name = b"qingce_append_%d" % next(_numbers)
        prepared = self._server.prepare(self._name, _APPEND)
        if prepared.status != ExecStatus.COMMAND_OK:
            raise _error_of(prepared)

    def __call__(self, *parameters: bytes | None, rows: Rows) -> Answer:
        """Call it.

        Args:
            parameters: the bytes of those before the rows.
            rows: an empty list is passed as null.

        Raises:
            psycopg.Error: the server refused, or was lost.
        """
        arrays = [
            array.of(given) if given else None
            for array, given in zip(self._arrays, rows, strict=True)
        ]
        values = cast("list[Buffer]", [*parameters, *arrays])  # None is taken, if not declared
        result = self._called(values)
        if result.status != ExecStatus.TUPLES_OK:
            raise _error_of(result)
        outcome, clock, findings = wire.columns_of(result.get_value(0, 0) or b"")
        return Answer(
            (outcome or b"").decode(),
            wire.moment_of(clock or b""),
            orjson.loads(findings[1:])
            if findings
            else {},  # a binary jsonb begins with its version
        )

    def _called(self, values: list[Buffer]) -> PGresult:
        if self._is_prepared:
            return self._server.exec_prepared(self._name, values, _FORMATS, Format.BINARY)
        return self._server.exec_params(_APPEND, values, None, _FORMATS, Format.BINARY)


def _error_of(result: PGresult) -> psycopg.Error:
    """What the server refused; what libpq itself says, without a code, is that it was lost."""
    if result.error_field(DiagnosticField.SQLSTATE) is None:
        said = result.error_message.decode(errors="replace")
        return psycopg.OperationalError(said.strip())
    return psycopg.errors.error_from_result(result)
