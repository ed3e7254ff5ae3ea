"""Two snapshots of one projection compared, each difference with the records that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from heapq import merge
from itertools import groupby
from typing import Any

import orjson

from ledger.evidence.snapshots.content import TAG_INDEX, Row
from ledger.evidence.snapshots.errors import SnapshotError
from ledger.evidence.snapshots.rows import RowFolder
from projections import registry
from projections.engine.past import records_behind
from tools.evidencing.opening import Workplace

RECORDS_NAMED_MAX = 50


@dataclass(frozen=True)
class Difference:
    """A row in one or both snapshots, and the positions of the records between that touch it."""

    key: Row
    earlier: Row | None
    later: Row | None
    records: list[int]


@dataclass(frozen=True)
class Differences:
    """How many rows differ; those listed, with what explains them."""

    projection: str
    size_from: int
    size_to: int
    rows: int
    listed: list[Difference]

    @property
    def explained(self) -> bool:
        """Whether every listed difference has records behind it."""
        return all(difference.records for difference in self.listed)

    def as_dict(self) -> dict[str, Any]:
        """As machines read it."""
        return {**asdict(self), "explained": self.explained}

    def text(self) -> str:
        """As people read it."""
        head = (
            f"{self.projection}: {self.rows:,} rows differ between {self.size_from:,} and "
            f"{self.size_to:,} records"
        )
        return "\n".join([head, *(line for item in self.listed for line in _lines(item))])


def compare(place: Workplace, position_from: int, position_to: int, limit: int) -> Differences:
    """Compare two snapshots of one projection and definition.

    Raises:
        SnapshotError: they are of different projections or definitions, or not in order.
    """
    earlier, later = (place.snapshots.at(one) for one in (position_from, position_to))
    comparable = (earlier.projection, earlier.definition_hash) == (
        later.projection,
        later.definition_hash,
    )
    if not comparable or earlier.size > later.size or earlier.projection == TAG_INDEX:
        raise SnapshotError(
            f"The snapshots at {position_from} and {position_to} cannot be compared.",
            "Name two of one projection and definition, the earlier first (not tag_index).",
        )
    (projection,) = registry.named([earlier.projection])
    keys = list(projection.keys)
    folders = (place.snapshots.rows(one) for one in (earlier, later))
    count = 0
    listed: list[Difference] = []
    for key, before, after in _different(keys, *folders):
        count += 1
        if len(listed) < limit:
            records = records_behind(
                place.dsn,
                projection,
                [key],
                limit=RECORDS_NAMED_MAX,
                after=earlier.size,
                up_to=later.size,
            )
            listed.append(Difference(key, before, after, records))
    return Differences(projection.name, earlier.size, later.size, count, listed)


def _different(
    keys: Sequence[str], earlier: RowFolder, later: RowFolder
) -> Iterator[tuple[Row, Row | None, Row | None]]:
    """Rows that are not the same in both, by key; both are in order."""
    sides = (
        ([row[name] for name in keys], side, row)
        for side, row in merge(
            ((0, row) for row in earlier.rows()),
            ((1, row) for row in later.rows()),
            key=lambda one: [one[1][name] for name in keys],
        )
    )
    for key, group in groupby(sides, key=lambda one: one[0]):
        rows = {side: row for _, side, row in group}
        if rows.get(0) != rows.get(1):
            yield dict(zip(keys, key, strict=True)), rows.get(0), rows.get(1)


def _lines(difference: Difference) -> list[str]:
    before, after = difference.earlier or {}, difference.later or {}
    changed = [
        f"    {name}: {before.get(name, '–')} → {after.get(name, '–')}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
    behind = ", ".join(map(str, difference.records)) or "NO RECORD EXPLAINS THIS"
    return [f"  {orjson.dumps(difference.key).decode()}", *changed, f"    records: {behind}"]
