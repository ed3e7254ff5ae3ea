"""Records of bicycles. A borrower is a person id, money whole fen."""

from __future__ import annotations

from typing import Literal

from domain.common.records import Record

Condition = Literal["sound", "damaged"]


class BicycleLent(Record):
    """A bicycle was lent 出借."""

    type = "bicycles.lent.v1"
    bicycle: str
    borrower: str
    deposit_fen: int
    station: str
    slip: int


class BicycleReturned(Record):
    """It was brought back 归还."""

    type = "bicycles.returned.v1"
    bicycle: str
    condition: Condition
