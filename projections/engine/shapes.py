"""Shapes: the typed columns a record has, by its type, and which of them must be there.

A shape comes from the record's class. What no class declares (types of tests, or of a register
that is being tried out) has the columns that are asked of it.
"""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from functools import cache

from domain.registry import RECORD_TYPES
from projections.definition import ENVELOPE, Projection
from projections.upcasting import read_as, steps_from

_IBIS_TYPES: Mapping[object, str] = {
    int: "int64",
    str: "string",
    bool: "boolean",
    list[str]: "array<string>",
    list[int]: "array<int64>",
}


def ibis_type(annotation: object) -> str | None:
    """The Ibis type of a record's field; `None` for one that is no column (an object)."""
    if typing.get_origin(annotation) is typing.Literal:
        return "string"
    parts = [part for part in typing.get_args(annotation) if part is not type(None)]
    if type(None) in typing.get_args(annotation) and len(parts) == 1:
        return ibis_type(parts[0])
    return _IBIS_TYPES.get(annotation)


@cache
def fields(type_: str) -> Mapping[str, str] | None:
    """The columns of a type's `data` with their Ibis types; `None` if no class declares it."""
    record = RECORD_TYPES.get(type_)
    if record is None:
        return None
    typed = {name: ibis_type(field.annotation) for name, field in record.model_fields.items()}
    return {name: type_ for name, type_ in typed.items() if type_}


@cache
def required(type_: str) -> frozenset[str]:
    """The fields of a type's `data` that a record cannot lack."""
    record = RECORD_TYPES.get(type_)
    declared = record.model_fields.items() if record else ()
    return frozenset(
        name
        for name, field in declared
        if field.is_required() and type(None) not in typing.get_args(field.annotation)
    )


def needed(type_: str, column: str) -> bool:
    """Whether no record of a type can lack a column."""
    return column in ENVELOPE or column in required(type_)


def shape(type_: str) -> dict[str, str]:
    """Every typed column of a declared type, the envelope's first: what an archive holds of it."""
    return {**ENVELOPE, **(fields(type_) or {})}


def columns_of(type_: str, reads: Mapping[str, str]) -> dict[str, str]:
    """Those of some columns that records of a type can have, sorted by name."""
    declared = fields(type_)
    return {
        name: reads[name]
        for name in sorted(reads)
        if name in ENVELOPE or declared is None or name in declared
    }


def wanted(projections: Iterable[Projection], *, dated: bool = False) -> dict[str, dict[str, str]]:
    """For each type of records some projections read, old versions too: the columns they need.

    With `dated`, the day on which things happened is one of them.
    """
    days = {"occurred_day": ENVELOPE["occurred_day"]} if dated else {}
    found: dict[str, dict[str, str]] = {}
    for projection in projections:
        for type_, new in read_as(projection.types).items():
            reads = {**projection.reads, **days}
            for step in steps_from(type_, new):
                reads |= step.reads
            found.setdefault(type_, {}).update(reads)
    return {type_: columns_of(type_, reads) for type_, reads in found.items()}
