"""Folding: batches of records in, a state for each projection out.

The work table of a fold is in memory; it is compacted (partial states merged into one) whenever
it has doubled, so it stays within a small multiple of the final state.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from projections.definition import BATCH, Projection
from projections.engine.compiled import columns_read, compiled, extraction, partials_table
from projections.engine.expressions import RAW
from projections.errors import MissingKeyError

_COUNT_BY_TYPE = "SELECT type, count(*) FROM batch GROUP BY type"
_TEXT = pa.string()
PARTIAL_ROWS_MIN = 500_000
"""Fewer rows of partial states than this are not worth compacting."""
MEMORY_LIMIT = "600MB"
"""What DuckDB may hold before it spills to disk; leaves room for batches under 1 GiB."""


class Fold:
    """Partial states of some projections, growing batch by batch, in any order.

    Use it as a context manager; it owns a DuckDB database in memory.
    """

    def __init__(self, projections: Sequence[Projection], threads: int | None = None) -> None:
        """Begin with empty states.

        Raises:
            ProjectionError: the projections read one column as different types.
        """
        self.projections = tuple(projections)
        self.seconds = dict.fromkeys((projection.name for projection in projections), 0.0)
        self._records: Counter[str] = Counter()
        self._extraction = extraction(columns_read(self.projections))
        self._database = duckdb.connect(config={"memory_limit": MEMORY_LIMIT})
        if threads is not None:
            self._database.execute("SET threads = ?", [threads])
        self._partial_rows: dict[str, int] = {}
        self._compacted_rows: dict[str, int] = {}
        self.load(pa.table({"position": pa.array([], pa.int64()), "bytes": pa.array([], _TEXT)}))
        for projection in self.projections:
            self._create(projection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._database.close()

    def add(self, raw: pa.Table, only: Sequence[Projection] | None = None) -> None:
        """Fold a batch of records (`position`, `bytes`) into the states, all or only some.

        Raises:
            MissingKeyError: a record gives no value for a key column; the states are unusable.
        """
        self.load(raw)
        self._records.update(dict(self._database.execute(_COUNT_BY_TYPE).fetchall()))
        for projection in self.projections if only is None else only:
            began = time.perf_counter()
            self._insert(projection, compiled(projection).delta)
            self.seconds[projection.name] += time.perf_counter() - began

    def load(self, raw: pa.Table) -> None:
        """Decode a batch of records (`position`, `bytes`) as the table `batch`."""
        self._database.register(RAW, _as_text(raw))
        self._database.execute(f"CREATE OR REPLACE TEMP TABLE {BATCH} AS {self._extraction}")
        self._database.unregister(RAW)

    def combine(self, projection: Projection, state: pa.Table) -> None:
        """Merge the state another fold came to into this one's."""
        self._database.register("other", state)
        self._insert(projection, "FROM other")
        self._database.unregister("other")

    def state(self, projection: Projection) -> pa.Table:
        """The state so far, ordered by key."""
        order = ", ".join(f'"{name}"' for name in projection.keys)
        merged = f"FROM ({compiled(projection).merge}) ORDER BY {order}"
        state: pa.Table = self._database.sql(merged).to_arrow_table()
        return state

    def records(self, projection: Projection) -> int:
        """How many records of the types a projection reads were ever added."""
        return sum(self._records[type_] for type_ in projection.types)

    def clear(self) -> None:
        """Begin anew with empty states."""
        for projection in self.projections:
            self._database.execute(f"TRUNCATE {partials_table(projection)}")
        self._partial_rows.clear()
        self._compacted_rows.clear()

    def positions_behind(
        self, projection: Projection, keys: Sequence[Mapping[str, Any]]
    ) -> list[int]:
        """Positions, in order, of the records of the loaded batch behind rows with given keys.

        Each of `keys` gives values of key columns, all or some of them.
        """
        rows = self._database.sql(compiled(projection).rows)
        found: set[int] = set()
        for key in keys:
            behind = rows
            for name, part in key.items():
                behind = behind.filter(
                    duckdb.ColumnExpression(name) == duckdb.ConstantExpression(part)
                )
            found.update(position for (position,) in behind.select("position").fetchall())
        return sorted(found)

    def _create(self, projection: Projection) -> None:
        table = partials_table(projection)
        self._database.execute(
            f"CREATE TABLE {table} AS FROM ({compiled(projection).delta}) LIMIT 0"
        )
        for name in projection.keys:
            self._database.execute(f'ALTER TABLE {table} ALTER "{name}" SET NOT NULL')

    def _insert(self, projection: Projection, rows: str) -> None:
        try:
            inserted = self._database.execute(
                f"INSERT INTO {partials_table(projection)} {rows}"
            ).fetchone()
        except duckdb.ConstraintException:
            raise self._missing_key(projection) from None
        name = projection.name
        self._partial_rows[name] = self._partial_rows.get(name, 0) + (inserted or (0,))[0]
        if self._partial_rows[name] > max(PARTIAL_ROWS_MIN, 2 * self._compacted_rows.get(name, 0)):
            self._compact(projection)

    def _compact(self, projection: Projection) -> None:
        table = partials_table(projection)
        merge = compiled(projection).merge
        self._database.execute(f"CREATE OR REPLACE TEMP TABLE compacted AS {merge}")
        self._database.execute(f"TRUNCATE {table}")
        kept = self._database.execute(f"INSERT INTO {table} FROM compacted").fetchone()
        self._database.execute("DROP TABLE compacted")
        self._partial_rows[projection.name] = (kept or (0,))[0]
        self._compacted_rows[projection.name] = self._partial_rows[projection.name]

    def _missing_key(self, projection: Projection) -> MissingKeyError:
        rows = self._database.sql(compiled(projection).rows)
        for name in projection.keys:
            empty = rows.filter(duckdb.ColumnExpression(name).isnull())
            [(first,)] = empty.aggregate("min(position)").fetchall()
            if first is not None:
                return MissingKeyError(
                    f"The record at position {first} gives no {name}, a key of the projection "
                    f"{projection.name}. Nothing was changed.",
                    "Correct the projection's definition; the record stands.",
                )
        return MissingKeyError(f"A key of the projection {projection.name} is null.")


def _as_text(raw: pa.Table) -> pa.Table:
    """The same table with its bytes seen as text (UTF-8, as canonical JSON is), without a copy."""
    column = raw.column("bytes")
    chunks = [chunk if chunk.type == _TEXT else chunk.view(_TEXT) for chunk in column.chunks]
    return raw.set_column(
        raw.schema.get_field_index("bytes"), "bytes", pa.chunked_array(chunks, type=_TEXT)
    )
