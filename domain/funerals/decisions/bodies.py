"""Bodies 遗体: received on a certificate of death, cremated in a furnace; where the ashes go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from eventsourcing.dcb import domain as dcb

from domain.common.books import BookView
from domain.common.decisions import All, Decision, Latest
from domain.common.people import Person, personal_of
from domain.common.records import Record
from domain.common.refusals import Citation
from domain.funerals import rules, tags
from domain.funerals.records import (
    DECEDENT_STEPS,
    AshesPlaced,
    AshesWay,
    BodyReceived,
    CremationCertificateVoided,
    CremationRecorded,
    DeathCertified,
    HearseUndertakingEnded,
    HearseUndertakingSigned,
)
from domain.persons.tags import death

NUMBERED = (CremationRecorded, CremationCertificateVoided)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def cremation_book(office: str, day: date) -> str:
    """The code of a parlour's book of cremation certificates, e.g. `HH371002-2019`."""
    return f"HH{office[:6]}-{day.year}"


@dataclass
class ReceiveBody(Decision):
    """Take in a body with its certificate of death 接收遗体; who died is not paid from then on.

    `plate` names the private hearse that brought it, which must be under an undertaking.
    """

    decedent: Person
    died_on: date
    death_certificate: str
    certified_by: str
    resident: bool
    place_from: str
    plate: str = ""

    received: Citation | None = field(default=None, init=False)
    hearse: HearseUndertakingSigned | None = field(default=None, init=False)
    hearse_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        boundary: list[dcb.Selector] = [All([BodyReceived], [self.decedent.tag])]
        if self.plate:
            undertakings = (HearseUndertakingSigned, HearseUndertakingEnded)
            boundary.append(Latest(undertakings, [tags.vehicle(self.plate)]))
        return boundary

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Notice an earlier reception, and the hearse's undertaking."""
        record = tagged.decision
        if isinstance(record, BodyReceived):
            self.received = citation
        elif isinstance(record, HearseUndertakingSigned | HearseUndertakingEnded):
            self.hearse = record if isinstance(record, HearseUndertakingSigned) else None
            self.hearse_at = citation

    def execute(self) -> None:
        today = self.act.day.isoformat()
        if self.received:
            self.refuse(rules.BODY_ONCE, "This decedent's body is received.", [self.received])
        if not self.death_certificate or not self.certified_by:
            self.refuse(rules.DEATH_CERTIFIED, "No certificate of death is named.")
        if self.died_on > self.act.day:
            self.refuse(rules.DAYS_IN_ORDER, f"Death {self.died_on}, received {today}.")
        if self.plate and not (self.hearse and self.hearse.valid_to >= today):
            self.refuse(
                rules.HEARSE_UNDERTOOK,
                f"No undertaking for {self.plate} is in force on {today}.",
                [self.hearse_at],
            )
        self.record(
            DeathCertified(
                decedent=self.decedent.id,
                death_certificate=self.death_certificate,
                certified_by=self.certified_by,
                died_on=self.died_on.isoformat(),
                resident=self.resident,
            ),
            [self.decedent.tag, death(self.decedent.id)],
            personal_of([self.decedent]),
        )
        hearse = [tags.vehicle(self.plate)] if self.plate else []
        self.record(
            BodyReceived(
                decedent=self.decedent.id,
                received_on=today,
                place_from=self.place_from,
                plate=self.plate,
            ),
            [self.decedent.tag, *hearse],
        )


@dataclass
class RecordCremation(Decision):
    """Record a cremation in the furnace's log and number its certificate 火化登记.

    An empty certificate takes the next number of the parlour's book. Times are `HH:MM`.
    """

    decedent: Person
    cremated_on: date
    furnace: str
    started_at: str
    ended_at: str
    cremation_certificate: str = ""

    died: DeathCertified | None = field(default=None, init=False)
    received: BodyReceived | None = field(default=None, init=False)
    papers: list[Citation] = field(default_factory=list, init=False)
    of_decedent: Citation | None = field(default=None, init=False)
    overlapping: list[Citation] = field(default_factory=list, init=False)
    book: BookView = field(default_factory=BookView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        day = self.cremated_on.isoformat()
        return [
            All(DECEDENT_STEPS, [self.decedent.tag]),
            All([CremationRecorded], [tags.furnace_day(self.furnace, day)]),
            Latest(NUMBERED, [tags.book(cremation_book(self.act.office, self.act.day))]),
        ]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the decedent, the furnace's day and the book of certificates."""
        record = tagged.decision
        self.book.see(record, citation, cremation_book(self.act.office, self.act.day))
        if isinstance(record, CremationRecorded):
            self._see_cremation(record, citation)
        elif getattr(record, "decedent", None) == self.decedent.id:
            if isinstance(record, DeathCertified):
                self.died = record
                self.papers.append(citation)
            if isinstance(record, BodyReceived):
                self.received = record
                self.papers.append(citation)

    def _see_cremation(self, record: CremationRecorded, citation: Citation) -> None:
        if record.decedent == self.decedent.id:
            self.of_decedent = citation
        same_day = (record.furnace, record.cremated_on) == (
            self.furnace,
            self.cremated_on.isoformat(),
        )
        if same_day and record.started_at < self.ended_at and self.started_at < record.ended_at:
            self.overlapping.append(citation)

    def execute(self) -> None:
        died_on = self._check()
        book = cremation_book(self.act.office, self.act.day)
        taken = self.book.take(self, rules.CERTIFICATE_NEXT, self.cremation_certificate, book)
        self.record(
            CremationRecorded(
                book=taken.book,
                serial=taken.serial,
                number=taken.number,
                decedent=self.decedent.id,
                cremation_certificate=taken.number,
                died_on=died_on,
                cremated_on=self.cremated_on.isoformat(),
                furnace=self.furnace,
                recorded_by=self.act.by,
                started_at=self.started_at,
                ended_at=self.ended_at,
            ),
            [
                self.decedent.tag,
                death(self.decedent.id),
                tags.cremation_certificate(taken.number),
                tags.book(taken.book),
                tags.furnace_day(self.furnace, self.cremated_on.isoformat()),
            ],
            personal_of([self.decedent]),
        )

    def _check(self) -> str:
        """The day of death, once everything stands for a cremation."""
        if self.of_decedent:
            self.refuse(
                rules.CREMATED_ONCE, "This decedent's cremation is recorded.", [self.of_decedent]
            )
        if self.died is None or self.received is None:
            self.refuse(
                rules.BODY_RECEIVED_FIRST,
                "No body of this decedent was received.",
                self.papers,
                "Receive the body with its certificate of death first.",
            )
        if not self.received.received_on <= self.cremated_on.isoformat() <= str(self.act.day):
            self.refuse(
                rules.DAYS_IN_ORDER,
                f"Received {self.received.received_on}, cremated {self.cremated_on}, recorded for "
                f"{self.act.day}.",
                self.papers,
            )
        times = (self.started_at, self.ended_at)
        if not all(map(_TIME.fullmatch, times)) or self.started_at >= self.ended_at:
            self.refuse(rules.FURNACE_TIMES, f"From {self.started_at!r} to {self.ended_at!r}.")
        if self.overlapping:
            self.refuse(
                rules.FURNACE_ONE_AT_A_TIME,
                f"Furnace {self.furnace} burnt for another between {self.started_at} and "
                f"{self.ended_at} on {self.cremated_on}.",
                self.overlapping,
            )
        return self.died.died_on


@dataclass
class VoidCremationCertificate(Decision):
    """Record a spoilt blank; its number counts as used 火化证作废."""

    reason: str
    cremation_certificate: str = ""

    book: BookView = field(default_factory=BookView, init=False, repr=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        return [Latest(NUMBERED, [tags.book(cremation_book(self.act.office, self.act.day))])]

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow the book."""
        book = cremation_book(self.act.office, self.act.day)
        self.book.see(tagged.decision, citation, book)

    def execute(self) -> None:
        book = cremation_book(self.act.office, self.act.day)
        taken = self.book.take(self, rules.CERTIFICATE_NEXT, self.cremation_certificate, book)
        self.record(
            CremationCertificateVoided(
                book=taken.book, serial=taken.serial, number=taken.number, reason=self.reason
            ),
            [tags.cremation_certificate(taken.number), tags.book(taken.book)],
        )


@dataclass
class PlaceAshes(Decision):
    """Store, bury or hand over the ashes of a recorded cremation 骨灰寄存、安葬、领取."""

    decedent: Person
    way: AshesWay
    place: str
    spot: str = ""
    taken_by: str = ""

    cremation: Citation | None = field(default=None, init=False)
    placed: AshesPlaced | None = field(default=None, init=False)
    placed_at: Citation | None = field(default=None, init=False)
    held: AshesPlaced | None = field(default=None, init=False)
    held_at: Citation | None = field(default=None, init=False)

    def consistency_boundary(self) -> Sequence[dcb.Selector]:
        boundary: list[dcb.Selector] = [
            All([CremationRecorded, AshesPlaced], [self.decedent.tag]),
        ]
        if self.spot:
            boundary.append(Latest([AshesPlaced], [tags.spot(self.place, self.spot)]))
        return boundary

    def show(self, tagged: dcb.Tagged[Record], citation: Citation) -> None:
        """Follow where the ashes are, and whose are at the spot."""
        record = tagged.decision
        if isinstance(record, CremationRecorded):
            self.cremation = citation
        if isinstance(record, AshesPlaced):
            if record.decedent == self.decedent.id:
                self.placed, self.placed_at = record, citation
            if (record.place, record.spot) == (self.place, self.spot):
                self.held, self.held_at = record, citation

    def execute(self) -> None:
        self._check()
        spots = [(self.place, self.spot)] if self.spot else []
        if self.placed and self.placed.spot:
            spots.append((self.placed.place, self.placed.spot))
        self.record(
            AshesPlaced(
                decedent=self.decedent.id,
                way=self.way,
                place=self.place,
                spot=self.spot,
                taken_by=self.taken_by,
            ),
            [self.decedent.tag, *(tags.spot(place, number) for place, number in spots)],
        )

    def _check(self) -> None:
        if not self.cremation:
            self.refuse(rules.ASHES_OF_CREMATION, "No cremation of this decedent is recorded.")
        if self.placed and self.placed.way != "stored":
            self.refuse(
                rules.ASHES_AT_REST, f"The ashes are {self.placed.way} already.", [self.placed_at]
            )
        named = bool(self.taken_by) if self.way == "handed_over" else bool(self.place and self.spot)
        if not named:
            self.refuse(rules.ASHES_PLACE_NAMED, f"The ashes would be {self.way} nowhere.")
        if self.held and self.held.decedent != self.decedent.id:
            self.refuse(rules.SPOT_FREE, f"{self.spot} at {self.place} is taken.", [self.held_at])
