"""A projection's definition: which records it reads, and the rows each of them contributes.

The definition says three things; the engine derives all else from them, so that the live tail,
a rebuild and a look into the past cannot differ:

- `reads`: the typed columns it takes from a record: those of the envelope (`ENVELOPE`) by their
  name, any other from the record's `data`. An absent field reads as null.
- `rows`: an Ibis expression from the batch table (`position`, `type` and the columns of `reads`)
  to the rows its records contribute: `position`, the key columns and the value columns.
- how each value column merges, by key (`Merge`). Null contributes nothing.

A projection's table then has the key columns, the value columns, beside each latest value the
position that set it (`…_at`), and `records` (how many records are behind the row),
`position_first` and `position_last` (the first and last of them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

ENVELOPE: Mapping[str, str] = {
    "occurred_day": "date",
    "office": "string",
    "official": "string",
    "recorded": "string",
    "entry_mode": "string",
    "tags": "array<string>",
}
"""Columns of the envelope. `occurred_day` is the calendar day, where it happened; `recorded`
is UTC with microseconds, so that text order is time order."""

COUNTED: Mapping[str, str] = {
    "records": "int64",
    "position_first": "int64",
    "position_last": "int64",
}
"""Columns every projection has."""

BATCH = "batch"
"""Name of the table of a batch of records."""


class Merge(StrEnum):
    """How two values of the same key become one: associative, and commutative by position."""

    SUM = "sum"
    LATEST = "latest"
    """That of the greatest position that sets one (of one record's, the greatest)."""
    MIN = "min"
    MAX = "max"
    UNION = "union"
    """The set of all, sorted."""


@dataclass(frozen=True)
class Value:
    """A value column: the type of what a record contributes, and how contributions merge."""

    name: str
    merge: Merge
    type: str

    @property
    def stored_type(self) -> str:
        """Type of the column in the state: a union of strings is an array of strings."""
        return f"array<{self.type}>" if self.merge is Merge.UNION else self.type


def total(name: str) -> Value:
    """A sum of whole numbers (fen, counts)."""
    return Value(name, Merge.SUM, "int64")


def latest(name: str, type_: str = "string") -> Value:
    """The value set last."""
    return Value(name, Merge.LATEST, type_)


def smallest(name: str, type_: str = "int64") -> Value:
    """The smallest value."""
    return Value(name, Merge.MIN, type_)


def greatest(name: str, type_: str = "int64") -> Value:
    """The greatest value."""
    return Value(name, Merge.MAX, type_)


def union(name: str, type_: str = "string") -> Value:
    """The set of all values."""
    return Value(name, Merge.UNION, type_)


@dataclass(frozen=True)
class Scope:
    """Which records all contribute to a row, as the tag index lists them.

    The index key is `prefix` followed by the row's `column`, cut to `length` characters if given:
    `fund:` and `fund`, or `year ` and the first four characters of `month`.
    """

    prefix: str
    column: str
    length: int = 0


@dataclass(frozen=True)
class Term:
    """What each record of a type adds to a sum: its field times the sign, or 1 without a field."""

    type: str
    field: str
    sign: int = 1


@dataclass(frozen=True)
class Derivation:
    """How a row follows from its records, so plain that it can be added up by hand.

    A verifier derives rows from it without the engine; tests hold it against `rows`.
    """

    scope: Scope
    keys: Mapping[str, str]
    """By key column: `data.<field>`, `office`, or `occurred:<characters>`."""
    sums: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    latest: Mapping[str, str] = field(default_factory=dict)
    """By column: where its newest value stands, named as in `keys`."""


@dataclass(frozen=True, eq=False)
class Projection:
    """One table computed from records."""

    name: str
    """Name of its table."""
    title: str
    title_zh: str
    types: tuple[str, ...]
    """The types of records it reads, e.g. `charity.donation-received.v1`."""
    reads: Mapping[str, str]
    """The columns it takes from a record, with their Ibis types."""
    keys: Mapping[str, str]
    """Key columns with their Ibis types; never null."""
    values: tuple[Value, ...]
    rows: Callable[[ibis.Table], ibis.Table] = field(repr=False)
    holds_from: Callable[[ibis.Table], ibis.Value] | None = field(default=None, repr=False)
    """The day (text, `YYYY-MM-DD`) from which what a record says holds; where it is null, or none
    is given, the day on which it happened. A look `as of` a day leaves out what held later only.
    """
    derivation: Derivation | None = None
    """The same for outsiders, where it can be said so plainly."""

    @property
    def columns(self) -> dict[str, str]:
        """Columns of its table with their Ibis types, in order."""
        return {
            **self.keys,
            **{value.name: value.stored_type for value in self.values},
            **{at_column(value): "int64" for value in self.latest_values},
            **COUNTED,
        }

    @property
    def latest_values(self) -> list[Value]:
        """The values that keep the position that set them."""
        return [value for value in self.values if value.merge is Merge.LATEST]


def at_column(value: Value) -> str:
    """Name of the column with the position that set a latest value."""
    return f"{value.name}_at"
