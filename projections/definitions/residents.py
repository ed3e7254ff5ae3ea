"""Who lived in which home when 供养机构住宿, so that nights can be counted."""

from __future__ import annotations

from typing import Any

import ibis

from domain.assistance.records import ResidentAdmitted, ResidentLeft, ResidentTransferred
from projections.definition import Projection, latest, total


def _rows(batch: ibis.Table) -> ibis.Table:
    """A transfer contributes two rows: out of one home, into the other."""
    is_admission = batch.type == ResidentAdmitted.type
    first = _moves(batch, batch.home, is_admission)
    transferred = batch.filter(batch.type == ResidentTransferred.type)
    return first.union(_moves(transferred, transferred.home_to, ibis.literal(True)))


def _moves(batch: ibis.Table, home: Any, is_in: Any) -> ibis.Table:
    one, none = (ibis.literal(number, type="int64") for number in (1, 0))
    days = batch.occurred_day.delta(ibis.date("1970-01-01"), unit="day").cast("int64")
    return batch.select(
        "position",
        "person",
        home=home,
        moves_in=is_in.ifelse(one, none),
        moves_out=is_in.ifelse(none, one),
        days_in=is_in.ifelse(days, none),
        days_out=is_in.ifelse(none, days),
        day=batch.day,
    )


RESIDENTS = Projection(
    name="residents",
    title="Residents of homes",
    title_zh="供养机构住宿",
    types=(ResidentAdmitted.type, ResidentTransferred.type, ResidentLeft.type),
    reads={
        "occurred_day": "date",
        "home": "string",
        "home_to": "string",
        "person": "string",
        "day": "string",
    },
    keys={"home": "string", "person": "string"},
    values=(
        total("moves_in"),
        total("moves_out"),
        total("days_in"),
        total("days_out"),
        latest("day"),
    ),
    rows=_rows,
)
"""By home and person. `days_in` and `days_out` add up the days of the moves, counted from
1970-01-01; so the nights slept there up to day D are `days_out - days_in`, plus D while the person
lives there (`moves_in` is one more than `moves_out`). `day` is that of the newest move."""
