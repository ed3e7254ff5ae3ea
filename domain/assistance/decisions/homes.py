"""Homes are registered, take residents, and hand them over; a person sleeps in one a night."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.dcb import domain as dcb

from domain.assistance import rules
from domain.assistance.homes import HomeState, Move, lives_in
from domain.assistance.records import (
    HOME_RECORDS,
    OPERATOR_RECORDS,
    RESIDENCY_RECORDS,
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
class HomeDecision(Decision):
    """A decision about one home, and perhaps a second that takes its residents."""

    home: str

    states: dict[str, HomeState] = field(default_factory=dict, init=False, repr=False)

    def homes(self) -> tuple[str, ...]:
        return (self.home,)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        kinds = (*HOME_RECORDS, *OPERATOR_RECORDS)
        return [All(types=kinds, tags=[home_tag(home)]) for home in self.homes()]

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
        taken = state.sleepers_most(self.act.day.isoformat())
        if not state.is_open or taken >= beds:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME,
                f"Home {home} is not open or full: {taken} of {beds} beds taken.",
                [state.closure_cited, state.closed],
            )

    def must_live_here(self, person: str) -> None:
        self.must_be_registered()
        stay = self.state().stay_of(person)
        if stay is None:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME, f"The person does not live in home {self.home}."
            )
        self.must_not_precede(stay.day_in, stay.citation)

    def must_not_precede(self, day: str, citation: Citation) -> None:
        """A move is no earlier than the person's move before it: no night in two homes."""
        if self.act.day.isoformat() < day:
            self.refuse(
                rules.RESIDENT_IN_ONE_HOME,
                f"The person moved on {day}; this move would be on {self.act.day}.",
                [citation],
                "Record moves in the order in which they happened.",
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

    last_move: tuple[Move, Citation] | None = field(default=None, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        moves = All(types=RESIDENCY_RECORDS, tags=[self.person.tag])
        return [*super().consistency_boundary(), moves]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        super().show(tagged, citation)
        record = tagged.decision
        if isinstance(record, Move) and record.person == self.person.id:
            self.last_move = (record, citation)

    def execute(self) -> None:
        self.must_be_registered()
        self.must_have_free_bed(self.home)
        if self.last_move is not None:
            move, cited = self.last_move
            if lives_in(move):
                self.refuse(
                    rules.RESIDENT_IN_ONE_HOME,
                    f"The person lives in home {lives_in(move)}.",
                    [cited],
                    "Record the transfer instead.",
                )
            self.must_not_precede(move.day, cited)
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
