"""The Ibis expressions of a projection: its rows, delta and merge, and the batch they read.

A batch is the union of `part` of every type that is there; a projection looks only at the types it
names. All are plain relational algebra; DuckDB runs them here, and any other Ibis backend can.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from projections.definition import (
    BATCH,
    ENVELOPE,
    Merge,
    Projection,
    Value,
    at_column,
)
from projections.engine.shapes import columns_of
from projections.upcasting import steps_from

_RECORD_FIELDS = {"occurred_day": "occurred", "official": "by"}
"""Columns of the envelope whose field in the record has another name."""


def batch_columns(reads: Mapping[str, str]) -> dict[str, str]:
    """Columns of a batch table with their Ibis types."""
    return {"position": "int64", "type": "string", **reads}


def decoding(type_: str, columns: Mapping[str, str]) -> ibis.Table:
    """The typed records of one type in the table `raw`: one pass over the JSON for all columns.

    It is DuckDB's; an archive holds the columns already.
    """
    raw = ibis.table({"position": "int64", "type": "string", "bytes": "string"}, name="raw")
    of_type = raw.filter(raw.type == type_)
    record_type = _record_type(columns)
    if not record_type.names:
        return of_type.select("position")
    decode = ibis.udf.scalar.builtin(
        _from_json, name="from_json", signature=((dt.string, dt.string), record_type)
    )
    decoded = of_type.select(
        "position", record=decode(of_type.bytes, json.dumps(_structure(record_type)))
    )
    return decoded.select("position", **{name: _column(decoded.record, name) for name in columns})


def part(old: str, new: str, reads: Mapping[str, str]) -> ibis.Table:
    """What the typed records of a type are in a batch: read as a newer version of it, if need be.

    The table it reads bears the type's name and has the columns `shapes.wanted` names for it; a
    column the type does not have is null.
    """
    steps = steps_from(old, new)
    needed = dict(reads)
    for step in steps:
        needed |= step.reads
    records = ibis.table({"position": "int64", **columns_of(old, needed)}, name=old)
    for step in steps:
        records = records.mutate(**step.columns(records))
    columns = {
        name: records[name].cast(type_) if name in records.columns else ibis.null(type_)
        for name, type_ in sorted(reads.items())
    }
    return records.select("position", type=ibis.literal(new), **columns)


def rows(projection: Projection, as_of: date | None = None) -> ibis.Table:
    """The rows the records of a batch contribute: `position`, keys and values, in that order.

    With `as_of`, those of records that held by that day.
    """
    table = ibis.table(batch_columns(reads_of(projection, as_of)), name=BATCH)
    table = table.filter(table.type.isin(projection.types))
    if as_of is not None:
        table = table.filter(holds_from(projection, table) <= as_of.isoformat())
    contributed = projection.rows(table)
    values = {value.name: value.type for value in projection.values}
    types = {"position": "int64", **projection.keys, **values}
    return contributed.select(
        *(contributed[name].cast(type_).name(name) for name, type_ in types.items())
    )


def reads_of(projection: Projection, as_of: date | None) -> dict[str, str]:
    """The columns a projection reads: with `as_of`, the day things happened too."""
    days = {} if as_of is None else {"occurred_day": ENVELOPE["occurred_day"]}
    return {**projection.reads, **days}


def holds_from(projection: Projection, table: ibis.Table) -> Any:
    """The day, as text, from which what a record says holds."""
    happened = table.occurred_day.strftime("%Y-%m-%d")
    if projection.holds_from is None:
        return happened
    return ibis.coalesce(projection.holds_from(table), happened)


def delta(projection: Projection, as_of: date | None = None) -> ibis.Table:
    """The partial state of one batch: its rows, merged by key."""
    contributed = rows(projection, as_of)
    once = not contributed.op().find(ops.Unnest)
    aggregates: dict[str, Any] = {}
    for value in projection.values:
        aggregates[value.name] = _first_merge(contributed, value, once=once)
    for value in projection.latest_values:
        set_here = contributed[value.name].notnull()
        aggregates[at_column(value)] = contributed.position.max(where=set_here)
    aggregates["records"] = contributed.count() if once else contributed.position.nunique()
    aggregates["position_first"] = contributed.position.min()
    aggregates["position_last"] = contributed.position.max()
    return _typed(projection, contributed.group_by([*projection.keys]).aggregate(**aggregates))


def merge(projection: Projection, partials: ibis.Table) -> ibis.Table:
    """One state from a table that holds the rows of several."""
    aggregates: dict[str, Any] = {}
    for value in projection.values:
        aggregates[value.name] = _merge(partials, value)
    for value in projection.latest_values:
        aggregates[at_column(value)] = partials[at_column(value)].max()
    aggregates["records"] = _whole(partials.records.sum())
    aggregates["position_first"] = partials.position_first.min()
    aggregates["position_last"] = partials.position_last.max()
    return _typed(projection, partials.group_by([*projection.keys]).aggregate(**aggregates))


def _first_merge(contributed: ibis.Table, value: Value, *, once: bool) -> Any:
    column = contributed[value.name]
    if value.merge is Merge.LATEST:
        latest = _latest if once else _latest_of_several
        return latest(column, contributed.position)
    if value.merge is Merge.UNION:
        return _set(column.collect(where=column.notnull(), distinct=True).sort(), value)
    return _reduce(column, value.merge)


def _merge(partials: ibis.Table, value: Value) -> Any:
    column = partials[value.name]
    if value.merge is Merge.LATEST:
        return _latest(column, partials[at_column(value)])
    if value.merge is Merge.UNION:
        return _set(column.collect(where=column.notnull()).flatten().unique().sort(), value)
    return _reduce(column, value.merge)


def _reduce(column: Any, how: Merge) -> Any:
    if how is Merge.SUM:
        return _whole(column.sum().coalesce(0))
    return column.min() if how is Merge.MIN else column.max()


def _set(column: Any, value: Value) -> Any:
    return column.coalesce(ibis.literal([], type=value.stored_type))


def _whole(column: Any) -> Any:
    """A sum as int64: DuckDB's is wider, and Ibis leaves out a cast that seems idle."""
    return column.cast("decimal(38, 0)").cast("int64")


def _latest(column: Any, position: Any) -> Any:
    """The value at the greatest position; no two stand at the same."""
    return column.argmax(position, where=column.notnull())


def _latest_of_several(column: Any, position: Any) -> Any:
    """The value at the greatest position; of one record's two, the greater."""
    return column.first(where=column.notnull(), order_by=[position.desc(), column.desc()])


def _typed(projection: Projection, state: ibis.Table) -> ibis.Table:
    return state.select(
        *(state[name].cast(type_).name(name) for name, type_ in projection.columns.items())
    )


def _record_type(reads: Mapping[str, str]) -> dt.Struct:
    """The part of a record that holds the columns, as nested fields."""
    data = {name: dt.dtype(type_) for name, type_ in reads.items() if name not in ENVELOPE}
    fields: dict[str, dt.DataType] = {
        _RECORD_FIELDS.get(name, name): dt.string if name == "occurred_day" else dt.dtype(type_)
        for name, type_ in reads.items()
        if name in ENVELOPE
    }
    return dt.Struct(fields | {"data": dt.Struct(data)} if data else fields)


def _column(record: Any, name: str) -> Any:
    if name not in ENVELOPE:
        return record["data"][name]
    column = record[_RECORD_FIELDS.get(name, name)]
    return column.substr(0, 10).try_cast("date") if name == "occurred_day" else column


def _structure(type_: dt.DataType) -> Any:
    """DuckDB's description of a JSON value of an Ibis type."""
    if isinstance(type_, dt.Struct):
        return {name: _structure(inner) for name, inner in type_.items()}
    if isinstance(type_, dt.Array):
        return [_structure(type_.value_type)]
    return {"int64": "BIGINT", "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}[
        str(type_)
    ]


def _from_json(text: str, structure: str) -> Any:
    """DuckDB's `from_json`: the text decoded, with null for what is absent."""
    raise NotImplementedError
