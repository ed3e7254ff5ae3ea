"""Decoding: from the bytes of records to typed columns, once, by type and version.

A *raw batch* is an Arrow table of `position`, `type`, `bytes`. A *typed batch* is a mapping from
record type to the typed records of that type: `position` and the columns asked for (or all of the
type's shape), without a `type` column. Both come in any order and any cut. A typed batch may hold
more columns than a projection reads, so an archive can keep all of them and serve every projection.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import duckdb
import pyarrow as pa

from projections.engine.compiled import decoding
from projections.engine.database import connect
from projections.errors import ColumnMismatchError

RAW = "raw"
"""Name of the DuckDB table of a raw batch while it is decoded."""
TypedBatch = Mapping[str, pa.Table]
_TEXT = pa.string()
_COUNT = "SELECT type, count(*) FROM raw GROUP BY type ORDER BY type"
# The fields of a record are sorted, and `type` is the last: a look at the end of the bytes.
_MISMATCH = """
    SELECT min(position), count(*) FROM raw
    WHERE NOT ends_with(bytes, '"type":"' || type || '"}')
"""


def typed(raw: pa.Table, wanted: Mapping[str, Mapping[str, str]]) -> TypedBatch:
    """A raw batch as a typed one, of the types that are wanted, with the columns named for each.

    Raises:
        ColumnMismatchError: the type beside a record is not the one in its bytes.
    """
    with connect() as database:
        counts = register(database, raw)
        return {
            type_: database.sql(selection(type_, wanted[type_])).to_arrow_table()
            for type_ in counts
            if type_ in wanted
        }


def register(database: duckdb.DuckDBPyConnection, raw: pa.Table) -> dict[str, int]:
    """Make a raw batch readable as the table `raw`; answers with the records of each type.

    Raises:
        ColumnMismatchError: the type beside a record is not the one in its bytes.
    """
    database.register(RAW, _as_text(raw))
    [(first, mismatched)] = database.execute(_MISMATCH).fetchall()
    if mismatched:
        raise ColumnMismatchError(
            f"The database says another type of the record at position {first} than its bytes do "
            f"({mismatched} such records). Nothing was changed.",
            "Someone changed the log. `qingce verify` says what else does not fit.",
        )
    return dict(database.execute(_COUNT).fetchall())


def selection(type_: str, columns: Mapping[str, str]) -> str:
    """SQL from the table `raw` to the typed records of one type."""
    return _selection(type_, tuple(columns.items()))


@cache
def _selection(type_: str, columns: tuple[tuple[str, str], ...]) -> str:
    return decoding(type_, columns)


def _as_text(raw: pa.Table) -> pa.Table:
    """The same table with its bytes seen as text (UTF-8, as canonical JSON is), without a copy."""
    column = raw.column("bytes")
    chunks = [chunk if chunk.type == _TEXT else chunk.view(_TEXT) for chunk in column.chunks]
    return raw.set_column(
        raw.schema.get_field_index("bytes"), "bytes", pa.chunked_array(chunks, type=_TEXT)
    )
