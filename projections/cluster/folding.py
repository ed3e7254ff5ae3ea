"""States of projections computed by Spark from an archive: the delta of the whole archive at once.

The SQL is compiled from the same Ibis expressions as DuckDB's. Every file's hash is checked by the
driver before the workers read it; they read the columns and row groups a projection needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import pyarrow as pa

from projections.archive.rangefile import ARROW_TYPES, POSITION, TYPE
from projections.archive.reading import Archive
from projections.archive.store import Folder
from projections.cluster.errors import ClusterError
from projections.definition import BATCH, Projection
from projections.engine import expressions
from projections.engine.folding import Fold
from projections.engine.shapes import needed, wanted
from projections.errors import MissingKeyError, UnfitRecordError
from projections.upcasting import read_as

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DIALECT = "pyspark"
_SPARK_TYPES: Mapping[str, str] = {
    "int64": "BIGINT",
    "string": "STRING",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "array<string>": "ARRAY<STRING>",
    "array<int64>": "ARRAY<BIGINT>",
}


@dataclass(frozen=True)
class ClusterState:
    """What Spark came to for one projection."""

    state: pa.Table
    """Ordered by key, in the types of the definition."""
    records: int
    """Records of the types it reads."""


class ClusterFold:
    """The projections of one archive on a cluster."""

    def __init__(
        self, spark: SparkSession, archive: Archive, projections: Sequence[Projection]
    ) -> None:
        """Check every file of the archive, and name the typed records of each type to Spark.

        Raises:
            ArchiveError: a file does not hold.
            ClusterError: the workers could not read the archive where it lies.
            UnfitRecordError: a record lacks a field its type must have.
        """
        self._spark = spark
        self._wanted = wanted(projections)
        self.counts = self._name_parts(archive)

    def _name_parts(self, archive: Archive) -> dict[str, int]:
        paths, counts = [], dict.fromkeys(self._wanted, 0)
        for file, content in archive.files():
            for type_ in self._wanted.keys() & content.held.keys():
                held = content.held[type_]
                if not self._wanted[type_].items() <= held.columns.items():
                    raise ClusterError(
                        f"{file.path} was written before the columns of {type_} were known.",
                        "Rebuild without --engine spark, or archive into a new folder.",
                    )
                counts[type_] += held.records
            paths.append(_uri(archive, file.path))
        if paths:
            records = self._spark.read.schema(self._columns()).parquet(*paths)
            self._check_complete(records)
            for type_, columns in self._wanted.items():
                part = records.filter(records[TYPE] == type_).select(POSITION, *columns)
                part.createOrReplaceTempView(f"`{type_}`")
        return {type_: count for type_, count in counts.items() if count}

    def _columns(self) -> str:
        """All columns that are read, as Spark declares them: no file need be opened to learn it."""
        kinds = {name: kind for columns in self._wanted.values() for name, kind in columns.items()}
        declared = [f"`{name}` {_SPARK_TYPES[kind]}" for name, kind in kinds.items()]
        return ", ".join([f"{POSITION} BIGINT", f"{TYPE} STRING", *declared])

    def _check_complete(self, records: DataFrame) -> None:
        lacking = [
            f"({TYPE} = '{type_}' AND `{name}` IS NULL)"
            for type_, columns in self._wanted.items()
            for name in columns
            if needed(type_, name)
        ]
        if not lacking:
            return
        unfit = records.filter(" OR ".join(lacking)).agg({POSITION: "min"}).collect()
        if unfit[0][0] is not None:
            raise UnfitRecordError(
                f"The record at position {unfit[0][0]} lacks a field that its type must have. "
                "Nothing was changed.",
                "`qingce verify` says whether the record is what was recorded.",
            )

    def state(self, projection: Projection) -> ClusterState:
        """The state of a projection over all records of the archive.

        Raises:
            MissingKeyError: a record gives no value for a key.
        """
        reads = {old: new for old, new in read_as(projection.types).items() if old in self.counts}
        schema = _schema(projection)
        if not reads:
            return ClusterState(schema.empty_table(), 0)
        parts = " UNION ALL ".join(
            f"({_sql(expressions.part(old, new, projection.reads))})" for old, new in reads.items()
        )
        delta = _sql(expressions.delta(projection))
        found = self._spark.sql(f"WITH {BATCH} AS ({parts}) {delta}").toArrow()
        state = found.select(schema.names).cast(schema)
        _check_keys(projection, state)
        order: Any = [(name, "ascending") for name in projection.keys]
        return ClusterState(state.sort_by(order), sum(self.counts[old] for old in reads))


def _sql(expression: ibis.Table) -> str:
    return str(ibis.to_sql(expression, dialect=DIALECT))


def _schema(projection: Projection) -> pa.Schema:
    return pa.schema([(name, ARROW_TYPES[kind]) for name, kind in projection.columns.items()])


def _check_keys(projection: Projection, state: pa.Table) -> None:
    for name in projection.keys:
        if state[name].null_count:
            empty = state.filter(state[name].is_null())
            first = min(map(int, filter(None, empty["position_first"].to_pylist())))
            raise MissingKeyError(
                f"The record at position {first} gives no {name}, a key of {projection.name}. "
                "Nothing was changed.",
                "Correct the projection's definition; the record stands.",
            )


def _uri(archive: Archive, path: str) -> str:
    """Where Spark finds a file: the path must be the same on every worker."""
    if not isinstance(archive.store, Folder):
        raise ClusterError(
            f"The workers cannot read {archive.store.address}.",
            "Copy the archive to a folder that the driver and all workers share.",
        )
    # Spark decodes nothing in a path; the folder's name holds percent signs of its own.
    return f"file://{archive.store.path(archive.path(path)).resolve()}"


def fold_on_cluster(
    spark: SparkSession, archive: Archive, fold: Fold, progress: Callable[[int], None]
) -> int:
    """Combine into a fold what a cluster computes; answers with the position of the last record.

    Raises:
        ProjectionError: as `ClusterFold` and its `state` do; the fold is unusable.
    """
    cluster = ClusterFold(spark, archive, fold.projections)
    fold.count(cluster.counts)
    for projection in fold.projections:
        began = time.perf_counter()
        fold.combine(projection, cluster.state(projection).state)
        fold.seconds[projection.name] += time.perf_counter() - began
    progress(archive.size)
    return archive.size
