"""Rows derived from records, by the derivation that a definition states.

It is read from the bundle, whose statement fixes its hash, so nothing here knows any register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.evidence.bundles.errors import BundleRefusedError
from ledger.evidence.bundles.lines import Numbered
from ledger.evidence.snapshots.statement import Statement

Key = tuple[Any, ...]


@dataclass
class Derived:
    """What the records make of one row."""

    records: int = 0
    position_first: int = 0
    position_last: int = 0
    sums: dict[str, int] = field(default_factory=dict)
    latest: dict[str, Any] = field(default_factory=dict)


class Deriving:
    """The rows of one snapshot, derived record by record in the order of the log."""

    def __init__(self, statement: Statement, definition: Mapping[str, Any]) -> None:
        """Begin, for a definition with a derivation."""
        derivation = definition["derivation"]
        self.statement = statement
        self.columns: tuple[str, ...] = tuple(definition["keys"])
        self._types = frozenset(definition["types"])
        self._keys: list[str] = [derivation["keys"][column] for column in self.columns]
        self._sums: dict[str, list[dict[str, Any]]] = derivation["sums"]
        self._latest: dict[str, str] = derivation["latest"]
        self._scope = derivation["scope"]
        self.rows: dict[Key, Derived] = {}

    def see(self, record: Numbered) -> None:
        """Add what a record contributes."""
        fields = record.fields
        if record.number > self.statement.size or fields["type"] not in self._types:
            return
        key = tuple(source(fields, name) for name in self._keys)
        row = self.rows.setdefault(key, Derived(position_first=record.number))
        row.records += 1
        row.position_last = record.number
        for column, terms in self._sums.items():
            for term in terms:
                if term["type"] == fields["type"]:
                    amount = fields["data"][term["field"]] if term["field"] else 1
                    row.sums[column] = row.sums.get(column, 0) + term["sign"] * amount
        for column, name in self._latest.items():
            value = source(fields, name)
            if value is not None:
                row.latest[column] = value

    def selection(self, row: Mapping[str, Any]) -> str:
        """Under what the records of a row are listed in the tag index."""
        value = str(row[self._scope["column"]])
        return f"{self._scope['prefix']}{value[: self._scope['length'] or None]}"

    def check(self, numbered: Numbered, where: str) -> None:
        """Check a stated row against the derived one, and take that away.

        Raises:
            BundleRefusedError: names the column that does not follow from the records.
        """
        row = numbered.fields
        derived = self.rows.pop(tuple(row.get(column) for column in self.columns), None)
        if derived is None:
            raise BundleRefusedError("row-derivation", where, "No record is behind this row.")
        expected = {
            "records": derived.records,
            "position_first": derived.position_first,
            "position_last": derived.position_last,
            **{column: derived.sums.get(column, 0) for column in self._sums},
            **{column: derived.latest.get(column) for column in self._latest},
        }
        for column, value in expected.items():
            if row.get(column) != value or type(row.get(column)) is not type(value):
                raise BundleRefusedError(
                    "row-derivation",
                    where,
                    f"{column} is stated as {row.get(column)!r}; the records make {value!r}.",
                )


def source(fields: Mapping[str, Any], name: str) -> Any:
    """A value of a record: `data.<field>`, `occurred:<characters>`, or an envelope field."""
    if name.startswith("data."):
        return fields["data"].get(name.removeprefix("data."))
    if name.startswith("occurred:"):
        return fields["occurred"][: int(name.removeprefix("occurred:"))]
    return fields.get(name)
