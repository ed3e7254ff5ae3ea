"""Folding: batches of records in, a state for each projection out.

The work table of a fold is in memory; it is compacted (partial states merged into one) whenever
it has doubled, so it stays within a small multiple of the final state.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from projections.definition import BATCH, Projection
from projections.engine import behind, decoding, poison
from projections.engine.behind import Key
from projections.engine.compiled import check_columns, compiled, in_force, part, partials_table
from projections.engine.database import connect
from projections.engine.decoding import TypedBatch
from projections.engine.shapes import needed, wanted
from projections.errors import MissingKeyError, UnfitRecordError
from projections.upcasting import read_as

PARTIAL_ROWS_MIN = 500_000
"""Fewer rows of partial states than this are not worth compacting."""
MEMORY_LIMIT = "400MB"
"""What one fold may hold before it spills to disk. Two of them and the batches ahead take less than
1 GiB: 741 MiB for ten million records with two million keys."""
STREAM_ROWS = 50_000


class Fold:
    """Partial states of some projections, growing batch by batch, in any order.

    Use it as a context manager; it owns a DuckDB database in memory.
    """

    def __init__(
        self,
        projections: Sequence[Projection],
        threads: int | None = None,
        *,
        as_of: date | None = None,
        quarantine: bool = False,
    ) -> None:
        """Begin with empty states.

        Args:
            projections: which.
            threads: how many DuckDB uses; as many as there are, if not given.
            as_of: leave out what did not hold yet by the end of that day.
            quarantine: set records aside that cannot be folded, instead of failing.

        Raises:
            ProjectionError: the projections read one column as different types, or the result of
                one would depend on where batches are cut.
        """
        self.projections = tuple(projections)
        self.as_of = as_of
        self.quarantine = quarantine
        self.quarantined: dict[str, poison.Reasons] = {one.name: {} for one in projections}
        """By projection: the records that were set aside, and why."""
        self.seconds = dict.fromkeys((projection.name for projection in projections), 0.0)
        self._records: Counter[str] = Counter()
        check_columns(self.projections)
        self.wanted = wanted(self.projections, dated=as_of is not None)
        self._read_as = {one.name: read_as(one.types) for one in self.projections}
        self._parts: list[str] = []
        """The types of the loaded records; the typed ones of each stand in a table of that name."""
        self._aside: dict[str, poison.Reasons] = {}
        """By projection: those of the loaded records that were set aside."""
        self._database = connect(MEMORY_LIMIT)
        self._threads = threads
        if threads is not None:
            self._database.execute("SET threads = ?", [threads])
        self._partial_rows: dict[str, int] = {}
        self._compacted_rows: dict[str, int] = {}
        for projection in self.projections:
            self._database.execute(compiled(projection).create)

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
        """Fold a batch of records (`position`, `type`, `bytes`) into the states, or only some.

        Raises:
            ColumnMismatchError: the type beside a record is not the one in its bytes.
            UnfitRecordError: a record cannot be folded and must not be set aside; the states are
                unusable.
        """
        self.load(raw)
        self._fold(only)

    def add_typed(self, typed: TypedBatch, only: Sequence[Projection] | None = None) -> None:
        """Fold a typed batch (`projections.engine.decoding`), with at least the `wanted` columns.

        Raises:
            UnfitRecordError: as `add` does.
        """
        self.load_typed(typed)
        self._fold(only)

    def load(self, raw: pa.Table) -> None:
        """Decode a batch of records (`position`, `type`, `bytes`).

        Raises:
            ColumnMismatchError, UnfitRecordError: as `add` does.
        """
        self._unload()
        counts = decoding.register(self._database, raw)
        try:
            self._decode(counts)
        except duckdb.InvalidInputException:
            found = poison.unreadable(self._database)
            self._set_aside(self.projections, found)
            legible = raw.filter(pc.invert(pc.is_in(raw["position"], pa.array(found, pa.int64()))))
            decoding.register(self._database, legible)
            self._decode(counts)
        self._database.unregister(decoding.RAW)
        self._set_incomplete_aside(counts)

    def load_typed(self, typed: TypedBatch) -> None:
        """Take a typed batch as the loaded one.

        Raises:
            UnfitRecordError: as `add` does.
        """
        self._unload()
        for type_ in sorted(self.wanted.keys() & typed.keys()):
            self._database.register(type_, typed[type_])
            self._parts.append(type_)
        self._set_incomplete_aside({type_: typed[type_].num_rows for type_ in self._parts})

    def count(self, records: Mapping[str, int]) -> None:
        """Count records, by type, whose states were computed elsewhere and are combined here."""
        self._records.update(records)

    def combine(self, projection: Projection, state: pa.Table) -> None:
        """Merge the state another fold came to into this one's."""
        self._database.register("other", state)
        self._insert(projection, "FROM other")
        self._database.unregister("other")

    def twin(self) -> Fold:
        """Another fold of the same projections, empty."""
        return Fold(self.projections, self._threads, as_of=self.as_of, quarantine=self.quarantine)

    def absorb(self, other: Fold) -> None:
        """Merge all another fold of the same projections came to into this one, and empty it."""
        for projection in self.projections:
            self.combine(projection, other.state(projection))
            self.quarantined[projection.name] |= other.quarantined[projection.name]
            self.seconds[projection.name] += other.seconds[projection.name]
        self._records += other._records
        other.clear()

    def state(self, projection: Projection) -> pa.Table:
        """The state so far, ordered by key."""
        order = ", ".join(f'"{name}"' for name in projection.keys)
        merged = f"FROM ({compiled(projection).merge}) ORDER BY {order}"
        state: pa.Table = self._database.sql(merged).to_arrow_table()
        return state

    def stream(self, projection: Projection) -> pa.RecordBatchReader:
        """The state so far in batches, in any order, so that it need not be held twice."""
        merged = self._database.sql(compiled(projection).merge)
        reader: pa.RecordBatchReader = merged.to_arrow_reader(STREAM_ROWS)
        return reader

    def release(self, projection: Projection) -> None:
        """Give back the memory of a state that is kept elsewhere now."""
        self._database.execute(f"TRUNCATE {partials_table(projection)}")
        self._partial_rows.pop(projection.name, None)

    def types(self, projection: Projection) -> frozenset[str]:
        """The types of records a projection reads, old versions too."""
        return frozenset(self._read_as[projection.name])

    def records(self, projection: Projection) -> int:
        """How many records of the types a projection reads were ever added."""
        return sum(self._records[type_] for type_ in self._read_as[projection.name])

    def clear(self) -> None:
        """Begin anew with empty states."""
        for projection in self.projections:
            self._database.execute(f"TRUNCATE {partials_table(projection)}")
            self.quarantined[projection.name] = {}
            self.seconds[projection.name] = 0.0
        self._records.clear()
        self._partial_rows.clear()
        self._compacted_rows.clear()

    def rows(self, projection: Projection) -> duckdb.DuckDBPyRelation | None:
        """The rows the loaded batch contributes to a projection; `None` if there are none."""
        batch = self._batch(projection)
        sql = compiled(projection) if self.as_of is None else in_force(projection, self.as_of)
        return self._database.sql(f"{batch} {sql.rows}") if batch else None

    def positions_behind(self, projection: Projection, keys: Sequence[Key]) -> list[int]:
        """Positions, in order, of the loaded records behind rows with any of some keys."""
        found = behind.positions(self.rows(projection), keys)
        return sorted({position for each in found for position in each})

    def _decode(self, counts: Mapping[str, int]) -> None:
        for type_ in sorted(self.wanted.keys() & counts.keys()):
            selection = decoding.selection(type_, self.wanted[type_])
            self._database.execute(f'CREATE OR REPLACE TEMP TABLE "{type_}" AS {selection}')
            if type_ not in self._parts:
                self._parts.append(type_)

    def _set_incomplete_aside(self, counts: Mapping[str, int]) -> None:
        for type_ in self._parts:
            self._records[type_] += counts[type_]
            must = {name: kind for name, kind in self.wanted[type_].items() if needed(type_, name)}
            readers = [one for one in self.projections if type_ in self._read_as[one.name]]
            self._set_aside(readers, poison.incomplete(self._database, type_, must))

    def _set_aside(self, projections: Sequence[Projection], found: poison.Reasons) -> None:
        if not found:
            return
        if not self.quarantine:
            first = min(found)
            raise UnfitRecordError(
                f"The record at position {first} cannot be folded: {found[first]} "
                f"({len(found)} such records). Nothing was changed.",
                "`qingce verify` says whether the record is what was recorded.",
            )
        for projection in projections:
            self.quarantined[projection.name] |= found
            self._aside.setdefault(projection.name, {}).update(found)

    def _fold(self, only: Sequence[Projection] | None) -> None:
        for projection in self.projections if only is None else only:
            began = time.perf_counter()
            sql = compiled(projection) if self.as_of is None else in_force(projection, self.as_of)
            self._insert_delta(projection, sql.delta)
            self.seconds[projection.name] += time.perf_counter() - began

    def _batch(self, projection: Projection) -> str:
        """The loaded records a projection reads, as the table its SQL names; empty if none."""
        reads = self._read_as[projection.name]
        parts = [
            part(projection, type_, reads[type_], self.as_of)
            for type_ in self._parts
            if type_ in reads
        ]
        if aside := self._aside.get(projection.name):
            but = ", ".join(map(str, sorted(aside)))
            parts = [f"SELECT * FROM ({one}) WHERE position NOT IN ({but})" for one in parts]  # noqa: S608
        return f"WITH {BATCH} AS NOT MATERIALIZED ({' UNION ALL '.join(parts)})" if parts else ""

    def _unload(self) -> None:
        for type_ in self._parts:
            self._database.unregister(type_)
            self._database.execute(f'DROP TABLE IF EXISTS temp."{type_}"')
        self._parts.clear()
        self._aside.clear()

    def _insert_delta(self, projection: Projection, delta: str) -> None:
        if not (batch := self._batch(projection)):
            return
        try:
            self._insert(projection, f"{batch} {delta}")
        except duckdb.ConstraintException:
            self._set_keyless_aside(projection)
            self._insert(projection, f"{self._batch(projection)} {delta}")

    def _set_keyless_aside(self, projection: Projection) -> None:
        rows = self.rows(projection)
        found = {} if rows is None else poison.keyless(projection, rows)
        if not self.quarantine:
            first = min(found)
            raise MissingKeyError(
                f"The record at position {first} cannot be folded: {found[first]}. Nothing was "
                "changed.",
                "Correct the projection's definition; the record stands.",
            )
        self._set_aside([projection], found)

    def _insert(self, projection: Projection, rows: str) -> None:
        insert = f"INSERT INTO {partials_table(projection)} {rows}"
        [(inserted,)] = self._database.execute(insert).fetchall()
        name = projection.name
        self._partial_rows[name] = self._partial_rows.get(name, 0) + inserted
        if self._partial_rows[name] > max(PARTIAL_ROWS_MIN, 2 * self._compacted_rows.get(name, 0)):
            self._compact(projection)

    def _compact(self, projection: Projection) -> None:
        table = partials_table(projection)
        merge = compiled(projection).merge
        self._database.execute(f"CREATE OR REPLACE TEMP TABLE compacted AS {merge}")
        self._database.execute(f"TRUNCATE {table}")
        insert = f"INSERT INTO {table} FROM compacted"
        [(kept,)] = self._database.execute(insert).fetchall()
        self._database.execute("DROP TABLE compacted")
        self._partial_rows[projection.name] = self._compacted_rows[projection.name] = kept
