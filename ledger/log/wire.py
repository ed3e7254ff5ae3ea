"""Values in PostgreSQL's binary form, for parameters and for COPY alike.

A *field* is a value's length and bytes, or NULL. A *row* is its fields. Rows travel either as one
parameter, an array of a table's row type, or as a binary COPY: both cost far less than adapting
each value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from struct import Struct

Row = tuple[bytes, ...]
TRUE, FALSE = b"\x01", b"\x00"
NULL = b"\xff\xff\xff\xff"
COPY_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
COPY_TAIL = b"\xff\xff"

BYTEA, BIGINT, SMALLINT, TEXT, BIGINTS, TIMESTAMPTZ, UUID = 17, 20, 21, 25, 1016, 1184, 2950
"""Numbers of types, the same in every database."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_short = Struct("!h").pack
_int = Struct("!i").pack
_long = Struct("!q")
_short_field = Struct("!ih").pack
_long_field = Struct("!iq").pack
_array_head = Struct("!iiIii").pack
_array_field_head = Struct("!iiiIii").pack
_ARRAY_HEAD_BYTES = 20
_LONG_FIELD_BYTES = 12


def blob(data: bytes) -> bytes:
    """The field of a `bytea` or `uuid`."""
    return _int(len(data)) + data


def text(value: str | None) -> bytes:
    """The field of a `text`."""
    if value is None:
        return NULL
    data = value.encode()
    return _int(len(data)) + data


def smallint(value: int) -> bytes:
    """The field of a `smallint`."""
    return _short_field(2, value)


def bigint(value: int | None) -> bytes:
    """The field of a `bigint`."""
    return NULL if value is None else _long_field(8, value)


def moment(value: datetime | None) -> bytes:
    """The field of a `timestamptz`."""
    if value is None:
        return NULL
    since = value - _EPOCH  # by hand: a division of time spans takes three times as long
    seconds = since.days * 86_400 + since.seconds
    return _long_field(8, seconds * 1_000_000 + since.microseconds)


def moment_of(data: bytes) -> datetime:
    """The time that the bytes of a `timestamptz` say."""
    return _EPOCH + timedelta(microseconds=_long.unpack(data)[0])


def bigints(fields: Sequence[bytes]) -> bytes:
    """The field of a `bigint[]`, given the fields of its elements; NULL if there is none."""
    count = len(fields)
    if not count:
        return NULL
    size = _ARRAY_HEAD_BYTES + count * _LONG_FIELD_BYTES
    return _array_field_head(size, 1, 0, BIGINT, count, 1) + b"".join(fields)


def array(element_oid: int, fields: Sequence[bytes]) -> bytes:
    """The bytes of an array without nulls."""
    return _array_head(1, 0, element_oid, len(fields), 1) + b"".join(fields)


class RowsArray:
    """The bytes of arrays of a table's row type."""

    def __init__(self, row_oid: int, column_oids: Sequence[int]) -> None:
        """Take the number of the row type, which differs between databases, and of its columns'."""
        self._oid = row_oid
        self._count = _int(len(column_oids))
        self._column_oids = [_int(oid) for oid in column_oids]

    def of(self, rows: Iterable[Row]) -> bytes:
        """The array of these rows."""
        count, oids = self._count, self._column_oids
        elements = [count + b"".join(chain.from_iterable(zip(oids, row))) for row in rows]  # noqa: B905 - the server counts
        return array(self._oid, [_int(len(one)) + one for one in elements])


def copy_rows(rows: Sequence[Row]) -> bytes:
    """Rows in the form of a binary COPY; they go between `COPY_HEAD` and `COPY_TAIL`."""
    if not rows:
        return b""
    row_head = _short(len(rows[0]))
    return row_head + row_head.join(map(b"".join, rows))


def columns_of(data: bytes) -> list[bytes | None]:
    """The bytes of each column of a composite value."""
    columns: list[bytes | None] = []
    place = 4
    for _ in range(int.from_bytes(data[:4], "big")):
        size = int.from_bytes(data[place + 4 : place + 8], "big", signed=True)
        place += 8
        columns.append(None if size < 0 else data[place : place + size])
        place += max(size, 0)
    return columns
