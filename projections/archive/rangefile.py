"""One Parquet file: the records of a range as exact bytes, and beside them as typed columns.

| column | what |
| --- | --- |
| `position` | the record's place in the log |
| `type` | its type |
| columns of the envelope | as `projections.definition.ENVELOPE` names them |
| columns of `data` | of all types in the file, by name; null where a type has none |
| `bytes` | the record, exactly |

Rows are sorted by type, then position. A type with many records has row groups of its own, the
others share theirs, so a reader of some types passes over the rest by the statistics of `type`.
The file's metadata says under `qingce` which log it is of and, for each type, how many records
there are and which columns were filled from their bytes. A column that is not listed for a type
(the program that wrote the file did not know it) is taken from the bytes when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from projections.archive.errors import AlteredFileError
from projections.archive.layout import Range
from projections.definition import ENVELOPE
from projections.engine import shapes
from projections.engine.decoding import typed

pc: Any = pyarrow.compute
"""Its stubs know neither plain values as operands nor structs as results."""
POSITION, TYPE, BYTES = "position", "type", "bytes"
OWN_GROUP_RECORDS = 8_192
"""A type with this many records in the file has row groups of its own."""
GROUP_RECORDS = 65_536
METADATA = b"qingce"
COMPRESSION_LEVEL = 3
ARROW_TYPES: Mapping[str, pa.DataType] = {
    "int64": pa.int64(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "array<string>": pa.list_(pa.string()),
    "array<int64>": pa.list_(pa.int64()),
}
"""The types of columns, by the names projections give them."""
Shapes = dict[str, dict[str, str]]
"""By type of record: its columns and their types."""


@dataclass(frozen=True)
class Held:
    """What a file holds of a type."""

    records: int
    columns: Mapping[str, str]
    """Those filled from its bytes, with their types."""


def encode(origin: str, span: Range, records: Sequence[bytes]) -> bytes:
    """The Parquet file of a range.

    Args:
        origin: the log.
        span: their positions.
        records: their bytes, in the order of the log.
    """
    raw = raw_batch(span, records)
    counts = {each["values"]: each["counts"] for each in pc.value_counts(raw[TYPE]).to_pylist()}
    told = _told(sorted(counts))
    schema = _schema(origin, span, {t: Held(counts[t], columns) for t, columns in told.items()})
    decoded = derive(raw, told)
    wide = [_widened(decoded[type_], raw, type_, schema) for type_ in sorted(told)]
    return _write(_groups(wide), schema)


def derive(raw: pa.Table, told: Shapes) -> dict[str, pa.Table]:
    """The typed records of every type in a raw batch, ordered by position, as a file keeps them."""
    return {
        type_: table.sort_by(POSITION).cast(
            pa.schema(
                (name, ARROW_TYPES[told[type_][name]] if name in told[type_] else pa.int64())
                for name in table.column_names
            )
        )
        for type_, table in typed(raw, told).items()
    }


def _told(types: Sequence[str]) -> Shapes:
    """The columns that are filled for each type; a name is of one kind in the whole file."""
    kinds: dict[str, str] = {}
    told: Shapes = {}
    for type_ in types:
        shape = shapes.shape(type_)
        told[type_] = {
            name: kind for name, kind in shape.items() if kinds.setdefault(name, kind) == kind
        }
    return told


def _schema(origin: str, span: Range, held: Mapping[str, Held]) -> pa.Schema:
    kinds = {name: kind for each in held.values() for name, kind in each.columns.items()}
    names = [*ENVELOPE, *sorted(kinds.keys() - ENVELOPE.keys())]
    about = {
        "origin": origin,
        "first": span.first,
        "last": span.last,
        "types": {type_: asdict(each) for type_, each in held.items()},
    }
    columns: list[tuple[str, pa.DataType]] = [
        (POSITION, pa.int64()),
        (TYPE, pa.string()),
        *((name, ARROW_TYPES[kinds[name]]) for name in names),
        (BYTES, pa.binary()),
    ]
    return pa.schema(
        columns,
        metadata={METADATA: orjson.dumps(about, option=orjson.OPT_SORT_KEYS)},
    )


def raw_batch(span: Range, records: Sequence[bytes]) -> pa.Table:
    """Records as a raw batch: `position`, `type` (as their bytes say) and `bytes`.

    Raises:
        AlteredFileError: one is no record; it is named.
    """
    return pa.table(
        {
            POSITION: pa.array(range(span.first, span.last + 1), pa.int64()),
            TYPE: pa.array(
                [_type_of(data, position) for position, data in enumerate(records, span.first)]
            ),
            BYTES: pa.array(records, pa.binary()),
        }
    )


def _type_of(data: bytes, position: int) -> str:
    try:
        return str(orjson.loads(data)["type"])
    except (KeyError, TypeError, ValueError):
        raise AlteredFileError(
            f"What stands at position {position} is no record.", "`qingce verify` says more."
        ) from None


def _widened(table: pa.Table, raw: pa.Table, type_: str, schema: pa.Schema) -> pa.Table:
    """A type's records in all columns of the file."""
    rows = table.num_rows
    given: dict[str, Any] = {field.name: table[field.name] for field in table.schema}
    given[TYPE] = pa.repeat(pa.scalar(type_), rows)
    given[BYTES] = raw.filter(pc.equal(raw[TYPE], type_))[BYTES]
    arrays = [
        given[field.name] if field.name in given else pa.nulls(rows, field.type) for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _groups(tables: Sequence[pa.Table]) -> Iterator[pa.Table]:
    """What row groups are written of: large types alone, small neighbours together."""
    small: list[pa.Table] = []
    for table in tables:
        if table.num_rows < OWN_GROUP_RECORDS:
            small.append(table)
            continue
        if small:
            yield pa.concat_tables(small)
            small = []
        yield table
    if small:
        yield pa.concat_tables(small)


def _write(groups: Iterator[pa.Table], schema: pa.Schema) -> bytes:
    sink = BytesIO()
    texts: Any = [name for name in schema.names if name not in (POSITION, BYTES)]
    with pq.ParquetWriter(
        sink,
        schema,
        compression="zstd",
        compression_level=COMPRESSION_LEVEL,
        use_dictionary=texts,
        column_encoding={POSITION: "DELTA_BINARY_PACKED"},
        write_statistics=[POSITION, TYPE],
    ) as writer:
        for group in groups:
            writer.write_table(group, row_group_size=GROUP_RECORDS)
    return sink.getvalue()


class RangeFile:
    """A file whose content was checked against its hash."""

    def __init__(self, data: bytes) -> None:
        """Open its content.

        Raises:
            AlteredFileError: it is no file of an archive.
        """
        self._data = data
        try:
            self._parquet = pq.ParquetFile(pa.BufferReader(data))
            about = orjson.loads(self._parquet.schema_arrow.metadata[METADATA])
            self.origin = str(about["origin"])
            self.range = Range(about["first"], about["last"])
            self.held = {
                type_: Held(held["records"], held["columns"])
                for type_, held in about["types"].items()
            }
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError, AttributeError):
            raise AlteredFileError("It is no Parquet file of an archive.") from None

    @property
    def schema(self) -> pa.Schema:
        """Its columns."""
        return self._parquet.schema_arrow

    def typed(self, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, pa.Table]:
        """The typed records of some types, with the columns named for each, ordered by position.

        Texts stay in dictionaries where the file has them so: they need not be spelled out to be
        grouped by.
        """
        here = {type_: columns for type_, columns in wanted.items() if type_ in self.held}
        told = {
            type_: [POSITION, *columns]
            for type_, columns in here.items()
            if columns.items() <= self.held[type_].columns.items()
        }
        untold = {type_: columns for type_, columns in here.items() if type_ not in told}
        found = self._read(told, self._texts())
        if untold:
            raw = self._read({type_: [POSITION, TYPE, BYTES] for type_ in untold})
            decoded = typed(pa.concat_tables(raw.values()), untold)
            found |= {type_: _in_dictionaries(table) for type_, table in decoded.items()}
        return found

    def raw(self) -> pa.Table:
        """All records as a raw batch, in the order of the log."""
        table = self._parquet.read([POSITION, TYPE, BYTES])
        return table.sort_by(POSITION)

    def rows(self, type_: str) -> pa.Table:
        """All columns of the records of a type, without their bytes, ordered by position."""
        columns = [name for name in self.schema.names if name not in (TYPE, BYTES)]
        return self._read({type_: columns})[type_]

    def _texts(self) -> list[str]:
        return [field.name for field in self.schema if field.type == pa.string()]

    def _read(
        self, wanted: Mapping[str, Sequence[str]], dictionaries: Sequence[str] = ()
    ) -> dict[str, pa.Table]:
        parquet = self._parquet
        if dictionaries:
            parquet = pq.ParquetFile(
                pa.BufferReader(self._data), read_dictionary=list(dictionaries)
            )
        parts: dict[str, list[pa.Table]] = {type_: [] for type_ in wanted}
        for group in range(self._parquet.num_row_groups):
            low, high = self._types_between(group)
            present = [type_ for type_ in wanted if low <= type_ <= high]
            if not present:
                continue
            columns = {TYPE}.union(*(wanted[type_] for type_ in present))
            table = parquet.read_row_group(group, sorted(columns))
            for type_ in present:
                rows = table if low == high else table.filter(pc.equal(table[TYPE], type_))
                parts[type_].append(rows.select(list(wanted[type_])))
        return {type_: pa.concat_tables(tables) for type_, tables in parts.items() if tables}

    def _types_between(self, group: int) -> tuple[str, str]:
        place = self.schema.names.index(TYPE)
        statistics: Any = self._parquet.metadata.row_group(group).column(place).statistics
        return statistics.min, statistics.max


def _in_dictionaries(table: pa.Table) -> pa.Table:
    """The same with texts as `read_dictionary` gives them."""
    for place, field in enumerate(table.schema):
        if field.type == pa.string():
            table = table.set_column(place, field.name, table[field.name].dictionary_encode())
    return table
