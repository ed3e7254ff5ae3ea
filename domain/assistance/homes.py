"""A home as its records tell it: who sleeps there which nights, its contract, its closing.

A resident sleeps in the home from the day of moving in, and not in the night of the day of moving
out: so a person who moves sleeps in exactly one home each night.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.assistance.records import (
    HomeAssetSettled,
    HomeClosed,
    HomeClosureDecided,
    HomeRegistered,
    PropertyHandedOver,
    ResidentAdmitted,
    ResidentLeft,
    ResidentTransferred,
)
from domain.assistance.records.operators import (
    OperatorContractAmended,
    OperatorContracted,
    OperatorContractEnded,
    OperatorFeePaid,
)
from domain.common.records import Record
from domain.common.refusals import Citation

Move = ResidentAdmitted | ResidentTransferred | ResidentLeft


@dataclass
class Stay:
    """One person's nights in a home: from `day_in` to the night before `day_out`."""

    person: str
    day_in: str
    citation: Citation
    day_out: str = ""
    """Empty while the person lives there."""

    def covers(self, night: str) -> bool:
        """Whether the person sleeps there in the night that begins on a day."""
        return self.day_in <= night and (not self.day_out or night < self.day_out)


@dataclass
class HomeState:
    """A home, from its records in the order of the log."""

    registered: HomeRegistered | None = None
    closure: HomeClosureDecided | None = None
    closure_cited: Citation | None = None
    closed: Citation | None = None
    stays: list[Stay] = field(default_factory=list)
    transferred: int = 0
    settled: dict[str, Citation] = field(default_factory=dict)
    handed_over: dict[str, Citation] = field(default_factory=dict)
    """Who left and got what the home kept for them."""
    contract: OperatorContracted | None = None
    contract_cited: Citation | None = None
    fee_fen: int = 0
    until_day: str = ""
    ended: Citation | None = None
    fees: dict[str, Citation] = field(default_factory=dict)
    """The months of the contract that were paid."""

    def add(self, home: str, record: Record, citation: Citation) -> None:
        """Take in the next record about the home."""
        if isinstance(record, HomeRegistered):
            self.registered = record
        elif isinstance(record, HomeClosureDecided):
            self.closure, self.closure_cited = record, citation
        elif isinstance(record, HomeClosed):
            self.closed = citation
        elif isinstance(record, HomeAssetSettled):
            self.settled[record.item] = citation
        elif isinstance(record, PropertyHandedOver):
            self.handed_over[record.person] = citation
        elif isinstance(record, Move):
            self._move(home, record, citation)
        else:
            self._contract(record, citation)

    def _move(self, home: str, record: Move, citation: Citation) -> None:
        if lives_in(record) == home:
            self.stays.append(Stay(record.person, record.day, citation))
            return
        stay = self.stay_of(record.person)
        if stay is not None:
            stay.day_out = record.day
        self.transferred += isinstance(record, ResidentTransferred)

    def _contract(self, record: Record, citation: Citation) -> None:
        if isinstance(record, OperatorContracted):
            self.contract, self.contract_cited, self.ended = record, citation, None
            self.fee_fen, self.until_day = record.bed_night_fen, record.until_day
            self.fees = {}
        elif isinstance(record, OperatorContractAmended):
            self.fee_fen, self.until_day = record.bed_night_fen, record.until_day
        elif isinstance(record, OperatorContractEnded):
            self.until_day, self.ended = min(self.until_day, record.day), citation
        elif isinstance(record, OperatorFeePaid):
            self.fees[record.month] = citation

    @property
    def is_open(self) -> bool:
        """Whether residents may come: registered, and no closure decided."""
        return self.registered is not None and self.closure is None and self.closed is None

    @property
    def residents(self) -> dict[str, Citation]:
        """Who lives there now, with the record that says so."""
        return {stay.person: stay.citation for stay in self.stays if not stay.day_out}

    @property
    def unsettled(self) -> list[str]:
        """Listed items nobody has settled."""
        listed = self.closure.inventory if self.closure else {}
        return sorted(set(listed) - set(self.settled))

    @property
    def not_handed_over(self) -> list[Citation]:
        """The stays of residents transferred away who did not get their property."""
        gone = {stay.person: stay.citation for stay in self.stays if stay.day_out}
        return [cited for person, cited in gone.items() if person not in self.handed_over]

    def stay_of(self, person: str) -> Stay | None:
        """The stay that lasts."""
        return next((s for s in self.stays if s.person == person and not s.day_out), None)

    def sleepers_most(self, day: str) -> int:
        """The most who sleep there in any night from a day on."""
        nights = {day, *(stay.day_in for stay in self.stays if stay.day_in > day)}
        return max(sum(stay.covers(night) for stay in self.stays) for night in nights)

    def bed_nights(self, month: str) -> int:
        """Nights that residents slept there in a month, as far as the contract covers them."""
        if self.contract is None:
            return 0
        first = date.fromisoformat(f"{month}-01")
        days = calendar.monthrange(first.year, first.month)[1]
        nights = [(first + timedelta(days=place)).isoformat() for place in range(days)]
        covered = [n for n in nights if self.contract.from_day <= n <= self.until_day]
        return sum(stay.covers(night) for stay in self.stays for night in covered)


def lives_in(record: Move) -> str:
    """Where the person lives after a move; empty if in no home."""
    if isinstance(record, ResidentAdmitted):
        return record.home
    return record.home_to if isinstance(record, ResidentTransferred) else ""
