"""Records and projections for tests of the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import ibis
import pyarrow as pa
from hypothesis import strategies as st

from ledger.log import Log
from ledger.record import Draft, Envelope
from projections.definition import Projection, greatest, latest, smallest, total, union

PAID = "example.paid.v1"
RETURNED = "example.returned.v1"
OTHER = "example.other.v1"
TYPES = (PAID, RETURNED, OTHER)
RECORDED = datetime(2019, 7, 1, tzinfo=UTC)
OFFICES = ("371002", "371002001")


@dataclass(frozen=True)
class Fact:
    """A record before it has a position."""

    type: str
    data: Mapping[str, Any]
    day: str = "2019-03-05"
    office: str = OFFICES[0]


def draft(fact: Fact) -> Draft:
    """A fact on its way to the log."""
    return Draft(
        Envelope(
            id=str(uuid4()),
            type=fact.type,
            occurred=f"{fact.day}T09:00:00+08:00",
            by="official-1",
            office=fact.office,
            entry_mode="window",
            tags=[],
            command="",
            rule_version="1",
            data=fact.data,
        )
    )


def batch(facts: Sequence[Fact], first: int = 1) -> pa.Table:
    """Facts as records at the positions from `first` on."""
    positions = range(first, first + len(facts))
    texts = [draft(fact).stamp({}, RECORDED) for fact in facts]
    return pa.table(
        {
            "position": pa.array(positions, pa.int64()),
            "type": pa.array([fact.type for fact in facts], pa.string()),
            "bytes": pa.array(texts, pa.binary()),
        }
    )


def append(dsn: str, facts: Sequence[Fact]) -> None:
    """Append facts to the log, all in one commit."""
    if facts:
        with Log.open(dsn) as log:
            log.append([draft(fact) for fact in facts])


def _rows(table: ibis.Table) -> ibis.Table:
    returned = table.type == RETURNED
    return table.select(
        "position",
        "payee",
        "office",
        "note",
        amount_fen=returned.ifelse(-table.amount_fen, table.amount_fen),
        first_day=table.occurred_day,
        most_fen=table.amount_fen,
        notes=table.note,
        urgent=table.urgent,
        items=table["items"],
    )


EVERY_MERGE = Projection(
    name="every_merge",
    title="Example with every way to merge",
    title_zh="示例",
    types=(PAID, RETURNED),
    reads={
        "occurred_day": "date",
        "office": "string",
        "payee": "string",
        "amount_fen": "int64",
        "note": "string",
        "urgent": "boolean",
        "items": "array<string>",
    },
    keys={"payee": "string", "office": "string"},
    values=(
        total("amount_fen"),
        latest("note"),
        latest("urgent", "boolean"),
        latest("items", "array<string>"),
        smallest("first_day", "date"),
        greatest("most_fen"),
        union("notes"),
    ),
    rows=_rows,
)


def _rows_by_item(table: ibis.Table) -> ibis.Table:
    return table.select("position", item=table["items"].unnest(), times=1)


BY_ITEM = Projection(
    name="by_item",
    title="Example in which a record contributes many rows or none",
    title_zh="示例",
    types=TYPES,
    reads={"items": "array<string>"},
    keys={"item": "string"},
    values=(total("times"),),
    rows=_rows_by_item,
)

EXAMPLES = (EVERY_MERGE, BY_ITEM)

_texts = st.sampled_from(["a", "b", "补", "ä", 'quoted " \\ text'])


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """Any fact of the example types; optional fields are sometimes absent."""
    data: dict[str, Any] = {
        "payee": draw(_texts),
        "amount_fen": draw(st.integers(0, 2**40)),
    }
    optional = {"note": _texts, "urgent": st.booleans(), "items": st.lists(_texts, max_size=3)}
    for name, values in optional.items():
        if draw(st.booleans()):
            data[name] = draw(values)
    day = draw(st.dates(date(2018, 1, 1), date(2020, 12, 31)))
    return Fact(
        draw(st.sampled_from(TYPES)),
        data,
        day.isoformat(),
        draw(st.sampled_from(OFFICES)),
    )


def rows_of(state: pa.Table) -> str:
    """A state as text, to compare whole states."""
    return json.dumps(state.to_pylist(), default=str, ensure_ascii=False, indent=1)
