"""Lending and bringing back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.bicycles import rules
from domain.bicycles.records import BicycleLent, BicycleReturned, Condition
from eventsourcing.dcb import domain as dcb
from eventsourcing.domain import event

from domain.common import tags
from domain.common.decisions import All, Decision, Latest
from domain.common.people import Person, personal_of
from domain.common.refusals import Citation


def bicycle_tag(number: str) -> str:
    return tags.document(f"bicycle-{number}")


@dataclass
class LendBicycle(Decision):
    """Lend a bicycle."""

    bicycle: str
    """The number on its frame 车架号."""
    borrower: Person
    deposit_fen: int

    lent: Citation | None = field(default=None, init=False)
    last_slip: int = field(default=0, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [
            All([BicycleLent, BicycleReturned], [bicycle_tag(self.bicycle)]),
            Latest([BicycleLent], [tags.book(f"slips-{self.act.office}")]),
        ]

    @event(BicycleLent)
    def _(self, bicycle: str, station: str, slip: int) -> None:
        if bicycle == self.bicycle:
            self.lent = self.citing
        if station == self.act.office:
            self.last_slip = max(self.last_slip, slip)

    @event(BicycleReturned)
    def _(self) -> None:
        self.lent = None

    def execute(self) -> None:
        if self.lent:
            self.refuse(rules.LENT_ONCE, f"Bicycle {self.bicycle} is out.", [self.lent])
        if self.deposit_fen <= 0:
            self.refuse(rules.DEPOSIT, "No deposit is taken.")
        self.record(
            BicycleLent(
                bicycle=self.bicycle,
                borrower=self.borrower.id,
                deposit_fen=self.deposit_fen,
                station=self.act.office,
                slip=self.last_slip + 1,
            ),
            [bicycle_tag(self.bicycle), self.borrower.tag, tags.book(f"slips-{self.act.office}")],
            personal_of([self.borrower]),
        )


@dataclass
class ReturnBicycle(Decision):
    """Bring a bicycle back 归还车辆."""

    bicycle: str
    condition: Condition

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All([BicycleLent, BicycleReturned], [bicycle_tag(self.bicycle)])]

    def execute(self) -> None:
        self.record(
            BicycleReturned(bicycle=self.bicycle, condition=self.condition),
            [bicycle_tag(self.bicycle)],
        )
