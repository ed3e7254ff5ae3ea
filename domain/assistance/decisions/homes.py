"""Homes are registered, take residents, hand them over, and are closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules
from domain.assistance.records import (
    HOME_RECORDS,
    RESIDENCY_RECORDS,
    HomeAssetSettled,
    HomeClosed,
    HomeClosureDecided,
    HomeRegistered,
    ResidentAdmitted,
    ResidentLeft,
    ResidentTransferred,
)
from domain.assistance.tags import home as home_tag
from domain.common import tags
from domain.common.decisions import All, Decision
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation


@dataclass
class HomeState:
    """A home as its records tell it."""

    registered: HomeRegistered | None = None
    closure: HomeClosureDecided | None = None
    closure_cited: Citation | None = None
    closed: Citation | None = None
    residents: dict[str, Citation] = field(default_factory=dict)
    """Who lives there, with the record that says so."""
    transferred: int = 0
    settled: dict[str, Citation] = field(default_factory=dict)

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
        else:
            self._move(home, record, citation)

    def _move(self, home: str, record: Record, citation: Citation) -> None:
        if isinstance(record, (ResidentAdmitted, ResidentTransferred, ResidentLeft)):
            if _lives_in(record) == home:
                self.residents[record.person] = citation
            else:
                self.residents.pop(record.person, None)
                self.transferred += isinstance(record, ResidentTransferred)

    @property
    def is_open(self) -> bool:
        """Whether residents may come: registered, and no closure decided."""
        return self.registered is not None and self.closure is None and self.closed is None

    @property
    def unsettled(self) -> list[str]:
        """Listed items nobody has settled."""
        listed = self.closure.inventory if self.closure else {}
        return sorted(set(listed) - set(self.settled))


@dataclass
class HomeDecision(Decision):
    """A decision about one home, and perhaps a second that takes its residents."""

    home: str

    states: dict[str, HomeState] = field(default_factory=dict, init=False, repr=False)

    def homes(self) -> tuple[str, ...]:
        return (self.home,)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [All(types=HOME_RECORDS, tags=[home_tag(home)]) for home in self.homes()]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        record = tagged.decision
        for home in self.homes():
            if home in (getattr(record, "home", ""), getattr(record, "home_to", "")):
                self.state(home).add(home, record, citation)

    def state(self, home: str = "") -> HomeState:
        return self.states.setdefault(home or self.home, HomeState())

    def must_be_registered(self) -> HomeRegistered:
        state = self.state()
        if state.registered is None or state.closed is not None:
            self.refuse(
                rules.HOME_KNOWN,
                f"Home {self.home} is {'closed' if state.closed else 'not registered'}.",
                [state.closed],
            )
        return state.registered

    def must_have_free_bed(self, home: str) -> None:
        state = self.state(home)
        beds = state.registered.beds if state.registered else 0
        if not state.is_open or len(state.residents) >= beds:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME,
                f"Home {home} is not open or full: {len(state.residents)} of {beds} beds taken.",
                [state.closure_cited, state.closed],
            )

    def must_live_here(self, person: str) -> None:
        self.must_be_registered()
        if person not in self.state().residents:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME, f"The person does not live in home {self.home}."
            )


@dataclass
class RegisterHome(HomeDecision):
    """Register a home and its beds."""

    name_zh: str
    beds: int

    def execute(self) -> None:
        if self.state().registered is not None or self.beds <= 0:
            self.refuse(
                rules.HOME_KNOWN,
                f"Home {self.home} is registered already, or would have {self.beds} beds.",
            )
        record = HomeRegistered(home=self.home, name_zh=self.name_zh, beds=self.beds)
        self.record(record, [home_tag(self.home)])


@dataclass
class AdmitResident(HomeDecision):
    """A person moves in."""

    person: Person

    residence: tuple[str, Citation] | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        moves = All(types=RESIDENCY_RECORDS, tags=[self.person.tag])
        return [*super().consistency_boundary(), moves]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        super().show(tagged, citation)
        record = tagged.decision
        if isinstance(record, (ResidentAdmitted, ResidentTransferred, ResidentLeft)) and (
            record.person == self.person.id
        ):
            self.residence = (_lives_in(record), citation)

    def execute(self) -> None:
        self.must_be_registered()
        self.must_have_free_bed(self.home)
        if self.residence and self.residence[0]:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME,
                f"The person lives in home {self.residence[0]}.",
                [self.residence[1]],
                "Record the transfer instead.",
            )
        record = ResidentAdmitted(
            home=self.home, person=self.person.id, day=self.act.day.isoformat()
        )
        self.record(record, [home_tag(self.home), self.person.tag], personal_of([self.person]))


@dataclass
class TransferResident(HomeDecision):
    """A resident moves to another home, with consent."""

    home_to: str
    person: str
    consent: str

    def homes(self) -> tuple[str, ...]:
        return (self.home, self.home_to)

    def execute(self) -> None:
        self.must_live_here(self.person)
        if self.home_to == self.home:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME, f"The person lives in home {self.home} already."
            )
        self.must_have_free_bed(self.home_to)
        record = ResidentTransferred(
            home=self.home,
            home_to=self.home_to,
            person=self.person,
            day=self.act.day.isoformat(),
            consent=self.consent,
        )
        about = [home_tag(self.home), home_tag(self.home_to), tags.person(self.person)]
        self.record(record, [*about, tags.document(self.consent)])


@dataclass
class DischargeResident(HomeDecision):
    """A resident leaves or dies."""

    person: str
    reason: str

    def execute(self) -> None:
        self.must_live_here(self.person)
        record = ResidentLeft(
            home=self.home, person=self.person, day=self.act.day.isoformat(), reason=self.reason
        )
        self.record(record, [home_tag(self.home), tags.person(self.person)])


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
        if state.closure is None or state.residents or state.unsettled:
            self.refuse(
                rules.CLOSURE_COMPLETE,
                f"Home {self.home}: closure {'decided' if state.closure else 'not decided'}, "
                f"{len(state.residents)} residents, not settled: "
                f"{', '.join(state.unsettled) or 'nothing'}.",
                [state.closure_cited, *state.residents.values()],
                "Move the residents and settle every item first.",
            )
        record = HomeClosed(
            home=self.home, day=self.act.day.isoformat(), residents_transferred=state.transferred
        )
        self.record(record, [home_tag(self.home)])


def _lives_in(record: ResidentAdmitted | ResidentTransferred | ResidentLeft) -> str:
    if isinstance(record, ResidentAdmitted):
        return record.home
    return record.home_to if isinstance(record, ResidentTransferred) else ""
