"""Soundness: whether a definition computes the same however the log is cut and merged.

Checked when a definition is compiled, so none that fails is ever registered or run:

- `rows` looks at one record at a time: no window, aggregate, join, sort, limit, clock or chance
  (a record may make several rows: a union that keeps all). Then the rows of two batches together
  are the rows of each.
- every merge is associative: sums are of whole numbers (floating-point addition is not
  associative), sets are of text, and the other merges choose by order.

Property tests (`tests/projections`) try the same on random records, cut at random.
"""

from __future__ import annotations

import ibis
import ibis.expr.operations as ops

from projections.definition import Merge, Projection, Value
from projections.engine.shapes import columns_of
from projections.errors import UnsoundProjectionError
from projections.upcasting import read_as, steps_from

_RELATIONS = (ops.UnboundTable, ops.Project, ops.Filter)
_NOT_BY_RECORD = (
    ops.Reduction,
    ops.Analytic,
    ops.WindowFunction,
    ops.Impure,
    ops.TimestampNow,
    ops.DateNow,
    ops.Subquery,
)
_MERGED_TYPES = {
    Merge.SUM: {"int64"},
    Merge.UNION: {"string"},
    Merge.MIN: {"int64", "string", "date"},
    Merge.MAX: {"int64", "string", "date"},
}
"""What a merge is associative over; latest takes any type there is."""


def check(projection: Projection) -> None:
    """Check a definition.

    Raises:
        UnsoundProjectionError: names the column or the operation, and why it cannot be.
    """
    for value in projection.values:
        _check_value(projection, value)
    batch = ibis.table({"position": "int64", "type": "string", **projection.reads}, name="batch")
    _check_by_record(projection, projection.rows(batch), "rows")
    if projection.holds_from is not None:
        dated = ibis.table(
            {"position": "int64", "type": "string", **projection.reads, "occurred_day": "date"},
            name="batch",
        )
        day = dated.select(day=projection.holds_from(dated))
        _check_by_record(projection, day, "holds_from")
    for old, new in read_as(projection.types).items():
        for step in steps_from(old, new):
            records = ibis.table({"position": "int64", **columns_of(old, step.reads)}, name="old")
            upcast = records.mutate(**step.columns(records))
            _check_by_record(projection, upcast, f"the upcast from {step.old}")


def _check_value(projection: Projection, value: Value) -> None:
    allowed = _MERGED_TYPES.get(value.merge)
    if allowed is not None and value.type not in allowed:
        raise UnsoundProjectionError(
            f"The projection {projection.name} merges {value.name}, of type {value.type}, by "
            f"{value.merge}: that is not associative, so the result would depend on how batches "
            "are grouped.",
            f"By {value.merge} are merged: {', '.join(sorted(allowed))}. Money is whole fen.",
        )


def _check_by_record(projection: Projection, expression: ibis.Table, what: str) -> None:
    node = expression.op()
    wrong = node.find(_NOT_BY_RECORD) or [
        relation for relation in node.find(ops.Relation) if not _is_by_record(relation)
    ]
    if wrong:
        raise UnsoundProjectionError(
            f"The projection {projection.name}: {what} must look at one record at a time, but "
            f"holds {type(wrong[0]).__name__}: the result would depend on where a batch is cut.",
            "Let each record contribute its own row; merging by key is for the merges.",
        )


def _is_by_record(relation: ops.Node) -> bool:
    """One that keeps, drops or shapes rows, or puts the rows of two such beside each other."""
    if isinstance(relation, ops.Union):
        return not relation.distinct
    return isinstance(relation, _RELATIONS)
