"""A home is closed: decided, listed, emptied of people and property, and closed for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.assistance import rules
from domain.assistance.decisions.homes import HomeDecision
from domain.assistance.records import (
    HomeAssetSettled,
    HomeClosed,
    HomeClosureDecided,
    PropertyHandedOver,
)
from domain.assistance.tags import home as home_tag
from domain.common import tags


@dataclass
class HandOverProperty(HomeDecision):
    """A resident who left gets what the home kept, deposit included 移交个人财物."""

    person: str
    deposit_fen: int
    letter: str

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        left = any(stay.person == self.person and stay.day_out for stay in state.stays)
        if not left or self.person in state.handed_over or self.deposit_fen < 0:
            self.refuse(
                rules.CLOSURE_COMPLETE,
                f"The person did not leave home {self.home}, or got their property already, or "
                f"the deposit is {self.deposit_fen} fen.",
                [state.handed_over.get(self.person)],
            )
        record = PropertyHandedOver(
            home=self.home, person=self.person, deposit_fen=self.deposit_fen, letter=self.letter
        )
        about = [home_tag(self.home), tags.person(self.person), tags.document(self.letter)]
        self.record(record, about)


@dataclass
class DecideClosure(HomeDecision):
    """Decide to close a home, and list what it owns and holds."""

    policy: str
    inventory: Mapping[str, int]

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        if state.closure is not None:
            self.refuse(
                rules.CLOSURE_COMPLETE,
                f"The closure of home {self.home} was decided already.",
                [state.closure_cited],
            )
        record = HomeClosureDecided(
            home=self.home, policy=self.policy, inventory=dict(self.inventory)
        )
        self.record(record, [home_tag(self.home), tags.document(self.policy)])


@dataclass
class SettleAsset(HomeDecision):
    """Hand over, sell, pay out or pay in one listed item."""

    item: str
    value_fen: int
    receiver: str
    voucher: str

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        if self.item not in state.unsettled:
            self.refuse(
                rules.CLOSURE_COMPLETE,
                f"{self.item!r} is not listed for home {self.home}, or settled already.",
                [state.closure_cited, state.settled.get(self.item)],
            )
        record = HomeAssetSettled(
            home=self.home,
            item=self.item,
            value_fen=self.value_fen,
            receiver=self.receiver,
            voucher=self.voucher,
        )
        self.record(record, [home_tag(self.home), tags.document(self.voucher)])


@dataclass
class CloseHome(HomeDecision):
    """Close a home for good."""

    def execute(self) -> None:
        self.must_be_registered()
        state = self.state()
        owed = state.not_handed_over
        if state.closure is None or state.residents or state.unsettled or owed:
            self.refuse(
                rules.CLOSURE_COMPLETE,
                f"Home {self.home}: closure {'decided' if state.closure else 'not decided'}, "
                f"{len(state.residents)} residents, not settled: "
                f"{', '.join(state.unsettled) or 'nothing'}; {len(owed)} who left did not get "
                "their property.",
                [state.closure_cited, *state.residents.values(), *owed],
                "Move the residents, hand over their property and settle every item first.",
            )
        record = HomeClosed(
            home=self.home, day=self.act.day.isoformat(), residents_transferred=state.transferred
        )
        self.record(record, [home_tag(self.home)])
